import type {
  DataType,
  ListPartition,
  PartitionScheme,
  PartitionValue,
  Property,
  RangePartition,
} from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../../errors';
import type { ColumnRecord, PartitionRecord } from '../../storage/model';
import { dateOf, dateText } from '../table/dates';
import { findColumn } from '../table/keys';
import { schemeColumns } from '../table/partition-scheme';
import { isSimple } from '../table/type-checks';
import { typeLabel } from '../table/type-names';
import { expand } from './batch';
import { compareRows, leastValue, rangeText, readRange } from './range';
import type { Range } from './range';

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
export function comparedTypes(scheme: PartitionScheme, columns: readonly ColumnRecord[]): readonly DataType[] {
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

function sortRanges(all: readonly PartitionRecord[], types: readonly DataType[]): readonly PartitionRecord[] {
  const keyed = all.map((record) => ({ record, range: readRange(record.values) }));
  if (keyed.some(({ range }) => range === undefined)) return all;
  return [...keyed]
    .sort((a, b) => compareRows(a.range?.lower ?? [], b.range?.lower ?? [], types))
    .map(({ record }) => record);
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
