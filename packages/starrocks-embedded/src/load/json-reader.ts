/** JSON files by DuckDB's own reader. */

import { quoteName, quoteText } from '../storage/names';
import type { TableRecord } from '../storage/model';
import { duckType } from '../storage/types';
import { scanJson } from './json-scan';
import type { LoadOptions } from './options';

/** Where the value of a field is: a key of the object, and a path in its value. */
interface Place {
  readonly key: string;
  /** DuckDB path such as `$.b[0]`. */
  readonly inner: string | undefined;
}

/**
 * DuckDB query over a file of JSON objects, every field as text.
 *
 * @returns undefined for files and options whose meaning DuckDB does not have.
 */
export async function jsonReaderSql(
  table: TableRecord,
  fields: readonly string[],
  options: LoadOptions,
  file: string,
): Promise<string | undefined> {
  if (options.jsonRoot !== undefined) return undefined;
  const reads = fields.flatMap((field, index): readonly FieldRead[] => {
    const place = placeOf(field, index, options);
    return place === undefined ? [] : [{ ...place, field, kind: targetKind(table, field) }];
  });
  if (reads.length < fields.length) return undefined;
  const layout = await scanJson(file);
  if (layout === undefined || (layout === 'array' && !options.stripOuterArray)) return undefined;
  // Texts are taken as they are; of all others it counts whether they are quoted.
  const documents = new Set(
    reads.filter((read) => read.kind !== 'text' || read.inner !== undefined).map(({ key }) => key),
  );
  const columns = [...new Set(reads.map(({ key }) => key))].map(
    (key) => `${quoteText(key)}: '${documents.has(key) ? 'JSON' : 'VARCHAR'}'`,
  );
  const cells = reads.map(({ field, key, inner, kind }) => {
    const column = quoteName(key);
    if (!documents.has(key)) return `${column} AS ${quoteName(field)}`;
    // Texts from here on: DuckDB would take the results of a CASE with a JSON in it for JSON, too.
    const value = `CAST(${inner === undefined ? column : `json_extract(${column}, ${quoteText(inner)})`} AS VARCHAR)`;
    return `${TEXTS[kind](value)} AS ${quoteName(field)}`;
  });
  const format = layout === 'array' ? 'array' : 'newline_delimited';
  return `SELECT ${cells.join(', ')} FROM read_json(${quoteText(file)}, format = '${format}', records = true, compression = 'uncompressed', columns = {${columns.join(', ')}})`;
}

interface FieldRead extends Place {
  readonly field: string;
  readonly kind: TargetKind;
}

const SIMPLE_PATH = /^\$\.([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*|\[\d+\])*)$/;

function placeOf(field: string, index: number, { jsonPaths }: LoadOptions): Place | undefined {
  if (jsonPaths === undefined) return { key: field, inner: undefined };
  const match = SIMPLE_PATH.exec(jsonPaths[index] ?? '');
  if (match === null) return undefined;
  const [, key = '', rest = ''] = match;
  return { key, inner: rest === '' ? undefined : `$${rest}` };
}

/** What a text of the file becomes. */
type TargetKind = 'text' | 'document' | 'value';

function targetKind(table: TableRecord, field: string): TargetKind {
  const column = table.columns.find((candidate) => candidate.name.toLowerCase() === field.toLowerCase());
  const type = column === undefined ? 'INTEGER' : duckType(column.type);
  if (type === 'JSON') return 'document';
  return type === 'VARCHAR' ? 'text' : 'value';
}

const isString = (value: string): string => `starts_with(${value}, '"')`;
const unquoted = (value: string): string =>
  `CASE WHEN contains(${value}, '\\') THEN json_extract_string(${value}, '$') ELSE substr(${value}, 2, length(${value}) - 2) END`;

/** DuckDB expressions that turn a JSON value into the text that a column of a kind is read from. */
const TEXTS: Readonly<Record<TargetKind, (value: string) => string>> = {
  text: (value) => `CASE WHEN ${isString(value)} THEN ${unquoted(value)} ELSE NULLIF(${value}, 'null') END`,
  value: (value) =>
    `CASE WHEN ${isString(value)} THEN ${unquoted(value)} WHEN ${value} = 'true' THEN '1' WHEN ${value} = 'false' THEN '0' ELSE NULLIF(${value}, 'null') END`,
  // A string that holds an object or an array is taken for it.
  document: (value) => {
    const text = `trim(json_extract_string(${value}, '$'))`;
    return `CASE WHEN ${isString(value)} AND regexp_matches(${text}, '^[\\[{]') AND json_valid(${text}) THEN ${text} ELSE NULLIF(${value}, 'null') END`;
  },
};
