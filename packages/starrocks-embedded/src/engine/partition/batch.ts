/** START … END … EVERY: many partitions at once. */

import type { DataType, RangePartition } from '@strata/starrocks-sql';

import { analysisError, unsupported } from '../../errors';
import type { PartitionRecord } from '../../storage/model';
import { dateOf, dateText } from '../table/dates';
import { isSimple } from '../table/type-checks';

/** Length of a unit: months differ, all others are always as long. */
interface Length {
  readonly months?: number;
  readonly ms?: number;
}

const HOUR_MS = 3_600_000;

export const UNITS: Readonly<Record<string, Length>> = {
  YEAR: { months: 12 },
  QUARTER: { months: 3 },
  MONTH: { months: 1 },
  WEEK: { ms: 7 * 24 * HOUR_MS },
  DAY: { ms: 24 * HOUR_MS },
  HOUR: { ms: HOUR_MS },
  MINUTE: { ms: 60_000 },
  SECOND: { ms: 1000 },
};

const MOST_PARTITIONS = 4096;

export function expand(
  partition: Extract<RangePartition, { kind: 'multi-range-partition' }>,
  type: DataType | undefined,
  nextId: () => number,
): PartitionRecord[] {
  const { every } = partition;
  const isDate = type === undefined || isSimple(type, 'DATE', 'DATETIME');
  if (every.kind === 'number') {
    if (isDate) throw analysisError('Batch build partition EVERY is date type but START or END does not type match');
    return expandNumbers(partition.start, partition.end, every.value, nextId);
  }
  if (!isDate) throw analysisError('Batch build partition EVERY is date type but START or END does not type match.');
  const unit = UNITS[every.unit];
  if (unit === undefined || /^(MINUTE|SECOND)$/.test(every.unit)) throw unsupported(`partitions EVERY ${every.unit}`);
  const withTime = type === undefined || isSimple(type, 'DATETIME');
  if (every.unit === 'HOUR' && !withTime)
    throw analysisError('Batch build partition for hour interval only supports partition column as DATETIME type');
  const count = Number(every.value.text);
  const start = utc(partition.start);
  const end = utc(partition.end);
  if (start >= end) throw analysisError('Batch build partition start date should less than end date.');
  const records: PartitionRecord[] = [];
  for (let at = start; at < end;) {
    const next = step(floor(at, every.unit), unit, count);
    records.push({
      id: nextId(),
      name: partitionName(at, every.unit),
      values: `[("${dateText(at, withTime)}"), ("${dateText(next, withTime)}"))`,
    });
    if (records.length > MOST_PARTITIONS || !(next > at))
      throw analysisError(`Too many partitions, at most ${MOST_PARTITIONS}`);
    at = next;
  }
  return records;
}

/** Months and years start at their first day, whatever day the first partition starts at. */
function floor(ms: number, unit: string): number {
  const date = new Date(ms);
  if (unit === 'MONTH') date.setUTCDate(1);
  if (unit === 'YEAR') date.setUTCMonth(0, 1);
  return date.getTime();
}

function expandNumbers(start: string, end: string, by: number, nextId: () => number): PartitionRecord[] {
  if (Number(start) >= Number(end))
    throw analysisError('Batch build partition start value should less then end value.');
  const records: PartitionRecord[] = [];
  for (let at = Number(start); at < Number(end) && by > 0; at += by) {
    records.push({ id: nextId(), name: `p${at}`, values: `[("${at}"), ("${Math.min(at + by, Number(end))}"))` });
  }
  return records;
}

function utc(text: string): number {
  const ms = dateOf(text);
  if (ms === undefined) throw analysisError(`Invalid date of a partition: ${text}`);
  return ms;
}

/** Moment that lies `count` units later. */
export function step(ms: number, unit: Length, count: number): number {
  const date = new Date(ms);
  if (unit.months !== undefined) date.setUTCMonth(date.getUTCMonth() + unit.months * count);
  return date.getTime() + (unit.ms ?? 0) * count;
}

/** Name of the partition that starts at a moment. */
export function partitionName(ms: number, unit: string): string {
  const digits = new Date(ms).toISOString().replace(/[^0-9]/g, '');
  const length = { YEAR: 4, QUARTER: 6, MONTH: 6, HOUR: 10, MINUTE: 12, SECOND: 14 }[unit] ?? 8;
  return `p${digits.slice(0, length)}`;
}
