/** MessagePack and JSON to values, each by its type. */

import { decode, ExtData, ExtensionCodec } from '@msgpack/msgpack';
import { PluginError } from '../errors';
import type { BlockSchema, CtyType, NestedBlockSchema } from '../schema';
import { UNKNOWN } from '../values';
import type { Value, ValueObject } from '../values';
import { exactNumber, isNumberText } from './number';
import { absentBlock, typeName } from './shape';

/** Terraform marks unknown values by extensions; 0 has no payload, 12 says what is known of the value. */
const extensions = new ExtensionCodec();
const REFINED_UNKNOWN = 12;
extensions.register({ type: 0, encode: () => null, decode: () => UNKNOWN });
extensions.register({ type: REFINED_UNKNOWN, encode: () => null, decode: () => UNKNOWN });

/** Decodes the value of a block from MessagePack. */
export function decodeBlock(block: BlockSchema, bytes: Uint8Array): ValueObject | null {
  return blockFromRaw(block, decodeRaw(bytes), MSGPACK);
}

/** Decodes a value of a type from MessagePack. */
export function decodeValue(type: CtyType, bytes: Uint8Array): Value {
  return fromRaw(type, decodeRaw(bytes), MSGPACK);
}

/** Fits a stored state (JSON that was parsed by `parseJson`) to a block: attributes that the block does not have are dropped. */
export function blockFromJson(block: BlockSchema, raw: unknown): ValueObject | null {
  return blockFromRaw(block, raw, JSON_STATE);
}

/** Parses JSON; numbers that JavaScript would round become strings. */
export function parseJson(text: string): unknown {
  const exact = text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
    token.startsWith('"') || typeof exactNumber(token) === 'number' ? token : `"${token}"`,
  );
  return JSON.parse(exact) as unknown;
}

/** How a source writes a value whose type is not in the schema. */
interface Source {
  dynamic(raw: unknown): { type: CtyType; value: unknown } | undefined;
}

const MSGPACK: Source = {
  dynamic(raw) {
    if (!Array.isArray(raw) || raw.length !== 2 || !(raw[0] instanceof Uint8Array)) return undefined;
    return { type: JSON.parse(new TextDecoder().decode(raw[0])) as CtyType, value: raw[1] as unknown };
  },
};

const JSON_STATE: Source = {
  dynamic(raw) {
    if (!isRecord(raw) || raw['type'] === undefined) return undefined;
    return { type: raw['type'] as CtyType, value: raw['value'] };
  },
};

function decodeRaw(bytes: Uint8Array): unknown {
  return decode(bytes, { extensionCodec: extensions, useBigInt64: true });
}

function blockFromRaw(block: BlockSchema, raw: unknown, source: Source): ValueObject | null {
  if (raw === null || raw === undefined) return null;
  if (!isRecord(raw)) throw misfit('a block', raw);
  const value: Record<string, Value> = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    value[name] = fromRaw(attribute.type, raw[name], source);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    value[name] = nestedFromRaw(nested, raw[name], source);
  }
  return value;
}

function nestedFromRaw(nested: NestedBlockSchema, raw: unknown, source: Source): Value {
  if (raw === null || raw === undefined) return absentBlock(nested);
  if (isUnknownRaw(raw)) return UNKNOWN;
  switch (nested.nesting) {
    case 'single':
    case 'group':
      return blockFromRaw(nested.block, raw, source);
    case 'list':
    case 'set':
      if (!Array.isArray(raw)) throw misfit(`a ${nested.nesting} of blocks`, raw);
      return raw.map((item: unknown) => (isUnknownRaw(item) ? UNKNOWN : blockFromRaw(nested.block, item, source)));
    case 'map':
      if (!isRecord(raw)) throw misfit('a map of blocks', raw);
      return mapRecord(raw, (item) => (isUnknownRaw(item) ? UNKNOWN : blockFromRaw(nested.block, item, source)));
  }
}

function fromRaw(type: CtyType, raw: unknown, source: Source): Value {
  if (raw === null || raw === undefined) return null;
  if (isUnknownRaw(raw)) return UNKNOWN;
  if (typeof type === 'string') return primitiveFromRaw(type, raw, source);
  switch (type[0]) {
    case 'list':
    case 'set': {
      const element = type[1];
      if (!Array.isArray(raw)) throw misfit(typeName(type), raw);
      return raw.map((item: unknown) => fromRaw(element, item, source));
    }
    case 'map': {
      const element = type[1];
      if (!isRecord(raw)) throw misfit(typeName(type), raw);
      return mapRecord(raw, (item) => fromRaw(element, item, source));
    }
    case 'tuple': {
      if (!Array.isArray(raw)) throw misfit('tuple', raw);
      const items = raw as readonly unknown[];
      return type[1].map((element, index) => fromRaw(element, items[index], source));
    }
    case 'object': {
      if (!isRecord(raw)) throw misfit('object', raw);
      const types = Object.entries(type[1]);
      return Object.fromEntries(types.map(([name, inner]) => [name, fromRaw(inner, raw[name], source)]));
    }
  }
}

function primitiveFromRaw(type: 'string' | 'number' | 'bool' | 'dynamic', raw: unknown, source: Source): Value {
  switch (type) {
    case 'string':
      if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
      if (typeof raw !== 'string') throw misfit('string', raw);
      return raw;
    case 'bool':
      if (raw === 'true') return true;
      if (raw === 'false') return false;
      if (typeof raw !== 'boolean') throw misfit('bool', raw);
      return raw;
    case 'number':
      if (typeof raw === 'bigint') return exactNumber(raw.toString());
      if (typeof raw === 'string' && isNumberText(raw)) return exactNumber(raw);
      if (typeof raw !== 'number') throw misfit('number', raw);
      return raw;
    case 'dynamic': {
      const typed = source.dynamic(raw);
      if (typed === undefined) throw misfit('value with its type', raw);
      return fromRaw(typed.type, typed.value, source);
    }
  }
}

function isUnknownRaw(raw: unknown): boolean {
  return raw === UNKNOWN || raw instanceof ExtData;
}

function isRecord(raw: unknown): raw is Record<string, unknown> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !(raw instanceof Uint8Array);
}

function mapRecord(record: Record<string, unknown>, change: (value: unknown) => Value): ValueObject {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function misfit(expected: string, got: unknown): PluginError {
  const kind = Array.isArray(got) ? 'a list' : typeof got;
  return new PluginError('STR1503', `Expected ${expected}, got ${kind}: the value does not fit the provider's schema.`);
}
