import type { SrType } from './types';

/** An expression after analysis: DuckDB SQL, its StarRocks type, and how StarRocks prints it. */
export interface Expression {
  readonly sql: string;
  readonly type: SrType;
  /** StarRocks' text of the expression: the column name when there is no alias. */
  readonly text: string;
  /** Value of a literal. */
  readonly literal?: string | number;
  /** A column or a literal, which StarRocks prints without parentheses. */
  readonly simple?: boolean;
}
