import type {
  DataType,
  ListPartition,
  PartitionScheme,
  PartitionValue,
  Property,
  RangePartition,
} from '@strata/starrocks-sql';

import { SqlError, analysisError, unsupported } from '../errors';
import type { ColumnRecord, PartitionRecord } from '../storage/model';
import { dateOf, dateText } from './table/dates';
import { findColumn } from './table/keys';
import { schemeColumns } from './table/partition-scheme';
import { isSimple } from './table/type-checks';
import { typeLabel } from './table/type-names';

/** Partitions that a CREATE TABLE names, as the catalog keeps them. */
export function declaredPartitions(
  scheme: PartitionScheme | undefined,
  columns: readonly ColumnRecord[],
  nextId: () => number,
): readonly PartitionRecord[] {
  if (scheme === undefined) return [];
  if (scheme.kind === 'list') return listPartitions([], scheme, columns, scheme.partitions, nextId);
  return rangePartitions([], scheme, columns, scheme.partitions, nextId);
}

const NAME = /^[a-zA-Z_$\p{L}][\w$\p{L}]{0,63}$/u;

function checkName(existing: readonly PartitionRecord[], name: string, inTable: boolean): void {
  if (!NAME.test(name))
    throw new SqlError(1567, `Getting analyzing error. Detail message: Incorrect partition name '${name}'.`);
  if (!existing.some((other) => other.name.toLowerCase() === name.toLowerCase())) return;
  if (!inTable) throw analysisError(`Duplicated partition name: ${name}`);
  throw new SqlError(1517, `Getting analyzing error. Detail message: Duplicate partition name ${name}.`);
}

/** Types of the columns that a scheme of ranges or lists compares. */
function comparedTypes(scheme: PartitionScheme, columns: readonly ColumnRecord[]): readonly DataType[] {
  const datetime: DataType = { kind: 'simple', name: 'DATETIME' };
  if (scheme.kind === 'range-expression') return [datetime];
  return schemeColumns(scheme).map((name) => findColumn(columns, name)?.type ?? datetime);
}

/** Adds list partitions to those that exist. */
export function listPartitions(
  existing: readonly PartitionRecord[],
  scheme: PartitionScheme,
  columns: readonly ColumnRecord[],
  added: readonly ListPartition[],
  nextId: () => number,
): readonly PartitionRecord[] {
  const types = comparedTypes(scheme, columns);
  const all = [...existing];
  for (const partition of added) {
    const same = all.find((other) => other.name === partition.name);
    if (same !== undefined && partition.ifNotExists) continue;
    checkName(all, partition.name, existing.length > 0);
    const rows = partition.values.map((row) => {
      if (row.length !== types.length)
        throw analysisError(`(${row.map(plainValue).join(',')}) size should be equal to partition column size `);
      return row.map((value, index) => literal(plainValue(value), types[index], ''));
    });
    for (const row of rows) {
      const text = row.join('\u0000');
      if (all.some((other) => other.rows?.includes(text) === true)) {
        throw analysisError(
          existing.length > 0
            ? `Duplicate partition values exist for partition: ${partition.name}`
            : `Duplicated value ${row.join(',')}`,
        );
      }
    }
    const shown = rows.map((row) => row.map((value) => `'${value}'`).join(', '));
    const list = partition.tuples ? shown.map((row) => `(${row})`) : shown;
    all.push({
      id: nextId(),
      name: partition.name,
      values: `IN (${list.join(', ')})`,
      rows: rows.map((row) => row.join('\u0000')),
    });
  }
  return all;
}

/** Adds range partitions to those that exist; `LESS THAN` starts where the one before ends. */
export function rangePartitions(
  existing: readonly PartitionRecord[],
  scheme: PartitionScheme,
  columns: readonly ColumnRecord[],
  added: readonly RangePartition[],
  nextId: () => number,
): readonly PartitionRecord[] {
  const types = comparedTypes(scheme, columns);
  const all = [...existing];
  for (const partition of added) {
    if (partition.kind === 'multi-range-partition') {
      for (const record of expand(partition, types[0], nextId)) {
        checkName(all, record.name, false);
        all.push(record);
      }
      continue;
    }
    const same = all.find((other) => other.name === partition.name);
    if (same !== undefined && partition.ifNotExists) continue;
    checkName(all, partition.name, existing.length > 0);
    checkPartitionProperties(partition.properties);
    const range = bounds(all, partition.bound, types);
    for (const other of all) refuseOverlap(range, other, types);
    all.push({ id: nextId(), name: partition.name, values: rangeText(range) });
  }
  return sortRanges(all, types);
}

function checkPartitionProperties(properties: readonly Property[]): void {
  for (const { key, value } of properties)
    if (!/^(replication_num|storage_medium|storage_cooldown_time|datacache\.enable|in_memory)$/.test(key))
      throw analysisError(`Unknown properties: {${key}=${value}}`);
}

interface Range {
  readonly lower: readonly string[];
  /** MAXVALUE is kept as a word. */
  readonly upper: readonly string[];
}

function rangeText({ lower, upper }: Range): string {
  const row = (values: readonly string[]): string =>
    values.map((value) => (value === 'MAXVALUE' ? value : `"${value}"`)).join(', ');
  return `[(${row(lower)}), (${row(upper)}))`;
}

function readRange(values: string): Range | undefined {
  const match = /^\[\((.*)\), \((.*)\)\)$/.exec(values);
  if (match === null) return undefined;
  const row = (text = ''): readonly string[] => text.split(', ').map((value) => value.replace(/^"(.*)"$/, '$1'));
  return { lower: row(match[1]), upper: row(match[2]) };
}

function bounds(before: readonly PartitionRecord[], bound: Bound, types: readonly DataType[]): Range {
  const last = before
    .flatMap((partition) => readRange(partition.values) ?? [])
    .sort((a, b) => compareRows(a.upper, b.upper, types))
    .at(-1);
  const least = types.map(leastValue);
  const row = (values: readonly PartitionValue[]): readonly string[] => {
    if (values.length > types.length)
      throw analysisError(
        `Partition values number is more than partition column number: (${values.map((v) => `'${plainValue(v)}'`).join(', ')})`,
      );
    return types.map((type, index) => {
      const value = values[index];
      return value === undefined ? leastValue(type) : literal(plainValue(value), type, 'Invalid range value format: ');
    });
  };
  switch (bound.kind) {
    case 'less-than':
      return { lower: last?.upper ?? least, upper: row(bound.values) };
    case 'less-than-maxvalue':
      return { lower: last?.upper ?? least, upper: types.map(() => 'MAXVALUE') };
    case 'between':
      return { lower: row(bound.lower), upper: row(bound.upper) };
  }
}

function refuseOverlap(range: Range, other: PartitionRecord, types: readonly DataType[]): void {
  const old = readRange(other.values);
  if (old === undefined) return;
  const isApart = compareRows(range.upper, old.lower, types) <= 0 || compareRows(old.upper, range.lower, types) <= 0;
  if (isApart && compareRows(range.lower, range.upper, types) < 0) return;
  const names = types.map(typeLabel).join(', ');
  const text = ({ lower, upper }: Range): string =>
    `[types: [${names}]; keys: [${lower.join(', ')}]; ..types: [${names}]; keys: [${upper.join(', ')}]; )`;
  throw analysisError(`Range ${text(range)} is intersected with range: ${text(old)}`);
}

function compareRows(a: readonly string[], b: readonly string[], types: readonly DataType[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? '';
    if (value === other) continue;
    if (value === 'MAXVALUE') return 1;
    if (other === 'MAXVALUE') return -1;
    const type = types[index];
    if (type !== undefined && isSimple(type, 'DATE', 'DATETIME')) return value < other ? -1 : 1;
    return BigInt(value) < BigInt(other) ? -1 : 1;
  }
  return 0;
}

function sortRanges(all: readonly PartitionRecord[], types: readonly DataType[]): readonly PartitionRecord[] {
  const keyed = all.map((record) => ({ record, range: readRange(record.values) }));
  if (keyed.some(({ range }) => range === undefined)) return all;
  return [...keyed]
    .sort((a, b) => compareRows(a.range?.lower ?? [], b.range?.lower ?? [], types))
    .map(({ record }) => record);
}

const LEAST: Readonly<Record<string, string>> = {
  TINYINT: '-128',
  SMALLINT: '-32768',
  INT: '-2147483648',
  BIGINT: '-9223372036854775808',
  LARGEINT: '-170141183460469231731687303715884105728',
  DATE: '0000-01-01',
  DATETIME: '0000-01-01 00:00:00',
};

function leastValue(type: DataType): string {
  return type.kind === 'simple' ? (LEAST[type.name] ?? '') : '';
}

function plainValue(value: PartitionValue): string {
  switch (value.kind) {
    case 'string':
      return value.value;
    case 'maxvalue':
      return 'MAXVALUE';
    case 'expression':
      return /^null$/i.test(value.expression.text) ? 'NULL' : value.expression.text;
  }
}

/** A bound or value in the form that its column has. */
function literal(text: string, type: DataType | undefined, prefix: string): string {
  if (type === undefined || text === 'MAXVALUE' || text === 'NULL') return text;
  const fail = (message: string): never => {
    throw prefix === '' ? analysisError(message) : new SqlError(1064, `${prefix}${message}`);
  };
  if (isSimple(type, 'DATE', 'DATETIME')) {
    const ms = dateOf(text);
    return ms === undefined ? fail(`date literal [${text}] is invalid`) : dateText(ms, isSimple(type, 'DATETIME'));
  }
  if (!isSimple(type, 'TINYINT', 'SMALLINT', 'INT', 'BIGINT', 'LARGEINT')) return text;
  if (!/^-?\d+$/.test(text)) return fail(`Invalid number format: ${text}`);
  if (BigInt(text) > -BigInt(leastValue(type)) - 1n) return fail(`Invalid number format: ${text}`);
  return text;
}

type Bound = Extract<RangePartition, { kind: 'range-partition' }>['bound'];

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
  if (unit === undefined) throw unsupported(`partitions EVERY ${every.unit}`);
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

function step(
  ms: number,
  unit: { readonly months?: number; readonly days?: number; readonly hours?: number },
  count: number,
): number {
  const date = new Date(ms);
  if (unit.months !== undefined) date.setUTCMonth(date.getUTCMonth() + unit.months * count);
  return date.getTime() + ((unit.days ?? 0) * 24 + (unit.hours ?? 0)) * count * 3_600_000;
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
    const lower = (match[1] ?? '').startsWith('0000-01-01')
      ? `(${quotedColumn} IS NULL OR TRUE)`
      : `${quotedColumn} >= '${match[1] ?? ''}'`;
    return `${lower}${upper}`;
  }
  if (scheme?.kind === 'list' && scheme.columns.length === 1) return `${quotedColumn} ${values}`;
  return undefined;
}
