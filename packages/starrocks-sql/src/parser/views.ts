/** Views and materialized views. */

import type {
  AlterMaterializedViewAction,
  AlterMaterializedViewStatement,
  AlterViewStatement,
  CreateMaterializedViewStatement,
  CreateViewStatement,
  IndexDefinition,
  Position,
  RefreshMaterializedViewStatement,
  RefreshScheme,
  ViewColumn,
} from '../ast';
import { isIndex, parseIndex } from './columns';
import type { Cursor } from './cursor';
import { parseExpression, parseInterval, parsePrimary } from './expressions';
import { parseComment, parseIfNotExists, parseProperties, parsePropertyList, parseQualifiedName } from './names';
import { parseDistribution, parseOrderBy, parsePartitionValue } from './partitions';
import { parseQueryText } from './queries';

const SECURITY = ['NONE', 'INVOKER'] as const;

function parseViewColumn(cursor: Cursor): ViewColumn {
  return { name: cursor.identifier('column name'), ...parseComment(cursor) };
}

function parseViewColumns(cursor: Cursor): ViewColumn[] {
  return cursor.isSymbol('(') ? cursor.parenthesized(() => parseViewColumn(cursor)) : [];
}

/** What follows CREATE [OR REPLACE]. */
export function parseCreateView(cursor: Cursor, at: Position, orReplace: boolean): CreateViewStatement {
  cursor.expect('VIEW');
  const place = cursor.position;
  const ifNotExists = parseIfNotExists(cursor);
  if (ifNotExists && orReplace) throw cursor.fail('OR REPLACE and IF NOT EXISTS exclude each other', [], place);
  const name = parseQualifiedName(cursor, 'view name');
  const columns = parseViewColumns(cursor);
  const comment = parseComment(cursor);
  const security = cursor.accept('SECURITY') ? { security: cursor.expectAny(SECURITY) } : {};
  const properties = parseProperties(cursor);
  if (!cursor.accept('AS')) throw cursor.expected(...viewClauses(columns.length > 0));
  const query = parseQueryText(cursor);
  return { kind: 'create-view', name, orReplace, ifNotExists, columns, ...comment, ...security, properties, query, at };
}

function viewClauses(hasColumns: boolean): string[] {
  return [...(hasColumns ? [] : ["'('"]), "'COMMENT'", "'SECURITY'", "'PROPERTIES'", "'AS'"];
}

/** What follows ALTER. */
export function parseAlterView(cursor: Cursor, at: Position): AlterViewStatement {
  cursor.expect('VIEW');
  const name = parseQualifiedName(cursor, 'view name');
  return { kind: 'alter-view', name, action: parseAlterViewAction(cursor), at };
}

function parseAlterViewAction(cursor: Cursor): AlterViewStatement['action'] {
  if (cursor.accept('SET')) {
    if (cursor.accept('SECURITY')) return { kind: 'set-security', security: cursor.expectAny(SECURITY) };
    cursor.expect('PROPERTIES');
    return { kind: 'set-properties', properties: parsePropertyList(cursor) };
  }
  const verb = cursor.acceptAny(['ADD', 'MODIFY']);
  if (verb !== undefined) {
    cursor.expect('DIALECT');
    cursor.accept('STARROCKS');
    return { kind: 'dialect', verb, query: parseQueryText(cursor) };
  }
  const columns = parseViewColumns(cursor);
  if (!cursor.accept('AS')) throw cursor.expected("'('", "'AS'", "'SET'", "'ADD'", "'MODIFY'");
  return { kind: 'redefine', columns, query: parseQueryText(cursor) };
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type MaterializedViewClauses = Mutable<
  Partial<Pick<CreateMaterializedViewStatement, 'partitionBy' | 'distribution' | 'refresh' | 'orderBy'>> &
    Pick<CreateMaterializedViewStatement, 'properties'>
>;

/** What follows CREATE. */
export function parseCreateMaterializedView(cursor: Cursor, at: Position): CreateMaterializedViewStatement {
  cursor.expect('MATERIALIZED', 'VIEW');
  const ifNotExists = parseIfNotExists(cursor);
  const name = parseQualifiedName(cursor, 'name of the materialized view');
  const list = parseMaterializedViewColumns(cursor);
  const comment = parseComment(cursor);
  const clauses = parseMaterializedViewClauses(cursor);
  const query = parseQueryText(cursor);
  return { kind: 'create-materialized-view', name, ifNotExists, ...list, ...comment, ...clauses, query, at };
}

function parseMaterializedViewColumns(cursor: Cursor): { columns: ViewColumn[]; indexes: IndexDefinition[] } {
  const columns: ViewColumn[] = [];
  const indexes: IndexDefinition[] = [];
  if (!cursor.isSymbol('(')) return { columns, indexes };
  cursor.parenthesized(() => {
    if (columns.length > 0 && isIndex(cursor)) indexes.push(parseIndex(cursor));
    else columns.push(parseViewColumn(cursor));
  });
  return { columns, indexes };
}

/** The clauses come in any order, each at most once. */
function parseMaterializedViewClauses(cursor: Cursor): MaterializedViewClauses {
  const clauses: MaterializedViewClauses = { properties: [] };
  const seen = new Set<string>();
  while (!cursor.accept('AS')) {
    const word = cursor.keywordAt(0) ?? '';
    if (seen.has(word)) throw cursor.fail(`the clause ${word} stands twice`);
    seen.add(word);
    parseMaterializedViewClause(cursor, clauses);
  }
  return clauses;
}

function parseMaterializedViewClause(cursor: Cursor, clauses: MaterializedViewClauses): void {
  if (cursor.is('PARTITION')) clauses.partitionBy = parsePartitionBy(cursor);
  else if (cursor.is('DISTRIBUTED')) Object.assign(clauses, parseDistribution(cursor));
  else if (cursor.is('ORDER')) Object.assign(clauses, parseOrderBy(cursor));
  else if (cursor.is('REFRESH')) clauses.refresh = parseRefreshScheme(cursor);
  else if (cursor.is('PROPERTIES')) clauses.properties = parseProperties(cursor);
  else throw cursor.expected("'PARTITION'", "'DISTRIBUTED'", "'ORDER'", "'REFRESH'", "'PROPERTIES'", "'AS'");
}

function parsePartitionBy(cursor: Cursor): CreateMaterializedViewStatement['partitionBy'] {
  cursor.expect('PARTITION', 'BY');
  if (cursor.is('LIST') && cursor.isSymbol('(', 1)) throw cursor.expected('column name', 'function call');
  return cursor.isSymbol('(') ? cursor.parenthesized(() => parsePrimary(cursor)) : [parsePrimary(cursor)];
}

/** `REFRESH [IMMEDIATE | DEFERRED] ASYNC [START (…)] [EVERY (…)] | MANUAL | INCREMENTAL` */
function parseRefreshScheme(cursor: Cursor): RefreshScheme {
  cursor.expect('REFRESH');
  const moment = cursor.acceptAny(['IMMEDIATE', 'DEFERRED']);
  const word = cursor.expectAny(['ASYNC', 'SCHEDULE', 'MANUAL', 'INCREMENTAL']);
  const when = moment === undefined ? {} : { moment };
  if (word === 'MANUAL') return { ...when, mode: 'manual' };
  if (word === 'INCREMENTAL') return { ...when, mode: 'incremental' };
  const start = cursor.is('START') ? { start: parseStart(cursor) } : {};
  if (!cursor.is('EVERY')) {
    if (word === 'SCHEDULE' || 'start' in start) throw cursor.expected("'EVERY'");
    return { ...when, mode: 'async' };
  }
  return { ...when, mode: 'async', ...start, every: parseEvery(cursor) };
}

const DATE_TIME = /^\d{1,4}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d{1,2}(:\d{1,2}(\.\d+)?)?)?$/;

/** `START ("2026-01-01 00:00:00")` */
export function parseStart(cursor: Cursor): string {
  cursor.expect('START');
  cursor.expectSymbol('(');
  const at = cursor.position;
  const start = cursor.string('string (a date and time)');
  if (!DATE_TIME.test(start.trim())) throw cursor.fail(`'${start}' is no date and time (yyyy-mm-dd hh:mm:ss)`, [], at);
  cursor.expectSymbol(')');
  return start;
}

/** `EVERY (INTERVAL 1 DAY)` */
export function parseEvery(cursor: Cursor): NonNullable<RefreshScheme['every']> {
  cursor.expect('EVERY');
  cursor.expectSymbol('(');
  const every = parseInterval(cursor);
  cursor.expectSymbol(')');
  return every;
}

/** What follows ALTER. */
export function parseAlterMaterializedView(cursor: Cursor, at: Position): AlterMaterializedViewStatement {
  cursor.expect('MATERIALIZED', 'VIEW');
  const name = parseQualifiedName(cursor, 'name of the materialized view');
  return { kind: 'alter-materialized-view', name, action: parseMaterializedViewAction(cursor), at };
}

function parseMaterializedViewAction(cursor: Cursor): AlterMaterializedViewAction {
  if (cursor.is('REFRESH')) return { kind: 'refresh', refresh: parseRefreshScheme(cursor) };
  const word = cursor.expectAny(['RENAME', 'SET', 'SWAP', 'ADD', 'DROP', 'ACTIVE', 'INACTIVE']);
  switch (word) {
    case 'RENAME':
      return { kind: 'rename', to: cursor.identifier('new name') };
    case 'SET':
      return { kind: 'set-properties', properties: parsePropertyList(cursor) };
    case 'SWAP':
      cursor.expect('WITH');
      return { kind: 'swap', with: cursor.identifier('name of the other materialized view') };
    case 'ADD': {
      cursor.expect('COLUMN');
      const name = cursor.identifier('column name');
      cursor.expect('AS');
      return { kind: 'add-column', name, expression: parseExpression(cursor) };
    }
    case 'DROP':
      cursor.expect('COLUMN');
      return { kind: 'drop-column', name: cursor.identifier('column name') };
    case 'ACTIVE':
    case 'INACTIVE':
      return { kind: 'set-status', status: word };
  }
}

/** What follows REFRESH. */
export function parseRefreshMaterializedView(cursor: Cursor, at: Position): RefreshMaterializedViewStatement {
  cursor.expect('MATERIALIZED', 'VIEW');
  const name = parseQualifiedName(cursor, 'name of the materialized view');
  const partition = cursor.accept('PARTITION') ? { partition: parseRefreshPartition(cursor) } : {};
  const force = cursor.accept('FORCE');
  const options: { mode?: 'SYNC' | 'ASYNC'; priority?: number } = {};
  while (cursor.accept('WITH')) {
    if (cursor.accept('PRIORITY')) options.priority = cursor.integer('priority');
    else {
      options.mode = cursor.expectAny(['SYNC', 'ASYNC']);
      cursor.expect('MODE');
    }
  }
  return { kind: 'refresh-materialized-view', name, ...partition, force, ...options, at };
}

function parseRefreshPartition(cursor: Cursor): NonNullable<RefreshMaterializedViewStatement['partition']> {
  if (cursor.accept('START')) {
    const [start = ''] = cursor.parenthesized(() => cursor.string('string (a bound)'));
    cursor.expect('END');
    const [end = ''] = cursor.parenthesized(() => cursor.string('string (a bound)'));
    return { kind: 'range', start, end };
  }
  const tuples = cursor.isSymbol('(') && cursor.isSymbol('(', 1);
  const value = (): ReturnType<typeof parsePartitionValue> => {
    if (cursor.isIdentifier()) throw cursor.expected('string', 'number');
    return parsePartitionValue(cursor);
  };
  const values = cursor.parenthesized(() => (tuples ? cursor.parenthesized(value) : [value()]));
  return { kind: 'list', values, tuples };
}
