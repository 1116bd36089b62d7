/** What makes one STRUCT another, field by field. Pure. */

import type { AddFieldClause, ColumnPosition, DataType, DropFieldClause } from '@strata/starrocks-sql';

import { typeText } from './normalise-type';

type StructType = Extract<DataType, { readonly kind: 'struct' }>;
type StructField = StructType['fields'][number];
export type FieldClause = AddFieldClause | DropFieldClause;

/** How a clause names the elements of an array. */
const ELEMENTS = '[*]';

/**
 * Clauses that bring a type to the declared one by fields that come and go, those that come first: a STRUCT must not be
 * empty in between. Undefined where that is not enough: a field of another type or at another place, nothing in common.
 */
export function fieldClauses(
  column: string,
  declared: DataType,
  live: DataType,
  path: readonly string[] = [],
): readonly FieldClause[] | undefined {
  if (typeText(declared) === typeText(live)) return [];
  if (declared.kind === 'array' && live.kind === 'array') {
    return fieldClauses(column, declared.element, live.element, [...path, ELEMENTS]);
  }
  if (declared.kind !== 'struct' || live.kind !== 'struct') return undefined;
  const kept = declared.fields.filter(({ name }) => find(live, name) !== undefined);
  if (kept.length === 0 || !keepsOrder(kept, live)) return undefined;
  const inner: FieldClause[] = [];
  for (const field of kept) {
    const clauses = fieldClauses(column, field.type, find(live, field.name)?.type ?? field.type, [...path, field.name]);
    if (clauses === undefined) return undefined;
    inner.push(...clauses);
  }
  return [...inner, ...addedFields(column, declared, live, path), ...droppedFields(column, declared, live, path)];
}

function find({ fields }: StructType, name: string): StructField | undefined {
  return fields.find((field) => same(field.name, name));
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function keepsOrder(kept: readonly StructField[], live: StructType): boolean {
  const rest = live.fields.filter(({ name }) => kept.some((field) => same(field.name, name)));
  return rest.every(({ name }, index) => same(name, kept[index]?.name ?? ''));
}

function addedFields(
  column: string,
  declared: StructType,
  live: StructType,
  path: readonly string[],
): readonly AddFieldClause[] {
  const there = live.fields.map(({ name }) => name);
  const clauses: AddFieldClause[] = [];
  declared.fields.forEach((field, index) => {
    if (there.some((name) => same(name, field.name))) return;
    const before = declared.fields[index - 1]?.name;
    const at = before === undefined ? 0 : there.findIndex((name) => same(name, before)) + 1;
    const position = at === there.length ? undefined : positionBehind(before);
    there.splice(at, 0, field.name);
    clauses.push({
      kind: 'add-field',
      column,
      path: [...path, field.name],
      type: field.type,
      ...(position === undefined ? {} : { position }),
      properties: [],
    });
  });
  return clauses;
}

function positionBehind(before: string | undefined): ColumnPosition {
  return before === undefined ? { kind: 'first' } : { kind: 'after', column: before };
}

function droppedFields(
  column: string,
  declared: StructType,
  live: StructType,
  path: readonly string[],
): readonly DropFieldClause[] {
  return live.fields
    .filter(({ name }) => find(declared, name) === undefined)
    .map(({ name }) => ({ kind: 'drop-field', column, path: [...path, name], properties: [] }));
}
