/** The older APIs in RPC style: lists are `Name.1`, `Name.2`; what changes is a list of calls. */

import type { Fields } from '../../control-plane/fields';
import { toApi } from '../../control-plane/fields';
import { record } from '../sandbox-http';
import type { ApiContext, Attributes } from './resource-api';
import { rpc, tagsOf } from './resource-api';

export type Parameters = Readonly<Record<string, unknown>>;

/** Sends an operation of one product. */
export type Send = (context: ApiContext, action: string, parameters: Parameters) => Promise<Attributes>;

/** One call of an update: it is sent when one of its attributes changes. */
export interface ChangeCall {
  readonly attributes: readonly string[];
  readonly action: string;
  /** Its parameters beside the id; nothing is sent for `undefined`. `before` is what the cloud has. */
  readonly parameters: (changes: Attributes, before: Attributes) => Parameters | undefined;
}

export function product(version: string): Send {
  return (context, action, parameters) => rpc(context, version, action, flat(parameters));
}

/** A call that carries attributes under the API's names. A value that is taken away is sent as an empty one. */
export function carrying(action: string, fields: Fields, along: Parameters = {}): ChangeCall {
  const attributes = fields.map(([attribute]) => attribute);
  const emptied = (changes: Attributes): Attributes =>
    Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value ?? '']));
  return { attributes, action, parameters: (changes) => ({ ...along, ...toApi(fields, emptied(changes)) }) };
}

/** Old names of arguments, which a configuration may still use, to the present ones. */
export type OldNames = Readonly<Record<string, string>>;

/** Attributes under their present names, which win: both are given when one of them changes. */
export function renamed(oldNames: OldNames, attributes: Attributes): Attributes {
  const old = Object.entries(oldNames).filter(([name]) => name in attributes);
  return { ...Object.fromEntries(old.map(([name, present]) => [present, attributes[name]])), ...attributes };
}

/** Sends what changes, in the order of the list. */
export async function sendChanges(
  send: Send,
  context: ApiContext,
  whose: Parameters,
  calls: readonly ChangeCall[],
  changes: Attributes,
  before: Attributes = {},
): Promise<void> {
  for (const { attributes, action, parameters } of calls) {
    const own = attributes.some((name) => name in changes) ? parameters(changes, before) : undefined;
    if (own !== undefined) await send(context, action, { ...whose, ...own });
  }
}

/** Makes the tags of a resource those that are wanted. */
export async function changeTags(
  send: Send,
  context: ApiContext,
  whose: { readonly ResourceType: string; readonly ResourceId: readonly string[] },
  before: Attributes,
  wanted: Attributes,
): Promise<void> {
  const gone = Object.keys(before).filter((key) => !(key in wanted));
  if (gone.length > 0) await send(context, 'UntagResources', { ...whose, TagKey: gone });
  if (Object.keys(wanted).length > 0) await send(context, 'TagResources', { ...whose, ...tagParameter(wanted) });
}

/** Tags as a call has them. */
export function tagParameter(tags: unknown): Parameters {
  const list = Object.entries(record(tags)).map(([Key, Value]) => ({ Key, Value }));
  return list.length === 0 ? {} : { Tag: list };
}

/** The tags of an answer that has them under `Tags` and one more name. */
export function tagsUnder(answer: Attributes, name: string): Attributes {
  return tagsOf(record(answer['Tags'])[name]);
}

/** The objects of a list that an answer has under two names, e.g. `Vpcs.Vpc`. */
export function listUnder(answer: Attributes, outer: string, inner: string): readonly Attributes[] {
  const list = record(answer[outer])[inner];
  return Array.isArray(list) ? list.map(record) : [];
}

function flat(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).flatMap(([name, value]) => entriesOf(name, value)));
}

function entriesOf(name: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => entriesOf(`${name}.${index + 1}`, each));
  if (typeof value !== 'object' || value === null) return [[name, value]];
  return Object.entries(value).flatMap(([part, each]) => entriesOf(`${name}.${part}`, each));
}
