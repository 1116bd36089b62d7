import type {
  GrantPrivilegeStatement,
  Grantee,
  PrivilegeTarget,
  RevokePrivilegeStatement,
} from '@strata/starrocks-sql';

import { analysisError, unsupported } from '../../errors';
import { OK } from '../../protocol/result';
import type { StatementResult } from '../../protocol/result';
import { userKey } from '../../storage/catalog';
import type { Catalog } from '../../storage/catalog';
import type { GrantRecord } from '../../storage/model';
import type { ServerContext, SessionState } from '../context';
import { requireRole } from './builtin';
import { requireUser } from './users';

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
