/** Names, literals, properties and the other small parts of statements. */

import type { PartitionNames, Property, QualifiedName } from '../ast';
import { keywordOf } from '../keywords';

const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A name as it must be written: in backticks unless it is plain and no word of the grammar. */
export function printIdentifier(name: string): string {
  if (PLAIN.test(name) && keywordOf(name) === undefined) return name;
  return `\`${name.replaceAll('`', '``')}\``;
}

export function printName(name: QualifiedName): string {
  return name.parts.map(printIdentifier).join('.');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\0': '\\0',
  '\b': '\\b',
  '\x1a': '\\Z',
};

/** A string literal in double quotes. `\%` and `\_` stay as they are: there the backslash is part of the value. */
export function printString(value: string): string {
  // eslint-disable-next-line no-control-regex -- these characters have escapes of their own
  const escaped = value.replace(/\\[%_]|[\\"\n\r\t\0\b\x1a]/g, (match) => ESCAPES[match] ?? match);
  return `"${escaped}"`;
}

export function printIdentifierList(names: readonly string[]): string {
  return `(${names.map(printIdentifier).join(', ')})`;
}

/** `("a" = "b", …)` on one line. */
export function printPropertyList(properties: readonly Property[]): string {
  return `(${properties.map(printProperty).join(', ')})`;
}

function printProperty(property: Property): string {
  return `${printString(property.key)} = ${printString(property.value)}`;
}

/** ` PROPERTIES (…)` or nothing. */
export function printProperties(properties: readonly Property[]): string {
  return properties.length === 0 ? '' : ` PROPERTIES ${printPropertyList(properties)}`;
}

/** PROPERTIES as lines of their own; one alone stays on its line. */
export function printPropertyLines(properties: readonly Property[], word = 'PROPERTIES'): string[] {
  if (properties.length === 0) return [];
  if (properties.length === 1) return [`${word} ${printPropertyList(properties)}`];
  return [`${word} (\n${properties.map((each) => `  ${printProperty(each)}`).join(',\n')}\n)`];
}

/** ` COMMENT "…"` or nothing. */
export function printComment(comment: string | undefined): string {
  return comment === undefined ? '' : ` COMMENT ${printString(comment)}`;
}

export function printPartitionNames(partitions: PartitionNames): string {
  return `${partitions.temporary ? 'TEMPORARY ' : ''}PARTITION ${printIdentifierList(partitions.names)}`;
}

/** Joins words, leaving out those that are absent. */
export function words(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== false && part !== undefined && part !== '').join(' ');
}

/** Fails to compile where a kind was forgotten. */
export function assertNever(value: never): never {
  throw new TypeError(`STR1300 no case for ${JSON.stringify(value)}`);
}
