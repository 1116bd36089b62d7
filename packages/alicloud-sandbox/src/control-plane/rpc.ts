/** Alibaba's RPC style: operation and version are parameters, lists are `Name.1`, `Name.2`, their parts `Name.1.Part`. */

import type { Cloud } from './cloud';
import { ApiError } from './errors';
import type { ApiRequest } from './http';
import { asObject, required } from './http';
import { newRequestId } from './request-id';
import type { Attributes } from './state';

export type Operation = (cloud: Cloud, request: ApiRequest) => unknown;

export interface RpcApi {
  readonly product: string;
  readonly version: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** Tells whether a call belongs to an API. */
export function isCallOf(api: RpcApi, request: ApiRequest): boolean {
  return request.path === '/' && request.parameters.get('Version') === api.version;
}

/** Answers a call of an API. @throws ApiError 404 for an operation that the sandbox does not have */
export async function answerCall(api: RpcApi, cloud: Cloud, request: ApiRequest): Promise<unknown> {
  const action = required(request, 'Action');
  const operation = Object.hasOwn(api.operations, action) ? api.operations[action] : undefined;
  if (operation === undefined) {
    throw new ApiError(404, 'InvalidAction.NotFound', `The sandbox does not have ${api.product}'s ${action}.`);
  }
  cloud.failIfAsked(action);
  const answer = await operation(cloud, request);
  return { RequestId: newRequestId(), ...asObject(answer) };
}

/** `Name.1`, `Name.2`, … or, as some operations take it, the one `Name`. */
export function listIn(request: ApiRequest, name: string): readonly string[] {
  const found: string[] = [];
  for (let index = 1; ; index += 1) {
    const value = request.parameters.get(`${name}.${index}`);
    if (value === undefined) break;
    found.push(value);
  }
  const single = request.parameters.get(name);
  return single === undefined ? found : [...found, single];
}

/** `Tag.1.Key`, `Tag.1.Value`, … */
export function tagsIn(request: ApiRequest): Attributes {
  const tags: Attributes = {};
  for (let index = 1; ; index += 1) {
    const key = request.parameters.get(`Tag.${index}.Key`);
    if (key === undefined) return tags;
    tags[key] = request.parameters.get(`Tag.${index}.Value`) ?? '';
  }
}

/** Tags as most answers have them. */
export function tagList(attributes: Attributes): readonly unknown[] {
  return Object.entries(asObject(attributes['tags'])).map(([Key, Value]) => ({ Key, Value }));
}

/** `TagResources` and `UntagResources`. @param keyOf - resource type and id of what is tagged */
export function tagOperations(
  keyOf: (request: ApiRequest, resourceId: string) => readonly [type: string, id: string],
): Readonly<Record<string, Operation>> {
  const change: Operation = (cloud, request) => {
    const gone = new Set(listIn(request, 'TagKey'));
    for (const resourceId of listIn(request, 'ResourceId')) {
      const [type, id] = keyOf(request, resourceId);
      const before = Object.entries(asObject(cloud.get(type, id)['tags'])).filter(([key]) => !gone.has(key));
      cloud.update(type, id, { tags: { ...Object.fromEntries(before), ...tagsIn(request) } });
    }
    return {};
  };
  return { TagResources: change, UntagResources: change };
}
