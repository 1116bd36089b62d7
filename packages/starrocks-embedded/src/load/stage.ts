import type { DuckDBConnection } from '@duckdb/node-api';

import { duckRows, runDuck, translateScalar } from '../engine/queries';
import { outsideReason } from '../engine/partition/settle';
import { defaultExpression } from '../engine/write';
import type { QueryScope } from '../query/contract';
import type { ColumnRecord, TableRecord } from '../storage/model';
import { quoteName } from '../storage/names';
import { duckType, queryType, textLimit } from '../storage/types';
import { LoadError } from './options';
import type { LoadColumn, LoadOptions } from './options';
import { OPERATION_COLUMN, RAW, SHAPE_COLUMN, fileFields, readFileInto } from './source';

/** What staging a file found. */
export interface Staged {
  /** Columns of the staging table that go into the table, in order; `__op` is not among them. */
  readonly columns: readonly string[];
  readonly hasOperation: boolean;
  readonly total: number;
  readonly filtered: number;
  readonly unselected: number;
  /** Some of the refused rows with the reason, one a line. */
  readonly rejects: readonly string[];
}

const REASON = '__reason';
const MOST_REJECTS = 50;

/** Reads a file into a staging table, judging each row: refused rows stay in it with a reason and are counted. */
export async function stageFile(
  connection: DuckDBConnection,
  scope: QueryScope,
  table: TableRecord,
  options: LoadOptions,
  file: string,
  stage: string,
): Promise<Staged> {
  try {
    await readFileInto(connection, table, options, file);
    return await judge(connection, scope, table, options, RAW, stage);
  } finally {
    await connection.run(`DROP TABLE IF EXISTS ${RAW}`);
  }
}

async function judge(
  connection: DuckDBConnection,
  scope: QueryScope,
  table: TableRecord,
  options: LoadOptions,
  source: string,
  stage: string,
): Promise<Staged> {
  const targets = loadTargets(scope, table, options);
  const deleted = targets.find((found) => found.name === OPERATION_COLUMN)?.value;
  const refusals = targets.flatMap((found) => {
    // A row that is to be deleted needs its key only.
    if (deleted === undefined || table.keys.includes(found.name) || found.name === OPERATION_COLUMN)
      return found.refusals;
    return found.refusals.map((refusal) => `CASE WHEN (${deleted}) = 1 THEN NULL ELSE ${refusal} END`);
  });
  const reasons = [`CASE WHEN ${quoteName(SHAPE_COLUMN)} IS NOT NULL THEN ${quoteName(SHAPE_COLUMN)} END`, ...refusals];
  const cells = targets.map((target) => `${target.value} AS ${quoteName(target.name)}`);
  const where =
    options.where === undefined
      ? ''
      : ` WHERE ${quoteName(REASON)} IS NOT NULL OR ${whereSql(scope, table, targets, options.where)}`;
  // The table's name is the alias, so that translated expressions find its columns.
  const judged = `SELECT ${cells.join(', ')}, COALESCE(${[...reasons, 'NULL'].join(', ')}) AS ${quoteName(REASON)} FROM ${source} AS ${quoteName(table.name)}`;
  const selected = `SELECT * FROM (${judged}) AS ${quoteName(table.name)}${where}`;
  const placed = withPlaces(scope, table, targets, selected);
  await runDuck(() => connection.run(`CREATE OR REPLACE TEMP TABLE ${stage} AS ${placed}`));
  const [counts] = await duckRows(connection, `SELECT count(*), count(${quoteName(REASON)}) FROM ${stage}`);
  const [all] = await duckRows(connection, `SELECT count(*) FROM ${source} AS t`);
  const kept = Number(counts?.[0] ?? 0);
  const total = Number(all?.[0] ?? 0);
  const filtered = Number(counts?.[1] ?? 0);
  const rejects =
    filtered === 0
      ? []
      : await duckRows(
          connection,
          `SELECT ${quoteName(REASON)} FROM ${stage} WHERE ${quoteName(REASON)} IS NOT NULL LIMIT ${MOST_REJECTS}`,
        );
  if (filtered > 0) await connection.run(`DELETE FROM ${stage} WHERE ${quoteName(REASON)} IS NOT NULL`);
  return {
    columns: targets.map((target) => target.name).filter((name) => name !== OPERATION_COLUMN),
    hasOperation: targets.some((target) => target.name === OPERATION_COLUMN),
    total,
    filtered,
    unselected: total - kept,
    rejects: rejects.map(([reason]) => `Error: ${String(reason)}`),
  };
}

/** Rows with the reason of those that are in no partition of the table. */
function withPlaces(scope: QueryScope, table: TableRecord, targets: readonly Target[], rows: string): string {
  const reason = outsideReason(scope, table);
  if (reason === undefined) return rows;
  const alias = quoteName(table.name);
  const names = new Set(targets.map((found) => found.name));
  // The condition may read columns that the load does not fill.
  const absent = table.columns.filter((column) => !names.has(column.name));
  const plain = absent.flatMap((column) =>
    column.generated === undefined && !column.autoIncrement
      ? [`${defaultExpression(scope, column)} AS ${quoteName(column.name)}`]
      : [],
  );
  const generated = absent.flatMap((column) =>
    column.generated === undefined
      ? []
      : [
          `CAST(${translateScalar(column.generated, scope, table)} AS ${duckType(column.type)}) AS ${quoteName(column.name)}`,
        ],
  );
  const filled = `SELECT ${['*', ...plain].join(', ')} FROM (${rows}) AS ${alias}`;
  const whole = `SELECT ${['*', ...generated].join(', ')} FROM (${filled}) AS ${alias}`;
  const kept = targets.map((found) => quoteName(found.name)).join(', ');
  return `SELECT ${kept}, COALESCE(${quoteName(REASON)}, ${reason}) AS ${quoteName(REASON)} FROM (${whole}) AS ${alias}`;
}

/** A column that the load fills: its value, and expressions that give the reason when a row is refused for it. */
interface Target {
  readonly name: string;
  readonly value: string;
  readonly refusals: readonly string[];
}

function loadTargets(scope: QueryScope, table: TableRecord, options: LoadOptions): readonly Target[] {
  const columns: readonly LoadColumn[] =
    options.columns ?? fileFields(table, options).map((name) => ({ kind: 'field', name }));
  const targets = columns.flatMap((column): readonly Target[] => {
    if (column.name === OPERATION_COLUMN) return [operation(scope, table, options, column)];
    const record = table.columns.find((candidate) => candidate.name.toLowerCase() === column.name.toLowerCase());
    if (record === undefined) {
      if (column.kind === 'expression')
        throw new LoadError(`column '${column.name}' of an expression is not in table ${table.name}`);
      return [];
    }
    const isSource = columns.some(
      (other) =>
        other !== column && other.kind === 'expression' && other.name.toLowerCase() === column.name.toLowerCase(),
    );
    return column.kind === 'field' && isSource ? [] : [target(scope, table, options, record, column)];
  });
  const named = new Set(targets.map((found) => found.name));
  const missing = table.columns.filter(
    (column) => !named.has(column.name) && column.generated === undefined && !column.autoIncrement,
  );
  for (const column of missing) {
    if (column.nullable || (column.default !== undefined && column.default.kind !== 'null')) continue;
    throw new LoadError(`Column has no default value, column: ${column.name}`);
  }
  return targets;
}

function target(
  scope: QueryScope,
  table: TableRecord,
  options: LoadOptions,
  column: ColumnRecord,
  from: LoadColumn,
): Target {
  const raw = from.kind === 'field' ? quoteName(from.name) : expression(scope, table, options, from.text);
  const converted = convert(column, raw, from.kind === 'field');
  const absent =
    options.format === 'json' &&
    from.kind === 'field' &&
    column.default !== undefined &&
    column.default.kind !== 'null';
  const value = absent
    ? `CASE WHEN ${raw} IS NULL THEN ${defaultExpression(scope, column)} ELSE ${converted} END`
    : converted;
  const refusals: string[] = [];
  const shown = `CAST(${raw} AS VARCHAR)`;
  if (options.strict) {
    const text = `'Value ''' || ${shown} || ''' cannot be converted to ${queryType(column.type).replaceAll("'", "''")}. Column: ${column.name}'`;
    refusals.push(`CASE WHEN ${raw} IS NOT NULL AND ${converted} IS NULL THEN ${text} END`);
  }
  const limit = textLimit(column.type);
  if (limit !== undefined && duckType(column.type) === 'VARCHAR') {
    const text = `'String ''' || substr(${shown}, 1, 100) || ''' is too long. The type of ''${column.name}'' is ${queryType(column.type)}'`;
    refusals.push(`CASE WHEN strlen(${converted}) > ${limit} THEN ${text} END`);
  }
  if (!column.nullable) {
    const text = `'NULL value in non-nullable column ''${column.name}''' || COALESCE('. Value: ' || ${shown}, '')`;
    refusals.push(`CASE WHEN (${value}) IS NULL THEN ${text} END`);
  }
  return { name: column.name, value, refusals };
}

const WHOLE = new Set(['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT']);

/** Value of the column's type, NULL when the text is none. */
function convert(column: ColumnRecord, raw: string, isText: boolean): string {
  const type = duckType(column.type);
  if (!isText) return `TRY_CAST(${raw} AS ${type})`;
  if (type === 'VARCHAR') return raw;
  if (WHOLE.has(type)) return `CASE WHEN contains(${raw}, '.') THEN NULL ELSE TRY_CAST(${raw} AS ${type}) END`;
  if (type === 'DATE')
    return `COALESCE(TRY_CAST(${raw} AS DATE), CAST(TRY_STRPTIME(${raw}, '%Y%m%d') AS DATE), CAST(TRY_CAST(${raw} AS TIMESTAMP) AS DATE))`;
  if (type === 'TIMESTAMP') return `COALESCE(TRY_CAST(${raw} AS TIMESTAMP), TRY_STRPTIME(${raw}, '%Y%m%d%H%M%S'))`;
  if (type === 'BLOB') return `TRY_CAST(encode(${raw}) AS BLOB)`;
  if (/^(STRUCT|MAP)|\[\]$/.test(type)) return `TRY_CAST(TRY_CAST(${raw} AS JSON) AS ${type})`;
  return textAs(type, raw);
}

const NARROW_DIGITS = 18;

/** DuckDB reads a text into a decimal of more than 18 digits a hundred times slower than into one of fewer. */
function textAs(type: string, raw: string): string {
  const [, precision = '', scale = ''] = /^DECIMAL\((\d+), (\d+)\)$/.exec(type) ?? [];
  const cast = `TRY_CAST(${raw} AS ${type})`;
  if (precision === '' || Number(precision) <= NARROW_DIGITS || Number(scale) > NARROW_DIGITS) return cast;
  return `COALESCE(CAST(TRY_CAST(${raw} AS DECIMAL(${NARROW_DIGITS}, ${scale})) AS ${type}), ${cast})`;
}

/** Expression of the `columns` header over the fields of the file, which are all texts. */
function expression(scope: QueryScope, table: TableRecord, options: LoadOptions, text: string): string {
  const fields = fileFields(table, options).map((name) => ({ name, type: 'varchar(1048576)' }));
  const inner: QueryScope = { ...scope, columnsOf: () => fields };
  return translateScalar(text, inner, table);
}

function operation(scope: QueryScope, table: TableRecord, options: LoadOptions, column: LoadColumn): Target {
  if (table.model !== 'PRIMARY')
    throw new LoadError(`${OPERATION_COLUMN} is only for primary key tables, ${table.name} is none`);
  const raw =
    column.kind === 'field'
      ? quoteName(column.name)
      : `CAST(${expression(scope, table, options, column.text)} AS VARCHAR)`;
  const value = `CASE lower(COALESCE(${raw}, '0')) WHEN '0' THEN 0 WHEN 'upsert' THEN 0 WHEN '1' THEN 1 WHEN 'delete' THEN 1 END`;
  const text = `'Invalid ${OPERATION_COLUMN}: ' || ${raw}`;
  return { name: OPERATION_COLUMN, value, refusals: [`CASE WHEN (${value}) IS NULL THEN ${text} END`] };
}

function whereSql(scope: QueryScope, table: TableRecord, targets: readonly Target[], text: string): string {
  const columns = targets.map((found) => {
    const record = table.columns.find((column) => column.name === found.name);
    return { name: found.name, type: record === undefined ? 'int' : queryType(record.type) };
  });
  return `(${translateScalar(text, { ...scope, columnsOf: () => columns }, table)})`;
}

/** Query over a staging table that the writer takes. */
export function stagedSql(staged: Pick<Staged, 'columns' | 'hasOperation'>, stage: string): string {
  const names = staged.hasOperation ? [...staged.columns, OPERATION_COLUMN] : staged.columns;
  return `SELECT ${names.map(quoteName).join(', ')} FROM ${stage}`;
}
