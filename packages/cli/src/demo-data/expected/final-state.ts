import type { Day } from '../calendar';
import { monthNumber, monthStart } from '../calendar';
import { fold } from '../change-log';
import type { DemoData } from '../generate';
import type { RowOf, TableName } from '../tables';

/** Rows of every table after all changes, as the warehouse must hold them in the end. */
export interface FinalState {
  rows<T extends TableName>(table: T): readonly RowOf<T>[];
  /** Latest day with money moved. */
  readonly businessDate: Day;
}

export function finalState(data: DemoData): FinalState {
  const cache = new Map<TableName, readonly unknown[]>();
  const rows = <T extends TableName>(table: T): readonly RowOf<T>[] => {
    const known = cache.get(table) ?? foldTable(data, table);
    cache.set(table, known);
    return known as readonly RowOf<T>[];
  };
  let businessDate = 0;
  for (const { disbursed_on } of rows('loan')) businessDate = Math.max(businessDate, disbursed_on);
  for (const { paid_on } of rows('repayment')) businessDate = Math.max(businessDate, paid_on);
  return { rows, businessDate };
}

function foldTable(data: DemoData, table: TableName): readonly unknown[] {
  const changes = data.tables.get(table);
  return changes === undefined ? [] : fold(table, changes.snapshot, changes.changes);
}

/** First day of the month of a day. */
export function monthOf(date: Day): Day {
  return monthStart(monthNumber(date));
}

/** Repayments that moved money and were not paid back. */
export function countsAsPaid(row: RowOf<'repayment'>): boolean {
  return row.status === 'succeeded';
}

/** Puts items together by a key, in the order in which keys appear. */
export function groupBy<T, K>(items: Iterable<T>, key: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const known = groups.get(key(item));
    if (known === undefined) groups.set(key(item), [item]);
    else known.push(item);
  }
  return groups;
}

export function sum<T>(items: Iterable<T>, value: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += value(item);
  return total;
}

export function count<T>(items: Iterable<T>, holds: (item: T) => boolean): number {
  let total = 0;
  for (const item of items) if (holds(item)) total++;
  return total;
}
