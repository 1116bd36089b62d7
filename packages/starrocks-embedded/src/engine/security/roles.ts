import type {
  AlterRoleStatement,
  CreateRoleStatement,
  DropRoleStatement,
  GrantRoleStatement,
  Grantee,
  RevokeRoleStatement,
} from '@strata/starrocks-sql';

import { SqlError, analysisError, unsupported } from '../../errors';
import { OK } from '../../protocol/result';
import type { StatementResult } from '../../protocol/result';
import type { RoleRecord } from '../../storage/model';
import type { ServerContext } from '../context';
import { BUILTIN_ROLES, requireRole } from './builtin';
import { putUser, requireUser } from './users';

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
