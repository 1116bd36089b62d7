import type { Moment } from './calendar';
import { keyOf, TABLE_NAMES } from './tables';
import type { AnyRow, RowOf, TableName } from './tables';

/** What a source reports about a row. */
export interface Change {
  readonly op: 'upsert' | 'delete';
  /** When it happened in the source. */
  readonly at: Moment;
  readonly row: AnyRow;
}

/** A table as a change-data-capture job sees it: first a snapshot, then what happened after it. */
export interface TableChanges {
  /** Rows that existed at the cut-over, each in the state of that moment. */
  readonly snapshot: readonly AnyRow[];
  /** What happened after the cut-over, oldest first. */
  readonly changes: readonly Change[];
}

/** Collects what happens in the sources. What would happen after the end of the story has not happened yet and is left out. */
export class ChangeLog {
  private readonly entries = new Map<TableName, Change[]>(TABLE_NAMES.map((name) => [name, []]));

  constructor(private readonly end: Moment) {}

  /** Whether the moment belongs to the story. */
  public has(at: Moment): boolean {
    return at <= this.end;
  }

  public upsert<T extends TableName>(table: T, at: Moment, row: RowOf<T>): void {
    this.add(table, { op: 'upsert', at, row: row });
  }

  public delete<T extends TableName>(table: T, at: Moment, row: RowOf<T>): void {
    this.add(table, { op: 'delete', at, row: row });
  }

  /** Splits every table at the cut-over. */
  public split(cutOver: Moment): ReadonlyMap<TableName, TableChanges> {
    return new Map([...this.entries].map(([table, changes]) => [table, splitTable(table, changes, cutOver)]));
  }

  private add(table: TableName, change: Change): void {
    if (this.has(change.at)) this.entries.get(table)?.push(change);
  }
}

function splitTable(table: TableName, entries: readonly Change[], cutOver: Moment): TableChanges {
  const ordered = [...entries].sort((a, b) => a.at - b.at);
  const firstAfter = ordered.findIndex((change) => change.at > cutOver);
  const before = firstAfter === -1 ? ordered : ordered.slice(0, firstAfter);
  return {
    snapshot: fold(table, [], before),
    changes: firstAfter === -1 ? [] : ordered.slice(firstAfter),
  };
}

/** Rows of a table after the changes were applied to it. */
export function fold(table: TableName, rows: readonly AnyRow[], changes: readonly Change[]): readonly AnyRow[] {
  const key = keyOf(table);
  const state = new Map(rows.map((row) => [row[key], row]));
  for (const { op, row } of changes) {
    if (op === 'delete') state.delete(row[key]);
    else state.set(row[key], row);
  }
  return [...state.values()];
}
