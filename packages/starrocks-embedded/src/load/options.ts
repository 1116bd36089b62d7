import type { IncomingHttpHeaders } from 'node:http';

import { findTop, isSymbol, scan, sourceOf, splitCommas } from '../sql/scanner';

/** A load that is refused, with the reason that the answer carries. */
export class LoadError extends Error {}

/** A column of the file, or an expression over columns of the file. */
export type LoadColumn =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'expression'; readonly name: string; readonly text: string };

/** What the headers of a Stream Load ask for. */
export interface LoadOptions {
  readonly label: string | undefined;
  readonly format: 'csv' | 'json';
  readonly columnSeparator: string;
  readonly rowDelimiter: string;
  readonly skipHeader: number;
  readonly trimSpace: boolean;
  readonly enclose: string;
  readonly escape: string;
  /** Absent means all columns of the table, in order (CSV) or by name (JSON). */
  readonly columns: readonly LoadColumn[] | undefined;
  readonly where: string | undefined;
  readonly maxFilterRatio: number;
  readonly strict: boolean;
  readonly stripOuterArray: boolean;
  readonly jsonPaths: readonly string[] | undefined;
  readonly jsonRoot: string | undefined;
  readonly timeZone: string | undefined;
}

/** Headers whose meaning this server does not have: a load with them would not be the same. */
const REFUSED = [
  'partial_update',
  'merge_condition',
  'partitions',
  'temporary_partitions',
  'compression',
  'content-encoding',
];

/** @throws LoadError for headers that mean nothing or that this server cannot do. */
export function readLoadOptions(headers: IncomingHttpHeaders): LoadOptions {
  const get = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === 'string' && value !== '' ? decodeURIComponentSafely(value) : undefined;
  };
  for (const name of REFUSED) {
    const value = get(name);
    if (value !== undefined && value !== 'false' && value !== 'identity') {
      throw new LoadError(`The embedded server does not support the header ${name}: ${value}`);
    }
  }
  const format = (get('format') ?? 'csv').toLowerCase();
  if (format !== 'csv' && format !== 'json')
    throw new LoadError(`unknown data format: ${format}, csv and json are supported`);
  const paths = get('jsonpaths');
  return {
    label: get('label'),
    format,
    columnSeparator: separator(get('column_separator') ?? '\t'),
    rowDelimiter: separator(get('row_delimiter') ?? '\n'),
    skipHeader: Number(get('skip_header') ?? 0),
    trimSpace: isTrue(get('trim_space')),
    enclose: get('enclose') ?? '',
    escape: get('escape') ?? '',
    columns: readColumns(get('columns')),
    where: get('where'),
    maxFilterRatio: readRatio(get('max_filter_ratio')),
    strict: isTrue(get('strict_mode')),
    stripOuterArray: isTrue(get('strip_outer_array')),
    jsonPaths: paths === undefined ? undefined : readPaths(paths),
    jsonRoot: get('json_root'),
    timeZone: get('timezone'),
  };
}

/** Headers arrive as Latin-1; clients send UTF-8. */
function decodeURIComponentSafely(value: string): string {
  return Buffer.from(value, 'latin1').toString('utf8');
}

function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true';
}

function readRatio(value: string | undefined): number {
  const ratio = Number(value ?? 0);
  if (!(ratio >= 0 && ratio <= 1))
    throw new LoadError(`Invalid max_filter_ratio: ${value ?? ''}, must be between 0 and 1`);
  return ratio;
}

/** `\t`, `\n`, `\x01` and `0x01` are written out in headers. */
function separator(value: string): string {
  return value
    .replace(/\\x([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/^0x([0-9a-fA-F]{2})$/, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll('\\t', '\t')
    .replaceAll('\\n', '\n')
    .replaceAll('\\r', '\r');
}

function readColumns(value: string | undefined): readonly LoadColumn[] | undefined {
  if (value === undefined) return undefined;
  const tokens = scan(value);
  return splitCommas(tokens, 0, tokens.length).map((part): LoadColumn => {
    const name = part[0]?.text ?? '';
    const equals = findTop(part, 0, (token) => isSymbol(token, '='));
    if (equals === -1) return { kind: 'field', name };
    return { kind: 'expression', name, text: sourceOf(value, part.slice(equals + 1)) };
  });
}

function readPaths(value: string): readonly string[] {
  try {
    const paths: unknown = JSON.parse(value);
    if (Array.isArray(paths) && paths.every((path) => typeof path === 'string')) return paths;
  } catch {
    // Falls through to the refusal.
  }
  throw new LoadError(`Invalid json path: ${value}`);
}
