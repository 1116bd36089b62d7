/** Partitions that loads make: of tables PARTITION BY an expression or by columns without a list. */

import type { PartitionScheme } from '@strata/starrocks-sql';

import { SqlError, unsupported } from '../../errors';
import type { QueryScope } from '../../query/contract';
import type { PartitionRecord, TableRecord } from '../../storage/model';
import { quoteName } from '../../storage/names';
import { translateScalar } from '../queries';
import { dateOf, dateText } from '../table/dates';
import { findColumn } from '../table/keys';
import { schemeColumns } from '../table/partition-scheme';
import { isSimple } from '../table/type-checks';
import { UNITS, partitionName, step } from './batch';
import { rangeText, readRange } from './range';

/** A frontend makes no more at once. */
const MOST_AT_ONCE = 4096;

/** Step of a table whose ranges follow from one column. */
interface RangeStep {
  readonly column: string;
  readonly unit: string;
  readonly count: number;
}

/** The step of `date_trunc('day', d)` or `time_slice(d, 5, 'minute', 'floor')`; undefined for other schemes. */
function rangeStep(scheme: PartitionScheme): RangeStep | undefined {
  const [only] = scheme.kind === 'expression' ? scheme.expressions : [];
  if (only === undefined || (scheme.kind === 'expression' && scheme.expressions.length > 1)) return undefined;
  const trunc = /^date_trunc\('(\w+)', (.*)\)$/.exec(only.text);
  if (trunc !== null) return { column: trunc[2] ?? '', unit: (trunc[1] ?? '').toUpperCase(), count: 1 };
  const slice = /^time_slice\(([^,]+), (\d+), '(\w+)'/.exec(only.text);
  if (slice === null) return undefined;
  return { column: slice[1] ?? '', unit: (slice[3] ?? '').toUpperCase(), count: Number(slice[2]) };
}

/** Texts that tell the partition of a row, as DuckDB expressions; undefined when loads make no partitions of this table. */
export function automaticKeys(scope: QueryScope, table: TableRecord): readonly string[] | undefined {
  const scheme = table.partition;
  if (scheme?.kind !== 'expression') return undefined;
  const found = rangeStep(scheme);
  const values =
    found === undefined
      ? schemeColumns(scheme).map((name) => quoteName(findColumn(table.columns, name)?.name ?? name))
      : [translateScalar(startText(found), scope, table)];
  return values.map((value) => `CAST(${value} AS VARCHAR)`);
}

/** StarRocks expression for the start of a row's range. */
function startText({ column, unit, count }: RangeStep): string {
  if (count === 1) return `date_trunc('${unit.toLowerCase()}', \`${column}\`)`;
  return `time_slice(\`${column}\`, INTERVAL ${count} ${unit})`;
}

/** Partitions of a table with those for rows that have none yet. */
export function withAutomatic(
  table: TableRecord,
  keys: readonly (readonly (string | null)[])[],
  nextId: () => number,
): readonly PartitionRecord[] {
  const scheme = table.partition;
  if (scheme?.kind !== 'expression') return table.partitions;
  const found = rangeStep(scheme);
  const added = found === undefined ? newLists(table, keys) : newRanges(table, found, keys);
  if (added.length > MOST_AT_ONCE)
    throw new SqlError(
      1064,
      `Table ${table.name} automatic create partition failed. error: Automatically created partitions exceeded the maximum limit: ${MOST_AT_ONCE}. You can modify this restriction on by setting max_partitions_in_one_batch larger.`,
    );
  if (added.length === 0) return table.partitions;
  return [...table.partitions, ...added.map((partition) => ({ id: nextId(), ...partition }))].sort((a, b) =>
    a.values < b.values ? -1 : 1,
  );
}

type NewPartition = Omit<PartitionRecord, 'id'>;

function newRanges(
  table: TableRecord,
  found: RangeStep,
  keys: readonly (readonly (string | null)[])[],
): NewPartition[] {
  const unit = UNITS[found.unit];
  if (unit === undefined) throw unsupported(`partitions by ${found.unit}`);
  const type = findColumn(table.columns, found.column)?.type;
  const withTime = type === undefined || isSimple(type, 'DATETIME');
  const ranges = table.partitions.flatMap((partition) => readRange(partition.values) ?? []);
  return keys.flatMap(([key]): NewPartition[] => {
    // NULL is in the range that starts at the least value.
    const start = dateOf(key ?? '0000-01-01') ?? 0;
    const lower = dateText(start, withTime);
    if (ranges.some((range) => (range.lower[0] ?? '') <= lower && lower < (range.upper[0] ?? ''))) return [];
    const upper = dateText(step(start, unit, found.count), withTime);
    return [{ name: partitionName(start, found.unit), values: rangeText({ lower: [lower], upper: [upper] }) }];
  });
}

function newLists(table: TableRecord, keys: readonly (readonly (string | null)[])[]): NewPartition[] {
  const known = new Set(table.partitions.flatMap((partition) => partition.rows ?? []));
  const names = new Set(table.partitions.map((partition) => partition.name.toLowerCase()));
  return keys.flatMap((key): NewPartition[] => {
    const texts = key.map((text) => text ?? 'NULL');
    const row = texts.join('\u0000');
    if (known.has(row)) return [];
    const shown = texts.map((text) => `'${text}'`).join(', ');
    const name = freeName(`p${texts.map(namePart).join('_')}`.slice(0, MOST_NAME), names);
    return [{ name, values: `IN (${texts.length === 1 ? shown : `(${shown})`})`, rows: [row] }];
  });
}

const MOST_NAME = 50;

/** Dates lose their signs, other signs are written as their codes. */
function namePart(text: string): string {
  if (dateOf(text) !== undefined) return text.replace(/ 00:00:00$/, '').replace(/[^0-9]/g, '');
  return text.replace(/^-/, '_').replace(/[^\p{L}\p{N}_]/gu, (sign) => (sign.codePointAt(0) ?? 0).toString(16));
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 1; taken.has(free.toLowerCase()); count += 1) free = `${name}_${count}`;
  taken.add(free.toLowerCase());
  return free;
}
