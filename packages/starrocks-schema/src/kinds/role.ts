/** Roles. What they may do is another object: their grants. */

import { printStatement } from '@strata/starrocks-sql';

import { text } from '../compare-text';
import { idOf } from '../model';
import type { Verdict } from '../plan-types';
import { textOf } from '../row';
import { NOWHERE } from '../sql-text';
import type { PlainChange } from './common';
import { defineKind, step, verdict } from './common';
import type { RoleDefinition } from './definition';
import type { Query, Read } from './kind';
import { statementOf } from './statements';

export const BUILTIN_ROLES: ReadonlySet<string> = new Set([
  ...['root', 'cluster_admin', 'db_admin', 'user_admin', 'security_admin', 'public'],
]);

export const role = defineKind<RoleDefinition>({
  kind: 'role',
  title: 'role',
  inDatabase: false,
  // Whoever has it loses it.
  holdsData: true,
  normalise: (statements) => {
    const statement = statementOf(statements, 'create-role');
    return statement === undefined ? undefined : { kind: 'role', comment: statement.comment ?? '' };
  },
  create: ({ sql }) => [sql],
  drop: ({ name }) => [printStatement({ kind: 'drop-role', roles: [name], ifExists: false, at: NOWHERE })],
  compare: (declared, live) => text('comment', declared.comment, live.comment),
  alter,
  introspect: readRoles,
});

function alter({ desired, declared, differences }: PlainChange<RoleDefinition>): Verdict {
  const sql = printStatement({
    kind: 'alter-role',
    roles: [desired.name],
    ifExists: false,
    comment: declared.comment,
    at: NOWHERE,
  });
  return verdict([step('alter-role', [sql], differences, { repeatable: true })]);
}

async function readRoles(query: Query): Promise<readonly Read[]> {
  const rows = await query('SHOW ROLES');
  return rows
    .map((row) => ({ name: textOf(row, 'name'), comment: textOf(row, 'comment') }))
    .filter(({ name }) => !BUILTIN_ROLES.has(name))
    .map(({ name, comment }) => ({
      id: idOf('role', '', name),
      database: '',
      name,
      statements: [
        {
          kind: 'create-role',
          roles: [name],
          ifNotExists: false,
          ...(comment === '' ? {} : { comment }),
          at: NOWHERE,
        } as const,
      ],
    }));
}
