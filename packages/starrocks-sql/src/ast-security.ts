/** Users, roles and privileges. */

import type { DataType, Position, Property } from './ast';

export interface UserIdentity {
  readonly user: string;
  /** Absent means any host (`'%'`). */
  readonly host?: string;
  /** Written as `'user'@['domain']`. */
  readonly domain: boolean;
}

export type Authentication =
  /** IDENTIFIED BY: the password itself. */
  | { readonly kind: 'password'; readonly password: string }
  /** IDENTIFIED BY PASSWORD: the mysql_native_password hash. */
  | { readonly kind: 'hash'; readonly hash: string }
  /** IDENTIFIED WITH a plugin. */
  | {
      readonly kind: 'plugin';
      readonly plugin: string;
      readonly by?: { readonly form: 'BY' | 'AS'; readonly value: string };
    };

export interface CreateUserStatement {
  readonly kind: 'create-user';
  readonly user: UserIdentity;
  readonly ifNotExists: boolean;
  readonly authentication?: Authentication;
  readonly defaultRoles: readonly string[];
  readonly properties: readonly Property[];
  readonly at: Position;
}

export interface AlterUserStatement {
  readonly kind: 'alter-user';
  readonly user: UserIdentity;
  readonly ifExists: boolean;
  readonly action:
    | { readonly kind: 'authentication'; readonly authentication: Authentication }
    | { readonly kind: 'default-role'; readonly roles: RoleSelection }
    | { readonly kind: 'set-properties'; readonly properties: readonly Property[] };
  readonly at: Position;
}

export interface DropUserStatement {
  readonly kind: 'drop-user';
  readonly user: UserIdentity;
  readonly ifExists: boolean;
  readonly at: Position;
}

export type RoleSelection = 'NONE' | 'ALL' | readonly string[];

export interface CreateRoleStatement {
  readonly kind: 'create-role';
  readonly roles: readonly string[];
  readonly ifNotExists: boolean;
  readonly comment?: string;
  readonly at: Position;
}

export interface AlterRoleStatement {
  readonly kind: 'alter-role';
  readonly roles: readonly string[];
  readonly ifExists: boolean;
  readonly comment: string;
  readonly at: Position;
}

export interface DropRoleStatement {
  readonly kind: 'drop-role';
  readonly roles: readonly string[];
  readonly ifExists: boolean;
  readonly at: Position;
}

/** Who gets or loses roles and privileges. */
export type Grantee =
  | { readonly kind: 'user'; readonly user: UserIdentity }
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'external-group'; readonly group: string };

export interface GrantRoleStatement {
  readonly kind: 'grant-role';
  readonly roles: readonly string[];
  readonly to: Grantee;
  readonly at: Position;
}

export interface RevokeRoleStatement {
  readonly kind: 'revoke-role';
  readonly roles: readonly string[];
  readonly from: Grantee;
  readonly at: Position;
}

/** What a privilege is on. */
export type PrivilegeTarget =
  | { readonly kind: 'system' }
  | { readonly kind: 'users'; readonly users: readonly UserIdentity[] }
  /** Objects by name. `objectType` is upper case (TABLE, DATABASE, …); absent when it was not written. `'*'` is a wildcard. */
  | {
      readonly kind: 'objects';
      readonly objectType?: string;
      readonly names: readonly (readonly string[])[];
    }
  | {
      readonly kind: 'functions';
      readonly global: boolean;
      readonly functions: readonly { readonly name: readonly string[]; readonly arguments: readonly DataType[] }[];
    }
  /** `ON ALL TABLES IN DATABASE d`. `objectType` is upper case and plural. */
  | {
      readonly kind: 'all';
      readonly objectType: string;
      readonly in?: { readonly kind: 'all-databases' } | { readonly kind: 'database'; readonly name: string };
    };

export interface GrantPrivilegeStatement {
  readonly kind: 'grant-privilege';
  /** Upper case, e.g. SELECT, CREATE MATERIALIZED VIEW. */
  readonly privileges: readonly string[];
  readonly on: PrivilegeTarget;
  readonly to: Grantee;
  readonly withGrantOption: boolean;
  readonly at: Position;
}

export interface RevokePrivilegeStatement {
  readonly kind: 'revoke-privilege';
  readonly privileges: readonly string[];
  readonly on: PrivilegeTarget;
  readonly from: Grantee;
  readonly at: Position;
}

export interface SetDefaultRoleStatement {
  readonly kind: 'set-default-role';
  readonly roles: RoleSelection;
  readonly to: UserIdentity;
  readonly at: Position;
}

export interface SetRoleStatement {
  readonly kind: 'set-role';
  /** `DEFAULT` activates the default roles; `except` takes roles out of ALL. */
  readonly roles: RoleSelection | 'DEFAULT';
  readonly except: readonly string[];
  readonly at: Position;
}

export interface SetPasswordStatement {
  readonly kind: 'set-password';
  /** Absent means the current user. */
  readonly user?: UserIdentity;
  /** `PASSWORD('…')` (plain) or a hash literal. */
  readonly password:
    { readonly kind: 'plain'; readonly value: string } | { readonly kind: 'hash'; readonly value: string };
  readonly at: Position;
}
