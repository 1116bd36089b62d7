/** Values as Terraform exchanges them, as plain JavaScript. */

/** Stands for a value that Terraform will know only during apply. */
export const UNKNOWN: unique symbol = Symbol.for('@strata/terraform-plugin/unknown');

export type Unknown = typeof UNKNOWN;

/**
 * A decoded value. Lists, sets and tuples are arrays; maps, objects and blocks are plain objects. An object that comes
 * from Terraform has every attribute and block of its schema, absent ones as `null` (list and set blocks as `[]`).
 *
 * A number that a JavaScript number cannot hold exactly (beyond 2^53, or with more digits) is its decimal string.
 */
export type Value = null | boolean | number | string | Unknown | readonly Value[] | ValueObject;

/** An object, a map or a block. */
export interface ValueObject {
  readonly [name: string]: Value;
}

export function isUnknown(value: unknown): value is Unknown {
  return value === UNKNOWN;
}

/** True for maps, objects and blocks. */
export function isValueObject(value: Value | undefined): value is ValueObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True when the value, and everything inside it, is known. */
export function isWhollyKnown(value: Value): boolean {
  if (value === UNKNOWN) return false;
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every((inner: Value) => isWhollyKnown(inner));
}
