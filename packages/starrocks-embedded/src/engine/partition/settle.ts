/** What a write means for the partitions of its table: rows without a place are refused, automatic partitions are made. */

import { FilteredRows } from '../../errors';
import type { QueryScope } from '../../query/contract';
import type { CatalogChange } from '../../storage/catalog';
import type { TableRecord } from '../../storage/model';
import { duckTable, quoteName } from '../../storage/names';
import { duckRows } from '../queries';
import { automaticKeys, withAutomatic } from './automatic';
import { namedPartitions, outsideCondition } from './rows';

/** DuckDB gives the rows of an open transaction ids from here on, whatever the table holds already. */
const FIRST_LOCAL_ROW = 36_028_797_018_960_000n;

/** Why a row is not written; a loader's log says it of each. */
const NO_PARTITION = 'The row is out of partition ranges. Please add a new partition.';

const MOST_SHOWN = 50;

/** Rows that have no place: how many, and why the first of them were refused. */
interface Outsiders {
  readonly count: number;
  readonly reasons: readonly string[];
}

export const NO_OUTSIDERS: Outsiders = { count: 0, reasons: [] };

/** Looks at the rows that this change has written so far; those that have no place, or none in the named partitions, are taken out again. */
export async function settlePartitions(
  change: CatalogChange,
  scope: QueryScope,
  asked: TableRecord,
  named?: readonly string[],
): Promise<Outsiders> {
  // Partitions may have been added since the statement was read.
  const current = change.object(asked.database, asked.name);
  const table = current?.kind === 'table' ? current : asked;
  const written = `FROM ${duckTable(table.database, table.name)} AS ${quoteName(table.name)} WHERE rowid >= ${FIRST_LOCAL_ROW}`;
  const keys = automaticKeys(scope, table);
  if (keys !== undefined && named === undefined) {
    await makePartitions(change, table, `SELECT DISTINCT ${keys.join(', ')} ${written}`);
    return NO_OUTSIDERS;
  }
  const outside =
    named === undefined ? refusedRows(scope, table) : `((${namedPartitions(scope, table, named)}) IS NOT TRUE)`;
  if (outside === undefined) return NO_OUTSIDERS;
  const shown = `SELECT ${reasonText(table)} ${written} AND ${outside} LIMIT ${MOST_SHOWN}`;
  const reasons = (await duckRows(change.connection, shown)).map(([reason]) => String(reason));
  if (reasons.length === 0) return NO_OUTSIDERS;
  const { rowsChanged } = await change.connection.run(`DELETE ${written} AND ${outside}`);
  return { count: rowsChanged, reasons };
}

/** DuckDB expression for why a row may not be written, NULL where it may be; undefined when there is a place for every row. */
export function outsideReason(scope: QueryScope, table: TableRecord): string | undefined {
  const outside = refusedRows(scope, table);
  return outside === undefined ? undefined : `CASE WHEN ${outside} THEN ${reasonText(table)} END`;
}

function reasonText(table: TableRecord): string {
  const cells = table.columns
    .filter((column) => !column.autoIncrement)
    .map((column) => `COALESCE(CAST(${quoteName(column.name)} AS VARCHAR), 'NULL')`);
  return `'${NO_PARTITION}. Row: [' || concat_ws(', ', ${cells.join(', ')}) || ']'`;
}

function refusedRows(scope: QueryScope, table: TableRecord): string | undefined {
  if (table.partition?.kind === 'expression') return undefined;
  return outsideCondition(scope, table);
}

/** As `settlePartitions`, for writes that are whole or not at all. @throws FilteredRows when a row has no place. */
export async function requirePartitions(change: CatalogChange, scope: QueryScope, table: TableRecord): Promise<void> {
  const { count, reasons } = await settlePartitions(change, scope, table);
  if (count > 0) throw new FilteredRows(reasons);
}

async function makePartitions(change: CatalogChange, table: TableRecord, distinctKeys: string): Promise<void> {
  const keys = (await duckRows(change.connection, distinctKeys)).map((row) =>
    row.map((cell) => (cell === null || cell === undefined ? null : String(cell))),
  );
  const partitions = withAutomatic(table, keys, () => change.nextId());
  if (partitions !== table.partitions) await change.putObject({ ...table, partitions });
}
