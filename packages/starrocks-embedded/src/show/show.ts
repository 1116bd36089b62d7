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
import { isHistoryShow, showHistory } from './history';
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
  const rest = isWord(behind[0], 'GLOBAL') && isWord(behind[1], 'FUNCTIONS') ? behind.slice(1) : behind;
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
  throw unsupported(
    `SHOW ${rest
      .slice(0, 3)
      .map((token) => token.text.toUpperCase())
      .join(' ')}`,
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
  if (tokens[1] === undefined) throw analysisError('DESC needs the name of a table');
  const { name, next } = readName(tokens, 1);
  const target: ObjectName = resolveName(session, name);
  if (isWord(tokens[next], 'ALL')) return describeAll(context, target);
  return describeTable(context, target);
}
