/** Users, roles and privileges. */

import type { Position } from '../ast';
import type {
  AlterRoleStatement,
  AlterUserStatement,
  Authentication,
  CreateRoleStatement,
  CreateUserStatement,
  DropRoleStatement,
  DropUserStatement,
  Grantee,
  GrantPrivilegeStatement,
  GrantRoleStatement,
  PrivilegeTarget,
  RevokePrivilegeStatement,
  RevokeRoleStatement,
  RoleSelection,
  UserIdentity,
} from '../ast-security';
import { TokenKind } from '../lexer';
import type { Cursor } from './cursor';
import { parseComment, parseIfExists, parseIfNotExists, parseProperties, parsePropertyList } from './names';
import { parseType } from './types';

/** `user`, `'user'@'host'`, `'user'@['domain']` */
export function parseUser(cursor: Cursor): UserIdentity {
  const user = cursor.identifierOrString('user name');
  if (!cursor.acceptSymbol('@')) return { user, domain: false };
  if (!cursor.acceptSymbol('[')) return { user, host: cursor.identifierOrString('host'), domain: false };
  const host = cursor.identifierOrString('domain');
  cursor.expectSymbol(']');
  return { user, host, domain: true };
}

export function parseRoles(cursor: Cursor): string[] {
  return cursor.list(() => cursor.identifierOrString('role name'));
}

/** `NONE`, `ALL` or role names. */
export function parseRoleSelection(cursor: Cursor): RoleSelection {
  const word = cursor.is('NONE') || cursor.is('ALL') ? cursor.acceptAny(['NONE', 'ALL']) : undefined;
  return word ?? parseRoles(cursor);
}

function parseAuthentication(cursor: Cursor): Authentication | undefined {
  if (!cursor.accept('IDENTIFIED')) return undefined;
  if (cursor.expectAny(['BY', 'WITH']) === 'BY') {
    if (cursor.accept('PASSWORD')) return { kind: 'hash', hash: cursor.string('string (a password hash)') };
    return { kind: 'password', password: cursor.string('string (a password)') };
  }
  const plugin = cursor.identifierOrString('authentication plugin');
  const form = cursor.acceptAny(['BY', 'AS']);
  return { kind: 'plugin', plugin, ...(form === undefined ? {} : { by: { form, value: cursor.string() } }) };
}

export function parseCreateUser(cursor: Cursor, at: Position): CreateUserStatement {
  cursor.expect('USER');
  const ifNotExists = parseIfNotExists(cursor);
  const user = parseUser(cursor);
  const authentication = parseAuthentication(cursor);
  const defaultRoles = cursor.accept('DEFAULT') ? (cursor.expect('ROLE'), parseRoles(cursor)) : [];
  return {
    kind: 'create-user',
    user,
    ifNotExists,
    ...(authentication === undefined ? {} : { authentication }),
    defaultRoles,
    properties: parseProperties(cursor),
    at,
  };
}

export function parseAlterUser(cursor: Cursor, at: Position): AlterUserStatement {
  cursor.expect('USER');
  const ifExists = parseIfExists(cursor);
  const user = parseUser(cursor);
  return { kind: 'alter-user', user, ifExists, action: parseAlterUserAction(cursor), at };
}

function parseAlterUserAction(cursor: Cursor): AlterUserStatement['action'] {
  const authentication = parseAuthentication(cursor);
  if (authentication !== undefined) return { kind: 'authentication', authentication };
  if (cursor.accept('DEFAULT')) {
    cursor.expect('ROLE');
    return { kind: 'default-role', roles: parseRoleSelection(cursor) };
  }
  if (!cursor.accept('SET')) throw cursor.expected("'IDENTIFIED'", "'DEFAULT'", "'SET'");
  cursor.expect('PROPERTIES');
  return { kind: 'set-properties', properties: parsePropertyList(cursor) };
}

export function parseDropUser(cursor: Cursor, at: Position): DropUserStatement {
  cursor.expect('USER');
  const ifExists = parseIfExists(cursor);
  return { kind: 'drop-user', user: parseUser(cursor), ifExists, at };
}

export function parseCreateRole(cursor: Cursor, at: Position): CreateRoleStatement {
  cursor.expect('ROLE');
  const ifNotExists = parseIfNotExists(cursor);
  return { kind: 'create-role', roles: parseRoles(cursor), ifNotExists, ...parseComment(cursor), at };
}

export function parseAlterRole(cursor: Cursor, at: Position): AlterRoleStatement {
  cursor.expect('ROLE');
  const ifExists = parseIfExists(cursor);
  const roles = parseRoles(cursor);
  cursor.expect('SET', 'COMMENT');
  cursor.expectSymbol('=');
  return { kind: 'alter-role', roles, ifExists, comment: cursor.string(), at };
}

export function parseDropRole(cursor: Cursor, at: Position): DropRoleStatement {
  cursor.expect('ROLE');
  const ifExists = parseIfExists(cursor);
  return { kind: 'drop-role', roles: parseRoles(cursor), ifExists, at };
}

// ----------------------------------------------------------------------------------------------------------- grants

/** GRANT of roles or privileges; the word is the next token. */
export function parseGrant(cursor: Cursor, at: Position): GrantRoleStatement | GrantPrivilegeStatement {
  cursor.expect('GRANT');
  if (isRoleList(cursor, 'TO')) {
    const roles = parseRoles(cursor);
    cursor.expect('TO');
    return { kind: 'grant-role', roles, to: parseGrantee(cursor), at };
  }
  const privileges = parsePrivileges(cursor);
  cursor.expect('ON');
  const on = parseTarget(cursor, privileges);
  cursor.expect('TO');
  const to = parseGrantee(cursor);
  const withGrantOption = cursor.accept('WITH') ? (cursor.expect('GRANT', 'OPTION'), true) : false;
  return { kind: 'grant-privilege', privileges, on, to, withGrantOption, at };
}

export function parseRevoke(cursor: Cursor, at: Position): RevokeRoleStatement | RevokePrivilegeStatement {
  cursor.expect('REVOKE');
  if (isRoleList(cursor, 'FROM')) {
    const roles = parseRoles(cursor);
    cursor.expect('FROM');
    return { kind: 'revoke-role', roles, from: parseGrantee(cursor), at };
  }
  const privileges = parsePrivileges(cursor);
  cursor.expect('ON');
  const on = parseTarget(cursor, privileges);
  cursor.expect('FROM');
  return { kind: 'revoke-privilege', privileges, on, from: parseGrantee(cursor), at };
}

/** Whether names up to `end` are next: a role has no ON. */
function isRoleList(cursor: Cursor, end: 'TO' | 'FROM'): boolean {
  let ahead = 0;
  while (cursor.isIdentifier(ahead) || cursor.kindAt(ahead) === TokenKind.String) {
    ahead += 1;
    if (cursor.keywordAt(ahead) === end) return true;
    if (!cursor.isSymbol(',', ahead)) return false;
    ahead += 1;
  }
  return false;
}

function parseGrantee(cursor: Cursor): Grantee {
  if (cursor.accept('ROLE')) return { kind: 'role', role: cursor.identifierOrString('role name') };
  if (cursor.is('EXTERNAL', 'GROUP')) {
    cursor.skip(2);
    return { kind: 'external-group', group: cursor.identifierOrString('group name') };
  }
  if (cursor.is('USER') && !cursor.isSymbol('@', 1)) cursor.skip();
  return { kind: 'user', user: parseUser(cursor) };
}

/** `SELECT, CREATE MATERIALIZED VIEW`: words up to a comma or ON. */
function parsePrivileges(cursor: Cursor): string[] {
  return cursor.list(() => {
    const words: string[] = [];
    while (cursor.kind === TokenKind.Word && !cursor.is('ON')) {
      words.push(cursor.textAt(0).toUpperCase());
      cursor.skip();
    }
    if (words.length === 0) throw cursor.expected('privilege');
    return words.join(' ');
  });
}

const OBJECT_TYPES: readonly string[] = [
  'MATERIALIZED VIEW',
  'RESOURCE GROUP',
  'STORAGE VOLUME',
  'TABLE',
  'DATABASE',
  'VIEW',
  'CATALOG',
  'USER',
  'RESOURCE',
  'PIPE',
  'WAREHOUSE',
];

function parseTarget(cursor: Cursor, privileges: readonly string[]): PrivilegeTarget {
  if (cursor.is('SYSTEM')) {
    cursor.skip();
    return { kind: 'system' };
  }
  if (cursor.is('USER') && privileges.includes('IMPERSONATE')) {
    cursor.skip();
    return { kind: 'users', users: cursor.list(() => parseUser(cursor)) };
  }
  if (cursor.is('ALL')) return parseAllTarget(cursor);
  if (cursor.is('FUNCTION') || cursor.is('GLOBAL', 'FUNCTION')) return parseFunctionTarget(cursor);
  const objectType = acceptObjectType(cursor);
  const names = cursor.list(() => parseObjectName(cursor));
  return { kind: 'objects', ...(objectType === undefined ? {} : { objectType }), names };
}

/** The type word of `TABLE t`; a table may itself be named like a type. */
function acceptObjectType(cursor: Cursor): string | undefined {
  for (const type of OBJECT_TYPES) {
    const words = type.split(' ');
    const isNext = words.every((word, index) => cursor.keywordAt(index) === word);
    if (isNext && isObjectNameStart(cursor, words.length)) {
      cursor.skip(words.length);
      return type;
    }
  }
  return undefined;
}

function isObjectNameStart(cursor: Cursor, ahead: number): boolean {
  return cursor.isIdentifier(ahead) || cursor.kindAt(ahead) === TokenKind.String || cursor.isSymbol('*', ahead);
}

function parseObjectName(cursor: Cursor): string[] {
  const part = (): string => (cursor.acceptSymbol('*') ? '*' : cursor.identifierOrString('name'));
  const parts = [part()];
  while (cursor.acceptSymbol('.')) parts.push(part());
  return parts;
}

function parseFunctionTarget(cursor: Cursor): PrivilegeTarget {
  const global = cursor.accept('GLOBAL');
  cursor.expect('FUNCTION');
  const functions = cursor.list(() => {
    const name = parseObjectName(cursor);
    cursor.expectSymbol('(');
    const types = cursor.isSymbol(')') ? [] : cursor.list(() => parseType(cursor));
    cursor.expectSymbol(')');
    return { name, arguments: types };
  });
  return { kind: 'functions', global, functions };
}

/** `ALL TABLES IN DATABASE d` */
function parseAllTarget(cursor: Cursor): PrivilegeTarget {
  cursor.expect('ALL');
  const words: string[] = [];
  while (cursor.kind === TokenKind.Word && !cursor.is('IN') && !cursor.is('TO') && !cursor.is('FROM')) {
    words.push(cursor.textAt(0).toUpperCase());
    cursor.skip();
  }
  if (words.length === 0) throw cursor.expected('type of object in the plural');
  const objectType = words.join(' ');
  if (!cursor.accept('IN')) return { kind: 'all', objectType };
  if (cursor.accept('ALL', 'DATABASES')) return { kind: 'all', objectType, in: { kind: 'all-databases' } };
  cursor.expect('DATABASE');
  return { kind: 'all', objectType, in: { kind: 'database', name: cursor.identifierOrString('database name') } };
}
