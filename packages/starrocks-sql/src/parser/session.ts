/** SET in all its forms, USE, and databases. */

import type {
  AlterDatabaseStatement,
  CreateDatabaseStatement,
  DropDatabaseStatement,
  Position,
  SetVariable,
  Statement,
  UseStatement,
} from '../ast';
import type { SetPasswordStatement } from '../ast-security';
import { TokenKind } from '../lexer';
import { acceptCharacterSet } from './columns';
import type { Cursor } from './cursor';
import { parseExpression } from './expressions';
import { parseIfExists, parseIfNotExists, parseProperties, parsePropertyList, parseQualifiedName } from './names';
import { parseRoles, parseRoleSelection, parseUser } from './security';
import { parseCharset } from './tables';

/** What follows CREATE. */
export function parseCreateDatabase(cursor: Cursor, at: Position): CreateDatabaseStatement {
  cursor.expectAny(['DATABASE', 'SCHEMA']);
  const ifNotExists = parseIfNotExists(cursor);
  const name = parseQualifiedName(cursor, 'database name');
  const charset = parseCharset(cursor);
  const collate = parseCollate(cursor);
  const properties = parseProperties(cursor);
  return { kind: 'create-database', name, ifNotExists, ...charset, ...collate, properties, at };
}

function parseCollate(cursor: Cursor): { readonly collate?: string } {
  cursor.accept('DEFAULT');
  if (!cursor.accept('COLLATE')) return {};
  cursor.acceptSymbol('=');
  return { collate: cursor.identifierOrString('collation') };
}

/** What follows DROP. */
export function parseDropDatabase(cursor: Cursor, at: Position): DropDatabaseStatement {
  cursor.expectAny(['DATABASE', 'SCHEMA']);
  const ifExists = parseIfExists(cursor);
  const name = parseQualifiedName(cursor, 'database name');
  return { kind: 'drop-database', name, ifExists, force: cursor.accept('FORCE'), at };
}

/** What follows ALTER. */
export function parseAlterDatabase(cursor: Cursor, at: Position): AlterDatabaseStatement {
  cursor.expect('DATABASE');
  const name = parseQualifiedName(cursor, 'database name');
  return { kind: 'alter-database', name, action: parseDatabaseAction(cursor), at };
}

function parseDatabaseAction(cursor: Cursor): AlterDatabaseStatement['action'] {
  if (cursor.expectAny(['SET', 'RENAME']) === 'RENAME') return { kind: 'rename', to: cursor.identifier('new name') };
  if (cursor.isSymbol('(')) return { kind: 'set-properties', properties: parsePropertyList(cursor) };
  if (cursor.expectAny(['DATA', 'REPLICA']) === 'REPLICA') {
    cursor.expect('QUOTA');
    return { kind: 'set-replica-quota', quota: cursor.integer('number of replicas') };
  }
  cursor.expect('QUOTA');
  if (cursor.kind !== TokenKind.Integer)
    return { kind: 'set-data-quota', quota: cursor.identifier('quota such as 10GB') };
  return { kind: 'set-data-quota', quota: String(cursor.integer()) };
}

export function parseUse(cursor: Cursor, at: Position): UseStatement {
  cursor.expect('USE');
  if (cursor.isString) {
    const place = cursor.position;
    return { kind: 'use', name: { parts: cursor.string().split(' ').slice(-1), at: place }, at };
  }
  return { kind: 'use', name: parseQualifiedName(cursor, 'database name'), at };
}

export function parseSet(cursor: Cursor, at: Position): Statement {
  cursor.expect('SET');
  if (cursor.is('PASSWORD')) return parseSetPassword(cursor, at);
  if (cursor.is('DEFAULT', 'ROLE')) return parseSetDefaultRole(cursor, at);
  if (cursor.is('ROLE') && !cursor.isSymbol('=', 1)) return parseSetRole(cursor, at);
  if (cursor.is('NAMES') && !cursor.isSymbol('=', 1)) return parseSetNames(cursor, at);
  if (cursor.is('CATALOG') && !cursor.isSymbol('=', 1)) {
    cursor.skip();
    return { kind: 'set-catalog', name: cursor.identifierOrString('catalog name'), at };
  }
  if (cursor.is('WAREHOUSE') || cursor.is('SESSION', 'WAREHOUSE')) return parseSetWarehouse(cursor, at);
  if (acceptCharacterSet(cursor))
    return { kind: 'set-names', form: 'CHARACTER SET', charset: parseCharsetName(cursor), at };
  if (cursor.keywordAt(1) === 'AS' && cursor.keywordAt(2) === 'DEFAULT') {
    const name = cursor.identifierOrString('storage volume');
    cursor.expect('AS', 'DEFAULT', 'STORAGE', 'VOLUME');
    return { kind: 'set-default-storage-volume', name, at };
  }
  return { kind: 'set', assignments: cursor.list(() => parseAssignment(cursor)), at };
}

function parseCharsetName(cursor: Cursor): string {
  if (cursor.accept('DEFAULT')) return 'DEFAULT';
  return cursor.identifierOrString('character set');
}

function parseSetNames(cursor: Cursor, at: Position): Statement {
  cursor.skip();
  const charset = parseCharsetName(cursor);
  return { kind: 'set-names', form: 'NAMES', charset, ...parseCollate(cursor), at };
}

function parseSetWarehouse(cursor: Cursor, at: Position): Statement {
  cursor.accept('SESSION');
  cursor.expect('WAREHOUSE');
  cursor.acceptSymbol('=');
  return { kind: 'set-warehouse', name: cursor.identifierOrString('warehouse name'), at };
}

function parseSetDefaultRole(cursor: Cursor, at: Position): Statement {
  cursor.expect('DEFAULT', 'ROLE');
  const roles = parseRoleSelection(cursor);
  cursor.expect('TO');
  return { kind: 'set-default-role', roles, to: parseUser(cursor), at };
}

function parseSetRole(cursor: Cursor, at: Position): Statement {
  cursor.expect('ROLE');
  if (cursor.accept('DEFAULT')) return { kind: 'set-role', roles: 'DEFAULT', except: [], at };
  const roles = parseRoleSelection(cursor);
  const except = roles === 'ALL' && cursor.accept('EXCEPT') ? parseRoles(cursor) : [];
  return { kind: 'set-role', roles, except, at };
}

function parseSetPassword(cursor: Cursor, at: Position): SetPasswordStatement {
  cursor.expect('PASSWORD');
  const user = cursor.accept('FOR') ? { user: parseUser(cursor) } : {};
  cursor.expectSymbol('=');
  if (!cursor.is('PASSWORD'))
    return { kind: 'set-password', ...user, password: { kind: 'hash', value: cursor.string() }, at };
  cursor.skip();
  const [value = ''] = cursor.parenthesized(() => cursor.string('string (a password)'));
  return { kind: 'set-password', ...user, password: { kind: 'plain', value }, at };
}

const SCOPES = ['GLOBAL', 'SESSION', 'LOCAL', 'VERBOSE'] as const;

function parseAssignment(cursor: Cursor): SetVariable {
  if (cursor.acceptSymbol('@')) {
    const name = cursor.takeVariableName();
    expectAssign(cursor);
    return { scope: 'USER', name, value: parseExpression(cursor) };
  }
  const isSystem = cursor.acceptSymbol('@@');
  const isScope = !cursor.isSymbol('=', 1) && !cursor.isSymbol(':=', 1) && (!isSystem || cursor.isSymbol('.', 1));
  const scope = isScope ? cursor.acceptAny(SCOPES) : undefined;
  if (isSystem && scope !== undefined) cursor.expectSymbol('.');
  const name = parseVariableName(cursor);
  expectAssign(cursor);
  return { ...(scope === undefined ? {} : { scope }), name, value: parseValue(cursor) };
}

function parseVariableName(cursor: Cursor): string {
  const parts = [cursor.identifier('name of a variable')];
  while (cursor.acceptSymbol('.')) parts.push(cursor.identifier('name of a variable'));
  return parts.join('.');
}

function expectAssign(cursor: Cursor): void {
  if (!cursor.acceptSymbol(':=') && !cursor.acceptSymbol('=')) throw cursor.expected("'='");
}

/** ON and other reserved words are values too. */
function parseValue(cursor: Cursor): SetVariable['value'] {
  if (!cursor.is('ON') && !cursor.is('ALL')) return parseExpression(cursor);
  const from = cursor.index;
  cursor.skip();
  return cursor.textSince(from);
}
