/** Readings of statements and of the engine's answers that several kinds need. */

import type { Property, Statement } from '@strata/starrocks-sql';
import { parseStatement, printStatement } from '@strata/starrocks-sql';

import { NOWHERE } from '../sql-text';

type OfKind<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>;

/** The first statement when it is of a kind. */
export function statementOf<K extends Statement['kind']>(
  statements: readonly (Statement | undefined)[],
  kind: K,
): OfKind<K> | undefined {
  const [first] = statements;
  return first !== undefined && isOfKind(first, kind) ? first : undefined;
}

function isOfKind<K extends Statement['kind']>(statement: Statement, kind: K): statement is OfKind<K> {
  return statement.kind === kind;
}

/** What the engine printed, parsed; or its text when it cannot be. */
export function parsed(printed: string): { readonly statements: readonly Statement[]; readonly printed?: string } {
  try {
    return { statements: [parseStatement(printed)] };
  } catch {
    return { statements: [], printed };
  }
}

type NamedObject = 'CATALOG' | 'STORAGE VOLUME' | 'RESOURCE GROUP' | 'PIPE' | 'TASK' | 'WAREHOUSE';

/** `DROP <object> name`. */
export function dropObject(object: NamedObject, ...parts: readonly string[]): string {
  const name = { parts, at: NOWHERE };
  return printStatement({ kind: 'drop-object', object, name, ifExists: false, force: false, at: NOWHERE });
}

/** `DROP <object> IF EXISTS name`, before it is made anew: a run may have been cut off in between. */
export function clearObject(object: NamedObject, ...parts: readonly string[]): string {
  const name = { parts, at: NOWHERE };
  return printStatement({ kind: 'drop-object', object, name, ifExists: true, force: false, at: NOWHERE });
}

/** Properties that the engine prints as JSON, or as `('k'='v','k2'='v2')`. */
export function printedProperties(text: string): readonly Property[] {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return jsonProperties(trimmed);
  return [...trimmed.matchAll(/'((?:[^'\\]|\\.)*)'\s*=\s*'((?:[^'\\]|\\.)*)'/g)].map(([, key = '', value = '']) => ({
    key,
    value,
  }));
}

function jsonProperties(text: string): readonly Property[] {
  let parsedJson: unknown;
  try {
    parsedJson = JSON.parse(text);
  } catch {
    return [];
  }
  return Object.entries(parsedJson ?? {}).map(([key, value]: [string, unknown]) => ({
    key,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }));
}
