import { SqlError, analysisError } from '../../errors';
import type { Catalog } from '../../storage/catalog';
import type { ServerContext, SessionState } from '../context';

/** Roles that every server has. */
export const BUILTIN_ROLES: Readonly<Record<string, string>> = {
  root: 'built-in root role which has all privileges on all objects',
  db_admin: 'built-in database administration role',
  cluster_admin: 'built-in cluster administration role',
  user_admin: 'built-in user administration role',
  public: 'built-in public role which is owned by any user',
  security_admin: 'built-in security administration role',
};

/** @throws SqlError when there is no such role. */
export function requireRole(catalog: Catalog, name: string): void {
  if (name in BUILTIN_ROLES || catalog.roles().some((role) => role.name === name)) return;
  throw analysisError(`cannot find role ${name}!`);
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
