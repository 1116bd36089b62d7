/** Partitions of tables with `dynamic_partition.enable`: made ahead of time, dropped when they are old. */

import type { DataType } from '@strata/starrocks-sql';

import type { PartitionRecord, TableRecord } from '../../storage/model';
import { findColumn } from '../table/keys';
import { dateText } from '../table/dates';
import { isSimple } from '../table/type-checks';
import { formatTime } from '../times';
import { UNITS, step } from './batch';
import { comparedTypes } from './declared';
import { compareRows, rangeText, readRange } from './range';
import type { Range } from './range';

const KEEP_ALL = -2_147_483_648;
const DAY_MS = 86_400_000;

interface Timetable {
  readonly unit: string;
  readonly start: number;
  readonly end: number;
  readonly prefix: string;
  readonly timeZone: string;
  /** From 1 for Monday. */
  readonly weekStart: number;
  readonly monthStart: number;
}

/** Whether a table wants partitions made for it. */
export function isDynamic({ partition, properties }: TableRecord): boolean {
  return partition?.kind === 'range' && properties['dynamic_partition.enable'] === 'true';
}

/** Partitions that a dynamic table has at a moment: none too old, and all up to the end of its timetable. */
export function dynamicPartitions(table: TableRecord, nowMs: number, nextId: () => number): readonly PartitionRecord[] {
  const timetable = readTimetable(table.properties);
  const unit = UNITS[timetable.unit];
  if (!isDynamic(table) || table.partition === undefined || unit === undefined) return table.partitions;
  const types = comparedTypes(table.partition, table.columns);
  const text = boundText(table);
  const bound = (distance: number): number => step(currentStart(timetable, nowMs), unit, distance);
  const oldest = timetable.start === KEEP_ALL ? undefined : text(bound(timetable.start));
  const kept = table.partitions.filter(
    (partition) => oldest === undefined || partition.temporary === true || !endsBefore(partition, oldest, types),
  );
  const added: PartitionRecord[] = [];
  for (let distance = 0; distance <= timetable.end; distance += 1) {
    const lower = bound(distance);
    const range: Range = { lower: [text(lower)], upper: [text(bound(distance + 1))] };
    if (!kept.some((other) => overlaps(other, range, types)))
      added.push({ id: nextId(), name: nameOf(timetable, lower), values: rangeText(range) });
  }
  if (added.length === 0 && kept.length === table.partitions.length) return table.partitions;
  return [...kept, ...added].sort((a, b) =>
    compareRows(readRange(a.values)?.lower ?? [], readRange(b.values)?.lower ?? [], types),
  );
}

function readTimetable(properties: Readonly<Record<string, string>>): Timetable {
  const get = (key: string, otherwise: string): string => properties[`dynamic_partition.${key}`] ?? otherwise;
  return {
    unit: get('time_unit', 'DAY').toUpperCase(),
    start: Number(get('start', String(KEEP_ALL))),
    end: Number(get('end', '0')),
    prefix: get('prefix', 'p'),
    timeZone: get('time_zone', 'UTC'),
    weekStart: Number(get('start_day_of_week', '1')),
    monthStart: Number(get('start_day_of_month', '1')),
  };
}

/** How a moment is written as a bound: whole numbers are dates without signs. */
function boundText(table: TableRecord): (ms: number) => string {
  const [name = ''] = table.partition?.kind === 'range' ? table.partition.columns : [];
  const type = findColumn(table.columns, name)?.type;
  if (type === undefined || isSimple(type, 'DATE', 'DATETIME'))
    return (ms) => dateText(ms, type !== undefined && isSimple(type, 'DATETIME'));
  return (ms) => dateText(ms, false).replaceAll('-', '');
}

/** Start of the unit of time that a moment is in, by the clock of the table's zone. */
function currentStart({ unit, timeZone, weekStart, monthStart }: Timetable, nowMs: number): number {
  const local = new Date(`${formatTime(nowMs, timeZone).replace(' ', 'T')}Z`);
  if (unit === 'HOUR') return local.setUTCMinutes(0, 0, 0);
  const day = local.setUTCHours(0, 0, 0, 0);
  switch (unit) {
    case 'WEEK':
      return day - ((local.getUTCDay() + 7 - (weekStart % 7)) % 7) * DAY_MS;
    case 'MONTH':
      return Date.UTC(
        local.getUTCFullYear(),
        local.getUTCMonth() - (local.getUTCDate() < monthStart ? 1 : 0),
        monthStart,
      );
    case 'YEAR':
      return Date.UTC(local.getUTCFullYear(), 0, 1);
    default:
      return day;
  }
}

function nameOf({ unit, prefix }: Timetable, startMs: number): string {
  const digits = new Date(startMs).toISOString().replace(/[^0-9]/g, '');
  if (unit === 'WEEK') return `${prefix}${digits.slice(0, 4)}_${String(weekOfYear(startMs)).padStart(2, '0')}`;
  return `${prefix}${digits.slice(0, { YEAR: 4, MONTH: 6, HOUR: 10 }[unit] ?? 8)}`;
}

function weekOfYear(ms: number): number {
  const first = Date.UTC(new Date(ms).getUTCFullYear(), 0, 1);
  return Math.floor((ms - first) / (7 * DAY_MS)) + 1;
}

function endsBefore(partition: PartitionRecord, oldest: string, types: readonly DataType[]): boolean {
  const upper = readRange(partition.values)?.upper;
  return upper !== undefined && compareRows(upper, [oldest], types) <= 0;
}

function overlaps(partition: PartitionRecord, range: Range, types: readonly DataType[]): boolean {
  const other = readRange(partition.values);
  if (other === undefined || partition.temporary === true) return false;
  return compareRows(other.lower, range.upper, types) < 0 && compareRows(range.lower, other.upper, types) < 0;
}
