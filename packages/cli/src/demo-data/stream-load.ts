import { dayText, momentText } from './calendar';
import type { Change } from './change-log';
import type { DemoData } from './generate';
import { decimalText } from './money';
import { columnsOf } from './tables';
import type { AnyRow, ColumnKind, TableName } from './tables';

/** One Stream Load: `PUT /api/<database>/<table>/_stream_load` with these headers and this body. */
export interface StreamLoadBatch {
  readonly database: 'ods';
  readonly table: TableName;
  /** The same for the same data, so that a repeated load is recognised by the server. */
  readonly label: string;
  readonly format: 'csv' | 'json';
  /** Columns in the order of the body; ends with `__op` when the batch holds deletes. */
  readonly columns: string;
  /** All headers of the load but authentication, `columns`, `format` and `label` included. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly rows: number;
}

const ROWS_PER_BATCH = 20_000;

/** Everything that has to be loaded, in an order that can be loaded one by one: per table the snapshot as CSV, then its changes as JSON with `__op`. */
export function* streamLoadBatches(data: DemoData): Iterable<StreamLoadBatch> {
  for (const [table, { snapshot, changes }] of data.tables) {
    const prefix = `demo-${table}-${data.seed.replace(/[^-\w]/g, '_')}`;
    for (const [index, rows] of chunks(snapshot).entries())
      yield csvBatch(table, `${prefix}-snapshot-${index + 1}`, rows);
    for (const [index, part] of chunks(changes).entries())
      yield jsonBatch(table, `${prefix}-changes-${index + 1}`, part);
  }
}

function csvBatch(table: TableName, label: string, rows: readonly AnyRow[]): StreamLoadBatch {
  const columns = columnsOf(table);
  const names = columns.map(([name]) => name).join(',');
  // Appended piece by piece: arrays of cells would cost more than the text.
  let body = '';
  for (const row of rows) {
    let separator = '';
    for (const [name, kind] of columns) {
      body += separator + csvValue(kind, row[name] ?? null);
      separator = '\t';
    }
    body += '\n';
  }
  return {
    database: 'ods',
    table,
    label,
    format: 'csv',
    columns: names,
    headers: { label, format: 'csv', columns: names, column_separator: '\\t' },
    body,
    rows: rows.length,
  };
}

function jsonBatch(table: TableName, label: string, changes: readonly Change[]): StreamLoadBatch {
  const columns = columnsOf(table);
  const names = [...columns.map(([name]) => name), '__op'].join(',');
  const body = changes.map(({ op, row }) => {
    const fields = columns.map(([name, kind]) => `"${name}":${jsonValue(kind, row[name] ?? null)}`);
    return `{${fields.join(',')},"__op":${op === 'delete' ? 1 : 0}}`;
  });
  return {
    database: 'ods',
    table,
    label,
    format: 'json',
    columns: names,
    headers: { label, format: 'json', columns: names, strip_outer_array: 'true' },
    body: `[${body.join(',\n')}]`,
    rows: changes.length,
  };
}

function csvValue(kind: ColumnKind, value: string | number | null): string {
  return value === null ? '\\N' : valueText(kind, value);
}

/** Decimals go as text, so that no parser makes a binary fraction of them. */
function jsonValue(kind: ColumnKind, value: string | number | null): string {
  if (value === null) return 'null';
  const text = valueText(kind, value);
  return kind === 'int' || kind === 'int?' || kind === 'json?' || kind === 'json' ? text : JSON.stringify(text);
}

/** A value as StarRocks reads it. */
export function valueText(kind: ColumnKind, value: string | number): string {
  if (typeof value === 'string') return value;
  switch (kind) {
    case 'day':
    case 'day?':
      return dayText(value);
    case 'moment':
    case 'moment?':
      return momentText(value);
    case 'money':
    case 'money?':
      return decimalText(value, 2);
    case 'cost':
    case 'cost?':
      return decimalText(value, 4);
    case 'rate':
    case 'rate?':
      return decimalText(value, 6);
    case 'int':
    case 'int?':
    case 'text':
    case 'text?':
    case 'json':
    case 'json?':
      return String(value);
  }
}

function chunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  const parts: (readonly T[])[] = [];
  for (let start = 0; start < items.length; start += ROWS_PER_BATCH)
    parts.push(items.slice(start, start + ROWS_PER_BATCH));
  return parts;
}
