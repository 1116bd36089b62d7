import { open, readFile, writeFile } from 'node:fs/promises';

import type { DuckDBConnection } from '@duckdb/node-api';

import { runDuck } from '../engine/queries';
import { quoteName, quoteText } from '../storage/names';
import type { TableRecord } from '../storage/model';
import { duckType } from '../storage/types';
import { parseCsv } from './csv';
import { jsonReaderSql } from './json-reader';
import { follow, jsonDocument, jsonText, parseJsonRows } from './json';
import type { LoadOptions } from './options';

/** Column that says why a line has not the right number of values. */
export const SHAPE_COLUMN = '__shape';

/** Rows of a reader that takes whole lines only. */
const NO_SHAPE = `CAST(NULL AS VARCHAR) AS ${quoteName(SHAPE_COLUMN)}`;

/** Name of the column that says whether a row of a primary-key table is written (0) or deleted (1). */
export const OPERATION_COLUMN = '__op';

const MIN_OBJECT_BYTES = 1 << 20;

/** Fields of the file in order: what `columns` names, or the columns of the table. */
export function fileFields(table: TableRecord, options: LoadOptions): readonly string[] {
  if (options.columns !== undefined)
    return options.columns.filter((column) => column.kind === 'field').map((column) => column.name);
  const own = table.columns
    .filter((column) => column.generated === undefined && !column.autoIncrement)
    .map((column) => column.name);
  return options.format === 'json' && table.model === 'PRIMARY' ? [...own, OPERATION_COLUMN] : own;
}

/** Temporary table of what a file holds. */
export const RAW = '__raw';

/** Reads a file into a temporary table: every field as VARCHAR, and `__shape` (NULL where a line is whole). */
export async function readFileInto(
  connection: DuckDBConnection,
  table: TableRecord,
  options: LoadOptions,
  file: string,
): Promise<void> {
  const fields = fileFields(table, options);
  const query = await readerSql(table, fields, options, file);
  if (query !== undefined && (await reads(connection, query))) return;
  await runDuck(async () => connection.run(rawTable(await parsedSql(table, fields, options, file))));
}

/** Query by a reader of DuckDB; undefined when none reads the file as it is meant. */
async function readerSql(
  table: TableRecord,
  fields: readonly string[],
  options: LoadOptions,
  file: string,
): Promise<string | undefined> {
  if (options.format === 'csv') return (await isPlain(options, file)) ? readCsvSql(fields, options, file) : undefined;
  const query = await jsonReaderSql(table, fields, options, file);
  return query === undefined ? undefined : `SELECT *, ${NO_SHAPE} FROM (${query})`;
}

/** Query over the rows as this server parses them itself. */
async function parsedSql(
  table: TableRecord,
  fields: readonly string[],
  options: LoadOptions,
  file: string,
): Promise<string> {
  const text = await readFile(file, 'utf8');
  const rows = options.format === 'csv' ? csvObjects(text, fields, options) : jsonObjects(text, table, fields, options);
  const normal = `${file}.rows`;
  const lines = rows.map((row) => JSON.stringify(row));
  await writeFile(normal, lines.join('\n'));
  // DuckDB takes buffers of this size: no more than the longest row needs.
  const longest = lines.reduce((most, line) => Math.max(most, line.length * 3), MIN_OBJECT_BYTES);
  const columns = [...fields.map((_, index) => `c${index}`), 's'].map((name) => `${name}: 'VARCHAR'`).join(', ');
  const list = [
    ...fields.map((name, index) => `c${index} AS ${quoteName(name)}`),
    `s AS ${quoteName(SHAPE_COLUMN)}`,
  ].join(', ');
  if (rows.length === 0)
    return `SELECT ${[...fields, SHAPE_COLUMN].map((name) => `CAST(NULL AS VARCHAR) AS ${quoteName(name)}`).join(', ')} WHERE FALSE`;
  return `SELECT ${list} FROM read_json(${quoteText(normal)}, format = 'newline_delimited', columns = {${columns}}, maximum_object_size = ${longest})`;
}

function rawTable(query: string): string {
  return `CREATE OR REPLACE TEMP TABLE ${RAW} AS ${query}`;
}

/** Whether DuckDB's own reader gives the same rows: no quoting, lines end in \n. */
async function isPlain(options: LoadOptions, file: string): Promise<boolean> {
  if (options.rowDelimiter !== '\n' || options.enclose !== '' || options.escape !== '' || options.trimSpace)
    return false;
  if (options.columnSeparator.length > 4) return false;
  const handle = await open(file);
  try {
    const chunk = Buffer.alloc(1 << 20);
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, null);
      if (bytesRead === 0) return true;
      if (chunk.subarray(0, bytesRead).includes(13)) return false;
    }
  } finally {
    await handle.close();
  }
}

function readCsvSql(fields: readonly string[], options: LoadOptions, file: string): string {
  const columns = fields.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ');
  const settings = [
    `delim = ${quoteText(options.columnSeparator)}`,
    "quote = ''",
    "escape = ''",
    "comment = ''",
    "nullstr = '\\N'",
    "new_line = '\\n'",
    'header = false',
    'auto_detect = false',
    `skip = ${options.skipHeader}`,
    `columns = {${columns}}`,
  ];
  return `SELECT *, ${NO_SHAPE} FROM read_csv(${quoteText(file)}, ${settings.join(', ')})`;
}

/** A line that is not whole makes DuckDB's reader fail: such files are parsed here. */
async function reads(connection: DuckDBConnection, query: string): Promise<boolean> {
  try {
    await connection.run(rawTable(query));
    return true;
  } catch {
    return false;
  }
}

type RowObject = Readonly<Record<string, string | null>>;

function csvObjects(text: string, fields: readonly string[], options: LoadOptions): readonly RowObject[] {
  return parseCsv(text, options).map((row) => {
    const cells = Object.fromEntries(fields.map((_, index) => [`c${index}`, row[index] ?? null]));
    if (row.length === fields.length) return cells;
    const shape = `Target column count: ${fields.length} doesn't match source value column count: ${row.length}. Row: [${row.map((cell) => cell ?? '\\N').join(options.columnSeparator)}]`;
    return { ...cells, s: shape };
  });
}

function jsonObjects(
  text: string,
  table: TableRecord,
  fields: readonly string[],
  options: LoadOptions,
): readonly RowObject[] {
  const readers = fields.map((name) => {
    const column = table.columns.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    const type = column === undefined ? 'INTEGER' : duckType(column.type);
    if (type === 'JSON') return jsonDocument;
    const flag = type === 'VARCHAR' ? 'word' : 'digit';
    return (value: Parameters<typeof jsonText>[0]) => jsonText(value, flag);
  });
  return parseJsonRows(text, options).map((row) =>
    Object.fromEntries(
      fields.map((name, index) => {
        const path = options.jsonPaths?.[index];
        const value = options.jsonPaths === undefined ? row[name] : path === undefined ? undefined : follow(row, path);
        return [`c${index}`, readers[index]?.(value) ?? null];
      }),
    ),
  );
}
