/** Values as the old SDK sees them: everything is text, and an unset value is the zero of its type. */

import type { Value, ValueObject } from '@strata/terraform-plugin';
import { isUnknown, isValueObject } from '@strata/terraform-plugin';

import type { PrimitiveType, Shape } from './field';

/** What rules get in place of a value that is not known yet. It equals nothing that a user writes. */
export const UNKNOWN_TEXT = '\u0000unknown';

/** The text of a primitive value; empty for `null`. */
export function textOf(value: Value): string {
  if (isUnknown(value)) return UNKNOWN_TEXT;
  if (value === null) return '';
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

/** What an unset value of the type counts as. */
export function zeroText(type: PrimitiveType): string {
  switch (type) {
    case 'string':
      return '';
    case 'number':
      return '0';
    case 'bool':
      return 'false';
  }
}

export function zeroValue(type: PrimitiveType): Value {
  switch (type) {
    case 'string':
      return '';
    case 'number':
      return 0;
    case 'bool':
      return false;
  }
}

/** A value of the type; `null` where there is none. */
export function convert(value: Value, type: PrimitiveType): Value {
  if (value === null || isUnknown(value)) return value;
  switch (type) {
    case 'string':
      return textOf(value);
    case 'number':
      return typeof value === 'string' && value !== '' ? Number(value) : typeof value === 'number' ? value : null;
    case 'bool':
      return value === true || value === 'true' || value === '1';
  }
}

/** What an object has under a name; `null` when nothing. */
export function valueAt(object: ValueObject | null, name: string): Value {
  const value: Value | undefined = object?.[name];
  return value === undefined ? null : value;
}

/** The elements of a list or set; none for `null` and for what is not known yet. */
export function elementsOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}

/** The entries of a block, an object or a map; none for `null` and for what is not known yet. */
export function objectOf(value: Value | undefined): ValueObject {
  return isValueObject(value) ? value : {};
}

/** The value with nested unset values replaced by zeros, as a state that the SDK has read and written again has them. */
export function withZeros(value: Value, shape: Shape): Value {
  if (value === null || isUnknown(value)) return value;
  if ((shape.kind === 'list' || shape.kind === 'set') && shape.of === 'block') {
    return elementsOf(value).map((element) => {
      const object = objectOf(element);
      return Object.fromEntries(
        shape.fields.map((field) => [field.name, zeroed(valueAt(object, field.name), field.shape)]),
      );
    });
  }
  return value;
}

function zeroed(value: Value, shape: Shape): Value {
  if (value !== null) return withZeros(value, shape);
  switch (shape.kind) {
    case 'primitive':
      return zeroValue(shape.type);
    case 'map':
      return {};
    case 'list':
    case 'set':
      return [];
    case 'opaque':
      return null;
  }
}
