/** How the real provider speaks to the cloud about one resource type. */

import type { SendCall } from '../sandbox-http';
import { record } from '../sandbox-http';

export type Attributes = Readonly<Record<string, unknown>>;

export interface ApiContext {
  readonly call: SendCall;
  readonly signal: AbortSignal;
}

/** Attributes are named as Terraform names them; the calls are the cloud's. */
export interface ResourceApi {
  /** Gives the id of the new resource. */
  create(context: ApiContext, attributes: Attributes): Promise<string>;
  /** What the real provider does after it has the id: what fails here leaves a tainted object. */
  complete?(context: ApiContext, id: string, attributes: Attributes): Promise<void>;
  /** What the real provider reads; `undefined` when there is none. `known` is what the state has, if there is one. */
  read(context: ApiContext, id: string, known?: Attributes): Promise<Attributes | undefined>;
  /** Sends one call per thing that changes, in the order of the real provider. */
  update(context: ApiContext, id: string, changes: Attributes): Promise<void>;
  remove(context: ApiContext, id: string): Promise<void>;
}

/** A call in ROA style: POST to a path, parameters in the query. Gives the part under `Data`. */
export async function roa(
  { call, signal }: ApiContext,
  path: string,
  parameters: Readonly<Record<string, unknown>>,
  body?: unknown,
): Promise<unknown> {
  return record(await call({ method: 'POST', path: `${path}${queryOf(parameters)}`, body, signal }))['Data'];
}

/** A call in RPC style: the operation and its parameters in the query. */
export async function rpc(
  { call, signal }: ApiContext,
  version: string,
  action: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const path = `/${queryOf({ Action: action, Version: version, ...parameters })}`;
  return record(await call({ method: 'POST', path, signal }));
}

/** The tags of an answer as Terraform has them. */
export function tagsOf(answer: unknown): Attributes {
  const list: readonly unknown[] = Array.isArray(answer) ? answer : [];
  return Object.fromEntries(list.map(record).map(({ Key, Value }): [string, unknown] => [String(Key), Value]));
}

/** Drops what has no value. */
export function compact(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}

function queryOf(parameters: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(compact(parameters)).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries).toString()}`;
}
