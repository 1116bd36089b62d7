import type { PartitionScheme, PartitionValue, RangePartition } from '@strata/starrocks-sql';

import { SqlError, analysisError, unsupported } from '../errors';
import type { PartitionRecord } from '../storage/model';

/** Partitions that a CREATE TABLE names, as the catalog keeps them. */
export function declaredPartitions(
  scheme: PartitionScheme | undefined,
  nextId: () => number,
): readonly PartitionRecord[] {
  if (scheme === undefined) return [];
  if (scheme.kind === 'list') {
    return scheme.partitions.map((partition) => ({
      id: nextId(),
      name: partition.name,
      values: listValues(partition.values, partition.tuples),
    }));
  }
  return rangePartitions([], scheme.partitions, nextId);
}

/** Adds range partitions to those that exist; `LESS THAN` starts where the one before ends. */
export function rangePartitions(
  existing: readonly PartitionRecord[],
  added: readonly RangePartition[],
  nextId: () => number,
): readonly PartitionRecord[] {
  const all = [...existing];
  for (const partition of added) {
    if (partition.kind === 'multi-range-partition') {
      all.push(...expand(partition, nextId));
      continue;
    }
    if (all.some((other) => other.name === partition.name)) {
      if (partition.ifNotExists) continue;
      throw new SqlError(1517, `Duplicate partition name ${partition.name}`);
    }
    all.push({ id: nextId(), name: partition.name, values: boundText(all, partition.bound) });
  }
  return all;
}

type Bound = Extract<RangePartition, { kind: 'range-partition' }>['bound'];

function boundText(before: readonly PartitionRecord[], bound: Bound): string {
  const previous = before.at(-1)?.values;
  const lower = previous === undefined ? '("0000-01-01")' : (/, (\(.*\))\)$/.exec(previous)?.[1] ?? '("0000-01-01")');
  switch (bound.kind) {
    case 'less-than':
      return `[${lower}, ${valueRow(bound.values)})`;
    case 'less-than-maxvalue':
      return `[${lower}, (MAXVALUE))`;
    case 'between':
      return `[${valueRow(bound.lower)}, ${valueRow(bound.upper)})`;
  }
}

function valueRow(values: readonly PartitionValue[]): string {
  return `(${values.map(valueText).join(', ')})`;
}

function valueText(value: PartitionValue): string {
  switch (value.kind) {
    case 'string':
      return `"${value.value}"`;
    case 'maxvalue':
      return 'MAXVALUE';
    case 'expression':
      return `"${value.expression.text}"`;
  }
}

export function listValues(rows: readonly (readonly PartitionValue[])[], tuples: boolean): string {
  const text = (value: PartitionValue): string =>
    value.kind === 'string' ? `'${value.value}'` : valueText(value).replaceAll('"', "'");
  const lists = rows.map((row) => (tuples ? `(${row.map(text).join(', ')})` : row.map(text).join(', ')));
  return `IN (${lists.join(', ')})`;
}

const UNITS: Readonly<Record<string, { readonly months?: number; readonly days?: number; readonly hours?: number }>> = {
  YEAR: { months: 12 },
  QUARTER: { months: 3 },
  MONTH: { months: 1 },
  WEEK: { days: 7 },
  DAY: { days: 1 },
  HOUR: { hours: 1 },
};

const MOST_PARTITIONS = 4096;

function expand(
  partition: Extract<RangePartition, { kind: 'multi-range-partition' }>,
  nextId: () => number,
): PartitionRecord[] {
  const { every } = partition;
  if (every.kind === 'number') return expandNumbers(partition.start, partition.end, every.value, nextId);
  const unit = UNITS[every.unit];
  if (unit === undefined) throw unsupported(`partitions EVERY ${every.unit}`);
  const count = Number(every.value.text);
  const end = utc(partition.end);
  const records: PartitionRecord[] = [];
  for (let at = utc(partition.start); at < end;) {
    const next = step(at, unit, count);
    records.push({
      id: nextId(),
      name: partitionName(at, every.unit),
      values: `[("${boundTime(at, every.unit)}"), ("${boundTime(next, every.unit)}"))`,
    });
    if (records.length > MOST_PARTITIONS || !(next > at))
      throw analysisError(`Too many partitions, at most ${MOST_PARTITIONS}`);
    at = next;
  }
  return records;
}

function expandNumbers(start: string, end: string, by: number, nextId: () => number): PartitionRecord[] {
  const records: PartitionRecord[] = [];
  for (let at = Number(start); at < Number(end) && by > 0; at += by) {
    records.push({ id: nextId(), name: `p${at}`, values: `[("${at}"), ("${Math.min(at + by, Number(end))}"))` });
  }
  return records;
}

function utc(text: string): number {
  const ms = Date.parse(
    `${text
      .trim()
      .replace(' ', 'T')
      .replace(/^(\d{4}-\d{2}-\d{2})$/, '$1T00:00:00')}Z`,
  );
  if (Number.isNaN(ms)) throw analysisError(`Invalid date of a partition: ${text}`);
  return ms;
}

function step(
  ms: number,
  unit: { readonly months?: number; readonly days?: number; readonly hours?: number },
  count: number,
): number {
  const date = new Date(ms);
  if (unit.months !== undefined) date.setUTCMonth(date.getUTCMonth() + unit.months * count);
  return date.getTime() + ((unit.days ?? 0) * 24 + (unit.hours ?? 0)) * count * 3_600_000;
}

function boundTime(ms: number, unit: string): string {
  const text = new Date(ms).toISOString();
  return unit === 'HOUR' ? text.slice(0, 19).replace('T', ' ') : text.slice(0, 10);
}

function partitionName(ms: number, unit: string): string {
  const digits = new Date(ms).toISOString().replace(/[^0-9]/g, '');
  const length = { YEAR: 4, QUARTER: 6, MONTH: 6, HOUR: 10 }[unit] ?? 8;
  return `p${digits.slice(0, length)}`;
}

/** DuckDB condition that holds for the rows of a declared partition of one column; undefined when it has no such form. */
export function partitionCondition(
  scheme: PartitionScheme | undefined,
  values: string,
  quotedColumn: string,
): string | undefined {
  if (scheme?.kind === 'range' && scheme.columns.length === 1) {
    const match = /^\[\("([^"]*)"\), \((?:"([^"]*)"|MAXVALUE)\)\)$/.exec(values);
    if (match === null) return undefined;
    const upper = match[2] === undefined ? '' : ` AND ${quotedColumn} < '${match[2]}'`;
    const lower =
      match[1] === '0000-01-01' ? `(${quotedColumn} IS NULL OR TRUE)` : `${quotedColumn} >= '${match[1] ?? ''}'`;
    return `${lower}${upper}`;
  }
  if (scheme?.kind === 'list' && scheme.columns.length === 1) return `${quotedColumn} ${values}`;
  return undefined;
}
