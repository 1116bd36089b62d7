/** Privileges in normal form: one text per privilege and object. */

import type { GrantPrivilegeStatement, PrivilegeTarget } from '@strata/starrocks-sql';
import { printStatement } from '@strata/starrocks-sql';

import { NOWHERE } from '../sql-text';

/** What ALL stands for, without what only newer releases have. The engine shows the expansion only. */
const ALL: Readonly<Record<string, readonly string[]>> = {
  TABLE: ['ALTER', 'DELETE', 'DROP', 'EXPORT', 'INSERT', 'SELECT', 'UPDATE'],
  VIEW: ['ALTER', 'DROP', 'SELECT'],
  'MATERIALIZED VIEW': ['ALTER', 'DROP', 'REFRESH', 'SELECT'],
  DATABASE: ['ALTER', 'CREATE FUNCTION', 'CREATE MATERIALIZED VIEW', 'CREATE TABLE', 'CREATE VIEW', 'DROP'],
  CATALOG: ['CREATE DATABASE', 'DROP', 'USAGE'],
  FUNCTION: ['DROP', 'USAGE'],
  'GLOBAL FUNCTION': ['DROP', 'USAGE'],
  'RESOURCE GROUP': ['ALTER', 'DROP'],
  'STORAGE VOLUME': ['ALTER', 'DROP', 'USAGE'],
  PIPE: ['ALTER', 'DROP', 'USAGE'],
  WAREHOUSE: ['ALTER', 'USAGE'],
  USER: ['IMPERSONATE'],
};
/** What ALL brings only on some releases: not told apart. */
const SOMETIMES: Readonly<Record<string, readonly string[]>> = {
  TABLE: ['REFRESH'],
  DATABASE: ['CREATE PIPE', 'CREATE MASKING POLICY', 'CREATE ROW ACCESS POLICY'],
  WAREHOUSE: ['DROP'],
};

/** Texts such as `SELECT ON TABLE ods.loan`, `USAGE ON CATALOG hive WITH GRANT OPTION`. */
export function privilegesOf(statement: GrantPrivilegeStatement): readonly string[] {
  const targets = singleTargets(statement.on);
  return targets.flatMap((on) => {
    const type = typeOf(on);
    const names = expanded(statement.privileges, type);
    return names.map((name) => privilegeText(name, on, statement.withGrantOption));
  });
}

function expanded(privileges: readonly string[], type: string): readonly string[] {
  const all = ALL[type];
  if (all === undefined) return privileges;
  const names = privileges.flatMap((name) => (/^ALL( PRIVILEGES)?$/.test(name) ? all : [spelled(name)]));
  const complete = all.every((name) => names.includes(name));
  return complete ? names.filter((name) => !(SOMETIMES[type] ?? []).includes(name)) : names;
}

/** Some releases print `CREATE_TABLE`. */
function spelled(privilege: string): string {
  return privilege.replaceAll('_', ' ');
}

function singleTargets(target: PrivilegeTarget): readonly PrivilegeTarget[] {
  switch (target.kind) {
    case 'objects':
      return target.names.map((name) => ({ kind: 'objects', objectType: target.objectType ?? 'TABLE', names: [name] }));
    case 'users':
      return target.users.map((user) => ({ kind: 'users', users: [{ ...user, host: user.host ?? '%' }] }));
    case 'functions':
      return target.functions.map((each) => ({ ...target, functions: [each] }));
    case 'all':
    case 'system':
      return [target];
  }
}

function typeOf(target: PrivilegeTarget): string {
  switch (target.kind) {
    case 'objects':
      return target.objectType ?? 'TABLE';
    case 'users':
      return 'USER';
    case 'functions':
      return target.global ? 'GLOBAL FUNCTION' : 'FUNCTION';
    case 'all':
      return target.objectType.replace(/IES$/, 'Y').replace(/S$/, '');
    case 'system':
      return 'SYSTEM';
  }
}

function privilegeText(privilege: string, on: PrivilegeTarget, withGrantOption: boolean): string {
  const sql = printStatement({
    kind: 'grant-privilege',
    privileges: [privilege],
    on,
    to: { kind: 'role', role: 'r' },
    withGrantOption: false,
    at: NOWHERE,
  });
  return `${sql.replace(/^GRANT /, '').replace(/ TO ROLE r$/, '')}${withGrantOption ? ' WITH GRANT OPTION' : ''}`;
}
