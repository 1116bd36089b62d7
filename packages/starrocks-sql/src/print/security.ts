/** Users, roles and privileges. */

import type {
  AlterUserStatement,
  Authentication,
  CreateUserStatement,
  Grantee,
  GrantPrivilegeStatement,
  PrivilegeTarget,
  RevokePrivilegeStatement,
  RoleSelection,
  SetPasswordStatement,
  SetRoleStatement,
  UserIdentity,
} from '../ast-security';
import { assertNever, printIdentifier, printProperties, printPropertyList, printString, words } from './names';
import { printDataType } from './types';

/** A user name or host: in single quotes, as the server itself prints them. */
function printQuoted(value: string): string {
  return `'${printString(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

export function printUser(user: UserIdentity): string {
  if (user.host === undefined) return printQuoted(user.user);
  const host = printQuoted(user.host);
  return `${printQuoted(user.user)}@${user.domain ? `[${host}]` : host}`;
}

export function printRoles(roles: readonly string[]): string {
  return roles.map(printIdentifier).join(', ');
}

export function printRoleSelection(roles: RoleSelection): string {
  return typeof roles === 'string' ? roles : printRoles(roles);
}

function printAuthentication(authentication: Authentication): string {
  switch (authentication.kind) {
    case 'password':
      return `IDENTIFIED BY ${printString(authentication.password)}`;
    case 'hash':
      return `IDENTIFIED BY PASSWORD ${printString(authentication.hash)}`;
    case 'plugin': {
      const { by } = authentication;
      const value = by === undefined ? undefined : `${by.form} ${printString(by.value)}`;
      return words(`IDENTIFIED WITH ${printIdentifier(authentication.plugin)}`, value);
    }
    default:
      return assertNever(authentication);
  }
}

export function printCreateUser(statement: CreateUserStatement): string {
  const { authentication, defaultRoles } = statement;
  return (
    words(
      'CREATE USER',
      statement.ifNotExists && 'IF NOT EXISTS',
      printUser(statement.user),
      authentication === undefined ? undefined : printAuthentication(authentication),
      defaultRoles.length > 0 && `DEFAULT ROLE ${printRoles(defaultRoles)}`,
    ) + printProperties(statement.properties)
  );
}

export function printAlterUser(statement: AlterUserStatement): string {
  const head = words('ALTER USER', statement.ifExists && 'IF EXISTS', printUser(statement.user));
  const { action } = statement;
  switch (action.kind) {
    case 'authentication':
      return `${head} ${printAuthentication(action.authentication)}`;
    case 'default-role':
      return `${head} DEFAULT ROLE ${printRoleSelection(action.roles)}`;
    case 'set-properties':
      return `${head} SET PROPERTIES ${printPropertyList(action.properties)}`;
    default:
      return assertNever(action);
  }
}

export function printGrantee(grantee: Grantee): string {
  switch (grantee.kind) {
    case 'user':
      return `USER ${printUser(grantee.user)}`;
    case 'role':
      return `ROLE ${printIdentifier(grantee.role)}`;
    case 'external-group':
      return `EXTERNAL GROUP ${printIdentifier(grantee.group)}`;
    default:
      return assertNever(grantee);
  }
}

export function printGrantPrivilege(statement: GrantPrivilegeStatement): string {
  const what = `GRANT ${statement.privileges.join(', ')} ON ${printTarget(statement.on)}`;
  return words(what, `TO ${printGrantee(statement.to)}`, statement.withGrantOption && 'WITH GRANT OPTION');
}

export function printRevokePrivilege(statement: RevokePrivilegeStatement): string {
  return `REVOKE ${statement.privileges.join(', ')} ON ${printTarget(statement.on)} FROM ${printGrantee(statement.from)}`;
}

function printObjectName(parts: readonly string[]): string {
  return parts.map((part) => (part === '*' ? part : printIdentifier(part))).join('.');
}

function printTarget(target: PrivilegeTarget): string {
  switch (target.kind) {
    case 'system':
      return 'SYSTEM';
    case 'users':
      return `USER ${target.users.map(printUser).join(', ')}`;
    case 'objects':
      return words(target.objectType, target.names.map(printObjectName).join(', '));
    case 'functions': {
      const list = target.functions.map(
        (each) => `${printObjectName(each.name)}(${each.arguments.map(printDataType).join(', ')})`,
      );
      return words(target.global && 'GLOBAL', 'FUNCTION', list.join(', '));
    }
    case 'all': {
      const place =
        target.in?.kind === 'database' ? `IN DATABASE ${printIdentifier(target.in.name)}` : 'IN ALL DATABASES';
      return words(`ALL ${target.objectType}`, target.in === undefined ? undefined : place);
    }
    default:
      return assertNever(target);
  }
}

export function printSetRole(statement: SetRoleStatement): string {
  const except = statement.except.length === 0 ? undefined : `EXCEPT ${printRoles(statement.except)}`;
  return words(
    'SET ROLE',
    printRoleSelection(statement.roles === 'DEFAULT' ? [] : statement.roles) || 'DEFAULT',
    except,
  );
}

export function printSetPassword(statement: SetPasswordStatement): string {
  const { password, user } = statement;
  const value = password.kind === 'plain' ? `PASSWORD(${printString(password.value)})` : printString(password.value);
  return words('SET PASSWORD', user === undefined ? undefined : `FOR ${printUser(user)}`, '=', value);
}
