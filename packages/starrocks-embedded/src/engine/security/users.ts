import type {
  AlterUserStatement,
  Authentication,
  CreateUserStatement,
  DropUserStatement,
  SetDefaultRoleStatement,
  SetPasswordStatement,
  UserIdentity,
} from '@strata/starrocks-sql';

import { EmbeddedServerError, SqlError, analysisError } from '../../errors';
import { hashPassword } from '../../protocol/handshake';
import { OK } from '../../protocol/result';
import type { StatementResult } from '../../protocol/result';
import { userKey } from '../../storage/catalog';
import type { Catalog, CatalogChange } from '../../storage/catalog';
import type { UserRecord } from '../../storage/model';
import type { ServerContext, SessionState } from '../context';
import { requireRole } from './builtin';

const ADMINISTRATION = ['db_admin', 'cluster_admin', 'user_admin', 'security_admin'];

/** Makes the first user of a new server. */
export async function createAdministrator(catalog: Catalog, name: string, password: string): Promise<void> {
  const roles = name === 'root' ? ['root'] : ADMINISTRATION;
  await catalog.change((change) =>
    putUser(change, {
      name,
      host: '%',
      passwordHash: passwordHash(password),
      roles,
      defaultRoles: roles,
      properties: {},
    }),
  );
}

function passwordHash(password: string): string {
  return hashPassword(password).toString('hex');
}

export function putUser(change: CatalogChange, user: UserRecord): Promise<void> {
  return change.put('users', userKey(user.name, user.host), user);
}

/** Sets a password from outside SQL. @throws EmbeddedServerError STR1805 when there is no such user. */
export async function setPasswordOf(catalog: Catalog, name: string, password: string): Promise<void> {
  const user = catalog.users().find((candidate) => candidate.name === name);
  if (user === undefined) {
    const known = catalog.users().map((candidate) => candidate.name);
    throw new EmbeddedServerError('STR1805', `There is no user '${name}'. The server knows: ${known.join(', ')}.`);
  }
  await catalog.change((change) => putUser(change, { ...user, passwordHash: passwordHash(password) }));
}

export function requireUser(catalog: Catalog, identity: UserIdentity): UserRecord {
  const host = identity.host ?? '%';
  const user = catalog.users().find((candidate) => candidate.name === identity.user && candidate.host === host);
  if (user === undefined) throw analysisError(`cannot find user ${userKey(identity.user, host)}!`);
  return user;
}

const NATIVE = 'mysql_native_password';
const PLUGINS = [
  'mysql_clear_password',
  'authentication_ldap_simple',
  'authentication_jwt',
  'authentication_oauth2',
  'authentication_openid_connect_client',
  'authentication_oauth2_client',
];

/** What a user record keeps of how the user logs in. */
function readAuthentication(authentication: Authentication | undefined): Pick<UserRecord, 'passwordHash' | 'plugin'> {
  if (authentication?.kind === 'plugin' && authentication.plugin.toLowerCase() !== NATIVE) {
    const plugin = authentication.plugin.toLowerCase();
    if (!PLUGINS.includes(plugin))
      throw analysisError(`Cannot find ${plugin.toUpperCase()} from [${[NATIVE, ...PLUGINS].join(', ')}]`);
    return { passwordHash: '', plugin };
  }
  return { passwordHash: readPassword(authentication) };
}

function readPassword(authentication: Authentication | undefined): string {
  switch (authentication?.kind) {
    case undefined:
      return '';
    case 'password':
      return passwordHash(authentication.password);
    case 'hash':
      if (!/^\*[0-9a-f]{40}$/i.test(authentication.hash) && authentication.hash !== '')
        throw new SqlError(5201, 'Password hash should be a 41-digit hexadecimal number');
      return authentication.hash.replace(/^\*/, '').toLowerCase();
    case 'plugin': {
      const { by } = authentication;
      if (by === undefined) return '';
      return by.form === 'BY' ? passwordHash(by.value) : by.value.replace(/^\*/, '').toLowerCase();
    }
  }
}

export async function createUser(context: ServerContext, statement: CreateUserStatement): Promise<StatementResult> {
  const { user: name, host = '%' } = statement.user;
  if (name === '') throw analysisError('Does not support anonymous user');
  const exists = context.catalog.users().some((user) => user.name === name && user.host === host);
  if (exists && statement.ifNotExists) return OK;
  if (exists) throw analysisError(`user ${userKey(name, host)} already exists!`);
  for (const role of statement.defaultRoles) requireRole(context.catalog, role);
  const user: UserRecord = {
    name,
    host,
    ...readAuthentication(statement.authentication),
    roles: statement.defaultRoles,
    defaultRoles: statement.defaultRoles,
    properties: Object.fromEntries(statement.properties.map(({ key, value }) => [key, value])),
  };
  await context.catalog.change((change) => putUser(change, user));
  return OK;
}

export async function alterUser(context: ServerContext, statement: AlterUserStatement): Promise<StatementResult> {
  const { action } = statement;
  const host = statement.user.host ?? '%';
  if (
    statement.ifExists &&
    !context.catalog.users().some((user) => user.name === statement.user.user && user.host === host)
  )
    return OK;
  const user = requireUser(context.catalog, statement.user);
  await context.catalog.change((change) => {
    switch (action.kind) {
      case 'authentication':
        return putUser(change, { ...withoutPlugin(user), ...readAuthentication(action.authentication) });
      case 'default-role':
        return putUser(change, { ...user, defaultRoles: selectRoles(user, action.roles) });
      case 'set-properties':
        refuseUnknown(action.properties);
        return putUser(change, {
          ...user,
          properties: { ...user.properties, ...Object.fromEntries(action.properties.map((p) => [p.key, p.value])) },
        });
    }
  });
  return OK;
}

/** A user who gets another way to log in. */
function withoutPlugin({ plugin: _, ...user }: UserRecord): UserRecord {
  return user;
}

function refuseUnknown(properties: readonly { readonly key: string }[]): void {
  const unknown = properties.find(({ key }) => !/^(session\..+|max_user_connections|catalog|database)$/.test(key));
  if (unknown !== undefined) throw new SqlError(1064, `Unknown user property(${unknown.key})`);
}

function selectRoles(user: UserRecord, roles: 'NONE' | 'ALL' | readonly string[]): readonly string[] {
  if (roles === 'NONE') return [];
  if (roles === 'ALL') return user.roles;
  const missing = roles.find((role) => !user.roles.includes(role));
  if (missing !== undefined) throw analysisError(`Role ${missing} is not granted to ${userKey(user.name, user.host)}`);
  return roles;
}

export async function setDefaultRole(
  context: ServerContext,
  statement: SetDefaultRoleStatement,
): Promise<StatementResult> {
  const user = requireUser(context.catalog, statement.to);
  await context.catalog.change((change) =>
    putUser(change, { ...user, defaultRoles: selectRoles(user, statement.roles) }),
  );
  return OK;
}

export async function setPassword(
  context: ServerContext,
  session: SessionState,
  statement: SetPasswordStatement,
): Promise<StatementResult> {
  const user = requireUser(
    context.catalog,
    statement.user ?? { user: session.user, host: session.host, domain: false },
  );
  const { password } = statement;
  const hash =
    password.kind === 'plain' ? passwordHash(password.value) : password.value.replace(/^\*/, '').toLowerCase();
  await context.catalog.change((change) => putUser(change, { ...user, passwordHash: hash }));
  return OK;
}

export async function dropUser(context: ServerContext, statement: DropUserStatement): Promise<StatementResult> {
  const { user: name, host = '%' } = statement.user;
  if (statement.ifExists && !context.catalog.users().some((user) => user.name === name && user.host === host))
    return OK;
  const user = requireUser(context.catalog, statement.user);
  const key = userKey(user.name, user.host);
  if (user.name === 'root' || user.name === context.administrator) throw analysisError(`${key} cannot be dropped`);
  await context.catalog.change(async (change) => {
    await change.remove('users', key);
    for (const grant of context.catalog.grants()) {
      if (grant.granteeKind === 'user' && grant.grantee === key) await change.remove('grants', String(grant.id));
    }
  });
  return OK;
}
