import type { Statement } from '@strata/starrocks-sql';

import { SqlError, unsupported } from '../errors';
import { OK, textResult } from '../protocol/result';
import type { StatementResult } from '../protocol/result';
import { runShow } from '../show/show';
import type { ServerContext, SessionState } from './context';
import { runAdmin } from './admin';
import { alterTable } from './ddl-alter';
import { alterDatabase, createDatabase, dropDatabase, runUse } from './ddl-database';
import {
  alterMaterializedView,
  cancelRefresh,
  createMaterializedView,
  dropMaterializedView,
  runRefresh,
} from './ddl-mv';
import { createTable, createTableAsSelect, dropTable, truncateTable } from './ddl-table';
import { alterView, createView, dropView } from './ddl-view';
import { runDml } from './dml';
import { runQuery } from './queries';
import {
  alterUser,
  createRole,
  createUser,
  dropRole,
  dropUser,
  grantPrivilege,
  grantRole,
  requireAdministrator,
  revokePrivilege,
  revokeRole,
  setDefaultRole,
  setPassword,
} from './security';
import { runSet } from './settings';
import { DEFAULT_CATALOG } from './targets';

/** Runs one statement. What this server cannot do is refused, never guessed. */
export async function execute(
  context: ServerContext,
  session: SessionState,
  statement: Statement,
): Promise<StatementResult> {
  switch (statement.kind) {
    case 'query':
      return runQuery(context, session, statement.sql.text.replace(/;\s*$/, ''));
    case 'dml':
      return runDml(context, session, statement);
    case 'show':
      return runShow(context, session, statement);
    case 'use':
      return runUse(context, session, statement);
    case 'set':
      return runSet(context, session, statement);
    case 'set-names':
    case 'set-role':
      return OK;
    case 'set-catalog':
      if (statement.name !== DEFAULT_CATALOG) throw new SqlError(5078, `Unknown catalog '${statement.name}'`);
      return OK;
    case 'set-warehouse':
      return setWarehouse(statement.name);
    case 'create-database':
      return createDatabase(context, statement);
    case 'drop-database':
      return dropDatabase(context, session, statement);
    case 'alter-database':
      return alterDatabase(context, statement);
    case 'create-table':
      return createTable(context, session, statement);
    case 'create-table-as-select':
      return createTableAsSelect(context, session, statement);
    case 'alter-table':
      return alterTable(context, session, statement);
    case 'drop-table':
      return dropTable(context, session, statement);
    case 'truncate-table':
      return truncateTable(context, session, statement);
    case 'create-view':
      return createView(context, session, statement);
    case 'alter-view':
      return alterView(context, session, statement);
    case 'drop-view':
      return dropView(context, session, statement);
    case 'create-materialized-view':
      return createMaterializedView(context, session, statement);
    case 'alter-materialized-view':
      return alterMaterializedView(context, session, statement);
    case 'drop-materialized-view':
      return dropMaterializedView(context, session, statement);
    case 'refresh-materialized-view':
      return runRefresh(context, session, statement);
    case 'cancel-refresh-materialized-view':
      return cancelRefresh(context, session, statement);
    case 'other':
      return runOther(context, session, statement.keywords, statement.sql.text);
    default:
      return executeSecurity(context, session, statement);
  }
}

function setWarehouse(name: string): StatementResult {
  if (name !== 'default_warehouse')
    throw new SqlError(1064, `Getting analyzing error. Detail message: Warehouse ${name} not exist.`);
  return OK;
}

async function executeSecurity(
  context: ServerContext,
  session: SessionState,
  statement: Statement,
): Promise<StatementResult> {
  if (statement.kind === 'set-password') return setPassword(context, session, statement);
  requireAdministrator(context, session, statement.kind.replaceAll('-', ' '));
  switch (statement.kind) {
    case 'create-user':
      return createUser(context, statement);
    case 'alter-user':
      return alterUser(context, statement);
    case 'drop-user':
      return dropUser(context, statement);
    case 'create-role':
      return createRole(context, statement);
    case 'drop-role':
      return dropRole(context, statement);
    case 'grant-role':
      return grantRole(context, statement);
    case 'revoke-role':
      return revokeRole(context, statement);
    case 'grant-privilege':
      return grantPrivilege(context, session, statement);
    case 'revoke-privilege':
      return revokePrivilege(context, session, statement);
    case 'set-default-role':
      return setDefaultRole(context, statement);
    default:
      throw unsupported(`${statement.kind.replaceAll('-', ' ').toUpperCase()} statements`);
  }
}

function runOther(
  context: ServerContext,
  session: SessionState,
  keywords: readonly string[],
  text: string,
): StatementResult {
  const [first, second] = keywords;
  if (first === 'ADMIN') return runAdmin(context, text);
  if (first === 'KILL') return kill(context, session, text);
  // Statements of statistics change no answer here: DuckDB keeps its own.
  if (first === 'ANALYZE')
    return textResult(['Table', 'Op', 'Msg_type', 'Msg_text'], [['', 'analyze', 'status', 'OK']]);
  throw unsupported(`${[first, second].filter((word) => word !== undefined).join(' ')} statements`);
}

function kill(context: ServerContext, session: SessionState, text: string): StatementResult {
  const id = Number(/(\d+)/.exec(text)?.[1]);
  const other = context.sessions.get(id);
  if (other === undefined) throw new SqlError(1094, `Unknown thread id: ${id}`);
  other.connection.interrupt();
  if (!/kill\s+query/i.test(text) && other !== session) other.kill();
  return OK;
}
