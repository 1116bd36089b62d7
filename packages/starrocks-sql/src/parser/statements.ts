/** Tells statements apart by their first words and hands each to its rule. */

import type {
  CancelAlterStatement,
  CreateIndexStatement,
  DropObjectStatement,
  DropTableStatement,
  OpaqueStatement,
  Position,
  RecoverStatement,
  Statement,
  TruncateTableStatement,
} from '../ast';
import { TokenKind } from '../lexer';
import { parseAlterTable } from './alter-table';
import {
  parseAlterCatalog,
  parseAlterResourceGroup,
  parseAlterStorageVolume,
  parseAlterWarehouse,
  parseCreateCatalog,
  parseCreateResourceGroup,
  parseCreateStorageVolume,
  parseCreateWarehouse,
} from './catalogs';
import { parseIndexBody } from './columns';
import type { Cursor } from './cursor';
import { isDml, parseDmlText } from './dml';
import { parseCreateFunction, parseDropFunction } from './functions';
import {
  parseAlterPipe,
  parseAlterRoutineLoad,
  parseAlterTask,
  parseControlRoutineLoad,
  parseCreatePipe,
  parseCreateRoutineLoad,
  parseSubmitTask,
} from './jobs';
import { isPartitionNames, parseIfExists, parsePartitionNames, parseQualifiedName, parseSingleName } from './names';
import { parseQuery } from './queries';
import { checkShown } from './show';
import {
  parseAlterRole,
  parseAlterUser,
  parseCreateRole,
  parseCreateUser,
  parseDropRole,
  parseDropUser,
  parseGrant,
  parseRevoke,
} from './security';
import { parseAlterDatabase, parseCreateDatabase, parseDropDatabase, parseSet, parseUse } from './session';
import { parseCreateTable } from './tables';
import {
  parseAlterMaterializedView,
  parseAlterView,
  parseCreateMaterializedView,
  parseCreateView,
  parseRefreshMaterializedView,
} from './views';

/** One statement up to its end; the semicolon is left to the caller. @throws SqlSyntaxError */
export function parseStatementAt(cursor: Cursor): Statement {
  const statement = parseByFirstWord(cursor);
  if (!cursor.atStatementEnd) throw cursor.expected("';'", 'end of input');
  return statement;
}

function parseByFirstWord(cursor: Cursor): Statement {
  const at = cursor.position;
  switch (cursor.keywordAt(0)) {
    case 'CREATE':
      return parseCreate(cursor, at);
    case 'ALTER':
      return parseAlter(cursor, at);
    case 'DROP':
      return parseDrop(cursor, at);
    case 'TRUNCATE':
      return parseTruncate(cursor, at);
    case 'RECOVER':
      return parseRecover(cursor, at);
    case 'CANCEL':
      return parseCancel(cursor, at);
    case 'REFRESH':
      return parseRefresh(cursor, at);
    case 'PAUSE':
    case 'RESUME':
    case 'STOP':
      return cursor.keywordAt(1) === 'ROUTINE' ? parseControlRoutineLoad(cursor, at) : parseOpaque(cursor, at, 'other');
    case 'SUBMIT':
      cursor.skip();
      return parseSubmitTask(cursor, at);
    case 'GRANT':
      return parseGrant(cursor, at);
    case 'REVOKE':
      return parseRevoke(cursor, at);
    case 'SET':
      return isOpaqueSet(cursor) ? parseOpaque(cursor, at, 'other') : parseSet(cursor, at);
    case 'USE':
      return parseUse(cursor, at);
    default:
      return parseQueryOrOther(cursor, at);
  }
}

/** Forms of SET that change nothing that we manage. */
function isOpaqueSet(cursor: Cursor): boolean {
  return (
    cursor.keywordAt(1) === 'TRANSACTION' || cursor.keywordAt(2) === 'TRANSACTION' || cursor.keywordAt(1) === 'PROPERTY'
  );
}

function parseQueryOrOther(cursor: Cursor, at: Position): Statement {
  if (cursor.isSymbol('(') || cursor.is('SELECT') || cursor.is('WITH') || cursor.is('VALUES')) {
    return isDml(cursor) ? parseDml(cursor, at) : parseQueryStatement(cursor, at);
  }
  if (cursor.isAny(['INSERT', 'UPDATE', 'DELETE'])) {
    return isOpaqueDelete(cursor) ? parseOpaque(cursor, at, 'other') : parseDml(cursor, at);
  }
  if (cursor.is('LOAD')) return parseOpaque(cursor, at, 'dml');
  if (cursor.isAny(['SHOW', 'DESC', 'DESCRIBE', 'HELP'])) return parseShow(cursor, at);
  const word = cursor.kind === TokenKind.Word ? cursor.textAt(0).toUpperCase() : '';
  if (!OTHER_STATEMENTS.has(word)) throw cursor.expected('statement');
  const isAlone = cursor.kindAt(1) === TokenKind.End || cursor.isSymbol(';', 1);
  if (isAlone && !LONE_WORDS.has(word)) {
    cursor.skip();
    throw cursor.expected('more');
  }
  return parseOpaque(cursor, at, 'other');
}

/** `DELETE SQLBLACKLIST 1`. */
function isOpaqueDelete(cursor: Cursor): boolean {
  return cursor.is('DELETE') && cursor.textAt(1).toUpperCase() === 'SQLBLACKLIST';
}

/** First words of statements whose inside is not modelled. */
const OTHER_STATEMENTS: ReadonlySet<string> = new Set([
  ...['ADD', 'ADMIN', 'ANALYZE', 'BACKUP', 'BEGIN', 'CACHE', 'CALL', 'CLEAN', 'CLEAR', 'COMMIT', 'DEALLOCATE'],
  ...['DECOMMISSION', 'EXECUTE', 'EXPLAIN', 'EXPORT', 'INSTALL', 'KILL', 'LOCK', 'PREPARE', 'RESTORE', 'ROLLBACK'],
  ...['START', 'SUSPEND', 'SYNC', 'TRACE', 'TRANSLATE', 'UNINSTALL', 'UNLOCK', 'UNSET', 'MERGE', 'CREATE', 'DROP'],
]);

/** Those that are a statement by themselves. */
const LONE_WORDS: ReadonlySet<string> = new Set(['BEGIN', 'COMMIT', 'ROLLBACK', 'SYNC']);

/** The keywords of an opaque statement: up to four leading words. */
const KEYWORDS_SHOWN = 4;

function leadingWords(cursor: Cursor): string[] {
  const words: string[] = [];
  while (words.length < KEYWORDS_SHOWN && cursor.kindAt(words.length) === TokenKind.Word) {
    if (words.length > 0 && cursor.keywordAt(words.length) === undefined && words[0] !== 'SHOW') break;
    words.push(cursor.textAt(words.length).toUpperCase());
  }
  return words;
}

function parseOpaque(cursor: Cursor, at: Position, kind: OpaqueStatement['kind']): OpaqueStatement {
  const keywords = leadingWords(cursor);
  const from = cursor.index;
  cursor.skipStatement();
  return { kind, keywords, sql: cursor.textSince(from), at };
}

function parseQueryStatement(cursor: Cursor, at: Position): OpaqueStatement {
  const from = cursor.index;
  const keywords = cursor.kind === TokenKind.Word ? [cursor.textAt(0).toUpperCase()] : ['SELECT'];
  parseQuery(cursor);
  if (cursor.is('INTO', 'OUTFILE')) cursor.skipStatement();
  return { kind: 'query', keywords, sql: cursor.textSince(from), at };
}

function parseDml(cursor: Cursor, at: Position): OpaqueStatement {
  const keywords = [cursor.textAt(0).toUpperCase()];
  return { kind: 'dml', keywords, sql: parseDmlText(cursor), at };
}

function parseShow(cursor: Cursor, at: Position): OpaqueStatement {
  if (cursor.is('SHOW')) checkShown(cursor);
  else if (!cursor.is('HELP') && (cursor.kindAt(1) === TokenKind.End || cursor.isSymbol(';', 1))) {
    cursor.skip();
    throw cursor.expected('name');
  }
  return parseOpaque(cursor, at, 'show');
}

// ----------------------------------------------------------------------------------------------------------- CREATE

function parseCreate(cursor: Cursor, at: Position): Statement {
  if (isOther(cursor, OTHER_CREATES)) return parseOpaque(cursor, at, 'other');
  cursor.skip();
  const orReplace = cursor.accept('OR', 'REPLACE');
  if (isFunction(cursor)) return parseCreateFunction(cursor, at, orReplace);
  if (cursor.is('VIEW')) return parseCreateView(cursor, at, orReplace);
  if (cursor.is('PIPE')) return parseCreatePipe(cursor, at, orReplace);
  if (orReplace) throw cursor.expected("'VIEW'", "'FUNCTION'", "'PIPE'");
  switch (cursor.keywordAt(0)) {
    case 'DATABASE':
    case 'SCHEMA':
      return parseCreateDatabase(cursor, at);
    case 'TEMPORARY':
    case 'TABLE':
      return parseCreateTable(cursor, at);
    case 'EXTERNAL':
      return cursor.keywordAt(1) === 'CATALOG' ? parseCreateCatalog(cursor, at) : parseCreateTable(cursor, at);
    case 'MATERIALIZED':
      return parseCreateMaterializedView(cursor, at);
    case 'INDEX':
      return parseCreateIndex(cursor, at);
    case 'STORAGE':
      return parseCreateStorageVolume(cursor, at);
    case 'WAREHOUSE':
      return parseCreateWarehouse(cursor, at);
    case 'RESOURCE':
      return parseCreateResourceGroup(cursor, at);
    case 'ROUTINE':
      return parseCreateRoutineLoad(cursor, at);
    case 'USER':
      return parseCreateUser(cursor, at);
    case 'ROLE':
      return parseCreateRole(cursor, at);
    default:
      throw cursor.expected("'TABLE'", "'VIEW'", "'MATERIALIZED'", "'DATABASE'", 'another kind of object');
  }
}

/** Objects that are made and dropped, but that we do not manage, by the words behind the verb. */
const OTHER_CREATES: readonly string[] = [
  ...['EXTERNAL RESOURCE', 'RESOURCE', 'DICTIONARY', 'BASELINE', 'GLOBAL BASELINE', 'SECURITY INTEGRATION'],
  ...['GROUP PROVIDER', 'REPOSITORY', 'READ', 'FILE', 'ENCRYPTKEY', 'POLICY', 'MASKING', 'ROW', 'ANALYZE', 'SNAPSHOT'],
];

const OTHER_DROPS: readonly string[] = [...OTHER_CREATES, ...['STATS', 'MULTIPLE', 'HISTOGRAM', 'ANALYZE']];

const OTHER_ALTERS: readonly string[] = [
  'SYSTEM',
  'LOAD',
  'RESOURCE',
  'SECURITY INTEGRATION',
  'GROUP PROVIDER',
  'BASELINE',
];

/** RESOURCE GROUP is managed, RESOURCE is not. */
function isOther(cursor: Cursor, phrases: readonly string[]): boolean {
  const first = cursor.textAt(1).toUpperCase();
  const second = cursor.textAt(2).toUpperCase();
  if (first === 'RESOURCE' && second === 'GROUP') return false;
  return phrases.includes(first) || phrases.includes(`${first} ${second}`);
}

function isFunction(cursor: Cursor): boolean {
  const words = [0, 1, 2].map((ahead) => cursor.keywordAt(ahead));
  const at = words.indexOf('FUNCTION');
  if (at === -1) return false;
  return words.slice(0, at).every((word) => word === 'GLOBAL' || word === 'TABLE' || word === 'AGGREGATE');
}

function parseCreateIndex(cursor: Cursor, at: Position): CreateIndexStatement {
  cursor.expect('INDEX');
  const name = cursor.identifier('index name');
  cursor.expect('ON');
  const table = parseQualifiedName(cursor, 'table name');
  return { kind: 'create-index', index: parseIndexBody(cursor, name), table, at };
}

// ------------------------------------------------------------------------------------------------------------ ALTER

function parseAlter(cursor: Cursor, at: Position): Statement {
  if (isOther(cursor, OTHER_ALTERS)) return parseOpaque(cursor, at, 'other');
  const from = cursor.index;
  cursor.skip();
  switch (cursor.keywordAt(0)) {
    case 'TABLE': {
      const statement = parseAlterTable(cursor, at);
      if (statement !== undefined) return statement;
      cursor.index = from;
      return parseOpaque(cursor, at, 'other');
    }
    case 'DATABASE':
      return parseAlterDatabase(cursor, at);
    case 'VIEW':
      return parseAlterView(cursor, at);
    case 'MATERIALIZED':
      return parseAlterMaterializedView(cursor, at);
    case 'CATALOG':
      return parseAlterCatalog(cursor, at);
    case 'STORAGE':
      return parseAlterStorageVolume(cursor, at);
    case 'WAREHOUSE':
      return parseAlterWarehouse(cursor, at);
    case 'RESOURCE':
      return parseAlterResourceGroup(cursor, at);
    case 'ROUTINE':
      return parseAlterRoutineLoad(cursor, at);
    case 'PIPE':
      return parseAlterPipe(cursor, at);
    case 'TASK':
      return parseAlterTask(cursor, at);
    case 'USER':
      return parseAlterUser(cursor, at);
    case 'ROLE':
      return parseAlterRole(cursor, at);
    default:
      throw cursor.expected("'TABLE'", "'VIEW'", "'MATERIALIZED'", "'DATABASE'", 'another kind of object');
  }
}

// ------------------------------------------------------------------------------------------------------------- DROP

function parseDrop(cursor: Cursor, at: Position): Statement {
  if (isOther(cursor, OTHER_DROPS)) return parseOpaque(cursor, at, 'other');
  cursor.skip();
  if (isFunction(cursor)) return parseDropFunction(cursor, at);
  switch (cursor.keywordAt(0)) {
    case 'DATABASE':
    case 'SCHEMA':
      return parseDropDatabase(cursor, at);
    case 'TEMPORARY':
    case 'TABLE':
      return parseDropTable(cursor, at);
    case 'VIEW': {
      cursor.skip();
      const ifExists = parseIfExists(cursor);
      return { kind: 'drop-view', name: parseQualifiedName(cursor, 'view name'), ifExists, at };
    }
    case 'MATERIALIZED': {
      cursor.expect('MATERIALIZED', 'VIEW');
      const ifExists = parseIfExists(cursor);
      const name = parseQualifiedName(cursor, 'name of the materialized view');
      return { kind: 'drop-materialized-view', name, ifExists, force: cursor.accept('FORCE'), at };
    }
    case 'INDEX': {
      cursor.skip();
      const name = cursor.identifier('index name');
      cursor.expect('ON');
      return { kind: 'drop-index', name, table: parseQualifiedName(cursor, 'table name'), at };
    }
    case 'USER':
      return parseDropUser(cursor, at);
    case 'ROLE':
      return parseDropRole(cursor, at);
    default:
      return parseDropObject(cursor, at);
  }
}

function parseDropTable(cursor: Cursor, at: Position): DropTableStatement {
  const temporary = cursor.accept('TEMPORARY');
  cursor.expect('TABLE');
  const ifExists = parseIfExists(cursor);
  const name = parseQualifiedName(cursor, 'table name');
  return { kind: 'drop-table', name, ifExists, temporary, force: cursor.accept('FORCE'), at };
}

const DROPPED_OBJECTS: readonly DropObjectStatement['object'][] = [
  'CATALOG',
  'STORAGE VOLUME',
  'RESOURCE GROUP',
  'PIPE',
  'TASK',
  'WAREHOUSE',
];

function parseDropObject(cursor: Cursor, at: Position): DropObjectStatement {
  const object = DROPPED_OBJECTS.find((each) =>
    each.split(' ').every((word, index) => cursor.keywordAt(index) === word),
  );
  if (object === undefined)
    throw cursor.expected("'TABLE'", "'VIEW'", "'MATERIALIZED'", "'DATABASE'", 'another kind of object');
  cursor.skip(object.split(' ').length);
  const ifExists = parseIfExists(cursor);
  const isQualified = object === 'PIPE' || object === 'TASK';
  const name = isQualified ? parseQualifiedName(cursor) : parseSingleName(cursor, 'name');
  return { kind: 'drop-object', object, name, ifExists, force: object === 'TASK' && cursor.accept('FORCE'), at };
}

// ------------------------------------------------------------------------------------- TRUNCATE, RECOVER, CANCEL …

function parseTruncate(cursor: Cursor, at: Position): TruncateTableStatement {
  cursor.expect('TRUNCATE', 'TABLE');
  const name = parseQualifiedName(cursor, 'table name');
  const partitions = isPartitionNames(cursor) ? { partitions: parsePartitionNames(cursor) } : {};
  return { kind: 'truncate-table', name, ...partitions, at };
}

function parseRecover(cursor: Cursor, at: Position): RecoverStatement {
  cursor.expect('RECOVER');
  switch (cursor.expectAny(['DATABASE', 'SCHEMA', 'TABLE', 'PARTITION'])) {
    case 'DATABASE':
    case 'SCHEMA':
      return { kind: 'recover', object: 'DATABASE', name: parseQualifiedName(cursor, 'database name'), at };
    case 'TABLE':
      return { kind: 'recover', object: 'TABLE', name: parseQualifiedName(cursor, 'table name'), at };
    case 'PARTITION': {
      const partition = cursor.identifier('partition name');
      cursor.expect('FROM');
      return { kind: 'recover', object: 'PARTITION', name: parseQualifiedName(cursor, 'table name'), partition, at };
    }
  }
}

function parseCancel(cursor: Cursor, at: Position): Statement {
  if (cursor.keywordAt(1) === 'REFRESH') {
    cursor.expect('CANCEL', 'REFRESH', 'MATERIALIZED', 'VIEW');
    const name = parseQualifiedName(cursor, 'name of the materialized view');
    return { kind: 'cancel-refresh-materialized-view', name, force: cursor.accept('FORCE'), at };
  }
  return cursor.keywordAt(1) === 'ALTER' ? parseCancelAlter(cursor, at) : parseOpaque(cursor, at, 'other');
}

function parseCancelAlter(cursor: Cursor, at: Position): CancelAlterStatement {
  cursor.expect('CANCEL', 'ALTER');
  const isTable = cursor.expectAny(['TABLE', 'MATERIALIZED']) === 'TABLE';
  if (!isTable) cursor.expect('VIEW');
  const job = isTable ? cursor.acceptAny(['COLUMN', 'ROLLUP', 'OPTIMIZE']) : undefined;
  cursor.expect('FROM');
  const name = parseQualifiedName(cursor, 'table name');
  const jobIds = cursor.isSymbol('(') ? cursor.parenthesized(() => cursor.integer('id of a job')) : [];
  return {
    kind: 'cancel-alter',
    object: isTable ? 'TABLE' : 'MATERIALIZED VIEW',
    ...(job === undefined ? {} : { job }),
    name,
    jobIds,
    force: cursor.accept('FORCE'),
    at,
  };
}

function parseRefresh(cursor: Cursor, at: Position): Statement {
  const isOurs = cursor.is('REFRESH', 'MATERIALIZED');
  if (!isOurs && !REFRESHED.has(cursor.textAt(1).toUpperCase())) {
    cursor.skip();
    throw cursor.expected("'MATERIALIZED'", "'EXTERNAL'");
  }
  if (!isOurs) return parseOpaque(cursor, at, 'other');
  cursor.skip();
  return parseRefreshMaterializedView(cursor, at);
}

const REFRESHED: ReadonlySet<string> = new Set(['EXTERNAL', 'DICTIONARY', 'CONNECTIONS']);
