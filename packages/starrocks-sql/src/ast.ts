/**
 * The syntax tree of StarRocks statements: plain data, told apart by `kind`.
 *
 * Names, types, keys, partitions and properties are structured. Queries and expressions are kept as the text that was
 * written (`SqlText`), because the warehouse is their only judge. An absent clause is an absent field.
 */

import type { AlterTableStatement } from './ast-alter';
import type {
  AlterCatalogStatement,
  AlterPipeStatement,
  AlterResourceGroupStatement,
  AlterRoutineLoadStatement,
  AlterStorageVolumeStatement,
  AlterTaskStatement,
  ControlRoutineLoadStatement,
  CreateCatalogStatement,
  CreateFunctionStatement,
  CreatePipeStatement,
  CreateResourceGroupStatement,
  CreateRoutineLoadStatement,
  CreateStorageVolumeStatement,
  CreateWarehouseStatement,
  AlterWarehouseStatement,
  DropFunctionStatement,
  SetDefaultStorageVolumeStatement,
  SubmitTaskStatement,
} from './ast-jobs';
import type {
  AlterRoleStatement,
  AlterUserStatement,
  CreateRoleStatement,
  CreateUserStatement,
  DropRoleStatement,
  DropUserStatement,
  GrantPrivilegeStatement,
  GrantRoleStatement,
  RevokePrivilegeStatement,
  RevokeRoleStatement,
  SetDefaultRoleStatement,
  SetPasswordStatement,
  SetRoleStatement,
} from './ast-security';

/** A place in a source text. `line` and `column` count from 1, `offset` from 0 (UTF-16 code units). */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** A name of one to three parts: `[[catalog.]database.]object`. Parts are unquoted, their case is kept. */
export interface QualifiedName {
  readonly parts: readonly string[];
  readonly at: Position;
}

/** A query or an expression, exactly as written from its first to its last token (comments between them included). */
export interface SqlText {
  readonly text: string;
  readonly at: Position;
}

/** One entry of PROPERTIES or of a similar list. Both sides are unquoted. */
export interface Property {
  readonly key: string;
  readonly value: string;
}

// ---------------------------------------------------------------------------------------------------------------- types

export type DataType = SimpleType | StringType | DecimalType | ArrayType | MapType | StructType | AggregateStateType;

/** Types without parameters. Display widths such as `INT(11)` carry no meaning and are dropped. */
export interface SimpleType {
  readonly kind: 'simple';
  readonly name: SimpleTypeName;
}

export type SimpleTypeName =
  | 'BOOLEAN'
  | 'TINYINT'
  | 'SMALLINT'
  | 'INT'
  | 'BIGINT'
  | 'LARGEINT'
  | 'FLOAT'
  | 'DOUBLE'
  | 'DATE'
  | 'DATETIME'
  | 'TIME'
  | 'STRING'
  | 'JSON'
  | 'VARIANT'
  | 'HLL'
  | 'BITMAP'
  | 'PERCENTILE';

/** CHAR, VARCHAR and VARBINARY. `'*'` is the longest length that the server allows. */
export interface StringType {
  readonly kind: 'string';
  readonly name: 'CHAR' | 'VARCHAR' | 'VARBINARY' | 'BINARY';
  readonly length?: number | '*';
}

export interface DecimalType {
  readonly kind: 'decimal';
  readonly name: 'DECIMAL' | 'DECIMALV2' | 'DECIMAL32' | 'DECIMAL64' | 'DECIMAL128' | 'DECIMAL256';
  readonly precision?: number;
  readonly scale?: number;
}

export interface ArrayType {
  readonly kind: 'array';
  readonly element: DataType;
}

export interface MapType {
  readonly kind: 'map';
  readonly key: DataType;
  readonly value: DataType;
}

export interface StructType {
  readonly kind: 'struct';
  readonly fields: readonly StructField[];
}

export interface StructField {
  readonly name: string;
  readonly type: DataType;
  readonly comment?: string;
}

/** State of an aggregate function, e.g. `avg(BIGINT)`, in an AGGREGATE KEY table. */
export interface AggregateStateType {
  readonly kind: 'aggregate-state';
  readonly function: string;
  readonly arguments: readonly AggregateStateArgument[];
}

export interface AggregateStateArgument {
  readonly type: DataType;
  /** NULL or NOT NULL when it was written. */
  readonly nullable?: boolean;
}

// --------------------------------------------------------------------------------------------------------------- tables

export interface ColumnDefinition {
  readonly name: string;
  /** Absent only where the grammar allows it: a generated or aggregate-state column may leave it to the server. */
  readonly type?: DataType;
  readonly charset?: string;
  /** Marked KEY in the column itself (rollups and ALTER on duplicate-key tables). */
  readonly key: boolean;
  readonly aggregation?: Aggregation;
  /** NULL or NOT NULL when it was written. */
  readonly nullable?: boolean;
  readonly default?: DefaultValue;
  readonly autoIncrement: boolean;
  /** Expression of a generated column. */
  readonly generated?: SqlText;
  readonly comment?: string;
  readonly at: Position;
}

/** How an AGGREGATE KEY table combines the values of a column. A name outside the list is an aggregate function. */
export type Aggregation =
  | 'SUM'
  | 'MAX'
  | 'MIN'
  | 'REPLACE'
  | 'REPLACE_IF_NOT_NULL'
  | 'HLL_UNION'
  | 'BITMAP_UNION'
  | 'PERCENTILE_UNION'
  | 'AGG_STATE_UNION';

export type DefaultValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'string'; readonly value: string }
  /** CURRENT_TIMESTAMP, with its number of fractional digits when it was written. */
  | { readonly kind: 'current-timestamp'; readonly precision?: number }
  /** `(uuid())` and the like. */
  | { readonly kind: 'expression'; readonly expression: SqlText };

export type KeyModel = 'DUPLICATE' | 'PRIMARY' | 'UNIQUE' | 'AGGREGATE';

export interface KeyDefinition {
  readonly model: KeyModel;
  readonly columns: readonly string[];
}

export interface IndexDefinition {
  readonly name: string;
  readonly columns: readonly string[];
  /** Upper case: BITMAP, GIN, NGRAMBF or VECTOR. */
  readonly type?: string;
  readonly properties: readonly Property[];
  readonly comment?: string;
}

export interface SortItem {
  readonly expression: SqlText;
  readonly direction?: 'ASC' | 'DESC';
  readonly nulls?: 'FIRST' | 'LAST';
}

export type Distribution =
  | { readonly kind: 'hash'; readonly columns: readonly string[]; readonly buckets?: number }
  | { readonly kind: 'random'; readonly buckets?: number };

export type PartitionScheme =
  /** `PARTITION BY RANGE (a, b) (…)`. */
  | { readonly kind: 'range'; readonly columns: readonly string[]; readonly partitions: readonly RangePartition[] }
  /** `PARTITION BY RANGE (expression) (…)`. */
  | {
      readonly kind: 'range-expression';
      readonly expression: SqlText;
      readonly partitions: readonly RangePartition[];
    }
  /** `PARTITION BY LIST (a) (PARTITION p VALUES IN (…))`. */
  | { readonly kind: 'list'; readonly columns: readonly string[]; readonly partitions: readonly ListPartition[] }
  /** `PARTITION BY date_trunc('day', d), city` or `PARTITION BY (d, city)`: partitions are made by the load. */
  | {
      readonly kind: 'expression';
      readonly expressions: readonly SqlText[];
      readonly partitions: readonly RangePartition[];
    };

export type RangePartition = SingleRangePartition | MultiRangePartition;

export interface SingleRangePartition {
  readonly kind: 'range-partition';
  readonly name: string;
  readonly ifNotExists: boolean;
  readonly bound: RangeBound;
  readonly properties: readonly Property[];
}

export type RangeBound =
  | { readonly kind: 'less-than'; readonly values: readonly PartitionValue[] }
  /** `VALUES LESS THAN MAXVALUE`, without parentheses. */
  | { readonly kind: 'less-than-maxvalue' }
  | {
      readonly kind: 'between';
      readonly lower: readonly PartitionValue[];
      readonly upper: readonly PartitionValue[];
    };

/** `START ("…") END ("…") EVERY (INTERVAL 1 DAY)`. */
export interface MultiRangePartition {
  readonly kind: 'multi-range-partition';
  readonly start: string;
  readonly end: string;
  readonly every: { readonly kind: 'number'; readonly value: number } | IntervalLiteral;
}

export interface IntervalLiteral {
  readonly kind: 'interval';
  readonly value: SqlText;
  /** Upper case: YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND, … */
  readonly unit: string;
}

export interface ListPartition {
  readonly kind: 'list-partition';
  readonly name: string;
  readonly ifNotExists: boolean;
  /** One row of values each; a partition by one column may write them without inner parentheses. */
  readonly values: readonly (readonly PartitionValue[])[];
  /** Whether rows are parenthesised, as several columns require. */
  readonly tuples: boolean;
  readonly properties: readonly Property[];
}

export type PartitionValue =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'maxvalue' }
  /** Numbers, NULL and calls, as written. */
  | { readonly kind: 'expression'; readonly expression: SqlText };

export interface RollupDefinition {
  readonly name: string;
  readonly columns: readonly string[];
  readonly duplicateKey?: readonly string[];
  readonly from?: string;
  readonly properties: readonly Property[];
}

export interface CreateTableStatement {
  readonly kind: 'create-table';
  readonly name: QualifiedName;
  readonly ifNotExists: boolean;
  readonly modifier?: 'TEMPORARY' | 'EXTERNAL';
  readonly columns: readonly ColumnDefinition[];
  readonly indexes: readonly IndexDefinition[];
  readonly engine?: string;
  readonly charset?: string;
  readonly key?: KeyDefinition;
  readonly comment?: string;
  readonly partition?: PartitionScheme;
  readonly distribution?: Distribution;
  readonly orderBy?: readonly SortItem[];
  readonly rollups: readonly RollupDefinition[];
  readonly properties: readonly Property[];
  /** BROKER PROPERTIES of external tables. */
  readonly brokerProperties: readonly Property[];
  readonly at: Position;
}

export interface CreateTableLikeStatement {
  readonly kind: 'create-table-like';
  readonly name: QualifiedName;
  readonly ifNotExists: boolean;
  readonly modifier?: 'TEMPORARY' | 'EXTERNAL';
  readonly partition?: PartitionScheme;
  readonly distribution?: Distribution;
  readonly properties: readonly Property[];
  readonly like: QualifiedName;
  readonly at: Position;
}

export interface CreateTableAsSelectStatement {
  readonly kind: 'create-table-as-select';
  readonly name: QualifiedName;
  readonly ifNotExists: boolean;
  readonly temporary: boolean;
  readonly columns: readonly string[];
  readonly indexes: readonly IndexDefinition[];
  readonly key?: KeyDefinition;
  readonly comment?: string;
  readonly partition?: PartitionScheme;
  readonly distribution?: Distribution;
  readonly orderBy?: readonly SortItem[];
  readonly properties: readonly Property[];
  readonly query: SqlText;
  readonly at: Position;
}

export interface DropTableStatement {
  readonly kind: 'drop-table';
  readonly name: QualifiedName;
  readonly ifExists: boolean;
  readonly temporary: boolean;
  readonly force: boolean;
  readonly at: Position;
}

export interface TruncateTableStatement {
  readonly kind: 'truncate-table';
  readonly name: QualifiedName;
  readonly partitions?: PartitionNames;
  readonly at: Position;
}

export interface PartitionNames {
  readonly temporary: boolean;
  readonly names: readonly string[];
}

export interface CreateIndexStatement {
  readonly kind: 'create-index';
  readonly index: IndexDefinition;
  readonly table: QualifiedName;
  readonly at: Position;
}

export interface DropIndexStatement {
  readonly kind: 'drop-index';
  readonly name: string;
  readonly table: QualifiedName;
  readonly at: Position;
}

/** Takes a dropped object back from the recycle bin. */
export interface RecoverStatement {
  readonly kind: 'recover';
  readonly object: 'DATABASE' | 'TABLE' | 'PARTITION';
  readonly name: QualifiedName;
  /** The partition, when `object` is PARTITION and `name` its table. */
  readonly partition?: string;
  readonly at: Position;
}

export interface CancelAlterStatement {
  readonly kind: 'cancel-alter';
  readonly object: 'TABLE' | 'MATERIALIZED VIEW';
  readonly job?: 'COLUMN' | 'ROLLUP' | 'OPTIMIZE';
  readonly name: QualifiedName;
  readonly jobIds: readonly number[];
  readonly force: boolean;
  readonly at: Position;
}

// ------------------------------------------------------------------------------------------------------------ databases

export interface CreateDatabaseStatement {
  readonly kind: 'create-database';
  readonly name: QualifiedName;
  readonly ifNotExists: boolean;
  readonly charset?: string;
  readonly collate?: string;
  readonly properties: readonly Property[];
  readonly at: Position;
}

export interface DropDatabaseStatement {
  readonly kind: 'drop-database';
  readonly name: QualifiedName;
  readonly ifExists: boolean;
  readonly force: boolean;
  readonly at: Position;
}

export interface AlterDatabaseStatement {
  readonly kind: 'alter-database';
  readonly name: QualifiedName;
  readonly action:
    | { readonly kind: 'set-data-quota'; readonly quota: string }
    | { readonly kind: 'set-replica-quota'; readonly quota: number }
    | { readonly kind: 'set-properties'; readonly properties: readonly Property[] }
    | { readonly kind: 'rename'; readonly to: string };
  readonly at: Position;
}

// ---------------------------------------------------------------------------------------- views and materialized views

export interface ViewColumn {
  readonly name: string;
  readonly comment?: string;
}

export interface CreateViewStatement {
  readonly kind: 'create-view';
  readonly name: QualifiedName;
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly columns: readonly ViewColumn[];
  readonly comment?: string;
  readonly security?: 'NONE' | 'INVOKER';
  readonly properties: readonly Property[];
  readonly query: SqlText;
  readonly at: Position;
}

export interface AlterViewStatement {
  readonly kind: 'alter-view';
  readonly name: QualifiedName;
  readonly action:
    | { readonly kind: 'redefine'; readonly columns: readonly ViewColumn[]; readonly query: SqlText }
    | { readonly kind: 'set-security'; readonly security: 'NONE' | 'INVOKER' }
    | { readonly kind: 'set-properties'; readonly properties: readonly Property[] }
    | { readonly kind: 'dialect'; readonly verb: 'ADD' | 'MODIFY'; readonly query: SqlText };
  readonly at: Position;
}

export interface DropViewStatement {
  readonly kind: 'drop-view';
  readonly name: QualifiedName;
  readonly ifExists: boolean;
  readonly at: Position;
}

/** When a materialized view is refreshed. */
export interface RefreshScheme {
  /** IMMEDIATE (the default of the server) or DEFERRED when it was written. */
  readonly moment?: 'IMMEDIATE' | 'DEFERRED';
  /** `async` without `every` follows the loads of its base tables. */
  readonly mode: 'async' | 'manual' | 'incremental';
  readonly start?: string;
  readonly every?: IntervalLiteral;
}

export interface CreateMaterializedViewStatement {
  readonly kind: 'create-materialized-view';
  readonly name: QualifiedName;
  readonly ifNotExists: boolean;
  readonly columns: readonly ViewColumn[];
  readonly indexes: readonly IndexDefinition[];
  readonly comment?: string;
  readonly partitionBy?: readonly SqlText[];
  readonly distribution?: Distribution;
  readonly refresh?: RefreshScheme;
  readonly orderBy?: readonly SortItem[];
  readonly properties: readonly Property[];
  readonly query: SqlText;
  readonly at: Position;
}

export type AlterMaterializedViewAction =
  | { readonly kind: 'rename'; readonly to: string }
  | { readonly kind: 'refresh'; readonly refresh: RefreshScheme }
  | { readonly kind: 'set-properties'; readonly properties: readonly Property[] }
  | { readonly kind: 'set-status'; readonly status: 'ACTIVE' | 'INACTIVE' }
  | { readonly kind: 'swap'; readonly with: string }
  | { readonly kind: 'add-column'; readonly name: string; readonly expression: SqlText }
  | { readonly kind: 'drop-column'; readonly name: string };

export interface AlterMaterializedViewStatement {
  readonly kind: 'alter-materialized-view';
  readonly name: QualifiedName;
  readonly action: AlterMaterializedViewAction;
  readonly at: Position;
}

export interface DropMaterializedViewStatement {
  readonly kind: 'drop-materialized-view';
  readonly name: QualifiedName;
  readonly ifExists: boolean;
  readonly force: boolean;
  readonly at: Position;
}

export interface RefreshMaterializedViewStatement {
  readonly kind: 'refresh-materialized-view';
  readonly name: QualifiedName;
  readonly partition?:
    | { readonly kind: 'range'; readonly start: string; readonly end: string }
    | { readonly kind: 'list'; readonly values: readonly (readonly PartitionValue[])[]; readonly tuples: boolean };
  readonly force: boolean;
  readonly mode?: 'SYNC' | 'ASYNC';
  readonly priority?: number;
  readonly at: Position;
}

export interface CancelRefreshStatement {
  readonly kind: 'cancel-refresh-materialized-view';
  readonly name: QualifiedName;
  readonly force: boolean;
  readonly at: Position;
}

// ------------------------------------------------------------------------------------------- session and other objects

/** Drops an object that has one name of its own: catalog, storage volume, resource group, pipe, task, warehouse, file. */
export interface DropObjectStatement {
  readonly kind: 'drop-object';
  readonly object: 'CATALOG' | 'STORAGE VOLUME' | 'RESOURCE GROUP' | 'PIPE' | 'TASK' | 'WAREHOUSE';
  readonly name: QualifiedName;
  readonly ifExists: boolean;
  readonly force: boolean;
  readonly at: Position;
}

export interface UseStatement {
  readonly kind: 'use';
  readonly name: QualifiedName;
  readonly at: Position;
}

export interface SetVariable {
  /** `user` is `@name`; the others are system variables. Absent means as the server decides (session). */
  readonly scope?: 'GLOBAL' | 'SESSION' | 'LOCAL' | 'VERBOSE' | 'USER';
  readonly name: string;
  /** DEFAULT or ON are kept as text like any expression. */
  readonly value: SqlText;
}

/** `SET a = 1, GLOBAL b = 2`. */
export interface SetStatement {
  readonly kind: 'set';
  readonly assignments: readonly SetVariable[];
  readonly at: Position;
}

/** `SET NAMES utf8` and `SET CHARACTER SET utf8`. */
export interface SetNamesStatement {
  readonly kind: 'set-names';
  readonly form: 'NAMES' | 'CHARACTER SET';
  readonly charset: string;
  readonly collate?: string;
  readonly at: Position;
}

export interface SetCatalogStatement {
  readonly kind: 'set-catalog';
  readonly name: string;
  readonly at: Position;
}

export interface SetWarehouseStatement {
  readonly kind: 'set-warehouse';
  readonly name: string;
  readonly at: Position;
}

/** Statements whose inside this package does not model: the text, and the leading keywords in upper case. */
export interface OpaqueStatement {
  /** SELECT, WITH, VALUES | INSERT, UPDATE, DELETE, LOAD | SHOW, DESC, HELP | everything else, e.g. EXPLAIN, ANALYZE. */
  readonly kind: 'query' | 'dml' | 'show' | 'other';
  /** E.g. ['SHOW', 'CREATE', 'TABLE'] or ['SELECT']: up to four leading words. */
  readonly keywords: readonly string[];
  readonly sql: SqlText;
  readonly at: Position;
}

export type Statement =
  | CreateDatabaseStatement
  | DropDatabaseStatement
  | AlterDatabaseStatement
  | CreateTableStatement
  | CreateTableLikeStatement
  | CreateTableAsSelectStatement
  | AlterTableStatement
  | DropTableStatement
  | TruncateTableStatement
  | CreateIndexStatement
  | DropIndexStatement
  | RecoverStatement
  | CancelAlterStatement
  | CreateViewStatement
  | AlterViewStatement
  | DropViewStatement
  | CreateMaterializedViewStatement
  | AlterMaterializedViewStatement
  | DropMaterializedViewStatement
  | RefreshMaterializedViewStatement
  | CancelRefreshStatement
  | CreateCatalogStatement
  | AlterCatalogStatement
  | CreateStorageVolumeStatement
  | AlterStorageVolumeStatement
  | SetDefaultStorageVolumeStatement
  | CreateWarehouseStatement
  | AlterWarehouseStatement
  | CreateResourceGroupStatement
  | AlterResourceGroupStatement
  | CreateRoutineLoadStatement
  | AlterRoutineLoadStatement
  | ControlRoutineLoadStatement
  | CreatePipeStatement
  | AlterPipeStatement
  | SubmitTaskStatement
  | AlterTaskStatement
  | CreateFunctionStatement
  | DropFunctionStatement
  | DropObjectStatement
  | CreateUserStatement
  | AlterUserStatement
  | DropUserStatement
  | CreateRoleStatement
  | AlterRoleStatement
  | DropRoleStatement
  | GrantRoleStatement
  | RevokeRoleStatement
  | GrantPrivilegeStatement
  | RevokePrivilegeStatement
  | SetDefaultRoleStatement
  | SetRoleStatement
  | SetPasswordStatement
  | SetStatement
  | SetNamesStatement
  | SetCatalogStatement
  | SetWarehouseStatement
  | UseStatement
  | OpaqueStatement;
