import type { OpaqueStatement } from '@strata/starrocks-sql';

import type { ServerContext, SessionState } from '../engine/context';
import { describeVolume } from '../engine/named/volumes';
import { readName } from '../engine/names';
import { isVirtualDatabase, requireDatabase, resolveName } from '../engine/targets';
import type { ObjectName } from '../engine/targets';
import { SqlError, analysisError, unsupported } from '../errors';
import { textResult } from '../protocol/result';
import type { Row, StatementResult } from '../protocol/result';
import { isSymbol, isWord, scan } from '../sql/scanner';
import type { Token } from '../sql/scanner';
import { databaseNames } from '../info/rows';
import { describeAll, describeTable, showColumns, showFields } from './columns';
import { showCreate } from './create';
import { applyTail, readTail } from './filter';
import { isClusterShow, showCluster } from './cluster';
import { showFunctions } from './functions';
import { isHistoryShow, showHistory } from './history';
import { describePipe } from './jobs';
import { isSecurityShow, showSecurity } from './security';

/** Runs SHOW, DESC and HELP. */
export async function runShow(
  context: ServerContext,
  session: SessionState,
  statement: OpaqueStatement,
): Promise<StatementResult> {
  const tokens = scan(statement.sql.text).filter((token) => !isSymbol(token, ';'));
  const first = tokens[0];
  if (isWord(first, 'DESC') || isWord(first, 'DESCRIBE')) return describe(context, session, tokens);
  if (!isWord(first, 'SHOW')) throw unsupported(`${first?.text.toUpperCase() ?? ''} statements`);
  const full = isWord(tokens[1], 'FULL');
  const behind = tokens.slice(full ? 2 : 1);
  const global = isWord(behind[0], 'GLOBAL') && isWord(behind[1], 'FUNCTIONS');
  const rest = global ? behind.slice(1) : behind;
  const word = rest[0]?.text.toUpperCase() ?? '';
  switch (word) {
    case 'DATABASES':
    case 'SCHEMAS':
      return listing(
        ['Database'],
        databaseNames(context).map((name) => [name]),
        rest,
        1,
      );
    case 'TABLES':
      return showTables(context, session, rest, full);
    case 'FUNCTIONS':
      return showFunctions(context, session, rest, { full, global });
    case 'COLUMNS':
    case 'FIELDS':
      return showColumns(context, session, rest, full);
    case 'CREATE':
      return showCreate(context, session, rest);
    case 'TABLE':
      if (isWord(rest[1], 'STATUS')) return showFields(context, session, rest);
      break;
    default:
      break;
  }
  if (isSecurityShow(rest)) return showSecurity(context, session, rest);
  if (isHistoryShow(rest)) return showHistory(context, session, rest);
  if (isClusterShow(rest)) return showCluster(context, session, rest, full);
  refuseUnknown(statement.sql.text, behind[0]);
  throw unsupported(
    `SHOW ${rest
      .slice(0, 3)
      .map((token) => token.text.toUpperCase())
      .join(' ')}`,
  );
}

/** Words that may follow SHOW in a frontend's grammar. */
const GRAMMAR = new Set(
  (
    'ALL ALTER ANALYZE AUTHENTICATION AUTHORS BACKENDS BACKUP BASELINE CATALOGS CHARACTER CHARSET CLUSTERS CNGROUPS COLLATION COLUMNS COMPUTE CREATE DATA DATABASES DELETE ' +
    'DICTIONARY DYNAMIC ENGINES ERRORS EVENTS EXPORT FAILPOINTS FIELDS FILE FRONTENDS FULL FUNCTIONS GLOBAL GRANTS GROUP HISTOGRAM INDEX INDEXES KEY KEYS LOAD ' +
    'MATERIALIZED NODES OPEN PARTITIONS PIPES PLUGINS PRIVILEGES PROC PROCEDURE PROCESSLIST PROFILELIST PROPERTY REPOSITORIES RESOURCE RESOURCES RESTORE ROLE ROLES ' +
    'ROUTINE RUNNING SCHEMAS SECURITY SESSION SNAPSHOT SQLBLACKLIST STATS STATUS STORAGE STREAM TABLE TABLES TABLET TEMPORARY TRANSACTION TRIGGERS USER USERS ' +
    'VARIABLES VERBOSE WAREHOUSES WARNINGS WHITELIST'
  ).split(' '),
);

/** @throws SqlError for a SHOW that a frontend does not have either, such as SHOW TASKS. */
function refuseUnknown(text: string, word: Token | undefined): void {
  if (word === undefined || GRAMMAR.has(word.text.toUpperCase())) return;
  const before = text.slice(0, word.start).split('\n');
  throw new SqlError(
    1064,
    `Getting syntax error at line ${before.length}, column ${before.at(-1)?.length ?? 0}. Detail message: No viable statement for input '${text.slice(0, word.end).trimStart()}'.`,
  );
}

/** Rows of text after LIKE, WHERE, ORDER BY and LIMIT. */
export function listing(
  names: readonly string[],
  rows: readonly Row[],
  tokens: readonly Token[],
  at: number,
  likeColumn = 0,
): StatementResult {
  return textResult(names, applyTail(names, rows, readTail(tokens, at), likeColumn));
}

/** Database that FROM names, or the current one. */
export function databaseOf(context: ServerContext, session: SessionState, from: readonly string[]): string {
  const name = from.at(-1) ?? session.database;
  if (name === '') throw new SqlError(1046, 'No database selected');
  requireDatabase(context, name);
  return isVirtualDatabase(name) ? name.toLowerCase() : name;
}

function showTables(
  context: ServerContext,
  session: SessionState,
  tokens: readonly Token[],
  full: boolean,
): StatementResult {
  const tail = readTail(tokens, 1);
  const database = databaseOf(context, session, tail.from);
  const own = context.catalog.objects(database).map((object) => [object.name, tableType(object.kind)]);
  const virtual = context.info.tables(database).map((name) => [name, 'SYSTEM VIEW']);
  const rows = [...own, ...virtual].sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  const names = full ? [`Tables_in_${database}`, 'Table_type'] : [`Tables_in_${database}`];
  const filtered = applyTail([`Tables_in_${database}`, 'Table_type'], rows, tail);
  return textResult(names, full ? filtered : filtered.map((row) => row.slice(0, 1)));
}

function tableType(kind: 'table' | 'view' | 'materialized-view'): string {
  return kind === 'table' ? 'BASE TABLE' : 'VIEW';
}

function describe(
  context: ServerContext,
  session: SessionState,
  tokens: readonly Token[],
): Promise<StatementResult> | StatementResult {
  if (isWord(tokens[1], 'STORAGE') && isWord(tokens[2], 'VOLUME'))
    return describeVolume(context, tokens[3]?.text ?? '');
  if (isWord(tokens[1], 'PIPE')) return describePipe(context, resolveName(session, readName(tokens, 2).name));
  if (tokens[1] === undefined) throw analysisError('DESC needs the name of a table');
  const { name, next } = readName(tokens, 1);
  const target: ObjectName = resolveName(session, name);
  if (isWord(tokens[next], 'ALL')) return describeAll(context, target);
  return describeTable(context, target);
}
