/** What a plan says before the resource's own `plan` is asked: a pure function of definition, prior state and configuration. */

import type { AttributePath } from '../handlers';
import { UNKNOWN } from '../values';
import type { Value, ValueObject } from '../values';
import type { SchemaDefinition } from './schema';

/** Deep equality; an unknown value equals only another unknown one. */
export function valuesEqual(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a as ValueObject);
  const right = b as ValueObject;
  return (
    left.length === Object.keys(right).length &&
    left.every(([key, value]) => Object.hasOwn(right, key) && valuesEqual(value, right[key]))
  );
}

/** Names of what differs, without attributes that only the provider sets. */
export function changedNames(definition: SchemaDefinition, prior: ValueObject, proposed: ValueObject): string[] {
  const names = [...Object.keys(definition.attributes), ...Object.keys(definition.blocks ?? {})];
  return names.filter((name) => !valuesEqual(prior[name], proposed[name]));
}

/**
 * Fills in attributes that the provider computes: unknown for a new object; on an update unknown when something changes,
 * unless they are stable.
 */
export function planComputed(
  definition: SchemaDefinition,
  prior: ValueObject | null,
  proposed: ValueObject,
  config: ValueObject,
): ValueObject {
  const changes = prior === null || changedNames(definition, prior, proposed).length > 0;
  const planned: Record<string, Value> = { ...proposed };
  for (const [name, attribute] of Object.entries(definition.attributes)) {
    if (attribute.computed !== true || !isUnset(config[name])) continue;
    if (prior === null || (changes && attribute.stable !== true)) planned[name] = UNKNOWN;
    else planned[name] = prior[name] ?? null;
  }
  return planned;
}

/** Attributes and blocks that differ and need a new object. Without an `update` handler every change does. */
export function replacedPaths(
  definition: SchemaDefinition,
  prior: ValueObject,
  planned: ValueObject,
  canUpdate: boolean,
): readonly AttributePath[] {
  return changedNames(definition, prior, planned)
    .filter((name) => {
      const attribute = definition.attributes[name];
      if (attribute === undefined) return !canUpdate || definition.blocks?.[name]?.replace === true;
      const configurable = attribute.required === true || attribute.optional === true;
      return configurable && (!canUpdate || attribute.replace === true);
    })
    .map((name) => [name]);
}

function isUnset(value: Value | undefined): boolean {
  return value === null || value === undefined;
}
