/** Writes statements as SQL: canonical, so that equal trees give equal text. */

import type { AlterDatabaseStatement, CancelAlterStatement, SetVariable, Statement } from './ast';
import { printAlterTable } from './print/alter-table';
import {
  printAlterPipe,
  printAlterResourceGroup,
  printAlterRoutineLoad,
  printAlterStorageVolume,
  printAlterTask,
  printCreateFunction,
  printCreateObject,
  printCreatePipe,
  printCreateResourceGroup,
  printCreateRoutineLoad,
  printCreateStorageVolume,
  printDropFunction,
  printSubmitTask,
} from './print/jobs';
import {
  assertNever,
  printComment,
  printIdentifier,
  printName,
  printPartitionNames,
  printPropertyLines,
  printPropertyList,
  printString,
  words,
} from './print/names';
import {
  printAlterUser,
  printCreateUser,
  printGrantee,
  printGrantPrivilege,
  printRevokePrivilege,
  printRoles,
  printRoleSelection,
  printSetPassword,
  printSetRole,
  printUser,
} from './print/security';
import { printCreateTable, printCreateTableAsSelect, printCreateTableLike, printIndexBody } from './print/tables';
import {
  printAlterMaterializedView,
  printAlterView,
  printCreateMaterializedView,
  printCreateView,
  printRefreshMaterializedView,
} from './print/views';

/** The statement as SQL, without a semicolon. `parseStatement` of it gives the same tree, apart from positions. */
export function printStatement(statement: Statement): string {
  switch (statement.kind) {
    case 'create-database':
      return [
        words('CREATE DATABASE', statement.ifNotExists && 'IF NOT EXISTS', printName(statement.name)),
        ...(statement.charset === undefined ? [] : [`DEFAULT CHARSET = ${printString(statement.charset)}`]),
        ...(statement.collate === undefined ? [] : [`COLLATE = ${printString(statement.collate)}`]),
        ...printPropertyLines(statement.properties),
      ].join('\n');
    case 'drop-database':
      return words(
        'DROP DATABASE',
        statement.ifExists && 'IF EXISTS',
        printName(statement.name),
        statement.force && 'FORCE',
      );
    case 'alter-database':
      return `ALTER DATABASE ${printName(statement.name)} ${printDatabaseAction(statement.action)}`;
    case 'create-table':
      return printCreateTable(statement);
    case 'create-table-like':
      return printCreateTableLike(statement);
    case 'create-table-as-select':
      return printCreateTableAsSelect(statement);
    case 'alter-table':
      return printAlterTable(statement);
    case 'drop-table': {
      const head = words('DROP', statement.temporary && 'TEMPORARY', 'TABLE', statement.ifExists && 'IF EXISTS');
      return words(head, printName(statement.name), statement.force && 'FORCE');
    }
    case 'truncate-table': {
      const { partitions } = statement;
      return words(
        `TRUNCATE TABLE ${printName(statement.name)}`,
        partitions === undefined ? undefined : printPartitionNames(partitions),
      );
    }
    case 'create-index': {
      const { index, table } = statement;
      return `CREATE INDEX ${printIdentifier(index.name)} ON ${printName(table)} ${printIndexBody(index)}`;
    }
    case 'drop-index':
      return `DROP INDEX ${printIdentifier(statement.name)} ON ${printName(statement.table)}`;
    case 'recover': {
      const { partition } = statement;
      const from = partition === undefined ? undefined : `${printIdentifier(partition)} FROM`;
      return words('RECOVER', statement.object, from, printName(statement.name));
    }
    case 'cancel-alter':
      return printCancelAlter(statement);
    case 'create-view':
      return printCreateView(statement);
    case 'alter-view':
      return printAlterView(statement);
    case 'drop-view':
      return words('DROP VIEW', statement.ifExists && 'IF EXISTS', printName(statement.name));
    case 'create-materialized-view':
      return printCreateMaterializedView(statement);
    case 'alter-materialized-view':
      return printAlterMaterializedView(statement);
    case 'drop-materialized-view': {
      const ifExists = statement.ifExists && 'IF EXISTS';
      return words('DROP MATERIALIZED VIEW', ifExists, printName(statement.name), statement.force && 'FORCE');
    }
    case 'refresh-materialized-view':
      return printRefreshMaterializedView(statement);
    case 'cancel-refresh-materialized-view':
      return words(`CANCEL REFRESH MATERIALIZED VIEW ${printName(statement.name)}`, statement.force && 'FORCE');
    case 'query':
    case 'dml':
    case 'show':
    case 'other':
      return statement.sql.text;
    default:
      return printJobStatement(statement);
  }
}

/** Statements of catalogs, loads, pipes, tasks and functions. */
type JobKind =
  | `${'create' | 'alter'}-${'catalog' | 'storage-volume' | 'warehouse' | 'resource-group' | 'routine-load' | 'pipe'}`
  | 'control-routine-load'
  | 'set-default-storage-volume'
  | 'submit-task'
  | 'alter-task'
  | `${'create' | 'drop'}-function`
  | 'drop-object';
type SecurityKind =
  | `${'create' | 'alter' | 'drop'}-${'user' | 'role'}`
  | `${'grant' | 'revoke'}-${'role' | 'privilege'}`
  | `set-${'default-role' | 'role' | 'password' | 'names' | 'catalog' | 'warehouse'}`
  | 'set'
  | 'use';
type JobStatement = Extract<Statement, { readonly kind: JobKind | SecurityKind }>;

function printJobStatement(statement: JobStatement): string {
  switch (statement.kind) {
    case 'create-catalog':
      return printCreateObject('EXTERNAL CATALOG', statement);
    case 'alter-catalog':
      return `ALTER CATALOG ${printIdentifier(statement.name)} SET ${printPropertyList(statement.properties)}`;
    case 'create-storage-volume':
      return printCreateStorageVolume(statement);
    case 'alter-storage-volume':
      return printAlterStorageVolume(statement);
    case 'set-default-storage-volume':
      return `SET ${printIdentifier(statement.name)} AS DEFAULT STORAGE VOLUME`;
    case 'create-warehouse':
      return printCreateObject('WAREHOUSE', statement);
    case 'alter-warehouse':
      return `ALTER WAREHOUSE ${printIdentifier(statement.name)} SET ${printPropertyList(statement.properties)}`;
    case 'create-resource-group':
      return printCreateResourceGroup(statement);
    case 'alter-resource-group':
      return printAlterResourceGroup(statement);
    case 'create-routine-load':
      return printCreateRoutineLoad(statement);
    case 'alter-routine-load':
      return printAlterRoutineLoad(statement);
    case 'control-routine-load':
      return `${statement.verb} ROUTINE LOAD FOR ${printName(statement.name)}`;
    case 'create-pipe':
      return printCreatePipe(statement);
    case 'alter-pipe':
      return printAlterPipe(statement);
    case 'submit-task':
      return printSubmitTask(statement);
    case 'alter-task':
      return printAlterTask(statement);
    case 'create-function':
      return printCreateFunction(statement);
    case 'drop-function':
      return printDropFunction(statement);
    case 'drop-object': {
      const { object, ifExists, name, force } = statement;
      return words('DROP', object, ifExists && 'IF EXISTS', printName(name), force && 'FORCE');
    }
    default:
      return printSecurityStatement(statement);
  }
}

type SecurityStatement = Extract<Statement, { readonly kind: SecurityKind }>;

/** Users, roles, grants and settings of the session. */
function printSecurityStatement(statement: SecurityStatement): string {
  switch (statement.kind) {
    case 'create-user':
      return printCreateUser(statement);
    case 'alter-user':
      return printAlterUser(statement);
    case 'drop-user':
      return words('DROP USER', statement.ifExists && 'IF EXISTS', printUser(statement.user));
    case 'create-role': {
      const roles = words('CREATE ROLE', statement.ifNotExists && 'IF NOT EXISTS', printRoles(statement.roles));
      return `${roles}${printComment(statement.comment)}`;
    }
    case 'alter-role': {
      const roles = words('ALTER ROLE', statement.ifExists && 'IF EXISTS', printRoles(statement.roles));
      return `${roles} SET COMMENT = ${printString(statement.comment)}`;
    }
    case 'drop-role':
      return words('DROP ROLE', statement.ifExists && 'IF EXISTS', printRoles(statement.roles));
    case 'grant-role':
      return `GRANT ${printRoles(statement.roles)} TO ${printGrantee(statement.to)}`;
    case 'revoke-role':
      return `REVOKE ${printRoles(statement.roles)} FROM ${printGrantee(statement.from)}`;
    case 'grant-privilege':
      return printGrantPrivilege(statement);
    case 'revoke-privilege':
      return printRevokePrivilege(statement);
    case 'set-default-role':
      return `SET DEFAULT ROLE ${printRoleSelection(statement.roles)} TO ${printUser(statement.to)}`;
    case 'set-role':
      return printSetRole(statement);
    case 'set-password':
      return printSetPassword(statement);
    case 'set':
      return `SET ${statement.assignments.map(printAssignment).join(', ')}`;
    case 'set-names': {
      const collate = statement.collate === undefined ? undefined : `COLLATE ${printString(statement.collate)}`;
      const charset = statement.charset === 'DEFAULT' ? 'DEFAULT' : printString(statement.charset);
      return words('SET', statement.form, charset, collate);
    }
    case 'set-catalog':
      return `SET CATALOG ${printIdentifier(statement.name)}`;
    case 'set-warehouse':
      return `SET WAREHOUSE = ${printIdentifier(statement.name)}`;
    case 'use':
      return `USE ${printName(statement.name)}`;
    default:
      return assertNever(statement);
  }
}

function printDatabaseAction(action: AlterDatabaseStatement['action']): string {
  switch (action.kind) {
    case 'set-data-quota':
      return `SET DATA QUOTA ${action.quota}`;
    case 'set-replica-quota':
      return `SET REPLICA QUOTA ${action.quota}`;
    case 'set-properties':
      return `SET ${printPropertyList(action.properties)}`;
    case 'rename':
      return `RENAME ${printIdentifier(action.to)}`;
    default:
      return assertNever(action);
  }
}

function printCancelAlter(statement: CancelAlterStatement): string {
  const ids = statement.jobIds.length === 0 ? undefined : `(${statement.jobIds.join(', ')})`;
  const from = `FROM ${printName(statement.name)}`;
  return words('CANCEL ALTER', statement.object, statement.job, from, ids, statement.force && 'FORCE');
}

function printAssignment(variable: SetVariable): string {
  const isUser = variable.scope === 'USER';
  const name = variable.name.split('.').map(printIdentifier).join('.');
  if (isUser) return `@${printIdentifier(variable.name)} = ${variable.value.text}`;
  return words(variable.scope, `${name} = ${variable.value.text}`);
}
