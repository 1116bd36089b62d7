import type { QueryScope, TranslatedQuery } from './contract';
import { UnsupportedQueryError } from './errors';
import { translateNode } from './expressions';
import { macroStatements } from './macros';
import { Names } from './names';
import { list, open, only } from './nodes';
import { loadParser, parseQuery } from './parser';
import { contextOf, translateQueryNode } from './select';
import type { Statement } from './statement';
import { parseType, printType } from './types';

export { UnsupportedQueryError };

/**
 * Translates one StarRocks query to DuckDB SQL with the same answer.
 *
 * @throws UnsupportedQueryError with StarRocks' number: what StarRocks refuses, and everything that the embedded server has no rule for.
 */
export function translateQuery(text: string, scope: QueryScope): TranslatedQuery {
  const { tree, source } = parseQuery(text);
  const statement: Statement = { scope, strings: source.strings, ctes: new Map(), tables: new Map() };
  const query = translateQueryNode(tree, statement, undefined);
  return {
    sql: query.sql,
    columnNames: query.columns.map((column) => column.name),
    columns: query.columns.map((column) => ({ name: column.name, type: printType(column.type) })),
    tables: [...statement.tables.values()],
  };
}

/** What the expression of a DML or DDL statement may name: the columns of one table. */
interface ExpressionScope extends QueryScope {
  /** Table whose columns are visible, as `alias`; none for a constant. */
  readonly table?: { readonly database: string; readonly name: string; readonly alias: string };
}

/**
 * Translates an expression that stands outside of a query: a WHERE of DELETE, a value of INSERT or UPDATE, a column expression of Stream Load.
 *
 * @throws UnsupportedQueryError as {@link translateQuery}.
 */
export function translateExpression(text: string, scope: ExpressionScope): string {
  const { tree, source } = parseQuery(`SELECT ${text}`);
  const { kind, fields } = open(tree);
  const [expression, ...more] = list(fields['expressions']);
  if (kind !== 'select' || expression === undefined || more.length > 0)
    throw new UnsupportedQueryError('Getting syntax error. Detail message: expected one expression.', 1064);
  only(fields, 'an expression', 'expressions');
  const names = new Names(undefined);
  if (scope.table !== undefined) {
    const { database, name, alias } = scope.table;
    const columns = scope.columnsOf(database, name) ?? [];
    names.add({
      alias,
      database,
      columns: columns.map((column) => ({ name: column.name, type: parseType(column.type) })),
    });
  }
  const statement: Statement = { scope, strings: source.strings, ctes: new Map(), tables: new Map() };
  return translateNode(expression, contextOf(statement, names, undefined)).sql;
}

/** Makes the macros that translated queries use, and loads the parser: call it once per DuckDB file before the first translation. */
export async function installMacros(run: (sql: string) => Promise<void>): Promise<void> {
  await loadParser();
  for (const statement of macroStatements()) await run(statement);
}
