/** Queries that count the rows of a table partition by partition. */

import type { QueryScope } from '../../query/contract';
import type { PartitionRecord, TableRecord } from '../../storage/model';
import { duckTable, quoteName, quoteText } from '../../storage/names';
import { compareRows, leastValue, readRange } from './range';
import type { Range } from './range';
import { conditionOf, keysOf } from './rows';
import type { Keys } from './rows';

/** DuckDB query of (place in the table's list of partitions, number of rows); rows outside of all have NULL. */
export function partitionCountsSql(scope: QueryScope, table: TableRecord): string {
  const from = `${duckTable(table.database, table.name)} AS ${quoteName(table.name)}`;
  const places = table.partitions.flatMap((partition, place) =>
    partition.temporary === true ? [] : [{ partition, place }],
  );
  if (table.partition === undefined) return `SELECT 0, count(*) FROM ${from}`;
  const keys = keysOf(scope, table);
  const ranges = rangePlaces(keys, places);
  if (ranges !== undefined) return `SELECT ${search(keys, ranges)}, count(*) FROM ${from} GROUP BY 1`;
  // Values are few where rows are many: they are told apart after the grouping.
  const names = keys.values.map((_, index) => quoteName(`__key${index}`));
  const grouped = `SELECT ${keys.values.map((value, index) => `${value} AS ${names[index] ?? ''}`).join(', ')}, count(*) AS __rows FROM ${from} GROUP BY ${names.join(', ')}`;
  const cases = places.map(
    ({ partition, place }) => `WHEN ${conditionOf({ ...keys, values: names }, partition)} THEN ${place}`,
  );
  const place = cases.length === 0 ? 'NULL' : `CASE ${cases.join(' ')} END`;
  return `SELECT ${place}, CAST(sum(__rows) AS BIGINT) FROM (${grouped}) GROUP BY 1`;
}

interface RangePlace {
  readonly range: Range;
  readonly place: number;
}

/** Ranges of one column in their order; undefined for partitions of another kind. */
function rangePlaces(
  keys: Keys,
  places: readonly { readonly partition: PartitionRecord; readonly place: number }[],
): readonly RangePlace[] | undefined {
  if (keys.values.length !== 1) return undefined;
  const found = places.flatMap(({ partition, place }) => {
    const range = readRange(partition.values);
    return range === undefined ? [] : [{ range, place }];
  });
  if (found.length !== places.length) return undefined;
  return found.sort((a, b) => compareRows(a.range.lower, b.range.lower, keys.types));
}

/** A binary search: each row is compared with few of many bounds. */
function search(keys: Keys, ranges: readonly RangePlace[]): string {
  const [value = ''] = keys.values;
  const [first] = ranges;
  if (first === undefined) return 'CAST(NULL AS INTEGER)';
  if (ranges.length === 1) return leaf(keys, first);
  const half = ranges.length >> 1;
  const bound = ranges[half]?.range.lower[0] ?? '';
  const lower = search(keys, ranges.slice(0, half));
  return `CASE WHEN ${value} >= ${quoteText(bound)} THEN ${search(keys, ranges.slice(half))} ELSE ${lower} END`;
}

function leaf(keys: Keys, { range, place }: RangePlace): string {
  const [value = ''] = keys.values;
  const [type] = keys.types;
  const [from = '', to = ''] = [range.lower[0], range.upper[0]];
  const isIn = [
    ...(type !== undefined && from === leastValue(type) ? [] : [`${value} >= ${quoteText(from)}`]),
    ...(to === 'MAXVALUE' ? [] : [`(${value} IS NULL OR ${value} < ${quoteText(to)})`]),
  ];
  return isIn.length === 0 ? String(place) : `CASE WHEN ${isIn.join(' AND ')} THEN ${place} END`;
}
