/** Data types. */

import type { AggregateStateArgument, DataType, DecimalType, SimpleTypeName, StringType, StructField } from '../ast';
import type { Cursor } from './cursor';
import { TokenKind } from '../lexer';
import { parseComment } from './names';

const SIMPLE_TYPES: ReadonlyMap<string, SimpleTypeName> = new Map<string, SimpleTypeName>([
  ['BOOLEAN', 'BOOLEAN'],
  ['TINYINT', 'TINYINT'],
  ['SMALLINT', 'SMALLINT'],
  ['INT', 'INT'],
  ['INTEGER', 'INT'],
  ['BIGINT', 'BIGINT'],
  ['LARGEINT', 'LARGEINT'],
  ['FLOAT', 'FLOAT'],
  ['DOUBLE', 'DOUBLE'],
  ['DATE', 'DATE'],
  ['DATETIME', 'DATETIME'],
  ['TIME', 'TIME'],
  ['STRING', 'STRING'],
  ['TEXT', 'STRING'],
  ['JSON', 'JSON'],
  ['VARIANT', 'VARIANT'],
  ['HLL', 'HLL'],
  ['BITMAP', 'BITMAP'],
  ['PERCENTILE', 'PERCENTILE'],
]);

/** Types after which a display width may stand, which means nothing. */
const WITH_WIDTH: ReadonlySet<string> = new Set([
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INT',
  'INTEGER',
  'BIGINT',
  'LARGEINT',
]);

const STRING_TYPES: ReadonlyMap<string, StringType['name']> = new Map<string, StringType['name']>([
  ['CHAR', 'CHAR'],
  ['VARCHAR', 'VARCHAR'],
  ['VARBINARY', 'VARBINARY'],
  ['BINARY', 'BINARY'],
]);

const DECIMAL_TYPES: ReadonlyMap<string, DecimalType['name']> = new Map<string, DecimalType['name']>([
  ['DECIMAL', 'DECIMAL'],
  ['NUMERIC', 'DECIMAL'],
  ['NUMBER', 'DECIMAL'],
  ['DECIMALV2', 'DECIMALV2'],
  ['DECIMAL32', 'DECIMAL32'],
  ['DECIMAL64', 'DECIMAL64'],
  ['DECIMAL128', 'DECIMAL128'],
  ['DECIMAL256', 'DECIMAL256'],
]);

/** Whether a type can begin here: a type name, or a function of an aggregate state. */
export function isType(cursor: Cursor): boolean {
  const keyword = cursor.keywordAt(0);
  if (keyword === undefined) return cursor.kind === TokenKind.Word && cursor.isSymbol('(', 1);
  return (
    SIMPLE_TYPES.has(keyword) ||
    STRING_TYPES.has(keyword) ||
    DECIMAL_TYPES.has(keyword) ||
    NESTED_TYPES.has(keyword) ||
    keyword === 'SIGNED' ||
    keyword === 'UNSIGNED' ||
    isStateFunction(cursor)
  );
}

const NESTED_TYPES: ReadonlySet<string> = new Set(['ARRAY', 'MAP', 'STRUCT']);

/** Functions whose name is a keyword and that can be an aggregate state, e.g. `sum(BIGINT)`. */
const STATE_KEYWORDS: ReadonlySet<string> = new Set([
  'SUM',
  'MIN',
  'MAX',
  'BITMAP_UNION',
  'HLL_UNION',
  'PERCENTILE_UNION',
  'GROUP_CONCAT',
]);

function isStateFunction(cursor: Cursor): boolean {
  return STATE_KEYWORDS.has(cursor.keywordAt(0) ?? '') && cursor.isSymbol('(', 1);
}

/** A type. @throws SqlSyntaxError */
export function parseType(cursor: Cursor): DataType {
  const keyword = cursor.keywordAt(0) ?? '';
  const simple = SIMPLE_TYPES.get(keyword);
  if (simple !== undefined) {
    cursor.skip();
    if (WITH_WIDTH.has(keyword)) skipWidth(cursor);
    else if (cursor.isSymbol('(')) throw cursor.fail(`${keyword} takes no parameter: ${widthHint(keyword)}`, []);
    return { kind: 'simple', name: simple };
  }
  const string = STRING_TYPES.get(keyword);
  if (string !== undefined) return parseStringType(cursor, string);
  const decimal = DECIMAL_TYPES.get(keyword);
  if (decimal !== undefined) return parseDecimalType(cursor, decimal);
  return parseOtherType(cursor, keyword);
}

function widthHint(keyword: string): string {
  return keyword === 'DATETIME' ? 'it always keeps microseconds' : 'remove the parentheses';
}

function skipWidth(cursor: Cursor): void {
  if (!cursor.acceptSymbol('(')) return;
  cursor.integer();
  cursor.expectSymbol(')');
}

function parseStringType(cursor: Cursor, name: StringType['name']): StringType {
  cursor.skip();
  if (!cursor.acceptSymbol('(')) return { kind: 'string', name };
  const length = cursor.acceptSymbol('*') ? '*' : cursor.integer('length');
  cursor.expectSymbol(')');
  return { kind: 'string', name, length };
}

function parseDecimalType(cursor: Cursor, name: DecimalType['name']): DecimalType {
  cursor.skip();
  if (!cursor.acceptSymbol('(')) return { kind: 'decimal', name };
  const precision = cursor.integer('precision');
  const scale = cursor.acceptSymbol(',') ? { scale: cursor.integer('scale') } : {};
  if (!cursor.acceptSymbol(')')) throw cursor.expected("','", "')'");
  return { kind: 'decimal', name, precision, ...scale };
}

function parseOtherType(cursor: Cursor, keyword: string): DataType {
  switch (keyword) {
    case 'ARRAY': {
      cursor.skip();
      cursor.expectSymbol('<');
      const element = parseType(cursor);
      cursor.expectSymbol('>');
      return { kind: 'array', element };
    }
    case 'MAP': {
      cursor.skip();
      cursor.expectSymbol('<');
      const key = parseMapKey(cursor);
      cursor.expectSymbol(',');
      const value = parseType(cursor);
      cursor.expectSymbol('>');
      return { kind: 'map', key, value };
    }
    case 'STRUCT':
      cursor.skip();
      return { kind: 'struct', fields: parseFields(cursor) };
    case 'SIGNED':
    case 'UNSIGNED':
      cursor.skip();
      if (!cursor.accept('INTEGER')) cursor.accept('INT');
      return { kind: 'simple', name: keyword === 'SIGNED' ? 'BIGINT' : 'LARGEINT' };
    default:
      return parseAggregateState(cursor);
  }
}

const NOT_MAP_KEYS: ReadonlySet<string> = new Set(['BITMAP', 'HLL', 'PERCENTILE', 'JSON', 'VARIANT']);

function parseMapKey(cursor: Cursor): DataType {
  const at = cursor.position;
  const key = parseType(cursor);
  const isBad = key.kind === 'simple' ? NOT_MAP_KEYS.has(key.name) : key.kind !== 'string' && key.kind !== 'decimal';
  if (isBad) throw cursor.fail('the key of a MAP must be a base type (number, string, date)', [], at);
  return key;
}

function parseFields(cursor: Cursor): StructField[] {
  cursor.expectSymbol('<');
  const fields = cursor.list((): StructField => {
    const name = cursor.identifier('field name');
    return { name, type: parseType(cursor), ...parseComment(cursor) };
  });
  cursor.expectSymbol('>');
  return fields;
}

function parseAggregateState(cursor: Cursor): DataType {
  const isName = cursor.kind === TokenKind.Word && cursor.isSymbol('(', 1);
  if (!isName) throw cursor.expected('type');
  const name = cursor.takeName();
  const types = cursor.parenthesized((): AggregateStateArgument => {
    const type = parseType(cursor);
    return { type, ...parseNullable(cursor) };
  });
  return { kind: 'aggregate-state', function: name, arguments: types };
}

/** NULL, NOT NULL or nothing, as fields to spread. */
export function parseNullable(cursor: Cursor): { readonly nullable?: boolean } {
  if (cursor.accept('NULL')) return { nullable: true };
  if (!cursor.is('NOT')) return {};
  cursor.expect('NOT', 'NULL');
  return { nullable: false };
}
