/** What the real provider plans: a pure function of prior state and configuration. */

import type { AttributePath, Value, ValueObject } from '@strata/terraform-plugin';
import { UNKNOWN, isUnknown } from '@strata/terraform-plugin';

import { customized } from './customize';
import type { Comparison, Difference } from './difference';
import { compare, plannedOf } from './difference';
import type { Field } from './field';
import { suppressRule, viewOf } from './suppress';
import { elementsOf, objectOf, valueAt, withZeros } from './text';

/** A planned object. */
export interface Planned {
  readonly state: ValueObject;
  /** Arguments whose change needs a new object. */
  readonly requiresReplace: readonly AttributePath[];
  /** Names of the top-level arguments that will be changed. Empty for a creation and when there is nothing to do. */
  readonly changed: readonly string[];
}

/**
 * Terraform keeps what the configuration says where the SDK lost it: unknown values, empty texts, empty lists.
 * `planned` is the SDK's value and `proposed` Terraform's.
 */
function restore(planned: Value, proposed: Value, isMap: boolean): Value {
  if (isUnknown(proposed)) return planned === null ? proposed : planned;
  if (proposed === null || isUnknown(planned)) return planned;
  if (Array.isArray(proposed)) {
    const lost = planned === null && proposed.length === 0;
    return lost ? [] : planned;
  }
  if (typeof proposed === 'object') {
    if (isMap) return planned;
    const merged = objectOf(planned);
    return Object.fromEntries(
      Object.entries(proposed).map(([name, value]) => [name, restore(valueAt(merged, name), value, false)]),
    );
  }
  return planned === null && proposed === '' ? '' : planned;
}

function restoreField(field: Field, planned: Value, proposed: Value): Value {
  const { shape } = field;
  const given = elementsOf(proposed);
  const elements = elementsOf(planned);
  const isBlocks = shape.kind === 'list' && shape.of === 'block' && elements.length > 0;
  if (!isBlocks) return restore(planned, proposed, shape.kind === 'map');
  if (given.length !== elements.length) return planned;
  return elements.map((element, index) => {
    const values = objectOf(given[index]);
    const object = objectOf(element);
    return Object.fromEntries(
      shape.fields.map((inner) => [
        inner.name,
        restoreField(inner, valueAt(object, inner.name), valueAt(values, inner.name)),
      ]),
    );
  });
}

/** In a new object every computed value that nobody set is unknown. */
function withUnknowns(field: Field, planned: Value): Value {
  const { shape } = field;
  if (planned === null) return field.computed ? UNKNOWN : null;
  if ((shape.kind !== 'list' && shape.kind !== 'set') || shape.of !== 'block' || isUnknown(planned)) return planned;
  return elementsOf(planned).map((element) => {
    const object = objectOf(element);
    return Object.fromEntries(
      shape.fields.map((inner) => [inner.name, withUnknowns(inner, valueAt(object, inner.name))]),
    );
  });
}

/** Blocks are empty where attributes are null. */
function orEmptyBlock(field: Field, value: Value): Value {
  const isBlock = (field.shape.kind === 'list' || field.shape.kind === 'set') && field.shape.of === 'block';
  return value === null && isBlock ? [] : value;
}

function differences(
  type: string,
  fields: readonly Field[],
  prior: ValueObject | null,
  proposed: ValueObject,
): readonly Difference[] {
  const at: Omit<Comparison, 'path'> = {
    exists: prior !== null,
    all: false,
    suppress: (factsPath) => suppressRule(type, factsPath),
    view: viewOf(fields, prior, proposed),
  };
  return fields.map((field) =>
    compare(field, withZeros(valueAt(prior, field.name), field.shape), valueAt(proposed, field.name), {
      ...at,
      path: [field.name],
    }),
  );
}

/** Plans the object that `proposed` describes; `prior` is `null` when there is none yet. */
export function planResource(
  type: string,
  fields: readonly Field[],
  prior: ValueObject | null,
  proposed: ValueObject,
): Planned {
  const found = customized(type, fields, prior !== null, differences(type, fields, prior, proposed));
  const changed = fields.filter((_, index) => found[index]?.changed === true).map((field) => field.name);
  if (prior !== null && changed.length === 0) return { state: prior, requiresReplace: [], changed };
  const values = fields.map((field, index): readonly [string, Value] => {
    const restored = orEmptyBlock(field, restoreField(field, plannedOf(found[index]), valueAt(proposed, field.name)));
    return [field.name, prior === null ? withUnknowns(field, restored) : restored];
  });
  const timeouts: ValueObject = 'timeouts' in proposed ? { timeouts: valueAt(proposed, 'timeouts') } : {};
  const id: Value = prior === null ? UNKNOWN : valueAt(prior, 'id');
  return {
    state: { ...Object.fromEntries(values), ...timeouts, id },
    requiresReplace: prior === null ? [] : found.flatMap((each) => each.replace),
    changed: prior === null ? [] : changed,
  };
}
