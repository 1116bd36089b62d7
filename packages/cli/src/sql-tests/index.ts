export { shownDifference } from './compare';
export { readTestFiles } from './files';
export type { Cell, Difference, Row, SqlTest, SqlTestResult } from './model';
export { runSqlTests } from './run';
