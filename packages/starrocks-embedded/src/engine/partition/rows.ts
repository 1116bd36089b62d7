/** Which rows of a table are in which of its partitions, as DuckDB conditions. In all of them the table's name is its alias. */

import type { DataType } from '@strata/starrocks-sql';

import { SqlError } from '../../errors';
import type { QueryScope } from '../../query/contract';
import type { PartitionRecord, TableRecord } from '../../storage/model';
import { quoteName, quoteText } from '../../storage/names';
import { translateScalar } from '../queries';
import { findColumn } from '../table/keys';
import { schemeColumns } from '../table/partition-scheme';
import { comparedTypes } from './declared';
import { compareRows, leastValue, readRange } from './range';
import type { Range } from './range';

/** What rows are compared by: DuckDB expressions, and the types that they have. */
export interface Keys {
  readonly values: readonly string[];
  readonly types: readonly DataType[];
}

/** @throws SqlError when the expression of the scheme cannot be translated. */
export function keysOf(scope: QueryScope, table: TableRecord): Keys {
  const scheme = table.partition;
  if (scheme === undefined) return { values: [], types: [] };
  const types = comparedTypes(scheme, table.columns);
  if (scheme.kind === 'range-expression')
    return { values: [translateScalar(scheme.expression.text, scope, table)], types };
  const values = schemeColumns(scheme).map((name) => quoteName(findColumn(table.columns, name)?.name ?? name));
  return { values, types };
}

/** Condition for the rows of one partition. */
export function partitionCondition(scope: QueryScope, table: TableRecord, partition: PartitionRecord): string {
  if (table.partition === undefined) return 'TRUE';
  return conditionOf(keysOf(scope, table), partition);
}

export function conditionOf(keys: Keys, partition: PartitionRecord): string {
  const range = readRange(partition.values);
  return range === undefined ? listCondition(keys, partition.rows ?? []) : rangeCondition(keys, range);
}

/**
 * Condition for the rows that are in no partition.
 *
 * @returns undefined when there is a place for every row.
 */
export function outsideCondition(scope: QueryScope, table: TableRecord): string | undefined {
  if (table.partition === undefined) return undefined;
  const keys = keysOf(scope, table);
  const places = table.partitions.filter((partition) => partition.temporary !== true);
  const ranges = places.flatMap((partition) => readRange(partition.values) ?? []);
  const rows = places.flatMap((partition) => partition.rows ?? []);
  const conditions = joined(ranges, keys.types).map((range) => rangeCondition(keys, range));
  if (rows.length > 0) conditions.push(listCondition(keys, rows));
  return conditions.length === 0 ? 'TRUE' : `((${conditions.join(' OR ')}) IS NOT TRUE)`;
}

/** Ranges that follow one another as one. */
function joined(ranges: readonly Range[], types: readonly DataType[]): readonly Range[] {
  const sorted = [...ranges].sort((a, b) => compareRows(a.lower, b.lower, types));
  const result: Range[] = [];
  for (const range of sorted) {
    const last = result.at(-1);
    if (last !== undefined && compareRows(last.upper, range.lower, types) === 0)
      result[result.length - 1] = { lower: last.lower, upper: range.upper };
    else result.push(range);
  }
  return result;
}

/** NULL is less than every value: it is in a range that starts at the least one. */
function rangeCondition(keys: Keys, { lower, upper }: Range): string {
  const [value = '', ...others] = keys.values;
  const [type] = keys.types;
  if (others.length > 0 || type === undefined) return `(${notBelow(keys, lower, 0)} AND ${below(keys, upper, 0)})`;
  const [from = '', to = ''] = [lower[0], upper[0]];
  const startsAtLeast = from === leastValue(type);
  if (to === 'MAXVALUE') return startsAtLeast ? 'TRUE' : `(${value} >= ${quoteText(from)})`;
  if (startsAtLeast) return `(${value} IS NULL OR ${value} < ${quoteText(to)})`;
  return `(${value} >= ${quoteText(from)} AND ${value} < ${quoteText(to)})`;
}

function notBelow(keys: Keys, bound: readonly string[], index: number): string {
  const value = keys.values[index];
  const type = keys.types[index];
  const text = bound[index];
  if (value === undefined || type === undefined || text === undefined) return 'TRUE';
  const rest = notBelow(keys, bound, index + 1);
  if (text === leastValue(type)) return `(${value} IS NOT NULL OR ${rest})`;
  return `(COALESCE(${value} > ${quoteText(text)}, FALSE) OR (${value} IS NOT DISTINCT FROM ${quoteText(text)} AND ${rest}))`;
}

function below(keys: Keys, bound: readonly string[], index: number): string {
  const value = keys.values[index];
  const type = keys.types[index];
  const text = bound[index];
  if (value === undefined || type === undefined || text === undefined) return 'FALSE';
  if (text === 'MAXVALUE') return 'TRUE';
  const rest = below(keys, bound, index + 1);
  if (text === leastValue(type)) return `(${value} IS NULL AND ${rest})`;
  return `(COALESCE(${value} < ${quoteText(text)}, TRUE) OR (${value} IS NOT DISTINCT FROM ${quoteText(text)} AND ${rest}))`;
}

/** Values of a list are kept as texts; NULL is the word. */
function listCondition(keys: Keys, rows: readonly string[]): string {
  const [value = '', ...others] = keys.values;
  if (others.length > 0) {
    const rowsOf = rows.map((row) => row.split('\u0000'));
    return `(${rowsOf.map((row) => `(${row.map((text, index) => equals(keys.values[index] ?? '', text)).join(' AND ')})`).join(' OR ')})`;
  }
  const texts = rows.filter((row) => row !== 'NULL').map(quoteText);
  const isOneOf = texts.length === 0 ? 'FALSE' : `${value} IN (${texts.join(', ')})`;
  return rows.includes('NULL') ? `(${isOneOf} OR ${value} IS NULL)` : `(${isOneOf})`;
}

function equals(value: string, text: string): string {
  return text === 'NULL' ? `${value} IS NULL` : `${value} IS NOT DISTINCT FROM ${quoteText(text)}`;
}

/** DuckDB condition for the rows of named partitions. */
export function namedPartitions(scope: QueryScope, table: TableRecord, names: readonly string[]): string {
  const conditions = names.map((name) => {
    const record = table.partitions.find(
      (candidate) => candidate.temporary !== true && candidate.name.toLowerCase() === name.toLowerCase(),
    );
    if (record === undefined) throw new SqlError(1507, `Error in list of partitions to [${name}]`);
    return partitionCondition(scope, table, record);
  });
  return conditions.join(' OR ');
}
