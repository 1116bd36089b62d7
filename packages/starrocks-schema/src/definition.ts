/**
 * Objects in normal form: what StarRocks adds, reorders or prints differently is gone, so that two definitions of the
 * same object are equal data. Made from parsed statements by `normalise.ts`, for files and for live objects alike.
 */

import type { PlainDefinition, PlainKind } from './kinds/definition';

/** Kinds whose changes the planner knows by rules of their own. */
export type RelationKind = 'database' | 'table' | 'view' | 'materialized-view';

/** Every kind of object of a warehouse. */
export type ObjectKind = RelationKind | PlainKind;

export type Definition =
  DatabaseDefinition | TableDefinition | ViewDefinition | MaterializedViewDefinition | PlainDefinition;

/** Properties by key. A value is in normal form (lower-case booleans, singular units). */
export type Properties = Readonly<Record<string, string>>;

export interface DatabaseDefinition {
  readonly kind: 'database';
  readonly properties: Properties;
}

export interface Column {
  readonly name: string;
  /** In normal form, e.g. `bigint`, `varchar(65533)`, `decimal(18,2)`, `array<int>`. */
  readonly type: string;
  readonly nullable: boolean;
  readonly aggregation?: string;
  /** Tagged by its form: `string:0`, `current_timestamp`, `null`, `expression:uuid()`. */
  readonly default?: string;
  readonly autoIncrement: boolean;
  /** Expression of a generated column, folded. */
  readonly generated?: string;
  readonly comment: string;
}

export interface Key {
  readonly model: 'DUPLICATE' | 'PRIMARY' | 'UNIQUE' | 'AGGREGATE';
  readonly columns: readonly string[];
}

export interface Index {
  readonly name: string;
  readonly columns: readonly string[];
  readonly type: string;
  readonly properties: Properties;
  readonly comment: string;
}

/** How rows are spread over tablets. Absent buckets are chosen by the engine. */
export interface DistributionDefinition {
  readonly kind: 'hash' | 'random';
  readonly columns: readonly string[];
  readonly buckets?: number;
}

/** The scheme only: partitions come and go with loads and time-to-live, so they are no part of a definition. */
export interface PartitionDefinition {
  readonly kind: 'range' | 'list' | 'expression';
  /** Columns, or expressions folded. */
  readonly by: readonly string[];
}

export interface TableDefinition {
  readonly kind: 'table';
  readonly columns: readonly Column[];
  readonly key?: Key;
  readonly indexes: readonly Index[];
  readonly partition?: PartitionDefinition;
  readonly distribution?: DistributionDefinition;
  readonly orderBy?: readonly string[];
  readonly comment: string;
  readonly properties: Properties;
}

export interface OutputColumn {
  readonly name: string;
  readonly comment: string;
}

export interface ViewDefinition {
  readonly kind: 'view';
  /** Empty when the query alone names them. */
  readonly columns: readonly OutputColumn[];
  readonly comment: string;
  readonly security: 'NONE' | 'INVOKER';
  /** Folded: without comments, one space between tokens. */
  readonly query: string;
}

export interface Refresh {
  readonly mode: 'async' | 'manual' | 'incremental';
  readonly deferred: boolean;
  readonly start?: string;
  /** E.g. `10 MINUTE`. */
  readonly every?: string;
}

export interface MaterializedViewDefinition {
  readonly kind: 'materialized-view';
  readonly columns: readonly OutputColumn[];
  readonly indexes: readonly Index[];
  readonly comment: string;
  readonly partitionBy?: readonly string[];
  readonly distribution?: DistributionDefinition;
  readonly orderBy?: readonly string[];
  readonly refresh: Refresh;
  readonly properties: Properties;
  readonly query: string;
}
