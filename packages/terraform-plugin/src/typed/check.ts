/** Checks that hold for every configuration of the typed door, so that its types tell the truth. */

import type { AttributePath, Diagnostic } from '../handlers';
import type { BlockSchema, CtyType } from '../schema';
import { isValueObject } from '../values';
import type { Value, ValueObject } from '../values';

/** Finds null elements in collections, and numbers that JavaScript cannot hold exactly. */
export function checkConfig(block: BlockSchema, config: ValueObject, path: AttributePath = []): Diagnostic[] {
  const attributes = Object.entries(block.attributes).flatMap(([name, attribute]) =>
    checkValue(attribute.type, config[name] ?? null, [...path, name]),
  );
  const blocks = Object.entries(block.blocks).flatMap(([name, nested]) =>
    items(config[name] ?? null, nested.nesting).flatMap(([step, item]) =>
      isValueObject(item) ? checkConfig(nested.block, item, [...path, name, ...step]) : [],
    ),
  );
  return [...attributes, ...blocks];
}

function items(value: Value, nesting: string): readonly (readonly [AttributePath, Value])[] {
  if (typeof value !== 'object' || value === null) return [];
  if (nesting === 'single' || nesting === 'group') return [[[], value]];
  if (Array.isArray(value)) return (value as readonly Value[]).map((item, index) => [[index], item]);
  return Object.entries(value as ValueObject).map(([key, item]) => [[key], item]);
}

function checkValue(type: CtyType, value: Value, path: AttributePath): Diagnostic[] {
  if (type === 'number' && typeof value === 'string') {
    return [problem('The number is too large or too precise.', `This provider cannot hold ${value} exactly.`, path)];
  }
  if (typeof type === 'string' || typeof value !== 'object' || value === null) return [];
  switch (type[0]) {
    case 'list':
    case 'set':
    case 'map': {
      const element = type[1];
      return items(value, type[0]).flatMap(([step, item]) => checkElement(element, item, [...path, ...step]));
    }
    case 'object': {
      const object = isValueObject(value) ? value : {};
      return Object.entries(type[1]).flatMap(([name, inner]) =>
        checkValue(inner, object[name] ?? null, [...path, name]),
      );
    }
    case 'tuple':
      return [];
  }
}

function checkElement(type: CtyType, value: Value, path: AttributePath): Diagnostic[] {
  if (value !== null) return checkValue(type, value, path);
  return [problem('A collection must not have null elements.', 'Leave the element out.', path)];
}

function problem(summary: string, detail: string, path: AttributePath): Diagnostic {
  return { severity: 'error', summary, detail, path };
}
