import fc from 'fast-check';

import type { Statement } from '../../../src/ast';
import type { Grantee, PrivilegeTarget, UserIdentity } from '../../../src/ast-security';
import { at, bool, constant, name, names, nonEmpty, partial, properties, someProperties, text, type } from './basics';

const kind = <Kind extends string>(value: Kind) => fc.constant(value);
const here = { at: fc.constant(at) };

const user: fc.Arbitrary<UserIdentity> = partial(
  { user: nonEmpty, domain: fc.constant(false) },
  { host: constant('%', '10.0.0.1') },
);
const roles = names;
const authentication = fc.oneof(
  fc.record({ kind: kind('password'), password: text }),
  fc.record({ kind: kind('hash'), hash: constant('*6BB4837EB74329105EE4568DDA7DC67ED2CA2AD9') }),
  partial(
    { kind: kind('plugin'), plugin: constant('mysql_native_password', 'authentication_ldap_simple') },
    { by: fc.record({ form: constant('BY', 'AS'), value: text }) },
  ),
);
const grantee: fc.Arbitrary<Grantee> = fc.oneof(
  fc.record({ kind: kind('user'), user }),
  fc.record({ kind: kind('role'), role: name }),
);
const selection = fc.oneof(constant('NONE', 'ALL'), roles);
const on: fc.Arbitrary<PrivilegeTarget> = fc.oneof(
  fc.record({
    kind: kind('objects'),
    objectType: constant('TABLE', 'VIEW', 'MATERIALIZED VIEW'),
    names: fc.array(fc.tuple(name, name), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    kind: kind('objects'),
    objectType: constant('DATABASE', 'CATALOG', 'RESOURCE GROUP', 'WAREHOUSE'),
    names: fc.array(fc.tuple(name), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    kind: kind('all'),
    objectType: constant('TABLES', 'VIEWS', 'MATERIALIZED VIEWS'),
    in: fc.oneof(fc.record({ kind: kind('all-databases') }), fc.record({ kind: kind('database'), name })),
  }),
  fc.record({
    kind: kind('functions'),
    global: fc.constant(false),
    functions: fc.array(fc.record({ name: fc.tuple(name, name), arguments: fc.array(type, { maxLength: 2 }) }), {
      minLength: 1,
      maxLength: 2,
    }),
  }),
);
const privileges = fc.array(constant('SELECT', 'INSERT', 'ALTER', 'DROP', 'USAGE'), { minLength: 1, maxLength: 2 });

type Kinds =
  | 'create-user'
  | 'alter-user'
  | 'drop-user'
  | 'create-role'
  | 'alter-role'
  | 'drop-role'
  | 'grant-role'
  | 'revoke-role'
  | 'grant-privilege'
  | 'revoke-privilege'
  | 'set-default-role'
  | 'set-role'
  | 'set-password';

export const SECURITY: { readonly [Kind in Kinds]: fc.Arbitrary<Extract<Statement, { readonly kind: Kind }>> } = {
  'create-user': partial(
    {
      kind: kind('create-user'),
      user,
      ifNotExists: bool,
      defaultRoles: fc.array(name, { maxLength: 2 }),
      properties,
      ...here,
    },
    { authentication },
  ),
  'alter-user': fc.record({
    kind: kind('alter-user'),
    ...{ user, ifExists: bool },
    action: fc.oneof(
      fc.record({ kind: kind('authentication'), authentication }),
      fc.record({ kind: kind('default-role'), roles: selection }),
      fc.record({ kind: kind('set-properties'), properties: someProperties }),
    ),
    ...here,
  }),
  'drop-user': fc.record({ kind: kind('drop-user'), user, ifExists: bool, ...here }),
  'create-role': partial({ kind: kind('create-role'), roles, ifNotExists: bool, ...here }, { comment: text }),
  'alter-role': fc.record({ kind: kind('alter-role'), roles, ifExists: bool, comment: text, ...here }),
  'drop-role': fc.record({ kind: kind('drop-role'), roles, ifExists: bool, ...here }),
  'grant-role': fc.record({ kind: kind('grant-role'), roles, to: grantee, ...here }),
  'revoke-role': fc.record({ kind: kind('revoke-role'), roles, from: grantee, ...here }),
  'grant-privilege': fc.record({
    kind: kind('grant-privilege'),
    privileges,
    on,
    to: grantee,
    withGrantOption: bool,
    ...here,
  }),
  'revoke-privilege': fc.record({ kind: kind('revoke-privilege'), privileges, on, from: grantee, ...here }),
  'set-default-role': fc.record({ kind: kind('set-default-role'), roles: selection, to: user, ...here }),
  'set-role': fc.oneof(
    fc.record({
      kind: kind('set-role'),
      roles: fc.oneof(constant('NONE', 'DEFAULT'), roles),
      except: fc.constant([]),
      ...here,
    }),
    fc.record({ kind: kind('set-role'), roles: kind('ALL'), except: fc.array(name, { maxLength: 2 }), ...here }),
  ),
  'set-password': partial(
    {
      kind: kind('set-password'),
      password: fc.oneof(
        fc.record({ kind: kind('plain'), value: text }),
        fc.record({ kind: kind('hash'), value: constant('*6BB4837EB74329105EE4568DDA7DC67ED2CA2AD9') }),
      ),
      ...here,
    },
    { user },
  ),
};
