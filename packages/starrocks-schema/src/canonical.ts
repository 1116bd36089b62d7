/** One text for one value: JSON with sorted keys, and hashes of it. */

import { createHash } from 'node:crypto';

/** JSON with keys in order and without undefined fields: equal data gives equal bytes. */
export function canonicalJson(value: unknown): string {
  return write(value) ?? 'null';
}

/** 128 bits of the SHA-256 of a value's canonical JSON, in hexadecimal. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 32);
}

/** Undefined for what JSON has no text for. By hand, because thousands of models with dozens of columns go through it. */
function write(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return `[${value.map((item: unknown) => write(item) ?? 'null').join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  let text = '';
  for (const key of keysInOrder(value)) {
    const field = write(value[key]);
    if (field !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${field}`;
  }
  return `{${text}}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Whole numbers come first, in the order of their values, as in any object of JavaScript: recorded hashes rely on it. */
function keysInOrder(record: Readonly<Record<string, unknown>>): readonly string[] {
  const keys = Object.keys(record);
  if (keys.length < 2) return keys;
  keys.sort();
  if (!keys.some((key) => /^\d/.test(key))) return keys;
  return Object.keys(Object.fromEntries(keys.map((key) => [key, true])));
}
