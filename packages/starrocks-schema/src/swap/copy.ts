/** Rows of a table into its shadow: one INSERT OVERWRITE with explicit casts, and how to see that all arrived. */

import type { DataType } from '@strata/starrocks-sql';
import { printDataType } from '@strata/starrocks-sql';

import type { Column } from '../definition';
import type { ObjectId } from '../model';
import type { Check } from '../plan-types';
import { findColumn } from '../rules-column';
import { KEEP_TYPE, LOSES_VALUES, losesValues } from '../rules-columns';
import { quoteId, quoteName } from '../sql-text';
import type { TableChange } from '../table-change';
import { refusalText } from '../table-change';

/** One column of the shadow that takes its values from the live table. */
interface CopiedColumn {
  readonly column: Column;
  /** Expression over the live table. */
  readonly source: string;
}

/** What is copied; a column that is new takes its default. */
export function copiedColumns(change: TableChange): readonly CopiedColumn[] {
  return change.declared.columns.flatMap((column): CopiedColumn[] => {
    const live = findColumn(change.live, column.name);
    if (live === undefined || column.generated !== undefined) return [];
    // Renamed columns have their new names in `live`; the table still has the former ones.
    const renamed = change.renamed?.has(column.name.toLowerCase()) === true;
    const former = change.desired.renamedColumns.find((rename) => rename.column === column.name)?.from;
    const name = quoteName(renamed && former !== undefined ? former : live.name);
    if (column.type === live.type || column.type === '') return [{ column, source: name }];
    return [{ column, source: `CAST(${name} AS ${writtenType(column, change)})` }];
  });
}

function writtenType(column: Column, { statement }: TableChange): string {
  const type: DataType | undefined = statement.columns.find(({ name }) => name === column.name)?.type;
  return type === undefined ? column.type : printDataType(type);
}

/** Why the rows cannot all be copied, however the policy is. */
export function copyRefusals(change: TableChange): readonly string[] {
  return change.declared.columns.flatMap((column) => {
    const live = findColumn(change.live, column.name);
    if (live === undefined) return refusedNew(column);
    if (!losesValues(column.name, change)) return [];
    const difference = { path: `columns.${column.name}.type`, declared: column.type, live: live.type };
    return [refusalText(difference, LOSES_VALUES, KEEP_TYPE)];
  });
}

function refusedNew(column: Column): readonly string[] {
  const filled =
    column.nullable || column.default !== undefined || column.generated !== undefined || column.autoIncrement;
  return filled
    ? []
    : [
        `columns.${column.name}: rows that are there need a value: a new column is NULL or has a DEFAULT. ` +
          `To go on, declare \`${column.name}\` as NULL, or give it a DEFAULT.`,
      ];
}

export function copySql(from: ObjectId, to: ObjectId, columns: readonly CopiedColumn[]): string {
  const names = columns.map(({ column }) => quoteName(column.name)).join(', ');
  const sources = columns.map(({ source }) => source).join(', ');
  return `INSERT OVERWRITE ${quoteId(to)} (${names}) SELECT ${sources} FROM ${quoteId(from)}`;
}

/** The number of rows, and per column the number of values and a sum over their hashes: independent of any order. */
export function copyChecks(from: ObjectId, to: ObjectId, columns: readonly CopiedColumn[]): readonly Check[] {
  const left = columns.map(({ column, source }) => digest(source, column));
  const right = columns.map(({ column }) => digest(quoteName(column.name), column));
  const select = (parts: readonly string[], table: ObjectId): string =>
    `SELECT ${['COUNT(*)', ...parts].join(', ')} FROM ${quoteId(table)}`;
  return [
    { what: `rows of ${from} and ${to}`, left: select([], from), right: select([], to) },
    { what: `values of ${from} and ${to}`, left: select(left, from), right: select(right, to) },
  ];
}

/** Types without a text of their values that is always the same. */
const COUNTED = /^(array|map|struct|json|bitmap|hll|percentile|variant|varbinary)/;
const MEASURES: Readonly<Record<string, string>> = { bitmap: 'BITMAP_COUNT', hll: 'HLL_CARDINALITY' };

function digest(value: string, column: Column): string {
  const measure = MEASURES[column.type];
  if (measure !== undefined) return `SUM(${measure}(${value}))`;
  if (COUNTED.test(column.type)) return `COUNT(${value})`;
  return `COUNT(${value}), SUM(CRC32(CAST(${value} AS STRING)))`;
}
