/** Given rows of a view: a view of literals under its name, so that the object under test reads those. */

import { parseDataType, printDataType, printIdentifier } from '@strata/starrocks-sql';
import { literal } from './literal';
import type { Row } from './model';

export interface StandInColumn {
  readonly name: string;
  /** As DESC shows it, e.g. `decimal(38, 2)`. */
  readonly type: string;
}

/** Makes the view; columns that a row does not mention are NULL. */
export function standInSql(name: string, columns: readonly StandInColumn[], rows: readonly Row[]): string {
  const names = columns.map((column) => printIdentifier(column.name)).join(', ');
  const selects = rows.map((row) => selectOf(columns, row));
  const body =
    selects.length === 0
      ? `SELECT * FROM (${selectOf(columns, {})}) AS nothing WHERE 1 = 0`
      : selects.join(' UNION ALL ');
  return `CREATE OR REPLACE VIEW ${name} (${names}) AS ${body}`;
}

/** Every row is cast: the literals of one alone say little about the type of a column. */
function selectOf(columns: readonly StandInColumn[], row: Row): string {
  const cells = columns.map(({ name, type }) => {
    const written = printDataType(parseDataType(type));
    return `CAST(${literal(row[name] ?? null)} AS ${written}) AS ${printIdentifier(name)}`;
  });
  return `SELECT ${cells.join(', ')}`;
}
