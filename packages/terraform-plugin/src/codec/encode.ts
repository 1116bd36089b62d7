/** Values to MessagePack, each by its type. */

import { encode, ExtData } from '@msgpack/msgpack';
import { PluginError } from '../errors';
import type { AttributePath } from '../handlers';
import type { BlockSchema, CtyType, NestedBlockSchema } from '../schema';
import { isValueObject, UNKNOWN } from '../values';
import type { Value, ValueObject } from '../values';
import { exactNumber, isNumberText } from './number';
import { absentBlock, memberNames, typeName } from './shape';

const UNKNOWN_EXTENSION = new ExtData(0, new Uint8Array([0]));

/** Encodes the value of a block; `null` says that there is no object. @throws PluginError STR1503 for a value that does not fit. */
export function encodeBlock(block: BlockSchema, value: ValueObject | null): Uint8Array {
  return encode(value === null ? null : blockToWire(block, value, []));
}

/** Encodes a value of a type. @throws PluginError STR1503 for a value that does not fit. */
export function encodeValue(type: CtyType, value: Value): Uint8Array {
  return encode(toWire(type, value, []));
}

function blockToWire(block: BlockSchema, value: ValueObject, path: AttributePath): Record<string, unknown> {
  const known = new Set(memberNames(block));
  const stray = Object.keys(value).find((name) => !known.has(name));
  if (stray !== undefined) throw misfit([...path, stray], `the schema has ${[...known].join(', ')}`, 'another name');
  const wire: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    wire[name] = toWire(attribute.type, value[name] ?? null, [...path, name]);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    wire[name] = nestedToWire(nested, value[name] ?? null, [...path, name]);
  }
  return wire;
}

function nestedToWire(nested: NestedBlockSchema, given: Value, path: AttributePath): unknown {
  if (given === UNKNOWN) return UNKNOWN_EXTENSION;
  const value = given ?? absentBlock(nested);
  if (value === null) return null;
  switch (nested.nesting) {
    case 'single':
    case 'group':
      if (!isValueObject(value)) throw misfit(path, 'must be an object', value);
      return blockToWire(nested.block, value, path);
    case 'list':
    case 'set':
      if (!Array.isArray(value)) throw misfit(path, `must be a ${nested.nesting} of blocks`, value);
      return (value as readonly Value[]).map((item, index) => itemToWire(nested.block, item, [...path, index]));
    case 'map':
      if (!isValueObject(value)) throw misfit(path, 'must be a map of blocks', value);
      return mapObject(value, (item, key) => itemToWire(nested.block, item, [...path, key]));
  }
}

function itemToWire(block: BlockSchema, item: Value, path: AttributePath): unknown {
  if (item === UNKNOWN) return UNKNOWN_EXTENSION;
  if (!isValueObject(item)) throw misfit(path, 'must be an object', item);
  return blockToWire(block, item, path);
}

function toWire(type: CtyType, value: Value, path: AttributePath): unknown {
  if (value === UNKNOWN) return UNKNOWN_EXTENSION;
  if (value === null) return null;
  if (typeof type === 'string') return primitiveToWire(type, value, path);
  switch (type[0]) {
    case 'list':
    case 'set': {
      const element = type[1];
      if (!Array.isArray(value)) throw misfit(path, `must be a ${typeName(type)}`, value);
      return (value as readonly Value[]).map((item, index) => toWire(element, item, [...path, index]));
    }
    case 'map': {
      const element = type[1];
      if (!isValueObject(value)) throw misfit(path, `must be a ${typeName(type)}`, value);
      return mapObject(value, (item, key) => toWire(element, item, [...path, key]));
    }
    case 'tuple': {
      const elements = type[1];
      if (!Array.isArray(value) || value.length !== elements.length) {
        throw misfit(path, `must be a tuple of ${elements.length}`, value);
      }
      const items = value as readonly Value[];
      return elements.map((element, index) => toWire(element, items[index] ?? null, [...path, index]));
    }
    case 'object': {
      if (!isValueObject(value)) throw misfit(path, 'must be an object', value);
      const types = type[1];
      const stray = Object.keys(value).find((name) => !Object.hasOwn(types, name));
      if (stray !== undefined) {
        throw misfit([...path, stray], `the type has ${Object.keys(types).join(', ')}`, 'another name');
      }
      return Object.fromEntries(
        Object.entries(types).map(([name, inner]) => [name, toWire(inner, value[name] ?? null, [...path, name])]),
      );
    }
  }
}

function primitiveToWire(type: 'string' | 'number' | 'bool' | 'dynamic', value: Value, path: AttributePath): unknown {
  switch (type) {
    case 'string':
      if (typeof value !== 'string') throw misfit(path, 'must be a string', value);
      return value;
    case 'bool':
      if (typeof value !== 'boolean') throw misfit(path, 'must be a bool', value);
      return value;
    case 'number':
      if (typeof value === 'string' && isNumberText(value)) return exactNumber(value);
      if (typeof value !== 'number' || !Number.isFinite(value)) throw misfit(path, 'must be a finite number', value);
      return value;
    case 'dynamic': {
      const inferred = inferType(value);
      return [new TextEncoder().encode(JSON.stringify(inferred)), toWire(inferred, value, path)];
    }
  }
}

/** The type that a value shows by itself: arrays are tuples, objects are objects. */
export function inferType(value: Value): CtyType {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'number';
    case 'boolean':
      return 'bool';
    default:
      if (value === null || value === UNKNOWN) return 'dynamic';
      if (isValueObject(value)) return ['object', mapObject(value, inferType)];
      return ['tuple', value.map(inferType)];
  }
}

function mapObject<T>(object: ValueObject, change: (value: Value, key: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

function misfit(path: AttributePath, rule: string, got: Value): PluginError {
  const kind = got === null ? 'null' : Array.isArray(got) ? 'a list' : typeof got;
  const where = path.length === 0 ? 'The value' : path.join('.');
  const what = typeof got === 'string' && got === 'another name' ? '' : `, got ${kind}`;
  return new PluginError(
    'STR1503',
    `${where}: ${rule}${what}. The provider returned a value that its own schema forbids.`,
    path,
  );
}
