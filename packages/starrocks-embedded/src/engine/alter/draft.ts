import { SqlError, analysisError } from '../../errors';
import type { CatalogChange } from '../../storage/catalog';
import type { AlterJobRecord, ColumnRecord, TableRecord } from '../../storage/model';
import { findColumn } from '../table/keys';
import type { ServerContext, SessionState } from '../context';

/** A table while the clauses of one ALTER change it, and what is to be done to its rows. */
export interface Draft {
  readonly context: ServerContext;
  readonly session: SessionState;
  readonly before: TableRecord;
  table: TableRecord;
  /** Kind of the job that the clauses need so far. */
  job: AlterJobRecord['kind'] | undefined;
  /** Name of the index that the job makes. */
  indexName: string | undefined;
  /** Whether columns changed without a rewrite. */
  fast: boolean;
  /** Columns whose values the schema no longer holds, for materialized views that read them. */
  readonly touched: Set<string>;
  /** Why materialized views of the table go inactive whatever columns they read. */
  inactive: string | undefined;
  readonly work: ((change: CatalogChange) => Promise<void>)[];
  nextId(): number;
}

export function setTable(draft: Draft, part: Partial<TableRecord>): void {
  draft.table = { ...draft.table, ...part };
}

export function needColumn(draft: Draft, name: string, message: string): ColumnRecord {
  const column = findColumn(draft.table.columns, name);
  if (column === undefined) throw new SqlError(1064, message);
  return column;
}

export function replaceColumn(draft: Draft, old: ColumnRecord, next: ColumnRecord): void {
  setTable(draft, { columns: draft.table.columns.map((column) => (column === old ? next : column)) });
}

/** Marks a rewrite of the data. */
export function rewrites(draft: Draft): void {
  draft.job ??= 'COLUMN';
}

export function refuse(message: string): never {
  throw new SqlError(1064, message);
}

export function analysis(detail: string): never {
  throw analysisError(detail);
}

export function withoutProperty(
  properties: Readonly<Record<string, string>>,
  key: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(properties).filter(([other]) => other !== key));
}
