/** Catalogs, storage volumes, resource groups, loads, pipes, tasks, functions. */

import type { DataType, IntervalLiteral, PartitionNames, Position, Property, QualifiedName, SqlText } from './ast';

export interface CreateCatalogStatement {
  readonly kind: 'create-catalog';
  readonly name: string;
  readonly ifNotExists: boolean;
  readonly comment?: string;
  readonly properties: readonly Property[];
  readonly at: Position;
}

export interface AlterCatalogStatement {
  readonly kind: 'alter-catalog';
  readonly name: string;
  readonly properties: readonly Property[];
  readonly at: Position;
}

export interface CreateStorageVolumeStatement {
  readonly kind: 'create-storage-volume';
  readonly name: string;
  readonly ifNotExists: boolean;
  /** As written, e.g. S3. */
  readonly type: string;
  readonly locations: readonly string[];
  readonly comment?: string;
  readonly properties: readonly Property[];
  readonly at: Position;
}

export interface AlterStorageVolumeStatement {
  readonly kind: 'alter-storage-volume';
  readonly name: string;
  readonly ifExists: boolean;
  readonly comment?: string;
  readonly properties: readonly Property[];
  readonly at: Position;
}

export interface SetDefaultStorageVolumeStatement {
  readonly kind: 'set-default-storage-volume';
  readonly name: string;
  readonly at: Position;
}

export interface CreateWarehouseStatement {
  readonly kind: 'create-warehouse';
  readonly name: string;
  readonly ifNotExists: boolean;
  readonly comment?: string;
  readonly properties: readonly Property[];
  readonly at: Position;
}

export interface AlterWarehouseStatement {
  readonly kind: 'alter-warehouse';
  readonly name: string;
  readonly properties: readonly Property[];
  readonly at: Position;
}

/** Conditions of one classifier, as written: `user='a'`, `source_ip='…'`. */
export type Classifier = readonly SqlText[];

export interface CreateResourceGroupStatement {
  readonly kind: 'create-resource-group';
  readonly name: string;
  readonly ifNotExists: boolean;
  readonly orReplace: boolean;
  readonly classifiers: readonly Classifier[];
  readonly properties: readonly Property[];
  readonly at: Position;
}

export interface AlterResourceGroupStatement {
  readonly kind: 'alter-resource-group';
  readonly name: string;
  readonly action:
    | { readonly kind: 'add-classifiers'; readonly classifiers: readonly Classifier[] }
    | { readonly kind: 'drop-classifiers'; readonly ids: readonly number[] | 'ALL' }
    | { readonly kind: 'set-properties'; readonly properties: readonly Property[] };
  readonly at: Position;
}

export type LoadProperty =
  | { readonly kind: 'columns-terminated-by'; readonly separator: string }
  | { readonly kind: 'rows-terminated-by'; readonly separator: string }
  /** `COLUMNS (a, b, c = a + 1)`, each entry as written. */
  | { readonly kind: 'columns'; readonly columns: readonly SqlText[] }
  | { readonly kind: 'where'; readonly condition: SqlText }
  | { readonly kind: 'partitions'; readonly partitions: PartitionNames };

export interface CreateRoutineLoadStatement {
  readonly kind: 'create-routine-load';
  /** `[database.]name`. */
  readonly name: QualifiedName;
  readonly table: QualifiedName;
  readonly loadProperties: readonly LoadProperty[];
  readonly properties: readonly Property[];
  /** Upper case: KAFKA or PULSAR. */
  readonly source: string;
  readonly sourceProperties: readonly Property[];
  readonly at: Position;
}

export interface AlterRoutineLoadStatement {
  readonly kind: 'alter-routine-load';
  readonly name: QualifiedName;
  readonly loadProperties: readonly LoadProperty[];
  readonly properties: readonly Property[];
  readonly source?: string;
  readonly sourceProperties: readonly Property[];
  readonly at: Position;
}

export interface ControlRoutineLoadStatement {
  readonly kind: 'control-routine-load';
  readonly verb: 'PAUSE' | 'RESUME' | 'STOP';
  readonly name: QualifiedName;
  readonly at: Position;
}

export interface CreatePipeStatement {
  readonly kind: 'create-pipe';
  readonly name: QualifiedName;
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly properties: readonly Property[];
  /** The INSERT statement. */
  readonly insert: SqlText;
  readonly at: Position;
}

export interface AlterPipeStatement {
  readonly kind: 'alter-pipe';
  readonly name: QualifiedName;
  readonly action:
    | { readonly kind: 'suspend' }
    | { readonly kind: 'resume' }
    | { readonly kind: 'retry-all' }
    | { readonly kind: 'retry-file'; readonly file: string }
    | { readonly kind: 'set-properties'; readonly properties: readonly Property[] };
  readonly at: Position;
}

export interface SubmitTaskStatement {
  readonly kind: 'submit-task';
  readonly name?: QualifiedName;
  readonly properties: readonly Property[];
  readonly schedule?: { readonly start?: string; readonly every: IntervalLiteral };
  /** The INSERT, CREATE TABLE AS SELECT or CACHE SELECT statement. */
  readonly body: SqlText;
  readonly at: Position;
}

export interface AlterTaskStatement {
  readonly kind: 'alter-task';
  readonly name: QualifiedName;
  readonly ifExists: boolean;
  readonly action:
    | { readonly kind: 'suspend' }
    | { readonly kind: 'resume' }
    | { readonly kind: 'set-properties'; readonly properties: readonly Property[] };
  readonly at: Position;
}

export interface CreateFunctionStatement {
  readonly kind: 'create-function';
  readonly name: QualifiedName;
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly global: boolean;
  readonly body:
    | {
        readonly kind: 'external';
        /** TABLE or AGGREGATE; absent for a scalar function. */
        readonly type?: 'TABLE' | 'AGGREGATE';
        readonly arguments: readonly DataType[];
        readonly variadic: boolean;
        readonly returns: DataType;
        readonly properties: readonly Property[];
        /** Source between `AS $$` and `$$`. */
        readonly inline?: string;
      }
    /** A function that is an SQL expression. */
    | {
        readonly kind: 'expression';
        readonly arguments: readonly { readonly name: string; readonly type: DataType }[];
        readonly expression: SqlText;
      };
  readonly at: Position;
}

export interface DropFunctionStatement {
  readonly kind: 'drop-function';
  readonly name: QualifiedName;
  readonly ifExists: boolean;
  readonly global: boolean;
  readonly arguments: readonly DataType[];
  readonly variadic: boolean;
  readonly at: Position;
}
