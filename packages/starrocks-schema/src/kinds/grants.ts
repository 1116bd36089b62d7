/** All that one role or user was granted, as one object: a privilege less is a difference, and revoked. */

import type { Grantee, PrivilegeTarget, Statement } from '@strata/starrocks-sql';
import { parseStatement, printStatement } from '@strata/starrocks-sql';

import type { Difference, StepDraft, Verdict } from '../plan-types';
import { ABSENT } from '../compare-text';
import type { ObjectId } from '../model';
import { idOf, splitId } from '../model';
import { typeText } from '../normalise-type';
import { textOf } from '../row';
import { NOWHERE } from '../sql-text';
import { leftoverOf } from '../swap/names';
import type { PlainChange } from './common';
import { defineKind, step, verdict } from './common';
import type { GrantsDefinition } from './definition';
import { privilegesOf } from './grants-text';
import type { Moves, Query, Read, ReadScope } from './kind';
import { BUILTIN_ROLES } from './role';
import { ADMINISTRATORS, identityOf, userName, userOf } from './user';

export const grants = defineKind<GrantsDefinition>({
  kind: 'grants',
  title: 'set of grants',
  inDatabase: false,
  holdsData: true,
  normalise: (statements) => {
    if (statements.length === 0 || statements.some((each) => !isGrant(each))) return undefined;
    const roles = statements.flatMap((each) => (each.kind === 'grant-role' ? each.roles : []));
    const privileges = statements.flatMap((each) => (each.kind === 'grant-privilege' ? privilegesOf(each) : []));
    return { kind: 'grants', roles: unique(roles), privileges: unique(privileges) };
  },
  create: ({ definition, name }) =>
    definition.kind === 'grants'
      ? [
          ...definition.roles.map((role) => grantRole(name, role)),
          ...byTarget(definition.privileges).map((each) => grant(name, each)),
        ]
      : [],
  drop: ({ name, definition }) =>
    definition === undefined
      ? []
      : [
          ...byTarget(definition.privileges).map((each) => revoke(name, each)),
          ...definition.roles.map((role) => revokeRole(name, role)),
        ],
  compare: (declared, live) => [
    ...compareSets('roles', declared.roles, live.roles),
    ...compareSets('privileges', declared.privileges, live.privileges),
  ],
  references: ({ roles, privileges }, _database) => [
    ...roles.map((role) => idOf('role', '', role)),
    ...privileges.flatMap(targetsOf),
  ],
  follow: (definition, moves) => ({
    ...definition,
    privileges: unique(definition.privileges.map((each) => moved(each, moves))),
  }),
  alter,
  introspect: readGrants,
});

type Grant = Extract<Statement, { readonly kind: 'grant-role' | 'grant-privilege' }>;

function isGrant(statement: Statement): statement is Grant {
  return statement.kind === 'grant-role' || statement.kind === 'grant-privilege';
}

function unique(all: readonly string[]): readonly string[] {
  return [...new Set(all)].sort();
}

/** `role:analyst` or `user:app@%` of a grantee. */
export function granteeName(grantee: Grantee): string {
  switch (grantee.kind) {
    case 'role':
      return `role:${grantee.role}`;
    case 'user':
      return `user:${userName(grantee.user)}`;
    case 'external-group':
      return `group:${grantee.group}`;
  }
}

function granteeOf(name: string): Grantee {
  const rest = name.slice(name.indexOf(':') + 1);
  if (name.startsWith('role:')) return { kind: 'role', role: rest };
  if (name.startsWith('group:')) return { kind: 'external-group', group: rest };
  return { kind: 'user', user: userOf(rest) };
}

// ------------------------------------------------------------------------------------------------------- differences

const OPTION = ' WITH GRANT OPTION';

function compareSets(path: string, declared: readonly string[], live: readonly string[]): readonly Difference[] {
  const [wanted, there] = [new Set(declared), new Set(live)];
  return [
    ...declared
      .filter((each) => !there.has(each))
      .map((each) => ({ path: `${path}.${each}`, declared: 'granted', live: ABSENT })),
    ...live
      .filter((each) => !wanted.has(each))
      .map((each) => ({ path: `${path}.${each}`, declared: ABSENT, live: 'granted' })),
  ];
}

/** What is missing is granted first, so that nobody who keeps a right loses it for a moment. */
function alter({ desired, differences }: PlainChange<GrantsDefinition>): Verdict {
  const { name } = desired;
  const missing = differences.filter(({ declared }) => declared !== ABSENT);
  const surplus = differences.filter(({ declared }) => declared === ABSENT);
  const kept = new Set(desired.definition.kind === 'grants' ? desired.definition.privileges : []);
  const steps: StepDraft[] = [];
  const granted = [
    ...named('roles', missing).map((role) => grantRole(name, role)),
    ...byTarget(named('privileges', missing)).map((each) => grant(name, each)),
  ];
  if (granted.length > 0) steps.push(step('alter-grants', granted, missing, { repeatable: true }));
  const revoked = [
    ...byTarget(named('privileges', surplus).filter((each) => !kept.has(`${each}${OPTION}`))).map((each) =>
      revoke(name, each),
    ),
    ...named('roles', surplus).map((role) => revokeRole(name, role)),
  ];
  // Whoever lost only the option has to get the privilege again.
  const regranted = byTarget(
    named('privileges', surplus)
      .filter((each) => kept.has(each.replace(OPTION, '')))
      .map((each) => each.replace(OPTION, '')),
  );
  if (revoked.length > 0) {
    const statements = [...revoked, ...regranted.map((each) => grant(name, each))];
    steps.push(step('alter-grants', statements, surplus, { wayBack: 'declare the grant again' }));
  }
  return verdict(steps);
}

function named(path: string, differences: readonly Difference[]): readonly string[] {
  return differences.filter((each) => each.path.startsWith(`${path}.`)).map((each) => each.path.slice(path.length + 1));
}

/** `SELECT ON TABLE a.b` and `INSERT ON TABLE a.b` as one `SELECT, INSERT ON TABLE a.b`. */
function byTarget(privileges: readonly string[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const each of privileges) {
    const at = each.indexOf(' ON ');
    const target = each.slice(at);
    groups.set(target, [...(groups.get(target) ?? []), each.slice(0, at)]);
  }
  return [...groups].map(([target, names]) => `${names.join(', ')}${target}`);
}

// -------------------------------------------------------------------------------------------------------- statements

function grantRole(name: string, role: string): string {
  return printStatement({ kind: 'grant-role', roles: [role], to: granteeOf(name), at: NOWHERE });
}

function revokeRole(name: string, role: string): string {
  return printStatement({ kind: 'revoke-role', roles: [role], from: granteeOf(name), at: NOWHERE });
}

function grant(name: string, privilege: string): string {
  const bare = privilege.replace(OPTION, '');
  const statement = parseStatement(`GRANT ${bare} TO ROLE r`);
  if (statement.kind !== 'grant-privilege') return '';
  return printStatement({
    ...statement,
    to: granteeOf(name),
    withGrantOption: privilege.endsWith(OPTION),
    at: NOWHERE,
  });
}

function revoke(name: string, privilege: string): string {
  const statement = parseStatement(`GRANT ${privilege.replace(OPTION, '')} TO ROLE r`);
  if (statement.kind !== 'grant-privilege') return '';
  const { privileges, on } = statement;
  return printStatement({ kind: 'revoke-privilege', privileges, on, from: granteeOf(name), at: NOWHERE });
}

/** The privilege as it is shown when its object has another name. */
function moved(privilege: string, moves: Moves): string {
  const statement = parseStatement(`GRANT ${privilege.replace(OPTION, '')} TO ROLE r`);
  if (statement.kind !== 'grant-privilege' || statement.on.kind !== 'objects') return privilege;
  const names = statement.on.names.map((parts) => moves.get(parts.join('.'))?.split('.') ?? parts);
  const [text = privilege] = privilegesOf({ ...statement, on: { ...statement.on, names } });
  return privilege.endsWith(OPTION) ? `${text}${OPTION}` : text;
}

/** Ids of what a privilege is on. */
function targetsOf(privilege: string): readonly ObjectId[] {
  const statement = parseStatement(`GRANT ${privilege.replace(OPTION, '')} TO ROLE r`);
  return statement.kind === 'grant-privilege' ? idsOf(statement.on) : [];
}

const KINDS = {
  CATALOG: 'catalog',
  'RESOURCE GROUP': 'resource-group',
  'STORAGE VOLUME': 'storage-volume',
  WAREHOUSE: 'warehouse',
} as const;

function idsOf(target: PrivilegeTarget): readonly ObjectId[] {
  switch (target.kind) {
    case 'objects': {
      const kind = Object.entries(KINDS).find(([type]) => type === target.objectType)?.[1];
      return target.names.map((parts) =>
        kind === undefined
          ? target.objectType === 'PIPE'
            ? idOf('pipe', parts[0] ?? '', parts[1] ?? '')
            : parts.join('.')
          : idOf(kind, '', parts.join('.')),
      );
    }
    case 'all':
      return target.in?.kind === 'database' ? [target.in.name] : [];
    case 'users':
      return target.users.map((identity) => idOf('user', '', userName(identity)));
    case 'functions':
      return target.functions.map((each) => {
        const name = `${each.name.at(-1) ?? ''}(${each.arguments.map(typeText).join(',')})`;
        return idOf('function', target.global ? '' : (each.name.at(-2) ?? ''), name);
      });
    case 'system':
      return [];
  }
}

// ----------------------------------------------------------------------------------------------------------- reading

/** The list of all grants shows what wildcards come to, not what was granted: so each grantee is asked. */
async function readGrants(query: Query, scope: ReadScope): Promise<readonly Read[]> {
  const names =
    scope.ids === undefined
      ? await allGrantees(query)
      : [...scope.ids].filter((id) => id.startsWith('grants:')).map((id) => splitId(id).name);
  const reads = await Promise.all(names.map((name) => readGrantee(query, name)));
  return reads.filter((read) => read.statements.length > 0 || read.printed !== undefined);
}

async function allGrantees(query: Query): Promise<readonly string[]> {
  const [roles, users] = await Promise.all([query('SHOW ROLES'), query('SHOW ALL AUTHENTICATION')]);
  return [
    ...roles
      .map((row) => textOf(row, 'name'))
      .filter((name) => !BUILTIN_ROLES.has(name))
      .map((name) => `role:${name}`),
    ...users
      .map((row) => identityOf(textOf(row, 'useridentity')))
      .filter((each) => !ADMINISTRATORS.has(each.user))
      .map((each) => `user:${userName(each)}`),
  ];
}

async function readGrantee(query: Query, name: string): Promise<Read> {
  const grantee = granteeOf(name);
  const at = { id: idOf('grants', '', name), database: '', name };
  const rows = await showGrants(query, grantee);
  // Grants on tables of other catalogs cannot be written with a qualified name: they are nobody's here.
  const own = rows.filter(
    (row) =>
      ['', 'NULL', 'default', 'default_catalog'].includes(textOf(row, 'catalog')) ||
      / ON CATALOG /.test(textOf(row, 'grants')),
  );
  const printed = own.map((row) => textOf(row, 'grants'));
  try {
    return { ...at, statements: printed.map((text) => parseStatement(text)).flatMap(withoutLeftovers) };
  } catch {
    return { ...at, statements: [], printed: [...printed].sort().join('\n') };
  }
}

/** What a swap copies and leaves on its second table is no grant of a file: it goes with that table. */
function withoutLeftovers(statement: Statement): readonly Statement[] {
  if (statement.kind !== 'grant-privilege' || statement.on.kind !== 'objects') return [statement];
  const names = statement.on.names.filter((parts) => leftoverOf(parts.join('.')) === undefined);
  return names.length === 0 ? [] : [{ ...statement, on: { ...statement.on, names } }];
}

async function showGrants(query: Query, grantee: Grantee): ReturnType<Query> {
  const who =
    grantee.kind === 'role'
      ? `ROLE '${grantee.role}'`
      : grantee.kind === 'user'
        ? `'${grantee.user.user}'@'${grantee.user.host ?? '%'}'`
        : `EXTERNAL GROUP '${grantee.group}'`;
  try {
    return await query(`SHOW GRANTS FOR ${who}`);
  } catch (error) {
    // Nobody of that name: it has no grants.
    if (error instanceof Error && /cannot find (user|role)|not exist/i.test(error.message)) return [];
    throw error;
  }
}
