/** ALTER TABLE. */

import type { Position } from '../ast';
import type {
  AddPartitionClause,
  AlterTableClause,
  AlterTableStatement,
  ColumnPosition,
  CompactClause,
  DropPartitionClause,
  OptimizeClause,
} from '../ast-alter';
import { parseColumn, parseIndex } from './columns';
import type { Cursor } from './cursor';
import { parseExpression } from './expressions';
import {
  isPartitionNames,
  parseComment,
  parseIdentifierList,
  parseIfExists,
  parsePartitionNames,
  parseProperties,
  parsePropertyList,
  parseQualifiedName,
} from './names';
import {
  isKey,
  parseDistribution,
  parseKey,
  parseListPartitionBody,
  parseMultiRange,
  parseOrderBy,
  parsePartitionHead,
  parsePartitionScheme,
  parseRangePartitionBody,
} from './partitions';
import { parseRollup } from './tables';
import { parseType } from './types';

/** What follows ALTER. `undefined` for clauses that the tree does not model, such as those of Iceberg tables. */
export function parseAlterTable(cursor: Cursor, at: Position): AlterTableStatement | undefined {
  cursor.expect('TABLE');
  const name = parseQualifiedName(cursor, 'table name');
  if (isForeignClause(cursor)) return undefined;
  const clauses = cursor.atStatementEnd ? [] : cursor.list(() => parseClauses(cursor)).flat();
  return { kind: 'alter-table', name, clauses, at };
}

/** Clauses of data lakes and of tablets, by their first words. */
const FOREIGN_CLAUSES: readonly (readonly [string, string])[] = [
  ['SPLIT', 'TABLET'],
  ['MERGE', 'TABLET'],
  ['SPLIT', 'TABLETS'],
  ['MERGE', 'TABLETS'],
  ['CREATE', 'BRANCH'],
  ['CREATE', 'TAG'],
  ['CREATE', 'OR'],
  ['DROP', 'BRANCH'],
  ['DROP', 'TAG'],
  ['REPLACE', 'BRANCH'],
  ['REPLACE', 'TAG'],
  ['EXECUTE', ''],
  ['DROP', 'PERSISTENT'],
  ['ADD', 'FILES'],
];

function isForeignClause(cursor: Cursor): boolean {
  const first = cursor.textAt(0).toUpperCase();
  const second = cursor.textAt(1).toUpperCase();
  const isColumns = (second === 'PARTITION' || second === 'COLUMN') && cursor.keywordAt(2) === 'COLUMN';
  if (isColumns) return true;
  return FOREIGN_CLAUSES.some((words) => words[0] === first && (words[1] === '' || words[1] === second));
}

/** One clause; a list of rollups is several. */
function parseClauses(cursor: Cursor): AlterTableClause[] {
  if (cursor.accept('ADD', 'ROLLUP')) {
    return cursor.list(() => ({ kind: 'add-rollup', rollup: parseRollup(cursor) }));
  }
  if (cursor.accept('DROP', 'ROLLUP')) {
    return cursor.list(() => {
      return { kind: 'drop-rollup', name: cursor.identifier('rollup name'), properties: parseProperties(cursor) };
    });
  }
  return [parseClause(cursor)];
}

const CLAUSE_STARTS = [
  'ADD',
  'DROP',
  'MODIFY',
  'RENAME',
  'SET',
  'SWAP',
  'COMMENT',
  'TRUNCATE',
  'REPLACE',
  'AUTO_INCREMENT',
] as const;

function parseClause(cursor: Cursor): AlterTableClause {
  if (cursor.isAny(['BASE', 'CUMULATIVE', 'COMPACT'])) return parseCompact(cursor);
  if (cursor.is('ORDER') || isKey(cursor) || cursor.isAny(['PARTITION', 'PARTITIONS', 'TEMPORARY', 'DISTRIBUTED'])) {
    return parseOptimize(cursor);
  }
  switch (cursor.expectAny(CLAUSE_STARTS)) {
    case 'ADD':
      return parseAdd(cursor);
    case 'DROP':
      return parseDrop(cursor);
    case 'MODIFY':
      return parseModify(cursor);
    case 'RENAME':
      return parseRename(cursor);
    case 'SET':
      return { kind: 'set-properties', properties: parsePropertyList(cursor) };
    case 'SWAP':
      cursor.expect('WITH');
      return { kind: 'swap', with: cursor.identifier('name of the other table') };
    case 'COMMENT':
      cursor.expectSymbol('=');
      return { kind: 'comment', comment: cursor.string() };
    case 'TRUNCATE':
      return { kind: 'truncate-partition', partitions: parsePartitionNames(cursor) };
    case 'REPLACE':
      return parseReplacePartition(cursor);
    case 'AUTO_INCREMENT':
      cursor.expectSymbol('=');
      return { kind: 'auto-increment', value: cursor.integer() };
  }
}

function parseReplacePartition(cursor: Cursor): AlterTableClause {
  const partitions = parsePartitionNames(cursor);
  cursor.expect('WITH');
  const replacement = parsePartitionNames(cursor);
  return { kind: 'replace-partition', partitions, with: replacement, properties: parseProperties(cursor) };
}

function parseRename(cursor: Cursor): AlterTableClause {
  if (cursor.accept('COLUMN')) {
    const from = cursor.identifier('column name');
    cursor.expect('TO');
    return { kind: 'rename-column', from, to: cursor.identifier('new name') };
  }
  if (cursor.accept('PARTITION')) {
    const from = cursor.identifier('partition name');
    return { kind: 'rename-partition', from, to: cursor.identifier('new name') };
  }
  if (cursor.is('ROLLUP') && cursor.isIdentifier(1)) {
    cursor.skip();
    const from = cursor.identifier('rollup name');
    return { kind: 'rename-rollup', from, to: cursor.identifier('new name') };
  }
  return { kind: 'rename', to: cursor.identifier('new name') };
}

// ---------------------------------------------------------------------------------------------------------- columns

function parseAdd(cursor: Cursor): AlterTableClause {
  if (cursor.accept('COLUMN')) return parseAddColumn(cursor);
  if (cursor.is('INDEX')) return { kind: 'add-index', index: parseIndex(cursor) };
  if (isPartitionNames(cursor)) return parseAddPartition(cursor);
  throw cursor.expected("'COLUMN'", "'INDEX'", "'PARTITION'", "'PARTITIONS'", "'ROLLUP'");
}

function parseAddColumn(cursor: Cursor): AlterTableClause {
  if (cursor.isSymbol('(')) {
    const columns = cursor.parenthesized(() => parseAddedColumn(cursor));
    return { kind: 'add-columns', columns, ...parseTargetRollup(cursor), properties: parseProperties(cursor) };
  }
  const column = parseAddedColumn(cursor);
  const place = cursor.position;
  const position = parsePosition(cursor);
  if (column.generated !== undefined && 'position' in position) {
    throw cursor.fail('a generated column goes to the end: FIRST and AFTER are not allowed', [], place);
  }
  return { kind: 'add-column', column, ...position, ...parseTargetRollup(cursor), properties: parseProperties(cursor) };
}

function parseAddedColumn(cursor: Cursor): ReturnType<typeof parseColumn> {
  const column = parseColumn(cursor);
  if (column.autoIncrement) throw cursor.fail('ALTER TABLE cannot give a column AUTO_INCREMENT', [], column.at);
  return column;
}

function parsePosition(cursor: Cursor): { readonly position?: ColumnPosition } {
  if (cursor.accept('FIRST')) return { position: { kind: 'first' } };
  if (!cursor.accept('AFTER')) return {};
  return { position: { kind: 'after', column: cursor.identifier('column name') } };
}

/** `TO r`, `IN r` behind ADD COLUMN. */
function parseTargetRollup(cursor: Cursor): { readonly rollup?: string } {
  return cursor.acceptAny(['TO', 'IN']) === undefined ? {} : { rollup: cursor.identifier('rollup name') };
}

function parseFromRollup(cursor: Cursor): { readonly rollup?: string } {
  return cursor.accept('FROM') ? { rollup: cursor.identifier('rollup name') } : {};
}

function parseModify(cursor: Cursor): AlterTableClause {
  if (cursor.is('PARTITION')) return parseModifyPartition(cursor);
  if (!cursor.accept('COLUMN')) throw cursor.expected("'COLUMN'", "'PARTITION'");
  if (cursor.keywordAt(1) === 'COMMENT') {
    const name = cursor.identifier('column name');
    const { comment = '' } = parseComment(cursor);
    return { kind: 'modify-column-comment', name, comment };
  }
  if (cursor.isIdentifier() && (cursor.keywordAt(1) === 'ADD' || cursor.keywordAt(1) === 'DROP'))
    return parseField(cursor);
  const column = parseAddedColumn(cursor);
  const position = parsePosition(cursor);
  return {
    kind: 'modify-column',
    column,
    ...position,
    ...parseFromRollup(cursor),
    properties: parseProperties(cursor),
  };
}

function parseField(cursor: Cursor): AlterTableClause {
  const column = cursor.identifier('column name');
  const verb = cursor.expectAny(['ADD', 'DROP']);
  cursor.expect('FIELD');
  const path = [parseFieldName(cursor)];
  while (cursor.acceptSymbol('.')) path.push(parseFieldName(cursor));
  if (verb === 'DROP') return { kind: 'drop-field', column, path, properties: parseProperties(cursor) };
  const type = parseType(cursor);
  return { kind: 'add-field', column, path, type, ...parsePosition(cursor), properties: parseProperties(cursor) };
}

/** `[*]` stands for the elements of an array. */
function parseFieldName(cursor: Cursor): string {
  if (!cursor.acceptSymbol('[')) return cursor.identifier('field name');
  cursor.expectSymbol('*');
  cursor.expectSymbol(']');
  return '[*]';
}

function parseDrop(cursor: Cursor): AlterTableClause {
  if (cursor.accept('COLUMN')) {
    const name = cursor.identifier('column name');
    return { kind: 'drop-column', name, ...parseFromRollup(cursor), properties: parseProperties(cursor) };
  }
  if (cursor.accept('INDEX')) return { kind: 'drop-index', name: cursor.identifier('index name') };
  if (cursor.accept('ALL')) {
    cursor.expect('TEMPORARY', 'PARTITIONS');
    const target = { kind: 'all-temporary' } as const;
    return { kind: 'drop-partition', temporary: true, ifExists: false, target, force: cursor.accept('FORCE') };
  }
  if (isPartitionNames(cursor)) return parseDropPartition(cursor);
  throw cursor.expected("'COLUMN'", "'INDEX'", "'PARTITION'", "'PARTITIONS'", "'ROLLUP'");
}

// ------------------------------------------------------------------------------------------------------- partitions

function parseAddPartition(cursor: Cursor): AddPartitionClause {
  const temporary = cursor.accept('TEMPORARY');
  const partition = parseNewPartition(cursor);
  return {
    kind: 'add-partition',
    temporary,
    partition,
    ...parseDistribution(cursor),
    properties: cursor.is('PROPERTIES') ? parseProperties(cursor) : [],
  };
}

function parseNewPartition(cursor: Cursor): AddPartitionClause['partition'] {
  if (cursor.accept('PARTITIONS')) return parseMultiRange(cursor);
  const head = parsePartitionHead(cursor);
  return cursor.is('IN') ? parseListPartitionBody(cursor, head) : parseRangePartitionBody(cursor, head);
}

function parseDropPartition(cursor: Cursor): DropPartitionClause {
  const temporary = cursor.accept('TEMPORARY');
  const isPlural = cursor.expectAny(['PARTITION', 'PARTITIONS']) === 'PARTITIONS';
  const ifExists = parseIfExists(cursor);
  const target = isPlural
    ? parseDropTarget(cursor)
    : ({ kind: 'name', name: cursor.identifier('partition name') } as const);
  return { kind: 'drop-partition', temporary, ifExists, target, force: cursor.accept('FORCE') };
}

function parseDropTarget(cursor: Cursor): DropPartitionClause['target'] {
  if (cursor.is('START')) return { kind: 'range', range: parseMultiRange(cursor) };
  if (cursor.accept('WHERE')) return { kind: 'where', condition: parseExpression(cursor) };
  return { kind: 'names', names: parseIdentifierList(cursor, 'partition name') };
}

function parseModifyPartition(cursor: Cursor): AlterTableClause {
  cursor.expect('PARTITION');
  const partitions = parseModifiedPartitions(cursor);
  cursor.expect('SET');
  return { kind: 'modify-partition', partitions, properties: parsePropertyList(cursor) };
}

function parseModifiedPartitions(cursor: Cursor): readonly string[] | '*' {
  if (!cursor.isSymbol('(')) return [cursor.identifier('partition name')];
  if (!cursor.isSymbol('*', 1)) return parseIdentifierList(cursor, 'partition name');
  cursor.skip(2);
  cursor.expectSymbol(')');
  return '*';
}

// --------------------------------------------------------------------------------------------- layout, compaction

function parseOptimize(cursor: Cursor): AlterTableClause {
  if (isReorder(cursor)) {
    cursor.expect('ORDER', 'BY');
    const columns = parseIdentifierList(cursor, 'column name');
    return { kind: 'order-columns', columns, ...parseFromRollup(cursor), properties: parseProperties(cursor) };
  }
  const isNames = cursor.is('PARTITION', 'BY') ? false : isPartitionNames(cursor);
  const partitions = isNames ? { partitions: parsePartitionNames(cursor) } : {};
  const clause: OptimizeClause = {
    kind: 'optimize',
    ...partitions,
    ...parseKey(cursor),
    ...parsePartitionScheme(cursor),
    ...parseOrderBy(cursor),
    ...parseDistribution(cursor),
    ...parseBetween(cursor),
  };
  const { distribution } = clause;
  if (distribution !== undefined && cursor.accept('DEFAULT')) {
    cursor.expect('BUCKETS');
    return { kind: 'default-buckets', distribution: { ...distribution, buckets: cursor.integer('number of buckets') } };
  }
  return clause;
}

/** `ORDER BY (a, b)` with names only and no other clause of an OPTIMIZE. */
function isReorder(cursor: Cursor): boolean {
  if (!cursor.is('ORDER', 'BY') || !cursor.isSymbol('(', 2)) return false;
  let ahead = 3;
  while (cursor.isIdentifier(ahead)) {
    ahead += 1;
    if (cursor.isSymbol(')', ahead)) return cursor.keywordAt(ahead + 1) !== 'DISTRIBUTED';
    if (!cursor.isSymbol(',', ahead)) return false;
    ahead += 1;
  }
  return false;
}

function parseBetween(cursor: Cursor): Pick<OptimizeClause, 'range'> {
  if (!cursor.accept('BETWEEN')) return {};
  const from = cursor.string();
  cursor.expect('AND');
  return { range: { from, to: cursor.string() } };
}

function parseCompact(cursor: Cursor): CompactClause {
  const type = cursor.acceptAny(['BASE', 'CUMULATIVE']);
  cursor.expect('COMPACT');
  const partitions = cursor.isSymbol('(')
    ? parseIdentifierList(cursor, 'partition name')
    : cursor.isIdentifier()
      ? [cursor.identifier()]
      : [];
  return { kind: 'compact', ...(type === undefined ? {} : { type }), partitions };
}
