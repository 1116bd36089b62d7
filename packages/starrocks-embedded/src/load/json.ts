import { LoadError } from './options';
import type { LoadOptions } from './options';

type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Objects of a JSON body, with numbers too long for a double kept as text. */
export function parseJsonRows(text: string, options: LoadOptions): readonly Readonly<Record<string, JsonValue>>[] {
  const documents = parseDocuments(text);
  const rows = documents.flatMap((document) => {
    const root = options.jsonRoot === undefined ? document : follow(document, options.jsonRoot);
    if (!Array.isArray(root)) return [root ?? null];
    if (!options.stripOuterArray) {
      throw new LoadError('The value is array type in json document stream, you can set strip_outer_array to true.');
    }
    return root as readonly JsonValue[];
  });
  return rows.map((row) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new LoadError(`value is not json object: ${JSON.stringify(row).slice(0, 100)}`);
    }
    return row as Readonly<Record<string, JsonValue>>;
  });
}

/** Marks a number that is written as a string because a double would change it, or forget that it was one. */
const MARK = '\u0001number:';
const NUMBERS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const MARKED = /[.eE]|\d{15}/;
const EXACT_DIGITS = 15;

/** Text of a number that has a point or an exponent, or more digits than a double keeps. */
function numberText(text: string): string {
  const digits = text.replace(/[eE].*/, '').replace(/[^\d]/g, '').length;
  if (digits > EXACT_DIGITS || !/[.eE]/.test(text)) return text;
  const number = Number(text);
  return Number.isInteger(number) ? `${number}.0` : String(number);
}

function parseDocuments(text: string): readonly JsonValue[] {
  const exact = /\d(?:\.\d|[eE][+-]?\d|\d{14})/.test(text)
    ? text.replace(NUMBERS, (token) =>
        token.startsWith('"') || !MARKED.test(token)
          ? token
          : `"${MARK.replace('\u0001', '\\u0001')}${numberText(token)}"`,
      )
    : text;
  try {
    return [JSON.parse(exact) as JsonValue];
  } catch (error) {
    const lines = exact.split('\n').filter((line) => line.trim() !== '');
    if (lines.length < 2) throw badJson(error);
    try {
      return lines.map((line) => JSON.parse(line) as JsonValue);
    } catch {
      throw badJson(error);
    }
  }
}

function badJson(error: unknown): LoadError {
  return new LoadError(`Failed to parse json as document: ${error instanceof Error ? error.message : String(error)}`);
}

/** Value at a path such as `$.a.b[0]`. */
export function follow(value: JsonValue, path: string): JsonValue | undefined {
  let current: JsonValue | undefined = value;
  for (const part of path.replace(/^\$\.?/, '').match(/[^.[\]"]+/g) ?? []) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = Array.isArray(current)
      ? (current as readonly JsonValue[])[Number(part)]
      : (current as Readonly<Record<string, JsonValue>>)[part];
  }
  return current;
}

/** Text of a value before its cast to the column's type. `flag` says how true and false are written. */
export function jsonText(value: JsonValue | undefined, flag: 'word' | 'digit'): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value.startsWith(MARK) ? value.slice(MARK.length) : value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return flag === 'word' ? String(value) : value ? '1' : '0';
  return JSON.stringify(value).replace(/"\\u0001number:([^"]*)"/g, '$1');
}

/** Text of a value that goes into a JSON column: strings stay quoted. */
export function jsonDocument(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && !value.startsWith(MARK)) {
    const text = value.trim();
    return /^[[{]/.test(text) && isJson(text) ? text : JSON.stringify(value);
  }
  return jsonText(value, 'word');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
