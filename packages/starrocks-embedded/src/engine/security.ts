import type {
  AlterRoleStatement,
  AlterUserStatement,
  Authentication,
  CreateRoleStatement,
  CreateUserStatement,
  DropRoleStatement,
  DropUserStatement,
  GrantPrivilegeStatement,
  GrantRoleStatement,
  Grantee,
  PrivilegeTarget,
  RevokePrivilegeStatement,
  RevokeRoleStatement,
  SetDefaultRoleStatement,
  SetPasswordStatement,
  UserIdentity,
} from '@strata/starrocks-sql';

import { EmbeddedServerError, SqlError, analysisError, unsupported } from '../errors';
import { hashPassword } from '../protocol/handshake';
import { OK } from '../protocol/result';
import type { StatementResult } from '../protocol/result';
import { userKey } from '../storage/catalog';
import type { Catalog, CatalogChange } from '../storage/catalog';
import type { GrantRecord, RoleRecord, UserRecord } from '../storage/model';
import type { ServerContext, SessionState } from './context';

/** Roles that every server has. */
export const BUILTIN_ROLES: Readonly<Record<string, string>> = {
  root: 'built-in root role which has all privileges on all objects',
  db_admin: 'built-in database administration role',
  cluster_admin: 'built-in cluster administration role',
  user_admin: 'built-in user administration role',
  public: 'built-in public role which is owned by any user',
  security_admin: 'built-in security administration role',
};

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

function putUser(change: CatalogChange, user: UserRecord): Promise<void> {
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

/** User that a client from an address logs in as: the exact host is preferred to a pattern. */
export function findLogin(catalog: Catalog, name: string, address: string): UserRecord | undefined {
  const candidates = catalog.users().filter((user) => user.name === name && hostMatches(user.host, address));
  return candidates.find((user) => user.host !== '%') ?? candidates[0];
}

function hostMatches(pattern: string, address: string): boolean {
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${source}$`).test(address.replace(/^::ffff:/, ''));
}

function requireUser(catalog: Catalog, identity: UserIdentity): UserRecord {
  const host = identity.host ?? '%';
  const user = catalog.users().find((candidate) => candidate.name === identity.user && candidate.host === host);
  if (user === undefined) throw analysisError(`cannot find user ${userKey(identity.user, host)}!`);
  return user;
}

function readAuthentication(authentication: Authentication | undefined): string {
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
      if (authentication.plugin.toLowerCase() !== 'mysql_native_password')
        throw unsupported(`authentication with ${authentication.plugin}`);
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
    passwordHash: readAuthentication(statement.authentication),
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
        return putUser(change, { ...user, passwordHash: readAuthentication(action.authentication) });
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

function requireRole(catalog: Catalog, name: string): void {
  if (name in BUILTIN_ROLES || catalog.roles().some((role) => role.name === name)) return;
  throw analysisError(`cannot find role ${name}!`);
}

export async function createRole(context: ServerContext, statement: CreateRoleStatement): Promise<StatementResult> {
  await context.catalog.change(async (change) => {
    for (const name of statement.roles) {
      const exists = name in BUILTIN_ROLES || context.catalog.roles().some((role) => role.name === name);
      if (exists && statement.ifNotExists) continue;
      if (exists) throw analysisError(`Operation CREATE ROLE failed for ${name} : role already exists`);
      await change.put('roles', name, { name, comment: statement.comment ?? null, roles: [] });
    }
  });
  return OK;
}

export async function alterRole(context: ServerContext, statement: AlterRoleStatement): Promise<StatementResult> {
  await context.catalog.change(async (change) => {
    for (const name of statement.roles) {
      const role = context.catalog.roles().find((candidate) => candidate.name === name);
      if (role === undefined && statement.ifExists) continue;
      if (role === undefined)
        throw analysisError(name in BUILTIN_ROLES ? `${name} is immutable` : `cannot find role ${name}!`);
      await change.put('roles', name, { ...role, comment: statement.comment });
    }
  });
  return OK;
}

export async function dropRole(context: ServerContext, statement: DropRoleStatement): Promise<StatementResult> {
  await context.catalog.change(async (change) => {
    for (const name of statement.roles) {
      const role = context.catalog.roles().find((candidate) => candidate.name === name);
      if (role === undefined && statement.ifExists) continue;
      if (role === undefined)
        throw analysisError(name in BUILTIN_ROLES ? `role ${name} cannot be dropped` : `cannot find role ${name}!`);
      await change.remove('roles', name);
      for (const user of context.catalog.users()) {
        if (!user.roles.includes(name)) continue;
        const without = (list: readonly string[]): readonly string[] => list.filter((other) => other !== name);
        await putUser(change, { ...user, roles: without(user.roles), defaultRoles: without(user.defaultRoles) });
      }
      for (const grant of context.catalog.grants()) {
        if (grant.granteeKind === 'role' && grant.grantee === name) await change.remove('grants', String(grant.id));
      }
    }
  });
  return OK;
}

export async function grantRole(context: ServerContext, statement: GrantRoleStatement): Promise<StatementResult> {
  for (const role of statement.roles) requireRole(context.catalog, role);
  refuseCycle(context, statement.to, statement.roles);
  await changeRoles(context, statement.to, (roles) => [...new Set([...roles, ...statement.roles])]);
  return OK;
}

/** @throws SqlError when a role would become a member of itself. */
function refuseCycle(context: ServerContext, to: Grantee, roles: readonly string[]): void {
  if (to.kind !== 'role') return;
  const isAbove = (role: string): boolean =>
    role === to.role || (context.catalog.roles().find((other) => other.name === role)?.roles ?? []).some(isAbove);
  const wrong = roles.find(isAbove);
  if (wrong !== undefined)
    throw new SqlError(1064, `failed to grant role: role ${to.role} is already a predecessor role of ${wrong}`);
}

export async function revokeRole(context: ServerContext, statement: RevokeRoleStatement): Promise<StatementResult> {
  for (const role of statement.roles) requireRole(context.catalog, role);
  await changeRoles(context, statement.from, (roles) => roles.filter((role) => !statement.roles.includes(role)));
  return OK;
}

async function changeRoles(
  context: ServerContext,
  grantee: Grantee,
  map: (roles: readonly string[]) => readonly string[],
): Promise<void> {
  switch (grantee.kind) {
    case 'user': {
      const user = requireUser(context.catalog, grantee.user);
      const roles = map(user.roles);
      await context.catalog.change((change) =>
        putUser(change, {
          ...user,
          roles,
          defaultRoles: [
            ...user.defaultRoles.filter((role) => roles.includes(role)),
            ...roles.filter((role) => !user.roles.includes(role)),
          ],
        }),
      );
      return;
    }
    case 'role': {
      requireRole(context.catalog, grantee.role);
      const role: RoleRecord = context.catalog.roles().find((candidate) => candidate.name === grantee.role) ?? {
        name: grantee.role,
        comment: null,
        roles: [],
      };
      if (grantee.role in BUILTIN_ROLES) throw analysisError(`role ${grantee.role} is not mutable`);
      await context.catalog.change((change) => change.put('roles', role.name, { ...role, roles: map(role.roles) }));
      return;
    }
    case 'external-group':
      throw unsupported('grants to external groups');
  }
}

function granteeOf(catalog: Catalog, grantee: Grantee): Pick<GrantRecord, 'grantee' | 'granteeKind'> {
  switch (grantee.kind) {
    case 'user': {
      const user = requireUser(catalog, grantee.user);
      return { grantee: userKey(user.name, user.host), granteeKind: 'user' };
    }
    case 'role':
      requireRole(catalog, grantee.role);
      return { grantee: grantee.role, granteeKind: 'role' };
    case 'external-group':
      throw unsupported('grants to external groups');
  }
}

interface GrantTarget {
  readonly text: string;
  readonly catalog: string | null;
  readonly objectId?: number;
}

/** Targets of a grant as SHOW GRANTS prints them: one for each object. */
function targetTexts(context: ServerContext, session: SessionState, target: PrivilegeTarget): readonly GrantTarget[] {
  const inside = 'default_catalog';
  switch (target.kind) {
    case 'system':
      return [{ text: 'SYSTEM', catalog: inside }];
    case 'users':
      return target.users.map((user) => ({ text: `USER ${userKey(user.user, user.host ?? '%')}`, catalog: inside }));
    case 'functions':
      throw unsupported('privileges on functions');
    case 'all': {
      const where =
        target.in === undefined
          ? ''
          : target.in.kind === 'all-databases'
            ? ' IN ALL DATABASES'
            : ` IN DATABASE ${target.in.name}`;
      return [{ text: `ALL ${target.objectType}${where}`, catalog: inside }];
    }
    case 'objects':
      return target.names.map((parts) => objectTarget(context, session, target.objectType ?? 'TABLE', parts));
  }
}

function objectTarget(
  context: ServerContext,
  session: SessionState,
  type: string,
  parts: readonly string[],
): GrantTarget {
  const needsDatabase = type === 'TABLE' || type === 'VIEW' || type === 'MATERIALIZED VIEW';
  const names = needsDatabase && parts.length === 1 && session.database !== '' ? [session.database, ...parts] : parts;
  const [database = '', name = ''] = names;
  if (needsDatabase && name === '*') {
    const where = database === '*' ? 'ALL DATABASES' : `DATABASE ${database}`;
    return { text: `ALL ${type}S IN ${where}`, catalog: 'default_catalog' };
  }
  if (needsDatabase && !names.includes('*') && context.catalog.object(database, name) === undefined) {
    throw analysisError(`cannot find ${type.toLowerCase()} ${name} in db ${database}`);
  }
  if (type === 'DATABASE' && !names.includes('*') && context.catalog.database(database) === undefined) {
    throw analysisError(`cannot find db: ${database}`);
  }
  const object = needsDatabase ? context.catalog.object(database, name) : undefined;
  return {
    text: `${type} ${names.join('.')}`,
    catalog: type === 'CATALOG' ? database : 'default_catalog',
    ...(object === undefined ? {} : { objectId: object.id }),
  };
}

/** @throws SqlError for privileges that cannot be granted on such an object. */
function checkPrivileges({ privileges, on }: GrantPrivilegeStatement): void {
  if (privileges.includes('NODE'))
    throw analysisError(
      "Operation not permitted, 'NODE' cannot be granted to user or role directly, use built-in role instead",
    );
  const type = on.kind === 'objects' ? (on.objectType ?? 'TABLE') : undefined;
  if (type === 'TABLE' && privileges.includes('USAGE'))
    throw analysisError("Cannot grant or revoke USAGE on 'TABLE' type object");
}

export async function grantPrivilege(
  context: ServerContext,
  session: SessionState,
  statement: GrantPrivilegeStatement,
): Promise<StatementResult> {
  checkPrivileges(statement);
  const to = granteeOf(context.catalog, statement.to);
  const targets = targetTexts(context, session, statement.on);
  await context.catalog.change(async (change) => {
    for (const target of targets) {
      const old = context.catalog
        .grants()
        .find(
          (grant) =>
            grant.grantee === to.grantee &&
            grant.target === target.text &&
            grant.withGrantOption === statement.withGrantOption,
        );
      const id = old?.id ?? change.nextId();
      const privileges = [...new Set([...(old?.privileges ?? []), ...statement.privileges])];
      await change.put('grants', String(id), {
        id,
        ...to,
        privileges,
        target: target.text,
        catalog: target.catalog,
        ...(target.objectId === undefined ? {} : { objectId: target.objectId }),
        withGrantOption: statement.withGrantOption,
      });
    }
  });
  return OK;
}

export async function revokePrivilege(
  context: ServerContext,
  session: SessionState,
  statement: RevokePrivilegeStatement,
): Promise<StatementResult> {
  const from = granteeOf(context.catalog, statement.from);
  const targets = targetTexts(context, session, statement.on).map((target) => target.text);
  await context.catalog.change(async (change) => {
    for (const grant of context.catalog.grants()) {
      if (grant.grantee !== from.grantee || !targets.includes(grant.target)) continue;
      const left = statement.privileges.includes('ALL')
        ? []
        : grant.privileges.filter((privilege) => !statement.privileges.includes(privilege));
      if (left.length === 0) await change.remove('grants', String(grant.id));
      else await change.put('grants', String(grant.id), { ...grant, privileges: left });
    }
  });
  return OK;
}

/** Refuses what only an administrator may do: users, roles and grants. */
export function requireAdministrator(context: ServerContext, session: SessionState, what: string): void {
  const user = context.catalog
    .users()
    .find((candidate) => candidate.name === session.user && candidate.host === session.host);
  if (user?.roles.some((role) => role === 'root' || role === 'user_admin') === true) return;
  throw new SqlError(
    5203,
    `Access denied; you need (at least one of) the GRANT privilege(s) on SYSTEM for this operation. Please ask the admin to grant permission(s) or try activating existing roles using <set [default] role>. (${what})`,
  );
}
