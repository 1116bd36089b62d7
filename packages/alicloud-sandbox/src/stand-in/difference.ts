/**
 * How the SDK of the real provider compares a prior value with a configured one. It does so argument by argument and
 * in text, with quirks that are visible in plans: an unset number equals 0, a removed computed argument stays, an
 * omitted computed block is unknown as a whole.
 */

import type { AttributePath, Value } from '@strata/terraform-plugin';
import { UNKNOWN, isUnknown } from '@strata/terraform-plugin';

import type { Field, PrimitiveType } from './field';
import type { SuppressRule, View } from './suppress';
import { UNKNOWN_TEXT, convert, elementsOf, objectOf, textOf, valueAt, zeroText } from './text';

/** The outcome for one field. */
export interface Difference {
  /** What will be, as far as it is known. */
  readonly planned: Value;
  readonly changed: boolean;
  readonly replace: readonly AttributePath[];
}

/** What comparing needs to know beside the two values. */
export interface Comparison {
  /** An object exists already. */
  readonly exists: boolean;
  /** Inside a set every argument of an element counts as changed, since elements are compared as a whole. */
  readonly all: boolean;
  readonly path: AttributePath;
  /** Rule by the field's path in the facts. */
  readonly suppress: (factsPath: string) => SuppressRule | undefined;
  readonly view: View;
}

function same(planned: Value): Difference {
  return { planned, changed: false, replace: [] };
}

function suppressed(field: Field, prior: string, next: string, at: Comparison): boolean {
  if (field.facts.suppressed !== true) return false;
  return at.suppress(field.factsPath)?.(prior, next, at.view) ?? false;
}

function change(field: Field, planned: Value, replaces: boolean, at: Comparison): Difference {
  return { planned, changed: true, replace: field.forceNew && replaces ? [at.path] : [] };
}

function comparePrimitive(
  field: Field,
  type: PrimitiveType,
  prior: Value,
  configured: Value,
  at: Comparison,
): Difference {
  const next = configured ?? convert(field.default, type);
  const removed = prior !== null && next === null;
  if (removed && field.computed) return same(prior);
  const before = textOf(prior);
  const after = next === null ? (prior === null ? '' : zeroText(type)) : textOf(next);
  if (before === after && !at.all && !isUnknown(next)) {
    if (before !== '' || at.exists || !field.computed) {
      return same(prior ?? (field.required && type === 'string' ? '' : null));
    }
  }
  if (!removed && field.computed && before !== '' && after === '') return same(prior);
  if (suppressed(field, before, after, at)) return same(prior);
  if (removed) return change(field, null, before !== after, at);
  if (isUnknown(next) || (field.computed && after === '')) return change(field, UNKNOWN, true, at);
  if (after === '' && type !== 'string') return change(field, null, before !== after, at);
  return change(field, convert(next ?? after, type), before !== after, at);
}

function compareMap(field: Field, prior: Value, configured: Value, at: Comparison): Difference {
  if (isUnknown(configured)) return change(field, UNKNOWN, true, at);
  const before = objectOf(prior);
  const after = objectOf(configured);
  const none = Object.keys(before).length === 0 && Object.keys(after).length === 0;
  if (none && field.computed && prior === null) return change(field, UNKNOWN, true, at);
  if (configured === null && field.computed) return same(prior);
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changed = keys.filter(
    (key) => textOf(valueAt(before, key)) !== textOf(valueAt(after, key)) || key in before !== key in after,
  );
  if (changed.length === 0) return same(prior ?? (configured === null ? null : configured));
  if (changed.every((key) => suppressed(field, textOf(valueAt(before, key)), textOf(valueAt(after, key)), at))) {
    return same(prior);
  }
  return {
    planned: configured ?? null,
    changed: true,
    replace: field.forceNew ? changed.map((key) => [...at.path, key]) : [],
  };
}

/** A key that is equal for elements which the SDK's hash takes for the same. */
function elementKey(field: Field, element: Value): string {
  if (isUnknown(element)) return UNKNOWN_TEXT;
  const { shape } = field;
  if ((shape.kind !== 'list' && shape.kind !== 'set') || shape.of === 'primitive') return textOf(element);
  const object = objectOf(element);
  return JSON.stringify(shape.fields.map((inner) => innerKey(inner, valueAt(object, inner.name))));
}

function innerKey(field: Field, value: Value): unknown {
  const { shape } = field;
  switch (shape.kind) {
    case 'primitive': {
      const text = textOf(value ?? convert(field.default, shape.type));
      return text === '' ? zeroText(shape.type) : text;
    }
    case 'map':
      return Object.entries(objectOf(value))
        .map(([key, each]) => [key, textOf(each)])
        .sort();
    case 'list':
      return elementsOf(value).map((element) => elementKey(field, element));
    case 'set':
      return elementsOf(value)
        .map((element) => elementKey(field, element))
        .sort();
    case 'opaque':
      return value;
  }
}

export function plannedOf(difference: Difference | undefined): Value {
  return difference === undefined ? null : difference.planned;
}

function compareFields(
  fields: readonly Field[],
  prior: Value,
  configured: Value,
  at: Comparison,
): { readonly planned: Value; readonly differences: readonly Difference[] } {
  const before = objectOf(prior);
  const after = objectOf(configured);
  const differences = fields.map((field) =>
    compare(field, valueAt(before, field.name), valueAt(after, field.name), {
      ...at,
      path: [...at.path, field.name],
    }),
  );
  const planned: Value = Object.fromEntries(
    fields.map((field, index): [string, Value] => [field.name, plannedOf(differences[index])]),
  );
  return { planned, differences };
}

/** One element of a list or set as a field of its own, so that it replaces when the whole does. */
function elementField(field: Field, type: PrimitiveType): Field {
  return { ...field, required: false, computed: false, shape: { kind: 'primitive', type }, facts: {}, default: null };
}

function compareElement(
  field: Field,
  prior: Value,
  configured: Value,
  at: Comparison,
): readonly [Value, readonly Difference[]] {
  const { shape } = field;
  if (shape.kind !== 'list' && shape.kind !== 'set') return [configured, []];
  if (isUnknown(configured)) return [UNKNOWN, [change(field, UNKNOWN, true, at)]];
  if (shape.of === 'primitive') {
    // Elements of such a list are not addressed one by one: a change of any replaces because of the list.
    const inside = { ...at, path: at.path.slice(0, -1) };
    const difference = comparePrimitive(elementField(field, shape.type), shape.type, prior, configured, inside);
    return [difference.planned, [difference]];
  }
  const { planned, differences } = compareFields(shape.fields, prior, configured, at);
  return [planned, differences];
}

function elementAt(elements: readonly Value[], index: number): Value {
  const element: Value | undefined = elements[index];
  return element === undefined ? null : element;
}

function unique(paths: readonly AttributePath[]): readonly AttributePath[] {
  return [...new Map(paths.map((path) => [path.join('.'), path])).values()];
}

function compareList(field: Field, prior: Value, configured: Value, at: Comparison): Difference {
  const before = elementsOf(prior);
  const after = elementsOf(configured);
  const length = Math.max(before.length, after.length);
  const replace: AttributePath[] = [];
  let changed = before.length !== after.length;
  if (changed && field.forceNew) replace.push(at.path);
  const planned: Value[] = [];
  for (let index = 0; index < length; index += 1) {
    const [value, differences] = compareElement(field, elementAt(before, index), elementAt(after, index), {
      ...at,
      path: [...at.path, index],
    });
    changed ||= differences.some((each) => each.changed);
    replace.push(...differences.flatMap((each) => each.replace));
    if (index < after.length) planned.push(value);
  }
  if (!changed) return same(prior ?? (configured === null ? null : planned));
  return { planned, changed, replace: unique(replace) };
}

function compareSet(field: Field, prior: Value, configured: Value, at: Comparison): Difference {
  const before = new Map(elementsOf(prior).map((element): [string, Value] => [elementKey(field, element), element]));
  const after = elementsOf(configured);
  const keys = new Set(after.map((element) => elementKey(field, element)));
  const equal = before.size === keys.size && [...keys].every((key) => before.has(key));
  if (equal && (prior !== null || after.length === 0)) return same(prior ?? configured);
  const removed = [...before].filter(([key]) => !keys.has(key)).map(([, element]) => element);
  const inside = { ...at, all: true };
  const gone = removed.flatMap((element) => compareElement(field, element, null, inside)[1]);
  const kept = after.map((element) => {
    const match: Value | undefined = before.get(elementKey(field, element));
    return compareElement(field, match === undefined ? null : match, element, inside);
  });
  const replaces =
    field.forceNew ||
    [...gone, ...kept.flatMap(([, differences]) => differences)].some((each) => each.replace.length > 0);
  return { planned: kept.map(([value]) => value), changed: true, replace: replaces ? [at.path] : [] };
}

/** The text that stands for a collection in rules about differences. */
function countText(value: Value): string {
  if (isUnknown(value)) return UNKNOWN_TEXT;
  return value === null ? '' : String(elementsOf(value).length);
}

function compareCollection(field: Field, prior: Value, configured: Value, at: Comparison): Difference {
  const { shape } = field;
  // One unknown element makes a list of simple values unknown as a whole.
  const isSimple = 'of' in shape && shape.of === 'primitive';
  if (isUnknown(configured) || (isSimple && elementsOf(configured).some(isUnknown))) {
    return change(field, UNKNOWN, true, at);
  }
  const isBlock = shape.kind !== 'primitive' && 'of' in shape && shape.of === 'block';
  const given = configured !== null && !(isBlock && elementsOf(configured).length === 0);
  if (!given && field.computed) {
    const filledIn = prior === null && !suppressed(field, '', '', at);
    return filledIn ? change(field, UNKNOWN, true, at) : same(prior);
  }
  const found =
    shape.kind === 'set' ? compareSet(field, prior, configured, at) : compareList(field, prior, configured, at);
  if (found.changed && suppressed(field, countText(prior), countText(configured), at)) return same(prior);
  return found;
}

/** Compares one argument. `prior` and `configured` are `null` where there is nothing. */
export function compare(field: Field, prior: Value, configured: Value, at: Comparison): Difference {
  const { shape } = field;
  switch (shape.kind) {
    case 'primitive':
      return comparePrimitive(field, shape.type, prior, configured, at);
    case 'map':
      return compareMap(field, prior, configured, at);
    case 'list':
    case 'set':
      return compareCollection(field, prior, configured, at);
    case 'opaque':
      return prior === null && !at.exists ? change(field, UNKNOWN, true, at) : same(prior);
  }
}
