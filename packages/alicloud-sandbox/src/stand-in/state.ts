/** From plans and the control plane's answers to states, and back. Pure. */

import type { Value, ValueObject } from '@strata/terraform-plugin';
import { isUnknown } from '@strata/terraform-plugin';

import { aliasesOf } from './aliases';
import type { StoredResource } from './sandbox-http';
import type { Field } from './field';
import { isNeverRead, isNeverSent } from './ignored-updates';
import { convert, elementsOf, objectOf, valueAt, withZeros } from './text';

/** JSON without what is not known yet, and without unset values. */
function toJson(value: Value): unknown {
  if (value === null || isUnknown(value)) return undefined;
  if (Array.isArray(value)) return elementsOf(value).map((element) => toJson(element) ?? null);
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([name, each]): [string, unknown] => [name, toJson(each)]);
    return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
  }
  return value;
}

/** A value of the control plane in the shape of the field; `null` when it does not fit. */
function fromJson(field: Field, json: unknown): Value {
  const { shape } = field;
  switch (shape.kind) {
    case 'primitive':
      return json === undefined || typeof json === 'object' ? null : convert(json as Value, shape.type);
    case 'map': {
      if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
      return Object.fromEntries(
        Object.entries(json).map(([key, each]): [string, Value] => [key, convert(each as Value, shape.type)]),
      );
    }
    case 'list':
    case 'set': {
      if (!Array.isArray(json)) return null;
      return (json as readonly unknown[]).map((element): Value => {
        if (shape.of === 'primitive') return convert(element as Value, shape.type);
        const object = objectOf(element as Value);
        return Object.fromEntries(
          shape.fields.map((inner): [string, Value] => [inner.name, fromJson(inner, object[inner.name])]),
        );
      });
    }
    case 'opaque':
      return json === undefined ? null : (json as Value);
  }
}

function emptyOf(field: Field): Value {
  const { shape } = field;
  return (shape.kind === 'list' || shape.kind === 'set') && shape.of === 'block' ? [] : null;
}

/** What the real provider stores for a computed value that the cloud does not have: an empty collection, not nothing. */
function nothingOf(field: Field): Value {
  const { kind } = field.shape;
  if (!field.computed || kind === 'primitive' || kind === 'opaque') return emptyOf(field);
  return kind === 'map' ? {} : [];
}

/** The value when all of it is known; what the control plane says for the parts that are not. */
function settle(field: Field, planned: Value, json: unknown): Value {
  if (isUnknown(planned)) return fromJson(field, json) ?? nothingOf(field);
  const { shape } = field;
  if ((shape.kind !== 'list' && shape.kind !== 'set') || shape.of !== 'block') return planned;
  const answers = Array.isArray(json) ? (json as readonly unknown[]) : [];
  return elementsOf(planned).map((element, index) => {
    const object = objectOf(element);
    const answer = objectOf(answers[index] as Value | undefined);
    return Object.fromEntries(
      shape.fields.map((inner): [string, Value] => [
        inner.name,
        settle(inner, valueAt(object, inner.name), answer[inner.name]),
      ]),
    );
  });
}

/** The body that creates the planned object. */
export function creationBody(fields: readonly Field[], planned: ValueObject, region: string): Record<string, unknown> {
  const entries = fields
    .map((field): [string, unknown] => [field.name, toJson(valueAt(planned, field.name))])
    .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0));
  const hasRegion = fields.some((field) => field.name === 'region_id');
  return { ...(hasRegion ? { region_id: region } : {}), ...Object.fromEntries(entries) };
}

/** Top-level arguments that differ between two objects. */
function changedNames(fields: readonly Field[], prior: ValueObject, planned: ValueObject): readonly string[] {
  const text = (object: ValueObject, name: string): string => {
    const value = valueAt(object, name);
    return isUnknown(value) ? 'unknown' : JSON.stringify(value);
  };
  return fields.filter(({ name }) => text(prior, name) !== text(planned, name)).map(({ name }) => name);
}

/** Old and new name of one thing change together. */
function aliasChanges(type: string, changed: readonly string[], planned: ValueObject): Record<string, unknown> {
  return Object.fromEntries(
    changed.flatMap((from) =>
      aliasesOf(type, from)
        .filter((to) => !changed.includes(to))
        .map((to): [string, unknown] => [to, toJson(valueAt(planned, from)) ?? null]),
    ),
  );
}

/** The body that changes `prior` into `planned`, without what the real provider never sends. */
export function updateBody(
  type: string,
  fields: readonly Field[],
  prior: ValueObject,
  planned: ValueObject,
): Record<string, unknown> {
  // What is not known yet is the cloud's to decide.
  const changed = changedNames(fields, prior, planned).filter(
    (name) => !isNeverSent(type, name) && !isUnknown(valueAt(planned, name)),
  );
  const own = Object.fromEntries(
    changed.map((name): [string, unknown] => [name, toJson(valueAt(planned, name)) ?? null]),
  );
  return { ...aliasChanges(type, changed, planned), ...own };
}

/** What the control plane says of a field; under its other name when it does not say it under this one. */
function answerFor(type: string, field: Field, resource: StoredResource): unknown {
  const names = [field.name, ...aliasesOf(type, field.name)];
  return names.map((name) => resource.attributes[name]).find((json) => json !== undefined && json !== null);
}

/** The state after a creation or a change. */
export function appliedState(
  type: string,
  fields: readonly Field[],
  planned: ValueObject,
  resource: StoredResource,
): ValueObject {
  const settled = fields.map((field): [string, Value] => {
    const json = answerFor(type, field, resource);
    const isRenamed = field.computed && aliasesOf(type, field.name).length > 0;
    // The other name of something that changed was planned as it was.
    const value =
      isRenamed && json !== undefined ? fromJson(field, json) : settle(field, valueAt(planned, field.name), json);
    return [field.name, withZeros(value, field.shape)];
  });
  const timeouts: ValueObject = 'timeouts' in planned ? { timeouts: valueAt(planned, 'timeouts') } : {};
  return { ...Object.fromEntries(settled), ...timeouts, id: resource.id };
}

/** The cloud answers unset arguments with these; to the real provider they are no difference. */
function isNothing(json: unknown): boolean {
  if (typeof json === 'object' && json !== null) return Object.keys(json).length === 0;
  return json === false || json === 0 || json === '';
}

/** The state after a refresh. */
export function readState(
  type: string,
  fields: readonly Field[],
  state: ValueObject,
  resource: StoredResource,
): ValueObject {
  const values = fields.map((field): [string, Value] => {
    const known = valueAt(state, field.name);
    if (isNeverRead(type, field.name)) return [field.name, known];
    const json = answerFor(type, field, resource);
    if (json === undefined || (known === null && isNothing(json))) return [field.name, known ?? nothingOf(field)];
    return [field.name, withZeros(fromJson(field, json), field.shape) ?? nothingOf(field)];
  });
  const timeouts: ValueObject = 'timeouts' in state ? { timeouts: valueAt(state, 'timeouts') } : {};
  return { ...Object.fromEntries(values), ...timeouts, id: resource.id };
}

/** A state that knows nothing but the id: the beginning of an import. */
export function importedState(fields: readonly Field[], id: string): ValueObject {
  return { ...Object.fromEntries(fields.map((field) => [field.name, emptyOf(field)])), id };
}
