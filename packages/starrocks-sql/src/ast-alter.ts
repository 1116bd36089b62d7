/** Clauses of ALTER TABLE. */

import type {
  ColumnDefinition,
  DataType,
  Distribution,
  IndexDefinition,
  KeyDefinition,
  ListPartition,
  MultiRangePartition,
  PartitionNames,
  PartitionScheme,
  Position,
  Property,
  QualifiedName,
  RollupDefinition,
  SingleRangePartition,
  SortItem,
  SqlText,
} from './ast';

export interface AlterTableStatement {
  readonly kind: 'alter-table';
  readonly name: QualifiedName;
  readonly clauses: readonly AlterTableClause[];
  readonly at: Position;
}

/** Where a column goes: first, or after another one. */
export type ColumnPosition = { readonly kind: 'first' } | { readonly kind: 'after'; readonly column: string };

/** Fields that several column clauses share. */
interface ColumnClauseOptions {
  /** The rollup that the clause is for. */
  readonly rollup?: string;
  readonly properties: readonly Property[];
}

export interface AddColumnClause extends ColumnClauseOptions {
  readonly kind: 'add-column';
  readonly column: ColumnDefinition;
  readonly position?: ColumnPosition;
}

/** `ADD COLUMN (a INT, b INT)`. */
export interface AddColumnsClause extends ColumnClauseOptions {
  readonly kind: 'add-columns';
  readonly columns: readonly ColumnDefinition[];
}

export interface DropColumnClause extends ColumnClauseOptions {
  readonly kind: 'drop-column';
  readonly name: string;
}

export interface ModifyColumnClause extends ColumnClauseOptions {
  readonly kind: 'modify-column';
  readonly column: ColumnDefinition;
  readonly position?: ColumnPosition;
}

/** `MODIFY COLUMN a COMMENT "…"`: metadata only, unlike a full MODIFY. */
export interface ModifyColumnCommentClause {
  readonly kind: 'modify-column-comment';
  readonly name: string;
  readonly comment: string;
}

export interface RenameColumnClause {
  readonly kind: 'rename-column';
  readonly from: string;
  readonly to: string;
}

/** `ORDER BY (…)` alone: the order of all columns, or the sort key, as the server decides from the list. */
export interface OrderColumnsClause extends ColumnClauseOptions {
  readonly kind: 'order-columns';
  readonly columns: readonly string[];
}

export interface AddFieldClause {
  readonly kind: 'add-field';
  readonly column: string;
  /** Path inside the column; its last part is the new field. */
  readonly path: readonly string[];
  readonly type: DataType;
  readonly position?: ColumnPosition;
  readonly properties: readonly Property[];
}

export interface DropFieldClause {
  readonly kind: 'drop-field';
  readonly column: string;
  readonly path: readonly string[];
  readonly properties: readonly Property[];
}

export type NewPartition = SingleRangePartition | MultiRangePartition | ListPartition;

export interface AddPartitionClause {
  readonly kind: 'add-partition';
  readonly temporary: boolean;
  readonly partition: NewPartition;
  readonly distribution?: Distribution;
  readonly properties: readonly Property[];
}

export interface DropPartitionClause {
  readonly kind: 'drop-partition';
  readonly temporary: boolean;
  readonly ifExists: boolean;
  readonly force: boolean;
  readonly target:
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'names'; readonly names: readonly string[] }
    | { readonly kind: 'range'; readonly range: MultiRangePartition }
    | { readonly kind: 'where'; readonly condition: SqlText }
    /** DROP ALL TEMPORARY PARTITIONS. */
    | { readonly kind: 'all-temporary' };
}

export interface TruncatePartitionClause {
  readonly kind: 'truncate-partition';
  readonly partitions: PartitionNames;
}

export interface ModifyPartitionClause {
  readonly kind: 'modify-partition';
  /** `'*'` means all partitions. */
  readonly partitions: readonly string[] | '*';
  readonly properties: readonly Property[];
}

export interface ReplacePartitionClause {
  readonly kind: 'replace-partition';
  readonly partitions: PartitionNames;
  readonly with: PartitionNames;
  readonly properties: readonly Property[];
}

export interface RenamePartitionClause {
  readonly kind: 'rename-partition';
  readonly from: string;
  readonly to: string;
}

/** Changes key, partitioning, sort key or distribution by an OPTIMIZE job (or merges partitions). */
export interface OptimizeClause {
  readonly kind: 'optimize';
  readonly partitions?: PartitionNames;
  readonly key?: KeyDefinition;
  readonly partition?: PartitionScheme;
  readonly orderBy?: readonly SortItem[];
  readonly distribution?: Distribution;
  /** `BETWEEN a AND b` at the end of the clause. */
  readonly range?: { readonly from: string; readonly to: string };
}

/** `DISTRIBUTED BY HASH (k) DEFAULT BUCKETS n`: the number of buckets of partitions to come. */
export interface DefaultBucketsClause {
  readonly kind: 'default-buckets';
  readonly distribution: Distribution;
}

export interface CompactClause {
  readonly kind: 'compact';
  readonly type?: 'BASE' | 'CUMULATIVE';
  readonly partitions: readonly string[];
}

export type AlterTableClause =
  | AddColumnClause
  | AddColumnsClause
  | DropColumnClause
  | ModifyColumnClause
  | ModifyColumnCommentClause
  | RenameColumnClause
  | OrderColumnsClause
  | AddFieldClause
  | DropFieldClause
  | AddPartitionClause
  | DropPartitionClause
  | TruncatePartitionClause
  | ModifyPartitionClause
  | ReplacePartitionClause
  | RenamePartitionClause
  | OptimizeClause
  | DefaultBucketsClause
  | CompactClause
  | { readonly kind: 'add-index'; readonly index: IndexDefinition }
  | { readonly kind: 'drop-index'; readonly name: string }
  | { readonly kind: 'add-rollup'; readonly rollup: RollupDefinition }
  | { readonly kind: 'drop-rollup'; readonly name: string; readonly properties: readonly Property[] }
  | { readonly kind: 'rename-rollup'; readonly from: string; readonly to: string }
  | { readonly kind: 'rename'; readonly to: string }
  | { readonly kind: 'swap'; readonly with: string }
  | { readonly kind: 'set-properties'; readonly properties: readonly Property[] }
  | { readonly kind: 'comment'; readonly comment: string }
  | { readonly kind: 'auto-increment'; readonly value: number };
