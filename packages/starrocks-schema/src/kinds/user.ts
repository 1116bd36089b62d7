/** Users. Passwords are references to secrets, or hashes; the engine shows neither. */

import type { Authentication, UserIdentity } from '@strata/starrocks-sql';
import { printStatement } from '@strata/starrocks-sql';

import { compareProperties, text } from '../compare-text';
import type { Row } from '../connection-types';
import type { ObjectId } from '../model';
import { idOf } from '../model';
import { propertiesOf } from '../normalise-text';
import type { Difference, StepDraft, Verdict } from '../plan-types';
import { textOf } from '../row';
import { NOWHERE, quoteValue } from '../sql-text';
import type { PlainChange } from './common';
import { changedProperties, defineKind, keyOf, mapValues, plainValue, splitProperties, step, verdict } from './common';
import type { UserDefinition } from './definition';
import type { Query, Read, ReadScope } from './kind';
import { statementOf } from './statements';

const NATIVE = 'mysql_native_password';
/** Administrators that come with the instance: they are listed only when somebody declares them. */
export const ADMINISTRATORS: ReadonlySet<string> = new Set(['root', 'admin']);
/** Of properties that were never set. */
const DEFAULTS: Readonly<Record<string, string>> = {
  max_user_connections: '1024',
  catalog: 'default_catalog',
  database: '',
};

export const user = defineKind<UserDefinition>({
  kind: 'user',
  title: 'user',
  inDatabase: false,
  holdsData: true,
  normalise: (statements) => {
    const statement = statementOf(statements, 'create-user');
    if (statement === undefined) return undefined;
    return {
      kind: 'user',
      ...credentialOf(statement.authentication),
      defaultRoles: [...statement.defaultRoles].sort(),
      properties: mapValues(propertiesOf(statement.properties), plainValue),
    };
  },
  create: ({ sql }) => [sql],
  drop: ({ name }) => [printStatement({ kind: 'drop-user', user: userOf(name), ifExists: false, at: NOWHERE })],
  compare: (declared, live, managed) => [
    ...text('plugin', declared.plugin, live.plugin),
    ...compareProperties(declared.properties, { ...DEFAULTS, ...live.properties }, managed),
  ],
  references: ({ defaultRoles }) => defaultRoles.map((name) => idOf('role', '', name)),
  managedKeys: ({ properties }) => Object.keys(properties),
  hidden: { path: 'authentication', of: ({ credential, defaultRoles }) => ({ credential, defaultRoles }) },
  alter,
  introspect: readUsers,
});

/** A password itself keeps its text here, so that `declare` can refuse it; it never gets into a model. */
function credentialOf(authentication: Authentication | undefined): {
  readonly plugin: string;
  readonly credential: string;
} {
  switch (authentication?.kind) {
    case undefined:
      return { plugin: NATIVE, credential: '' };
    case 'password':
      return { plugin: NATIVE, credential: authentication.password };
    case 'hash':
      return { plugin: NATIVE, credential: authentication.hash };
    case 'plugin':
      return { plugin: authentication.plugin.toLowerCase(), credential: authentication.by?.value ?? '' };
  }
}

/** `app@%` as an identity. */
export function userOf(name: string): UserIdentity {
  const at = name.lastIndexOf('@');
  const host = name.slice(at + 1);
  if (at < 0) return { user: name, domain: false };
  const domain = host.startsWith('[');
  return { user: name.slice(0, at), host: domain ? host.slice(1, -1) : host, domain };
}

/** `app@%`: the same for `app` and `'app'@'%'`. */
export function userName({ user: name, host, domain }: UserIdentity): string {
  return `${name}@${domain ? `[${host ?? ''}]` : (host ?? '%')}`;
}

function alter({ desired, declared, differences }: PlainChange<UserDefinition>): Verdict {
  const statement = statementOf([desired.statement], 'create-user');
  const { properties, rest } = splitProperties(differences);
  const identity = userOf(desired.name);
  const steps: StepDraft[] = [];
  if (rest.length > 0) {
    const authentication = statement?.authentication ?? { kind: 'password', password: '' };
    // A password that was rotated is no reason to touch the roles.
    const isRotation = rest.every(({ path }) => path === 'credential');
    const statements = [
      alterUser(identity, { kind: 'authentication', authentication }),
      ...(isRotation ? [] : roleStatements(identity, declared)),
    ];
    steps.push(step('alter-user', statements, rest, { repeatable: true }));
  }
  if (properties.length > 0) {
    const set = [...changedProperties(statement?.properties ?? [], properties), ...resets(properties, declared)];
    const sql = alterUser(identity, { kind: 'set-properties', properties: set });
    steps.push(step('alter-user', [sql], properties, { repeatable: true }));
  }
  return verdict(steps);
}

/** CREATE USER grants its default roles, ALTER USER wants them granted. */
function roleStatements(identity: UserIdentity, { defaultRoles }: UserDefinition): readonly string[] {
  return [
    ...defaultRoles.map((name) =>
      printStatement({ kind: 'grant-role', roles: [name], to: { kind: 'user', user: identity }, at: NOWHERE }),
    ),
    alterUser(identity, { kind: 'default-role', roles: defaultRoles.length === 0 ? 'NONE' : defaultRoles }),
  ];
}

/** What is declared no more gets its default again. */
function resets(
  differences: readonly Difference[],
  { properties }: UserDefinition,
): readonly { readonly key: string; readonly value: string }[] {
  return differences
    .map(keyOf)
    .filter((key) => properties[key] === undefined)
    .map((key) => ({ key, value: DEFAULTS[key] ?? '' }));
}

type UserAction = Parameters<typeof printStatement>[0] extends infer S
  ? S extends { readonly kind: 'alter-user'; readonly action: infer A }
    ? A
    : never
  : never;

function alterUser(identity: UserIdentity, action: UserAction): string {
  return printStatement({ kind: 'alter-user', user: identity, ifExists: false, action, at: NOWHERE });
}

/** One query for all, and one for the properties of each that is wanted. */
async function readUsers(query: Query, scope: ReadScope): Promise<readonly Read[]> {
  const rows = await query('SHOW ALL AUTHENTICATION');
  const known = rows
    .map((row) => ({ row, identity: identityOf(textOf(row, 'useridentity')) }))
    .map(({ row, identity }) => ({ row, identity, id: idOf('user', '', userName(identity)) }))
    .filter(({ id, identity }) => scope.ids?.has(id) ?? !ADMINISTRATORS.has(identity.user));
  return Promise.all(known.map((each) => readUser(query, each)));
}

/** `'app'@'10.%'` */
export function identityOf(printed: string): UserIdentity {
  const [, name = printed, host, domain] = /^'(.*)'@(?:'(.*)'|\['(.*)'\])$/.exec(printed.trim()) ?? [];
  if (domain !== undefined) return { user: name, host: domain, domain: true };
  return { user: name, host: host ?? '%', domain: false };
}

async function readUser(
  query: Query,
  { row, identity, id }: { readonly row: Row; readonly identity: UserIdentity; readonly id: ObjectId },
): Promise<Read> {
  const rows = await query(`SHOW PROPERTY FOR ${quoteValue(identity.user)}`);
  const properties = rows
    .map((each) => ({ key: textOf(each, 'key'), value: textOf(each, 'value') }))
    .filter(({ key, value }) => value !== (DEFAULTS[key] ?? ''));
  const plugin = textOf(row, 'authplugin').toLowerCase();
  const authentication: Authentication | undefined = plugin === NATIVE ? undefined : { kind: 'plugin', plugin };
  return {
    id,
    database: '',
    name: userName(identity),
    statements: [
      {
        kind: 'create-user',
        user: identity,
        ifNotExists: false,
        ...(authentication === undefined ? {} : { authentication }),
        defaultRoles: [],
        properties,
        at: NOWHERE,
      },
    ],
  };
}
