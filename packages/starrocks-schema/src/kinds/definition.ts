/** Normal forms of the objects beside tables and views: what `kinds/` knows, one file per kind. */

import type { Properties } from '../definition';

/** Kinds that the registry answers for. */
export type PlainKind = PlainDefinition['kind'];

export type PlainDefinition =
  | StorageVolumeDefinition
  | CatalogDefinition
  | WarehouseDefinition
  | ResourceGroupDefinition
  | SyncMaterializedViewDefinition
  | FunctionDefinition
  | RoutineLoadDefinition
  | PipeDefinition
  | TaskDefinition
  | RoleDefinition
  | UserDefinition
  | GrantsDefinition;

export interface StorageVolumeDefinition {
  readonly kind: 'storage-volume';
  /** Upper case, e.g. S3. */
  readonly type: string;
  readonly locations: readonly string[];
  readonly comment: string;
  readonly properties: Properties;
}

/** An external catalog. */
export interface CatalogDefinition {
  readonly kind: 'catalog';
  readonly comment: string;
  readonly properties: Properties;
}

export interface WarehouseDefinition {
  readonly kind: 'warehouse';
  readonly comment: string;
  readonly properties: Properties;
}

export interface ResourceGroupDefinition {
  readonly kind: 'resource-group';
  /** One text per classifier, its conditions sorted: `query_type in (select), user=app`. Sorted themselves. */
  readonly classifiers: readonly string[];
  readonly properties: Properties;
}

/** A synchronous materialized view: a rollup of one table, filled by its loads. */
export interface SyncMaterializedViewDefinition {
  readonly kind: 'sync-materialized-view';
  /** Folded. */
  readonly query: string;
}

export interface FunctionDefinition {
  readonly kind: 'function';
  /** Argument types, with the name before it where the function is an expression. */
  readonly arguments: readonly string[];
  readonly variadic: boolean;
  /** Absent for an expression. */
  readonly returns?: string;
  /** `SCALAR`, `TABLE`, `AGGREGATE` or `EXPRESSION`. */
  readonly form: string;
  /** Inline source, or the expression folded. */
  readonly body: string;
  readonly properties: Properties;
}

export interface RoutineLoadDefinition {
  readonly kind: 'routine-load';
  /** `database.table`. */
  readonly table: string;
  /** KAFKA or PULSAR. */
  readonly source: string;
  /** `columns`, `where`, `partitions`, `columns_terminated_by`, `rows_terminated_by`; folded. */
  readonly load: Properties;
  readonly properties: Properties;
  readonly sourceProperties: Properties;
}

export interface PipeDefinition {
  readonly kind: 'pipe';
  /** The INSERT, folded. */
  readonly insert: string;
  readonly properties: Properties;
}

export interface TaskDefinition {
  readonly kind: 'task';
  /** What it runs, folded. */
  readonly body: string;
  /** E.g. `1 DAY`; absent for a task that runs once. */
  readonly every?: string;
  readonly start?: string;
  readonly properties: Properties;
}

export interface RoleDefinition {
  readonly kind: 'role';
  readonly comment: string;
}

export interface UserDefinition {
  readonly kind: 'user';
  /** Lower case, e.g. `mysql_native_password`. */
  readonly plugin: string;
  /** A reference to a secret, or a hash; empty without a password. Never a password. */
  readonly credential: string;
  readonly defaultRoles: readonly string[];
  readonly properties: Properties;
}

/** All that one role or user was granted. */
export interface GrantsDefinition {
  readonly kind: 'grants';
  /** Sorted. */
  readonly roles: readonly string[];
  /** One privilege on one object each, sorted: `SELECT ON TABLE ods.loan`, `INSERT ON ALL TABLES IN DATABASE ods`. */
  readonly privileges: readonly string[];
}
