/** Partitioning, distribution, sort order and key of a table. */

import type {
  Distribution,
  KeyDefinition,
  KeyModel,
  ListPartition,
  MultiRangePartition,
  PartitionScheme,
  PartitionValue,
  RangeBound,
  RangePartition,
  SingleRangePartition,
  SortItem,
  SqlText,
} from '../ast';
import { TokenKind, unquoteString } from '../lexer';
import type { Cursor } from './cursor';
import { parseExpression, parseInterval, parsePrimary } from './expressions';
import { parseIdentifierList, parseIfNotExists, parsePropertyList } from './names';

const KEY_MODELS = ['DUPLICATE', 'PRIMARY', 'UNIQUE', 'AGGREGATE'] as const;

/** `PRIMARY KEY (a, b)` or nothing. */
export function parseKey(cursor: Cursor): { readonly key?: KeyDefinition } {
  const model: KeyModel | undefined = cursor.acceptAny(KEY_MODELS);
  if (model === undefined) return {};
  cursor.expect('KEY');
  return { key: { model, columns: parseIdentifierList(cursor, 'column name') } };
}

export function isKey(cursor: Cursor): boolean {
  return cursor.isAny(KEY_MODELS);
}

/** `DISTRIBUTED BY …` or nothing. */
export function parseDistribution(cursor: Cursor): { readonly distribution?: Distribution } {
  if (!cursor.accept('DISTRIBUTED')) return {};
  cursor.expect('BY');
  if (cursor.expectAny(['HASH', 'RANDOM']) === 'RANDOM')
    return { distribution: { kind: 'random', ...parseBuckets(cursor) } };
  const columns = parseIdentifierList(cursor, 'column name');
  return { distribution: { kind: 'hash', columns, ...parseBuckets(cursor) } };
}

function parseBuckets(cursor: Cursor): { readonly buckets?: number } {
  return cursor.accept('BUCKETS') ? { buckets: cursor.integer('number of buckets') } : {};
}

/** `ORDER BY (a, b DESC)` or nothing. */
export function parseOrderBy(cursor: Cursor): { readonly orderBy?: readonly SortItem[] } {
  if (!cursor.accept('ORDER')) return {};
  cursor.expect('BY');
  return { orderBy: cursor.parenthesized(() => parseSortItem(cursor)) };
}

function parseSortItem(cursor: Cursor): SortItem {
  const expression = parseExpression(cursor);
  const direction = cursor.acceptAny(['ASC', 'DESC']);
  const nulls = cursor.accept('NULLS') ? cursor.expectAny(['FIRST', 'LAST']) : undefined;
  return { expression, ...(direction === undefined ? {} : { direction }), ...(nulls === undefined ? {} : { nulls }) };
}

/** `PARTITION BY …` or nothing. */
export function parsePartitionScheme(cursor: Cursor): { readonly partition?: PartitionScheme } {
  if (!cursor.accept('PARTITION')) return {};
  cursor.expect('BY');
  return { partition: parseScheme(cursor) };
}

function parseScheme(cursor: Cursor): PartitionScheme {
  if (cursor.is('RANGE')) return parseRange(cursor);
  if (cursor.is('LIST') && isIdentifierList(cursor, 1)) return parseList(cursor);
  const expressions = cursor.isSymbol('(')
    ? cursor.parenthesized(() => parsePartitionColumn(cursor))
    : cursor.list(() => parsePartitionExpression(cursor));
  if (!cursor.isSymbol('(')) return { kind: 'expression', expressions, partitions: [] };
  if (expressions.length > 1 || !/\)$/.test(expressions[0]?.text ?? '')) {
    throw cursor.fail('a table that is partitioned by expressions cannot list its partitions in advance');
  }
  return { kind: 'expression', expressions, partitions: parseRangePartitions(cursor) };
}

/** Whether `(name, …)` is next: names only, no calls. */
function isIdentifierList(cursor: Cursor, from: number): boolean {
  let ahead = from;
  if (!cursor.isSymbol('(', ahead)) return false;
  do {
    ahead += 1;
    if (!cursor.isIdentifier(ahead)) return false;
    ahead += 1;
  } while (cursor.isSymbol(',', ahead));
  return cursor.isSymbol(')', ahead);
}

function parseRange(cursor: Cursor): PartitionScheme {
  cursor.expect('RANGE');
  if (isIdentifierList(cursor, 0)) {
    return { kind: 'range', columns: parseIdentifierList(cursor), partitions: parseRangePartitions(cursor) };
  }
  const at = cursor.position;
  const expression = parsePrimary(cursor);
  if (/^\(\s*date_trunc\b/i.test(expression.text)) {
    throw cursor.fail('RANGE takes columns, not date_trunc: write PARTITION BY date_trunc(…) without RANGE', [], at);
  }
  return { kind: 'range-expression', expression, partitions: parseRangePartitions(cursor) };
}

/** LIST (a) alone means the same as (a): the load makes the partitions. */
function parseList(cursor: Cursor): PartitionScheme {
  cursor.expect('LIST');
  const from = cursor.index;
  const columns = parseIdentifierList(cursor, 'column name');
  if (cursor.isSymbol('(')) return { kind: 'list', columns, partitions: parseListPartitions(cursor) };
  cursor.index = from;
  return { kind: 'expression', expressions: cursor.parenthesized(() => parsePrimary(cursor)), partitions: [] };
}

/** Calls stand without parentheses around the list. */
function parsePartitionColumn(cursor: Cursor): SqlText {
  if (cursor.isSymbol('(', 1)) {
    throw cursor.fail(
      'a list in parentheses holds columns only: write PARTITION BY without parentheses around the calls',
    );
  }
  return parsePartitionExpression(cursor);
}

/** A column or a call. */
function parsePartitionExpression(cursor: Cursor): SqlText {
  const isName = cursor.kind === TokenKind.Word || cursor.kind === TokenKind.Backtick;
  if (!isName || cursor.is('CAST') || cursor.is('CASE')) throw cursor.expected('column name', 'function call');
  return parsePrimary(cursor);
}

function parseRangePartitions(cursor: Cursor): RangePartition[] {
  return parseEntries(cursor, () => (cursor.is('START') ? parseMultiRange(cursor) : parseSingleRange(cursor)));
}

function parseListPartitions(cursor: Cursor): ListPartition[] {
  return parseEntries(cursor, () => {
    const head = parsePartitionHead(cursor);
    return parseListPartitionBody(cursor, head);
  });
}

/** `(entry, …)` or `()` */
function parseEntries<Entry>(cursor: Cursor, entry: () => Entry): Entry[] {
  cursor.expectSymbol('(');
  if (cursor.acceptSymbol(')')) return [];
  const entries = cursor.list(entry);
  if (!cursor.acceptSymbol(')')) throw cursor.expected("','", "')'");
  return entries;
}

interface PartitionHead {
  readonly name: string;
  readonly ifNotExists: boolean;
}

/** `PARTITION [IF NOT EXISTS] name VALUES` */
export function parsePartitionHead(cursor: Cursor): PartitionHead {
  cursor.expect('PARTITION');
  const ifNotExists = parseIfNotExists(cursor);
  const name = cursor.identifierOrString('partition name');
  cursor.expect('VALUES');
  return { name, ifNotExists };
}

function parseSingleRange(cursor: Cursor): SingleRangePartition {
  return parseRangePartitionBody(cursor, parsePartitionHead(cursor));
}

/** What follows VALUES of a range partition. */
export function parseRangePartitionBody(cursor: Cursor, head: PartitionHead): SingleRangePartition {
  const bound = parseBound(cursor);
  return { kind: 'range-partition', ...head, bound, properties: cursor.isSymbol('(') ? parsePropertyList(cursor) : [] };
}

function parseBound(cursor: Cursor): RangeBound {
  if (cursor.accept('LESS')) {
    cursor.expect('THAN');
    if (cursor.accept('MAXVALUE')) return { kind: 'less-than-maxvalue' };
    return { kind: 'less-than', values: parseValues(cursor) };
  }
  if (!cursor.acceptSymbol('[')) throw cursor.expected("'LESS'", "'['");
  const lower = parseValues(cursor);
  cursor.expectSymbol(',');
  const upper = parseValues(cursor);
  cursor.expectSymbol(')');
  return { kind: 'between', lower, upper };
}

function parseValues(cursor: Cursor): PartitionValue[] {
  return cursor.parenthesized(() => parsePartitionValue(cursor));
}

export function parsePartitionValue(cursor: Cursor): PartitionValue {
  if (cursor.accept('MAXVALUE')) return { kind: 'maxvalue' };
  const isLiteral = cursor.isString;
  const expression = parseExpression(cursor);
  if (isLiteral && isOneString(expression.text)) return { kind: 'string', value: unquoteString(expression.text) };
  return { kind: 'expression', expression };
}

/** Whether the text is one literal, not an expression that begins with one. */
function isOneString(text: string): boolean {
  const quote = text.charAt(0);
  if (!text.endsWith(quote)) return false;
  for (let at = 1; at < text.length - 1; at += 1) {
    if (text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === quote) {
      if (text.charAt(at + 1) !== quote || at + 1 === text.length - 1) return false;
      at += 1;
    }
  }
  return true;
}

/** `START ("…") END ("…") EVERY (…)` */
export function parseMultiRange(cursor: Cursor): MultiRangePartition {
  cursor.expect('START');
  const start = parseQuotedBound(cursor);
  cursor.expect('END');
  const end = parseQuotedBound(cursor);
  cursor.expect('EVERY');
  cursor.expectSymbol('(');
  const every: MultiRangePartition['every'] = cursor.is('INTERVAL')
    ? parseInterval(cursor)
    : { kind: 'number', value: cursor.integer('number or INTERVAL') };
  cursor.expectSymbol(')');
  return { kind: 'multi-range-partition', start, end, every };
}

function parseQuotedBound(cursor: Cursor): string {
  cursor.expectSymbol('(');
  const value = cursor.string('string (a bound)');
  cursor.expectSymbol(')');
  return value;
}

/** What follows VALUES of a list partition. */
export function parseListPartitionBody(cursor: Cursor, head: PartitionHead): ListPartition {
  cursor.expect('IN');
  const tuples = cursor.isSymbol('(') && cursor.isSymbol('(', 1);
  const values = cursor.parenthesized(() => (tuples ? parseValues(cursor) : [parsePartitionValue(cursor)]));
  const properties = cursor.isSymbol('(') ? parsePropertyList(cursor) : [];
  return { kind: 'list-partition', ...head, values, tuples, properties };
}
