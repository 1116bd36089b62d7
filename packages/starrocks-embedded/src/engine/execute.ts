import type { SetRoleStatement, Statement } from '@strata/starrocks-sql';

import { SqlError, unsupported } from '../errors';
import { OK } from '../protocol/result';
import type { StatementResult } from '../protocol/result';
import { runShow } from '../show/show';
import { userName } from './context';
import type { ServerContext, SessionState } from './context';
import { alterTable, cancelAlter } from './ddl-alter';
import { alterDatabase, createDatabase, dropDatabase, runUse } from './ddl-database';
import {
  alterMaterializedView,
  cancelRefresh,
  createMaterializedView,
  dropMaterializedView,
  runRefresh,
} from './ddl-mv';
import { recover } from './recycle';
import { createTable, createTableAsSelect, createTableLike, dropTable, truncateTable } from './ddl-table';
import { alterView, createView, dropView } from './ddl-view';
import { runDml } from './dml';
import { executeNamed } from './execute-named';
import { checkStatement } from './privileges';
import { runOther } from './other';
import { runQuery } from './queries';
import { requireAdministrator } from './security/builtin';
import { grantPrivilege, revokePrivilege } from './security/grants';
import { alterRole, createRole, dropRole, grantRole, revokeRole } from './security/roles';
import { alterUser, createUser, dropUser, setDefaultRole, setPassword } from './security/users';
import { runSet } from './settings';
import { DEFAULT_CATALOG } from './targets';

/** Runs one statement. What this server cannot do is refused, never guessed. */
export async function execute(
  context: ServerContext,
  session: SessionState,
  statement: Statement,
): Promise<StatementResult> {
  checkStatement(context, session, statement);
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
      if (!/^(utf8|utf8mb4|utf8mb3|default|gbk|binary|latin1)$/i.test(statement.charset))
        throw new SqlError(
          1115,
          `Getting analyzing error. Detail message: Unknown character set: '${statement.charset}'.`,
        );
      return OK;
    case 'set-role':
      return setRole(context, session, statement);
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
    case 'create-index':
      return alterTable(context, session, {
        kind: 'alter-table',
        name: statement.table,
        clauses: [{ kind: 'add-index', index: statement.index }],
        at: statement.at,
      });
    case 'drop-index':
      return alterTable(context, session, {
        kind: 'alter-table',
        name: statement.table,
        clauses: [{ kind: 'drop-index', name: statement.name }],
        at: statement.at,
      });
    case 'cancel-alter':
      return cancelAlter(context, session, statement);
    case 'recover':
      return recover(context, session, statement);
    case 'create-table-like':
      return createTableLike(context, session, statement);
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
      return runOther(context, session, statement.sql.text);
    default:
      return executeSecurity(context, session, statement);
  }
}

/** All roles of a user are active at all times; one that is not granted cannot be. */
function setRole(context: ServerContext, session: SessionState, { roles }: SetRoleStatement): StatementResult {
  if (typeof roles === 'string') return OK;
  const user = context.catalog.users().find((other) => other.name === session.user && other.host === session.host);
  const missing = roles.find((role) => user?.roles.includes(role) !== true);
  if (missing !== undefined) throw new SqlError(1064, `Role ${missing} is not granted to ${userName(session)}`);
  return OK;
}

function setWarehouse(name: string): StatementResult {
  if (name !== 'default_warehouse') throw new SqlError(1064, `Warehouse ${name} not exist.`);
  return OK;
}

async function executeSecurity(
  context: ServerContext,
  session: SessionState,
  statement: Statement,
): Promise<StatementResult> {
  const named = executeNamed(context, session, statement, execute);
  if (named !== undefined) return named;
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
    case 'alter-role':
      return alterRole(context, statement);
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
