/** Workspaces of Realtime Compute for Apache Flink: foasconsole 2019-06-01, RPC style. */

import type { Cloud, StoredResource } from './cloud';
import { FLINK_WORKSPACE } from './cloud';
import { ApiError } from './errors';
import type { ApiRequest } from './http';
import { asObject, required } from './http';
import type { Attributes } from './state';

/** Tells whether a call belongs to foasconsole. */
export function isFoasConsole(request: ApiRequest): boolean {
  return request.path === '/' && request.parameters.get('Version') === '2019-06-01';
}

/** Answers a call of foasconsole. */
export async function foasConsoleApi(cloud: Cloud, request: ApiRequest): Promise<unknown> {
  const action = required(request, 'Action');
  const requestId = { RequestId: `sandbox-${cloud.state.sequence}` };
  switch (action) {
    case 'DescribeInstances': {
      const id = request.parameters.get('InstanceId');
      const name = request.parameters.get('InstanceName');
      const instances = cloud
        .list(FLINK_WORKSPACE)
        .filter((one) => id === undefined || one.id === id)
        .filter((one) => name === undefined || one.attributes['vvp_instance_name'] === name)
        .map(workspaceView);
      return { ...requestId, Success: true, TotalCount: instances.length, Instances: instances };
    }
    case 'CreateInstance': {
      const { id } = await cloud.createFor(request, FLINK_WORKSPACE, workspaceAttributes(request));
      return { ...requestId, Success: true, OrderInfo: { InstanceId: id } };
    }
    case 'ModifyPrepayInstanceSpec':
      cloud.update(FLINK_WORKSPACE, required(request, 'InstanceId'), { resource_spec: specOf(request) });
      return { ...requestId, Success: true };
    case 'ChangeResourceGroup':
      cloud.update(FLINK_WORKSPACE, required(request, 'ResourceId'), {
        resource_group_id: required(request, 'NewResourceGroupId'),
      });
      return { ...requestId, Success: true };
    case 'TagResources':
    case 'UntagResources':
      changeTags(cloud, request);
      return { ...requestId, Success: true };
    case 'DeleteInstance':
      await cloud.remove(FLINK_WORKSPACE, required(request, 'InstanceId'));
      return { ...requestId, Success: true };
    default:
      throw new ApiError(404, 'InvalidAction.NotFound', `The sandbox does not have foasconsole's ${action}.`);
  }
}

function workspaceView({ id, attributes }: StoredResource): unknown {
  return {
    InstanceId: id,
    InstanceName: attributes['vvp_instance_name'],
    ResourceId: attributes['resource_id'],
    ClusterStatus: 'RUNNING',
    ChargeType: attributes['payment_type'] === 'Subscription' ? 'PRE' : 'POST',
    Region: attributes['region_id'],
    VpcId: attributes['vpc_id'],
    VSwitchIds: attributes['vswitch_ids'],
    ResourceGroupId: attributes['resource_group_id'],
    ResourceCreateTime: attributes['create_time'],
    ResourceSpec: firstBlock(attributes['resource_spec'], ({ cpu, memory_gb }) => ({ Cpu: cpu, MemoryGB: memory_gb })),
    Storage: firstBlock(attributes['storage'], ({ oss }) => ({
      Oss: firstBlock(oss, ({ bucket }) => ({ Bucket: bucket })),
    })),
    Tags: Object.entries(asObject(attributes['tags'])).map(([Key, Value]) => ({ Key, Value })),
  };
}

function workspaceAttributes(request: ApiRequest): Attributes {
  const storage = asObject(json(request, 'Storage'));
  return {
    vvp_instance_name: required(request, 'InstanceName'),
    region_id: request.parameters.get('Region'),
    zone_id: request.parameters.get('ZoneId'),
    vpc_id: request.parameters.get('VpcId'),
    vswitch_ids: json(request, 'VSwitchIds') ?? [],
    payment_type: request.parameters.get('ChargeType') === 'PRE' ? 'Subscription' : 'PayAsYouGo',
    resource_group_id: request.parameters.get('ResourceGroupId'),
    resource_spec: specOf(request),
    storage: storage['Oss'] === undefined ? [] : [{ oss: [{ bucket: asObject(storage['Oss'])['Bucket'] }] }],
  };
}

function specOf(request: ApiRequest): readonly unknown[] {
  const spec = asObject(json(request, 'ResourceSpec'));
  return spec['Cpu'] === undefined ? [] : [{ cpu: spec['Cpu'], memory_gb: spec['MemoryGB'] }];
}

function changeTags(cloud: Cloud, request: ApiRequest): void {
  const list = (name: string): readonly unknown[] => asList(json(request, name));
  const gone = new Set(list('TagKey'));
  const set = list('Tag')
    .map(asObject)
    .map((tag): [string, unknown] => [String(tag['Key']), tag['Value']]);
  for (const id of list('ResourceId').map(String)) {
    const before = Object.entries(asObject(cloud.get(FLINK_WORKSPACE, id)['tags'])).filter(([key]) => !gone.has(key));
    cloud.update(FLINK_WORKSPACE, id, { tags: Object.fromEntries([...before, ...set]) });
  }
}

function firstBlock(blocks: unknown, view: (block: Record<string, unknown>) => unknown): unknown {
  const [block] = asList(blocks);
  return block === undefined ? undefined : view(asObject(block));
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A parameter that holds JSON. */
function json(request: ApiRequest, name: string): unknown {
  const text = request.parameters.get(name);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, `Invalid${name}`, `${name} is not JSON.`);
  }
}
