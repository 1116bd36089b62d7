/** Pieces of statements that this package writes itself. */

import type { Position, QualifiedName } from '@strata/starrocks-sql';

import type { ObjectId } from './model';
import { splitId } from './model';

/** `` `name` ``. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** `` `database`.`name` ``; a database alone for a database. */
export function quoteId(id: ObjectId): string {
  if (!id.includes('.')) return quoteName(id);
  const { database, name } = splitId(id);
  return `${quoteName(database)}.${quoteName(name)}`;
}

/** `"text"` as property values, comments and defaults are written. */
export function quoteText(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** `'text'` for values of rows. */
export function quoteValue(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** Place of what no file says. */
export const NOWHERE: Position = { offset: 0, line: 1, column: 1 };

/** The name of an object in a statement. */
export function nameOf(id: ObjectId): QualifiedName {
  const { database, name } = splitId(id);
  return { parts: id.includes('.') ? [database, name] : [name], at: NOWHERE };
}
