/** Names, properties, comments, partition lists: small parts that many statements share. */

import type { PartitionNames, Property, QualifiedName } from '../ast';
import type { Cursor } from './cursor';

/** `a`, `a.b` or `a.b.c`. */
export function parseQualifiedName(cursor: Cursor, what = 'name'): QualifiedName {
  const at = cursor.position;
  const parts = [cursor.identifier(what)];
  while (cursor.acceptSymbol('.')) parts.push(cursor.identifier(what));
  if (parts.length > 3)
    throw cursor.fail(`the name ${parts.join('.')} has more than catalog, database and object`, [], at);
  return { parts, at };
}

/** A name of its own that has no database: it may be written as a string. */
export function parseSingleName(cursor: Cursor, what: string): QualifiedName {
  const at = cursor.position;
  return { parts: [cursor.identifierOrString(what)], at };
}

export function parseIfExists(cursor: Cursor): boolean {
  return cursor.accept('IF', 'EXISTS');
}

export function parseIfNotExists(cursor: Cursor): boolean {
  if (!cursor.is('IF')) return false;
  cursor.expect('IF', 'NOT', 'EXISTS');
  return true;
}

/** `(a, b)` */
export function parseIdentifierList(cursor: Cursor, what = 'identifier'): string[] {
  return cursor.parenthesized(() => cursor.identifier(what));
}

/** `("k" = "v", …)` */
export function parsePropertyList(cursor: Cursor): Property[] {
  return cursor.parenthesized(() => parseProperty(cursor));
}

function parseProperty(cursor: Cursor): Property {
  const key = cursor.string('string (the key of a property)');
  cursor.expectSymbol('=');
  return { key, value: cursor.string('string (the value of a property)') };
}

/** `PROPERTIES (…)` or nothing. */
export function parseProperties(cursor: Cursor): Property[] {
  return cursor.accept('PROPERTIES') ? parsePropertyList(cursor) : [];
}

/** `COMMENT "…"` or nothing, as fields to spread. */
export function parseComment(cursor: Cursor): { readonly comment?: string } {
  return cursor.accept('COMMENT') ? { comment: cursor.string('string (the comment)') } : {};
}

export function isPartitionNames(cursor: Cursor): boolean {
  const ahead = cursor.is('TEMPORARY') ? 1 : 0;
  const word = cursor.keywordAt(ahead);
  return word === 'PARTITION' || word === 'PARTITIONS';
}

/** `[TEMPORARY] PARTITION p`, `PARTITION (p, q)`, `PARTITIONS (p, q)`. */
export function parsePartitionNames(cursor: Cursor): PartitionNames {
  const temporary = cursor.accept('TEMPORARY');
  cursor.expectAny(['PARTITION', 'PARTITIONS']);
  const name = (): string => cursor.identifierOrString('partition name');
  return { temporary, names: cursor.isSymbol('(') ? cursor.parenthesized(name) : [name()] };
}
