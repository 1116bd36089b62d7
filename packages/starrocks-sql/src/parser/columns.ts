/** Columns and indexes of a table. */

import type { Aggregation, ColumnDefinition, DataType, DefaultValue, IndexDefinition } from '../ast';
import type { Keyword } from '../keywords';
import { TokenKind } from '../lexer';
import type { Cursor } from './cursor';
import { parseExpression } from './expressions';
import { parseComment, parseIdentifierList, parsePropertyList } from './names';
import { isType, parseNullable, parseType } from './types';

const AGGREGATIONS = [
  'SUM',
  'MAX',
  'MIN',
  'REPLACE',
  'REPLACE_IF_NOT_NULL',
  'HLL_UNION',
  'BITMAP_UNION',
  'PERCENTILE_UNION',
  'AGG_STATE_UNION',
] as const;

/** `name type [KEY] [aggregation] [NULL] [DEFAULT … | AUTO_INCREMENT | AS …] [COMMENT …]` */
export function parseColumn(cursor: Cursor): ColumnDefinition {
  const at = cursor.position;
  const name = cursor.identifier('column name');
  // Only a generated column may leave its type to the server.
  const type = isType(cursor) || !cursor.is('AS') ? { type: parseColumnType(cursor) } : {};
  const charset = acceptCharacterSet(cursor) ? { charset: cursor.identifierOrString('character set') } : {};
  const key = cursor.accept('KEY');
  const aggregation: Aggregation | undefined = cursor.acceptAny(AGGREGATIONS);
  const nullable = parseNullable(cursor);
  const value = parseColumnValue(cursor);
  if (value.generated !== undefined && nullable.nullable === false) {
    throw cursor.fail(`the generated column ${name} must be nullable: remove NOT NULL`, [], at);
  }
  return {
    name,
    ...type,
    ...charset,
    key,
    ...(aggregation === undefined ? {} : { aggregation }),
    ...nullable,
    autoIncrement: false,
    ...value,
    ...parseComment(cursor),
    at,
  };
}

/** The server prints a state with the type of its result before it: `BIGINT sum(INT)` is `sum(INT)`. */
function parseColumnType(cursor: Cursor): DataType {
  const type = parseType(cursor);
  const isState =
    cursor.kind === TokenKind.Word && cursor.isSymbol('(', 1) && !cursor.isAny(['DEFAULT', 'COMMENT', 'AS']);
  return isState ? parseType(cursor) : type;
}

type ColumnValue = Partial<Pick<ColumnDefinition, 'default' | 'generated' | 'autoIncrement'>>;

function parseColumnValue(cursor: Cursor): ColumnValue {
  if (cursor.accept('DEFAULT')) return { default: parseDefault(cursor) };
  if (cursor.accept('AUTO_INCREMENT')) return { autoIncrement: true };
  if (cursor.accept('AS')) return { generated: parseExpression(cursor) };
  return {};
}

function parseDefault(cursor: Cursor): DefaultValue {
  if (cursor.isString) return { kind: 'string', value: cursor.string() };
  if (cursor.accept('NULL')) return { kind: 'null' };
  if (!cursor.accept('CURRENT_TIMESTAMP')) return { kind: 'expression', expression: parseExpression(cursor) };
  if (!cursor.acceptSymbol('(')) return { kind: 'current-timestamp' };
  const precision = cursor.kind === TokenKind.Integer ? { precision: cursor.integer() } : {};
  cursor.expectSymbol(')');
  return { kind: 'current-timestamp', ...precision };
}

/** Takes `CHARSET`, `CHAR SET` or `CHARACTER SET`. */
export function acceptCharacterSet(cursor: Cursor): boolean {
  return cursor.accept('CHARSET') || cursor.accept('CHAR', 'SET') || cursor.accept('CHARACTER', 'SET');
}

const INDEX_START: Keyword = 'INDEX';

export function isIndex(cursor: Cursor): boolean {
  return cursor.is(INDEX_START);
}

/** `INDEX name (columns) …` */
export function parseIndex(cursor: Cursor): IndexDefinition {
  cursor.expect(INDEX_START);
  const name = cursor.identifier('index name');
  return parseIndexBody(cursor, name);
}

/** `(columns) [USING type [(…)]] [COMMENT …]` */
export function parseIndexBody(cursor: Cursor, name: string): IndexDefinition {
  const columns = parseIdentifierList(cursor, 'column name');
  const using = parseIndexType(cursor);
  return { name, columns, ...using, ...parseComment(cursor) };
}

const INDEX_TYPES: ReadonlySet<string> = new Set(['BITMAP', 'GIN', 'NGRAMBF', 'VECTOR']);

function parseIndexType(cursor: Cursor): Pick<IndexDefinition, 'type' | 'properties'> {
  if (!cursor.accept('USING')) return { properties: [] };
  const type = cursor.textAt(0).toUpperCase();
  if (!INDEX_TYPES.has(type)) throw cursor.expected("'BITMAP'", "'GIN'", "'NGRAMBF'", "'VECTOR'");
  cursor.skip();
  return { type, properties: cursor.isSymbol('(') ? parsePropertyList(cursor) : [] };
}
