/** Tags of Flink workspaces. */

import type { Cloud } from './cloud';
import { FLINK_WORKSPACE } from './cloud';
import type { ApiRequest } from './http';
import { asObject } from './http';
import { nestedParameters } from './rpc-nested';

const TYPE = 'vvpinstance';

/** `TagResources` sets tags, `UntagResources` takes those away that it names, or all. */
export function changeTags(cloud: Cloud, request: ApiRequest): unknown {
  const given = nestedParameters(request);
  const gone = new Set(asList(given['TagKey']));
  const keeps = (key: string): boolean => given['All'] !== 'true' && !gone.has(key);
  for (const id of asList(given['ResourceId']).map(String)) {
    const kept = Object.entries(asObject(cloud.get(FLINK_WORKSPACE, id)['tags'])).filter(([key]) => keeps(key));
    cloud.update(FLINK_WORKSPACE, id, { tags: Object.fromEntries([...kept, ...tagPairs(given['Tag'])]) });
  }
  return {};
}

export function listTagResources(cloud: Cloud, request: ApiRequest): unknown {
  const given = nestedParameters(request);
  const ids = asList(given['ResourceId']).map(String);
  const wanted = tagPairs(given['Tag']);
  const TagResources = cloud
    .list(FLINK_WORKSPACE)
    .filter(({ id }) => ids.length === 0 || ids.includes(id))
    .flatMap(({ id, attributes }) =>
      Object.entries(asObject(attributes['tags']))
        .filter(([key, value]) => wanted.length === 0 || wanted.some(([name, text]) => name === key && text === value))
        .map(([TagKey, TagValue]) => ({ ResourceId: id, ResourceType: TYPE, TagKey, TagValue })),
    );
  return { TagResources };
}

/** `[{ Key, Value }]` as pairs. */
export function tagPairs(value: unknown): readonly (readonly [string, unknown])[] {
  return asList(value)
    .map(asObject)
    .map(({ Key, Value }) => [String(Key), Value ?? '']);
}

function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === '' ? [] : [value];
}
