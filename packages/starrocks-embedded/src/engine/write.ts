import type { DefaultValue } from '@strata/starrocks-sql';

import { FilteredRows, analysisError } from '../errors';
import type { CatalogChange } from '../storage/catalog';
import type { ColumnRecord, TableRecord } from '../storage/model';
import { duckTable, quoteName, quoteText } from '../storage/names';
import { duckType, textLimit } from '../storage/types';
import type { QueryScope } from '../query/contract';
import { duckRows, runDuck, translateScalar } from './queries';
import { formatTime } from './times';

/** Rows that are to be written: a DuckDB query and the table columns that its columns go into, in order. */
export interface WriteSource {
  readonly sql: string;
  readonly columns: readonly string[];
  /** Name of the last column of `sql` that says 1 for rows to delete and 0 for rows to write. */
  readonly operation?: string;
}

const STAGE = '__stage';

/** Writes rows as the table's model says: appended, or merged by key with the last row of a key winning. Answers their number. */
export async function writeRows(
  change: CatalogChange,
  scope: QueryScope,
  table: TableRecord,
  source: WriteSource,
): Promise<number> {
  const projection = projectRows(scope, table, source);
  const written =
    table.model === 'DUPLICATE'
      ? await append(change, table, projection)
      : await merge(change, table, source, projection);
  if (table.columns.some((column) => column.autoIncrement)) {
    await change.putObject({ ...table, nextAutoIncrement: table.nextAutoIncrement + written });
  }
  return written;
}

/** Rows of the source in the shape of the table: casts, defaults, numbers and generated columns. */
function projectRows(scope: QueryScope, table: TableRecord, source: WriteSource): string {
  const names = source.operation === undefined ? source.columns : [...source.columns, source.operation];
  const alias = names.map(quoteName).join(', ');
  const plain = table.columns.filter((column) => column.generated === undefined);
  const cells = plain.map((column) => `${cell(scope, table, source, column)} AS ${quoteName(column.name)}`);
  if (source.operation !== undefined)
    cells.push(`CAST(${quoteName(source.operation)} AS TINYINT) AS ${quoteName(source.operation)}`);
  const inner = `SELECT ${cells.join(', ')} FROM (${source.sql}) AS __source(${alias})`;
  const generated = table.columns.filter((column) => column.generated !== undefined);
  if (generated.length === 0) return inner;
  const extra = generated.map(
    (column) =>
      `CAST(${translateScalar(column.generated ?? '', scope, table)} AS ${duckType(column.type)}) AS ${quoteName(column.name)}`,
  );
  return `SELECT *, ${extra.join(', ')} FROM (${inner}) AS ${quoteName(table.name)}`;
}

function cell(scope: QueryScope, table: TableRecord, source: WriteSource, column: ColumnRecord): string {
  const given = source.columns.some((name) => name.toLowerCase() === column.name.toLowerCase());
  const number = `(${table.nextAutoIncrement - 1} + row_number() OVER ())`;
  if (!given) {
    if (column.autoIncrement) return number;
    return defaultExpression(scope, column);
  }
  const value = `CAST(${quoteName(column.name)} AS ${duckType(column.type)})`;
  if (column.autoIncrement) return `COALESCE(${value}, ${number})`;
  const limit = textLimit(column.type);
  if (limit === undefined || duckType(column.type) !== 'VARCHAR') return value;
  const message = quoteText(`Insert has filtered data: the value of '${column.name}' is longer than ${limit} bytes`);
  return `CASE WHEN strlen(${value}) > ${limit} THEN error(${message}) ELSE ${value} END`;
}

/**
 * DuckDB expression for a column that gets no value.
 *
 * @throws SqlError when the column must have one.
 */
export function defaultExpression(scope: QueryScope, column: ColumnRecord): string {
  const type = duckType(column.type);
  const value = column.default;
  if (value === undefined || value.kind === 'null') {
    if (!column.nullable) throw analysisError(`'${column.name}' must be explicitly mentioned in column permutation`);
    return `CAST(NULL AS ${type})`;
  }
  return `CAST(${defaultValue(scope, value)} AS ${type})`;
}

function defaultValue(scope: QueryScope, value: Exclude<DefaultValue, { kind: 'null' }>): string {
  switch (value.kind) {
    case 'string':
      return quoteText(value.value);
    case 'current-timestamp':
      return quoteText(formatTime(scope.nowMs, scope.timeZone));
    case 'expression':
      return translateScalar(value.expression.text, scope);
  }
}

async function append(change: CatalogChange, table: TableRecord, projection: string): Promise<number> {
  const columns = table.columns.map((column) => quoteName(column.name)).join(', ');
  const result = await runDuck(() =>
    change.connection.run(
      `INSERT INTO ${duckTable(table.database, table.name)} (${columns}) SELECT ${columns} FROM (${projection})`,
    ),
  );
  return result.rowsChanged;
}

async function merge(
  change: CatalogChange,
  table: TableRecord,
  source: WriteSource,
  projection: string,
): Promise<number> {
  const keys = table.keys.map(quoteName);
  await runDuck(() =>
    change.run(`CREATE OR REPLACE TEMP TABLE ${STAGE} AS SELECT *, row_number() OVER () AS __n FROM (${projection})`),
  );
  try {
    const [count] = (await duckRows(change.connection, `SELECT count(*) FROM ${STAGE}`))[0] ?? [];
    await checkKeys(change, table);
    const latest =
      table.model === 'AGGREGATE'
        ? aggregatedRows(table)
        : `SELECT * FROM ${STAGE} QUALIFY row_number() OVER (PARTITION BY ${keys.join(', ')} ORDER BY __n DESC) = 1`;
    const columns = table.columns.map((column) => quoteName(column.name));
    const on = keys.map((key) => `t.${key} IS NOT DISTINCT FROM s.${key}`).join(' AND ');
    const sets = table.columns
      .filter((column) => !column.key)
      .map((column) => `${quoteName(column.name)} = ${combined(column)}`);
    const flag = source.operation === undefined ? undefined : `s.${quoteName(source.operation)}`;
    const clauses = [
      ...(flag === undefined ? [] : [`WHEN MATCHED AND ${flag} = 1 THEN DELETE`]),
      ...(sets.length === 0 ? [] : [`WHEN MATCHED THEN UPDATE SET ${sets.join(', ')}`]),
      `WHEN NOT MATCHED${flag === undefined ? '' : ` AND ${flag} = 0`} THEN INSERT (${columns.join(', ')}) VALUES (${columns.map((column) => `s.${column}`).join(', ')})`,
    ];
    await runDuck(() =>
      change.run(
        `MERGE INTO ${duckTable(table.database, table.name)} AS t USING (${latest}) AS s ON ${on} ${clauses.join(' ')}`,
      ),
    );
    return Number(count);
  } finally {
    await change.run(`DROP TABLE IF EXISTS ${STAGE}`).catch(() => undefined);
  }
}

/** Rows of the stage with those of one key combined as the columns say. */
function aggregatedRows(table: TableRecord): string {
  const cells = table.columns.map((column) => {
    const name = quoteName(column.name);
    if (column.key) return name;
    switch (column.aggregation) {
      case 'SUM':
      case 'MIN':
      case 'MAX':
        return `CAST(${column.aggregation}(${name}) AS ${duckType(column.type)}) AS ${name}`;
      case 'REPLACE_IF_NOT_NULL':
        return `last(${name} ORDER BY __n) FILTER (WHERE ${name} IS NOT NULL) AS ${name}`;
      default:
        return `last(${name} ORDER BY __n) AS ${name}`;
    }
  });
  return `SELECT ${cells.join(', ')} FROM ${STAGE} GROUP BY ${table.keys.map(quoteName).join(', ')}`;
}

/** Value of a column when a row of its key is already there. */
function combined(column: ColumnRecord): string {
  const name = quoteName(column.name);
  switch (column.aggregation) {
    case 'SUM':
      return `CASE WHEN t.${name} IS NULL THEN s.${name} WHEN s.${name} IS NULL THEN t.${name} ELSE t.${name} + s.${name} END`;
    case 'MIN':
      return `least(t.${name}, s.${name})`;
    case 'MAX':
      return `greatest(t.${name}, s.${name})`;
    case 'REPLACE_IF_NOT_NULL':
      return `coalesce(s.${name}, t.${name})`;
    default:
      return `s.${name}`;
  }
}

/** A key of NULL would never be found again. */
async function checkKeys(change: CatalogChange, table: TableRecord): Promise<void> {
  if (table.model !== 'PRIMARY') return;
  for (const key of table.keys) {
    const rows = await duckRows(change.connection, `SELECT 1 FROM ${STAGE} WHERE ${quoteName(key)} IS NULL LIMIT 1`);
    if (rows.length > 0) throw new FilteredRows([`NULL value in non-nullable column '${key}'`]);
  }
}
