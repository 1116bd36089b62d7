import type { ServerContext, SessionState } from '../engine/context';
import { userName } from '../engine/context';
import { analysisError } from '../errors';
import { roleList } from '../info/rows';
import { textResult } from '../protocol/result';
import type { Row, StatementResult } from '../protocol/result';
import { isSymbol, isWord } from '../sql/scanner';
import type { Token } from '../sql/scanner';
import { userKey } from '../storage/catalog';
import type { GrantRecord, UserRecord } from '../storage/model';

export function isSecurityShow(tokens: readonly Token[]): boolean {
  const [first, second] = tokens;
  if (isWord(first, 'ALL') && isWord(second, 'AUTHENTICATION')) return true;
  return ['GRANTS', 'ROLES', 'USERS', 'AUTHENTICATION', 'PROPERTY', 'PROPERTIES', 'PRIVILEGES'].includes(
    first?.text.toUpperCase() ?? '',
  );
}

/** SHOW GRANTS, ROLES, USERS, AUTHENTICATION, PROPERTY. */
export function showSecurity(context: ServerContext, session: SessionState, tokens: readonly Token[]): StatementResult {
  const users = context.catalog.users();
  switch (tokens[0]?.text.toUpperCase()) {
    case 'ROLES':
      return textResult(
        ['Name', 'Builtin', 'Comment'],
        roleList(context).map((role) => [role.name, String(role.builtin), role.comment]),
      );
    case 'USERS':
      return textResult(
        ['User'],
        users.map((user) => [userKey(user.name, user.host)]),
      );
    case 'ALL':
      return authentication(users);
    case 'AUTHENTICATION':
      return authentication(users.filter((user) => userKey(user.name, user.host) === userName(session)));
    case 'GRANTS':
      return showGrants(context, session, tokens.slice(1));
    case 'PRIVILEGES':
      return textResult(['Privilege', 'Context', 'Comment'], []);
    default:
      return showProperties(context, session, tokens.slice(1));
  }
}

function authentication(users: readonly UserRecord[]): StatementResult {
  const rows = users.map((user): Row => [
    userKey(user.name, user.host),
    user.passwordHash === '' ? 'No' : 'Yes',
    (user.plugin ?? 'mysql_native_password').toUpperCase(),
    null,
  ]);
  return textResult(['UserIdentity', 'Password', 'AuthPlugin', 'UserForAuthPlugin'], rows);
}

function readUser(tokens: readonly Token[]): string {
  const [name, at, host] = tokens;
  return userKey(name?.text ?? '', isSymbol(at, '@') ? (host?.text ?? '%') : '%');
}

function showProperties(context: ServerContext, session: SessionState, tokens: readonly Token[]): StatementResult {
  const key = isWord(tokens[0], 'FOR') ? readUser(tokens.slice(1)) : userName(session);
  const user = context.catalog.users().find((candidate) => userKey(candidate.name, candidate.host) === key);
  if (user === undefined) throw analysisError(`cannot find user ${key}!`);
  const properties = { max_user_connections: '1024', catalog: 'default_catalog', database: '', ...user.properties };
  return textResult(['Key', 'Value'], Object.entries(properties));
}

function showGrants(context: ServerContext, session: SessionState, tokens: readonly Token[]): StatementResult {
  const columns = ['UserIdentity', 'Catalog', 'Grants'];
  if (isWord(tokens[0], 'FOR') && isWord(tokens[1], 'ROLE')) {
    const name = tokens[2]?.text ?? '';
    if (!roleList(context).some((role) => role.name === name)) throw analysisError(`cannot find role ${name}!`);
    const parents = context.catalog.roles().find((role) => role.name === name)?.roles ?? [];
    const inherited = parents.length === 0 ? [] : [[name, null, `GRANT ${quoted(parents)} TO ROLE ${name}`]];
    return textResult(columns, [...inherited, ...grantRows(context, name, 'role')]);
  }
  const named = tokens.slice(isWord(tokens[1], 'USER') && tokens.length > 2 ? 2 : 1);
  const key = isWord(tokens[0], 'FOR') ? readUser(named) : userName(session);
  const user = context.catalog.users().find((candidate) => userKey(candidate.name, candidate.host) === key);
  if (user === undefined) throw analysisError(`cannot find user ${key}!`);
  const roles = user.roles.length === 0 ? [] : [[key, null, `GRANT ${quoted(user.roles)} TO ${key}`]];
  return textResult(columns, [...roles, ...grantRows(context, key, 'user')]);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

const ALL_PRIVILEGES: Readonly<Record<string, string>> = {
  TABLE: 'DELETE, DROP, INSERT, SELECT, ALTER, EXPORT, UPDATE, REFRESH',
  TABLES: 'DELETE, DROP, INSERT, SELECT, ALTER, EXPORT, UPDATE, REFRESH',
  DATABASE: 'CREATE TABLE, DROP, ALTER, CREATE VIEW, CREATE FUNCTION, CREATE MATERIALIZED VIEW, CREATE PIPE',
  DATABASES: 'CREATE TABLE, DROP, ALTER, CREATE VIEW, CREATE FUNCTION, CREATE MATERIALIZED VIEW, CREATE PIPE',
  VIEW: 'SELECT, ALTER, DROP',
  VIEWS: 'SELECT, ALTER, DROP',
};

function grantRows(context: ServerContext, grantee: string, kind: GrantRecord['granteeKind']): readonly Row[] {
  const to = kind === 'role' ? `ROLE '${grantee}'` : `USER ${grantee}`;
  return context.catalog
    .grants()
    .filter((grant) => grant.grantee === grantee && grant.granteeKind === kind)
    .map((grant) => {
      const [, type = ''] = /^(?:ALL )?(\S+)/.exec(grant.target) ?? [];
      const privileges = grant.privileges.includes('ALL')
        ? (ALL_PRIVILEGES[type] ?? 'ALL')
        : grant.privileges.join(', ');
      return [
        grantee,
        grant.catalog,
        `GRANT ${privileges} ON ${grant.target} TO ${to}${grant.withGrantOption ? ' WITH GRANT OPTION' : ''}`,
      ];
    });
}
