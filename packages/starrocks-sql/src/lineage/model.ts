/** Column lineage as data. */

import type { Position } from '../ast';

/** A column of a table, or with column `*` the rows of it: count(*) has no other source. */
export interface SourceColumn {
  /** `[[catalog.]database.]table` as the query names it. */
  readonly table: string;
  readonly column: string;
}

/** One column of the result of a query. */
export interface LineageColumn {
  readonly name: string;
  /** Columns whose values it is made of, without repetition, in the order of the text. */
  readonly sources: readonly SourceColumn[];
  /** Whether it is computed, and not the source column as it is. */
  readonly computed: boolean;
}

/** Where a column decides which rows there are. */
export type InfluenceClause = 'where' | 'join' | 'group-by' | 'having' | 'qualify' | 'order-by' | 'set-operation';

export interface Influence extends SourceColumn {
  readonly clause: InfluenceClause;
}

/** A name whose source is not certain. Nothing is guessed: the column that uses it lacks this source. */
export interface LineageProblem {
  readonly reason: string;
  /** Place in the text of the query. */
  readonly at: Position;
}

export interface QueryLineage {
  /** Absent when not even the names of the result are certain. */
  readonly columns?: readonly LineageColumn[];
  /** Tables whose rows are read, each as column `*`. */
  readonly rows: readonly SourceColumn[];
  readonly influences: readonly Influence[];
  readonly problems: readonly LineageProblem[];
}

/** Names of the columns of a table; `undefined` when the table is not known. */
export type ColumnsOf = (table: readonly string[]) => readonly string[] | undefined;

export function keyOf({ table, column }: SourceColumn): string {
  return `${table}\0${column}`;
}

/** Sources without repetition. */
export function distinct<Source extends SourceColumn>(sources: readonly Source[]): Source[] {
  return [...new Map(sources.map((source) => [keyOf(source), source])).values()];
}

// ------------------------------------------------------------------------------------------------------ the library

/** A column of a declared object, or of a table outside of the library. */
export interface ColumnId {
  /** Id of the object, e.g. `ods.loan`; for others the name as the query has it. */
  readonly object: string;
  readonly column: string;
}

export interface ObjectColumn {
  readonly name: string;
  /** Columns of other objects that it is made of; none for a column that only loads fill. */
  readonly sources: readonly ColumnId[];
  /** The columns without sources at the beginning of all ways that lead here. */
  readonly origins: readonly ColumnId[];
  readonly computed: boolean;
}

export interface ObjectLineage {
  readonly id: string;
  readonly kind: string;
  readonly columns: readonly ObjectColumn[];
  readonly influences: readonly (ColumnId & { readonly clause: InfluenceClause })[];
  readonly problems: readonly LineageProblem[];
}

/** Lineage of all tables, views and materialized views of a library. */
export interface Lineage {
  readonly version: 1;
  /** In the order of the bundle. */
  readonly objects: readonly ObjectLineage[];
}
