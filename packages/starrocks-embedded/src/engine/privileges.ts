import type { Statement } from '@strata/starrocks-sql';

import { SqlError } from '../errors';
import { userKey } from '../storage/catalog';
import type { ObjectRecord } from '../storage/model';
import type { ServerContext, SessionState } from './context';
import { isVirtualDatabase, resolveName } from './targets';

type NamedType = 'CATALOG' | 'RESOURCE GROUP' | 'STORAGE VOLUME';
type ObjectType = 'TABLE' | 'VIEW' | 'MATERIALIZED VIEW' | 'DATABASE' | 'SYSTEM' | NamedType;

/** Object that a privilege is needed on; `name` is `database.name`, a database, a catalog, or nothing for the system. */
interface Needed {
  readonly privilege: string;
  readonly type: ObjectType;
  readonly name: string;
}

/** All roles of a user, with those that they are members of. */
function rolesOf(context: ServerContext, session: SessionState): ReadonlySet<string> {
  const user = context.catalog.users().find((other) => other.name === session.user && other.host === session.host);
  const all = new Set(['public']);
  const open = [...(user?.roles ?? [])];
  for (let role = open.pop(); role !== undefined; role = open.pop()) {
    if (all.has(role)) continue;
    all.add(role);
    open.push(...(context.catalog.roles().find((other) => other.name === role)?.roles ?? []));
  }
  return all;
}

function isAllowed(context: ServerContext, session: SessionState, needed: Needed): boolean {
  const roles = rolesOf(context, session);
  if (roles.has('root') || roles.has('db_admin')) return true;
  if (needed.type === 'SYSTEM' && (roles.has('cluster_admin') || roles.has('user_admin'))) return true;
  const key = userKey(session.user, session.host);
  const targets = matching(needed);
  return context.catalog
    .grants()
    .some(
      (grant) =>
        (grant.granteeKind === 'user' ? grant.grantee === key : roles.has(grant.grantee)) &&
        targets.includes(grant.target) &&
        (grant.privileges.includes(needed.privilege) || grant.privileges.includes('ALL')),
    );
}

function isNamedType(type: string): type is NamedType {
  return type === 'CATALOG' || type === 'RESOURCE GROUP' || type === 'STORAGE VOLUME';
}

/** Targets of grants, as they are kept, that cover the object. */
function matching({ type, name }: Needed): readonly string[] {
  if (type === 'SYSTEM') return ['SYSTEM'];
  if (isNamedType(type)) return [`${type} ${name}`, `ALL ${type}S`];
  if (type === 'DATABASE') return [`DATABASE ${name}`, 'ALL DATABASES'];
  const [database = ''] = name.split('.');
  return [
    `${type} ${name}`,
    `${type} ${database}.*`,
    `${type} *.*`,
    `ALL ${type}S IN DATABASE ${database}`,
    `ALL ${type}S IN ALL DATABASES`,
  ];
}

/** @throws SqlError 5203 when the session's user lacks the privilege. */
function requirePrivilege(context: ServerContext, session: SessionState, needed: Needed): void {
  // Jobs and tasks run for whoever made them, who was allowed to.
  if (session.connectionId === 0 || isAllowed(context, session, needed)) return;
  const shown = needed.type === 'SYSTEM' ? 'SYSTEM' : `${needed.type} ${needed.name.split('.').at(-1) ?? ''}`;
  throw new SqlError(
    5203,
    `Access denied; you need (at least one of) the ${needed.privilege} privilege(s) on ${shown} for this operation. Please ask the admin to grant permission(s) or try activating existing roles using <set [default] role>.`,
  );
}

function typeOf(object: ObjectRecord): ObjectType {
  return object.kind === 'table' ? 'TABLE' : object.kind === 'view' ? 'VIEW' : 'MATERIALIZED VIEW';
}

/** @throws SqlError 5203 when the user may not do this to an object. What does not exist is left to the statement. */
export function requireOn(
  context: ServerContext,
  session: SessionState,
  privilege: string,
  target: { readonly database: string; readonly name: string },
): void {
  if (isVirtualDatabase(target.database)) return;
  const object = context.catalog.object(target.database, target.name);
  if (object === undefined) return;
  requirePrivilege(context, session, { privilege, type: typeOf(object), name: `${target.database}.${target.name}` });
}

/** @throws SqlError 5203 when the user may not do this to it. What does not exist is left to the statement. */
function requireOnNamed(
  context: ServerContext,
  session: SessionState,
  privilege: string,
  type: NamedType,
  name: string = '',
): void {
  const kind = type === 'RESOURCE GROUP' ? 'resource-group' : type === 'STORAGE VOLUME' ? 'storage-volume' : 'catalog';
  if (context.catalog.named(kind, name) === undefined) return;
  requirePrivilege(context, session, { privilege, type, name });
}

/** @throws SqlError 5203 when the user may not run a statement that defines, changes or drops something. */
export function checkStatement(context: ServerContext, session: SessionState, statement: Statement): void {
  const database = (name: string): void => {
    if (context.catalog.database(name) !== undefined && privilegeIn !== undefined)
      requirePrivilege(context, session, { privilege: privilegeIn, type: 'DATABASE', name });
  };
  let privilegeIn: string | undefined;
  switch (statement.kind) {
    case 'create-database':
      requirePrivilege(context, session, { privilege: 'CREATE DATABASE', type: 'CATALOG', name: 'default_catalog' });
      return;
    case 'drop-database':
    case 'alter-database':
      privilegeIn = statement.kind === 'drop-database' ? 'DROP' : 'ALTER';
      database(statement.name.parts.at(-1) ?? '');
      return;
    case 'create-table':
    case 'create-table-like':
    case 'create-table-as-select':
      privilegeIn = 'CREATE TABLE';
      database(resolveName(session, statement.name).database);
      return;
    case 'create-view':
      privilegeIn = 'CREATE VIEW';
      database(resolveName(session, statement.name).database);
      return;
    case 'create-materialized-view':
      privilegeIn = 'CREATE MATERIALIZED VIEW';
      database(resolveName(session, statement.name).database);
      return;
    case 'drop-table':
    case 'drop-view':
    case 'drop-materialized-view':
      requireOn(context, session, 'DROP', resolveName(session, statement.name));
      return;
    case 'alter-table':
    case 'alter-view':
    case 'alter-materialized-view':
      requireOn(context, session, 'ALTER', resolveName(session, statement.name));
      return;
    case 'truncate-table':
      requireOn(context, session, 'DELETE', resolveName(session, statement.name));
      return;
    case 'refresh-materialized-view':
    case 'cancel-refresh-materialized-view':
      requireOn(context, session, 'REFRESH', resolveName(session, statement.name));
      return;
    case 'create-catalog':
    case 'create-storage-volume':
    case 'create-resource-group': {
      const what = statement.kind.replace('create-', '').replaceAll('-', ' ').toUpperCase();
      requirePrivilege(context, session, {
        privilege: `CREATE ${what === 'CATALOG' ? 'EXTERNAL CATALOG' : what}`,
        type: 'SYSTEM',
        name: '',
      });
      return;
    }
    case 'drop-object':
      if (isNamedType(statement.object))
        requireOnNamed(context, session, 'DROP', statement.object, statement.name.parts[0]);
      return;
    case 'alter-resource-group':
      requireOnNamed(context, session, 'ALTER', 'RESOURCE GROUP', statement.name);
      return;
    case 'alter-storage-volume':
      requireOnNamed(context, session, 'ALTER', 'STORAGE VOLUME', statement.name);
      return;
    case 'set-password': {
      const { user = session.user, host = '%' } = statement.user ?? session;
      if (user !== session.user || host !== session.host)
        requirePrivilege(context, session, { privilege: 'GRANT', type: 'SYSTEM', name: '' });
      return;
    }
    case 'other':
      if (statement.keywords[0] === 'ADMIN' && statement.keywords[1] === 'SET')
        requirePrivilege(context, session, { privilege: 'OPERATE', type: 'SYSTEM', name: '' });
      return;
    default:
  }
}
