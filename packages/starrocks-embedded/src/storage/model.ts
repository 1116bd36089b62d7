import type {
  Aggregation,
  DataType,
  DefaultValue,
  Distribution,
  IndexDefinition,
  IntervalLiteral,
  KeyModel,
  PartitionScheme,
  SortItem,
} from '@strata/starrocks-sql';

/** A database as the catalog keeps it. */
export interface DatabaseRecord {
  readonly id: number;
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
}

export interface ColumnRecord {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  readonly key: boolean;
  readonly autoIncrement: boolean;
  /** How an aggregate table combines values. */
  readonly aggregation?: Aggregation;
  /** Name that the column was born with, when it has another one now: no new column may take it. */
  readonly bornAs?: string;
  readonly default?: DefaultValue;
  /** StarRocks expression of a generated column. */
  readonly generated?: string;
  readonly comment: string;
}

interface ObjectBase {
  readonly id: number;
  readonly database: string;
  readonly name: string;
  readonly columns: readonly ColumnRecord[];
  readonly comment: string;
  readonly createdMs: number;
  /** Last change of the definition or the data, as far as this server notes it. */
  readonly updatedMs: number;
}

export interface PartitionRecord {
  readonly id: number;
  readonly name: string;
  /** Bound or values as SHOW CREATE TABLE prints them, after `VALUES`; empty when the load made the partition. */
  readonly values: string;
  readonly temporary?: boolean;
  /** Rows of a list partition, values joined by NUL. */
  readonly rows?: readonly string[];
}

/** Another order or selection of a table's columns, or a synchronous materialized view. Queries here do not read it. */
export interface RollupRecord {
  readonly id: number;
  readonly name: string;
  readonly columns: readonly ColumnRecord[];
  /** Model that DESC … ALL shows. */
  readonly model: KeyModel;
  readonly createdMs: number;
  /** Query of a synchronous materialized view. */
  readonly query?: string;
}

export interface TableRecord extends ObjectBase {
  readonly kind: 'table';
  readonly model: KeyModel;
  readonly keys: readonly string[];
  readonly partition?: PartitionScheme;
  readonly partitions: readonly PartitionRecord[];
  readonly distribution: Distribution;
  readonly orderBy: readonly SortItem[];
  readonly indexes: readonly IndexDefinition[];
  readonly rollups?: readonly RollupRecord[];
  readonly properties: Readonly<Record<string, string>>;
  /** Next value of the AUTO_INCREMENT column. */
  readonly nextAutoIncrement: number;
  readonly schemaVersion: number;
}

export interface ViewRecord extends ObjectBase {
  readonly kind: 'view';
  readonly query: string;
  /** Database that was current when it was created: what unqualified names in the query mean. */
  readonly createdIn: string;
  /** DuckDB query of it, as translated when it was made: `*` means the columns of that day. */
  readonly sql: string;
  /** Tables, views and materialized views that it reads, as `database.name`. */
  readonly sources: readonly string[];
  readonly security: 'NONE' | 'INVOKER';
}

export interface RefreshSchedule {
  readonly moment: 'IMMEDIATE' | 'DEFERRED' | undefined;
  readonly mode: 'ASYNC' | 'MANUAL';
  readonly start?: string;
  readonly every?: IntervalLiteral;
}

export interface RefreshOutcome {
  readonly queryId: string;
  readonly jobId: string;
  readonly startMs: number;
  readonly finishMs: number;
  readonly state: 'SUCCESS' | 'FAILED' | 'SKIPPED';
  readonly force: boolean;
  readonly error: string;
  readonly manual: boolean;
  readonly sync: boolean;
}

export interface MaterializedViewRecord extends ObjectBase {
  readonly kind: 'materialized-view';
  readonly query: string;
  /** Database that was current when it was created: what unqualified names in the query mean. */
  readonly createdIn: string;
  readonly creator: string;
  readonly refresh: RefreshSchedule;
  readonly partitionBy: readonly string[];
  readonly distribution: Distribution;
  readonly orderBy: readonly SortItem[];
  readonly indexes: readonly IndexDefinition[];
  readonly properties: Readonly<Record<string, string>>;
  readonly taskId: number;
  /** DuckDB query of it, as translated when it was made: `*` means the columns of that day. */
  readonly sql: string;
  /** Tables, views and materialized views that it reads, as `database.name`. */
  readonly sources: readonly string[];
  readonly active: boolean;
  readonly inactiveReason: string;
  readonly lastRefresh?: RefreshOutcome;
}

export type ObjectRecord = TableRecord | ViewRecord | MaterializedViewRecord;

export interface TaskRunRecord {
  readonly queryId: string;
  readonly taskName: string;
  readonly database: string;
  readonly definition: string;
  readonly createMs: number;
  readonly finishMs: number;
  readonly state: 'PENDING' | 'RUNNING' | 'SUCCESS' | 'FAILED' | 'MERGED' | 'SKIPPED';
  readonly error: string;
  readonly extra: string;
  readonly properties: string;
  readonly jobId: string;
}

export type AlterJobState = 'PENDING' | 'WAITING_TXN' | 'RUNNING' | 'FINISHED_REWRITING' | 'FINISHED' | 'CANCELLED';

/** A schema change: born FINISHED when it only touches metadata, else a job that takes its time. */
export interface AlterJobRecord {
  readonly id: number;
  readonly kind: 'COLUMN' | 'ROLLUP' | 'OPTIMIZE';
  readonly database: string;
  /** Name of the table when the job was made. */
  readonly table: string;
  readonly tableId: number;
  /** Index that is made, and the one that it is made from. */
  readonly indexName: string;
  readonly indexId: number;
  readonly originIndexId: number;
  readonly schemaVersion: number;
  /** -1 until the job has one. */
  readonly transactionId: number;
  readonly createMs: number;
  readonly finishMs?: number;
  readonly state: AlterJobState;
  readonly msg: string;
  /** How OPTIMIZE jobs tell what they do. */
  readonly operation?: string;
  /** Whether the change was made without rewriting data. */
  readonly fast: boolean;
  /** Statement that the job carries out, as text, and the database that was current. */
  readonly work?: { readonly sql: string; readonly database: string };
  /** A test wants this job to end as CANCELLED. */
  readonly cancels?: boolean;
}

export type LoadState = 'PREPARE' | 'PREPARED' | 'VISIBLE' | 'ABORTED';

export interface LoadRecord {
  readonly id: number;
  readonly label: string;
  readonly database: string;
  readonly table: string;
  readonly user: string;
  readonly type: 'INSERT' | 'STREAM_LOAD' | 'UPDATE' | 'DELETE';
  readonly state: LoadState;
  readonly totalRows: number;
  readonly filteredRows: number;
  readonly unselectedRows: number;
  readonly loadedRows: number;
  readonly bytes: number;
  readonly createMs: number;
  readonly finishMs: number;
  readonly error: string;
  readonly trackingUrl: string;
  /** Refused rows with the reason, one a line. */
  readonly trackingLog?: string;
}

export interface UserRecord {
  readonly name: string;
  readonly host: string;
  /** How the user proves who it is, when not with a password of this server: nobody logs in as such a user here. */
  readonly plugin?: string;
  /** Hex of SHA1(SHA1(password)), empty without a password. */
  readonly passwordHash: string;
  readonly defaultRoles: readonly string[];
  readonly roles: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
}

export interface RoleRecord {
  readonly name: string;
  readonly comment: string | null;
  readonly roles: readonly string[];
}

/** One granted privilege list, as it was granted. */
export interface GrantRecord {
  readonly id: number;
  /** `'u1'@'%'` or the name of a role. */
  readonly grantee: string;
  readonly granteeKind: 'user' | 'role';
  readonly privileges: readonly string[];
  /** E.g. `TABLE shop.orders`, `ALL TABLES IN DATABASE shop`, `SYSTEM`. */
  readonly target: string;
  readonly catalog: string | null;
  /** Id of the table, view or materialized view: the grant follows it when it is renamed or swapped, and goes with it. */
  readonly objectId?: number;
  readonly withGrantOption: boolean;
}

export type NamedKind =
  | 'storage-volume'
  | 'catalog'
  | 'resource-group'
  | 'routine-load'
  | 'pipe'
  | 'task'
  | 'function'
  | 'resource'
  | 'dictionary'
  | 'dropped'
  | 'dropped-partition';

/** An object with a name and without rows. */
export interface NamedRecord {
  readonly kind: NamedKind;
  readonly id: number;
  /** `database.name` for those that live in a database. */
  readonly name: string;
  readonly createdMs: number;
  readonly comment: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly state: string;
  readonly creator: string;
  /** What else the kind needs, as its own module wrote it. */
  readonly details: Readonly<Record<string, unknown>>;
}
