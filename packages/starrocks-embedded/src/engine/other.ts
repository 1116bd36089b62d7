import { SqlError, analysisError, unsupported } from '../errors';
import { OK, textResult } from '../protocol/result';
import type { StatementResult } from '../protocol/result';
import { closing, findTop, isSymbol, isWord, scan, splitCommas } from '../sql/scanner';
import type { Token } from '../sql/scanner';
import { userKey } from '../storage/catalog';
import { refuseAbsent } from './absent';
import { runAdmin } from './admin';
import { queryScope } from './context';
import type { ServerContext, SessionState } from './context';
import { readName } from './names';
import { createResource, dropResource } from './named/resources';
import { translate } from './queries';
import { requireAdministrator } from './security/builtin';
import { findColumn } from './table/keys';
import { requireObject, resolveName } from './targets';

/** Runs a statement that has no tree of its own. */
export function runOther(
  context: ServerContext,
  session: SessionState,
  text: string,
): Promise<StatementResult> | StatementResult {
  const tokens = scan(text);
  const [first, second] = tokens.filter((token) => token.kind === 'word').map((token) => token.text.toUpperCase());
  switch (first) {
    case 'ADMIN':
      return runAdmin(context, text);
    case 'KILL':
      return kill(context, session, text);
    case 'ANALYZE':
      return analyze(context, session, tokens);
    case 'EXPLAIN':
      return explain(context, session, text);
    case 'EXECUTE':
      return executeAs(context, session, tokens);
    case 'CREATE':
      if (second === 'RESOURCE' || (second === 'EXTERNAL' && isWord(tokens[2], 'RESOURCE')))
        return createResource(context, session, tokens);
      break;
    default:
  }
  if (first === 'BEGIN' || (first === 'START' && second === 'TRANSACTION')) return transaction(session, true);
  if (first === 'COMMIT' || first === 'ROLLBACK') return transaction(session, false);
  if (PASSED.has(first ?? '')) return OK;
  if (first === 'SET' && second === 'TRANSACTION') return OK;
  if (first === 'DELETE' && second === 'SQLBLACKLIST') return OK;
  if (first === 'DROP' && (second === 'STATS' || second === 'HISTOGRAM')) {
    requireObject(context, resolveName(session, readName(tokens, 2).name));
    return OK;
  }
  if (first === 'DROP' && second === 'RESOURCE') return dropResource(context, tokens[2]?.text ?? '');
  refuseAbsent(context, session, tokens);
  if (first === 'ALTER' && isMergeOfTablets(tokens)) return OK;
  throw unsupported(`${[first, second].filter((word) => word !== undefined).join(' ')} statements`);
}

/** ALTER TABLE … MERGE TABLET: how rows are cut into tablets is not seen here. */
function isMergeOfTablets(tokens: readonly Token[]): boolean {
  const at = tokens.findIndex((token) => isWord(token, 'MERGE'));
  return at !== -1 && /^TABLETS?$/i.test(tokens[at + 1]?.text ?? '');
}

/** Statements that change no answer here. */
const PASSED = new Set(['SYNC', 'UNLOCK', 'LOCK', 'ADD']);

/** Nothing here groups statements: a transaction may be opened and closed, and refuses every write in between. */
function transaction(session: SessionState, open: boolean): StatementResult {
  session.inTransaction = open;
  return OK;
}

/** ANALYZE analyses only: statistics change no answer here, DuckDB keeps its own. */
function analyze(context: ServerContext, session: SessionState, tokens: readonly Token[]): StatementResult {
  const table = tokens.findIndex((token) => isWord(token, 'TABLE'));
  if (table !== -1) {
    const { name, next } = readName(tokens, table + 1);
    const object = requireObject(context, resolveName(session, name));
    for (const column of analyzedColumns(tokens.slice(next)))
      if (findColumn(object.columns, column) === undefined)
        throw analysisError(`Column '\`${column}\`' cannot be resolved`);
  }
  return textResult(['Table', 'Op', 'Msg_type', 'Msg_text'], [['', 'analyze', 'status', 'OK']]);
}

/** Columns in parentheses, or behind HISTOGRAM ON. */
function analyzedColumns(tokens: readonly Token[]): readonly string[] {
  const on = tokens.findIndex((token) => isWord(token, 'ON'));
  if (on !== -1) {
    const end = findTop(
      tokens,
      on + 1,
      (token) => isWord(token, 'WITH') || isWord(token, 'PROPERTIES') || isSymbol(token, ';'),
    );
    return splitCommas(tokens, on + 1, end === -1 ? tokens.length : end).flatMap((part) => part[0]?.text ?? []);
  }
  if (!isSymbol(tokens[0], '(')) return [];
  return splitCommas(tokens, 1, closing(tokens, 0)).flatMap((part) => part[0]?.text ?? []);
}

/** EXECUTE AS user WITH NO REVERT: the session goes on as that user. */
function executeAs(context: ServerContext, session: SessionState, tokens: readonly Token[]): StatementResult {
  if (!isWord(tokens[1], 'AS')) throw unsupported('EXECUTE statements');
  const words = tokens.map((token) => token.text.toUpperCase());
  if (!words.join(' ').includes('WITH NO REVERT'))
    throw analysisError('`EXECUTE AS` must use with `WITH NO REVERT` for now!');
  requireAdministrator(context, session, 'EXECUTE AS');
  const name = tokens[2]?.text ?? '';
  const host = isSymbol(tokens[3], '@') ? (tokens[4]?.text ?? '%') : '%';
  const user = context.catalog.users().find((candidate) => candidate.name === name && candidate.host === host);
  if (user === undefined) throw analysisError(`cannot find user ${userKey(name, host)}!`);
  session.user = user.name;
  session.host = user.host;
  return OK;
}

/** EXPLAIN analyses: what a query names must be there. */
function explain(context: ServerContext, session: SessionState, text: string): StatementResult {
  const query = text.replace(/^\s*explain\s+(logical|verbose|costs|analyze|scheduler)?\s*/i, '').replace(/;\s*$/, '');
  if (/^(select|with|\()/i.test(query)) translate(query, queryScope(context, session));
  return textResult(['Explain String'], [['EXECUTE IN THE EMBEDDED SERVER (DuckDB): no plan of a StarRocks cluster']]);
}

function kill(context: ServerContext, session: SessionState, text: string): StatementResult {
  const id = Number(/(\d+)/.exec(text)?.[1]);
  const other = context.sessions.get(id);
  if (other === undefined) throw new SqlError(1094, `Unknown thread id: ${id}`);
  other.connection.interrupt();
  if (!/kill\s+query/i.test(text) && other !== session) other.kill();
  return OK;
}
