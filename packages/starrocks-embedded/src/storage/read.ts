import type { DuckDBConnection, DuckDBResultReader, DuckDBValue, Json } from '@duckdb/node-api';

/** All rows as arrays of plain JSON values (large integers and decimals as strings). */
export async function readRows(
  connection: DuckDBConnection,
  sql: string,
  values?: DuckDBValue[],
): Promise<readonly (readonly Json[])[]> {
  return (await read(connection, sql, values)).getRowsJson();
}

export function read(connection: DuckDBConnection, sql: string, values?: DuckDBValue[]): Promise<DuckDBResultReader> {
  return values === undefined ? connection.runAndReadAll(sql) : connection.runAndReadAll(sql, values);
}
