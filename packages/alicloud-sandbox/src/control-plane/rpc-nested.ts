/** Nested values in the RPC style: `A.B.1.C` is part `C` of the first of the list `B` of `A`; some callers send a part as JSON. */

import { ApiError } from './errors';
import type { ApiRequest } from './http';
import { asObject } from './http';
import type { Attributes } from './state';

/** All parameters of a call as the object that they stand for. */
export function nestedParameters(request: ApiRequest): Attributes {
  const root: Attributes = {};
  for (const [name, text] of request.parameters) {
    const path = name.split('.');
    const last = path.pop() ?? name;
    const parent = path.reduce((object, part) => childOf(object, part), root);
    parent[last] = valueOf(name, text, parent[last]);
  }
  return asObject(withLists(root));
}

/** What an operation was given, whether inside an object of the request's name or beside it. */
export function requestObject(request: ApiRequest, name: string): Attributes {
  const { [name]: inside, ...beside } = nestedParameters(request);
  return { ...beside, ...asObject(inside) };
}

function childOf(object: Attributes, part: string): Attributes {
  const child = asObject(object[part]);
  object[part] = child;
  return child;
}

function valueOf(name: string, text: string, there: unknown): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : { ...asObject(parsed), ...asObject(there) };
  } catch {
    throw new ApiError(400, `Invalid${name}`, `${name} is not JSON.`);
  }
}

/** Objects with the keys 1, 2, … are lists. */
function withLists(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, withLists(each)] as const);
  if (entries.length === 0 || !entries.every(([key]) => /^[1-9]\d*$/.test(key))) return Object.fromEntries(entries);
  return [...entries].sort(([a], [b]) => Number(a) - Number(b)).map(([, each]) => each);
}
