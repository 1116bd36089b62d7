/** Workspaces of Realtime Compute for Apache Flink: foasconsole 2019-06-01, RPC style. */

import type { Cloud, StoredResource } from './cloud';
import { FLINK_WORKSPACE } from './cloud';
import { ApiError } from './errors';
import {
  createNamespace,
  deleteNamespace,
  describeNamespaces,
  firstNamespace,
  forgetWorkspace,
} from './foas-namespaces';
import { changeTags, listTagResources, tagPairs } from './foas-tags';
import { beginWorkspaceChange, finishWorkspaceChanges, workspaceStatus } from './foas-status';
import type { ApiRequest } from './http';
import { asObject, required } from './http';
import { newRequestId } from './request-id';
import { requestObject } from './rpc-nested';
import type { Attributes } from './state';

const REGIONS = ['cn-hangzhou', 'cn-shanghai', 'cn-beijing', 'cn-shenzhen', 'ap-southeast-1'] as const;
const PAGE = 10;

/** What the answer has beside the request's id. */
type Operation = (cloud: Cloud, request: ApiRequest) => unknown;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeInstances: describeWorkspaces,
  CreateInstance: createWorkspace,
  ModifyPrepayInstanceSpec: modifySpec,
  ChangeResourceGroup: changeResourceGroup,
  TagResources: changeTags,
  UntagResources: changeTags,
  ListTagResources: listTagResources,
  DeleteInstance: deleteWorkspace,
  DescribeNamespaces: describeNamespaces,
  CreateNamespace: createNamespace,
  DeleteNamespace: deleteNamespace,
  DescribeSupportedRegions: () => ({ Regions: REGIONS.map((Region) => ({ Region, RegionName: Region })) }),
  DescribeSupportedZones: (_cloud, request) => ({
    ZoneIds: ['a', 'b', 'i'].map((zone) => `${request.parameters.get('Region') ?? 'cn-shanghai'}-${zone}`),
  }),
};

/** Tells whether a call belongs to foasconsole. */
export function isFoasConsole(request: ApiRequest): boolean {
  return request.path === '/' && request.parameters.get('Version') === '2019-06-01';
}

/** Answers a call of foasconsole. @throws ApiError 404 for an operation that the sandbox does not have */
export async function foasConsoleApi(cloud: Cloud, request: ApiRequest): Promise<unknown> {
  const action = required(request, 'Action');
  const operation = Object.hasOwn(OPERATIONS, action) ? OPERATIONS[action] : undefined;
  if (operation === undefined) {
    throw new ApiError(404, 'InvalidAction.NotFound', `The sandbox does not have foasconsole's ${action}.`);
  }
  cloud.failIfAsked(action);
  await finishWorkspaceChanges(cloud);
  const answer = await operation(cloud, request);
  return { RequestId: newRequestId(), Success: true, ...asObject(answer) };
}

function describeWorkspaces(cloud: Cloud, request: ApiRequest): unknown {
  const given = requestObject(request, 'DescribeInstancesRequest');
  const { InstanceId: id, InstanceName: name, ResourceGroupId: group } = given;
  const tags = tagPairs(given['Tags']);
  const found = cloud
    .list(FLINK_WORKSPACE)
    .filter((one) => id === undefined || one.id === id)
    .filter(({ attributes }) => name === undefined || attributes['vvp_instance_name'] === name)
    .filter(({ attributes }) => group === undefined || attributes['resource_group_id'] === group)
    .filter(({ attributes }) => tags.every(([key, value]) => asObject(attributes['tags'])[key] === value));
  const [index, size] = [Number(given['PageIndex'] ?? 1), Number(given['PageSize'] ?? PAGE)];
  return {
    Instances: found.slice((index - 1) * size, index * size).map((one) => workspaceView(cloud, one)),
    PageIndex: index,
    PageSize: size,
    TotalCount: found.length,
    TotalPage: Math.ceil(found.length / size),
  };
}

async function createWorkspace(cloud: Cloud, request: ApiRequest): Promise<unknown> {
  const given = requestObject(request, 'CreateInstanceRequest');
  if (typeof given['InstanceName'] !== 'string') {
    throw new ApiError(400, 'MissingInstanceName', 'InstanceName is mandatory.');
  }
  const { id } = await cloud.createFor(request, FLINK_WORKSPACE, workspaceAttributes(given));
  beginWorkspaceChange(cloud, id, 'CREATING');
  return { OrderInfo: { InstanceId: id, OrderId: cloud.state.sequence } };
}

function modifySpec(cloud: Cloud, request: ApiRequest): unknown {
  const given = requestObject(request, 'ModifyPrepayInstanceSpecRequest');
  const id = workspaceId(cloud, given);
  const spec = specOf(given['ResourceSpec']);
  if (spec.length === 0) throw new ApiError(400, 'MissingResourceSpec', 'ResourceSpec is mandatory.');
  cloud.update(FLINK_WORKSPACE, id, { resource_spec: spec });
  beginWorkspaceChange(cloud, id, 'MODIFYING');
  return { OrderId: cloud.state.sequence };
}

function changeResourceGroup(cloud: Cloud, request: ApiRequest): unknown {
  const given = requestObject(request, 'ChangeResourceGroupRequest');
  const group = given['ResourceGroupId'] ?? given['NewResourceGroupId'];
  if (typeof group !== 'string') throw new ApiError(400, 'MissingResourceGroupId', 'ResourceGroupId is mandatory.');
  cloud.update(FLINK_WORKSPACE, workspaceId(cloud, { InstanceId: given['ResourceId'] }), { resource_group_id: group });
  return {};
}

/** Everything in a workspace goes with it. */
async function deleteWorkspace(cloud: Cloud, request: ApiRequest): Promise<unknown> {
  const id = workspaceId(cloud, requestObject(request, 'DeleteInstanceRequest'));
  beginWorkspaceChange(cloud, id, 'DELETING');
  forgetWorkspace(cloud, String(cloud.get(FLINK_WORKSPACE, id)['resource_id']));
  if (workspaceStatus(cloud, cloud.get(FLINK_WORKSPACE, id)) !== 'DELETING') await cloud.remove(FLINK_WORKSPACE, id);
  return {};
}

/** @throws ApiError 400 when none is named, 404 when it does not exist */
function workspaceId(cloud: Cloud, given: Attributes): string {
  const id = given['InstanceId'];
  if (typeof id !== 'string' || id === '') throw new ApiError(400, 'MissingInstanceId', 'InstanceId is mandatory.');
  cloud.get(FLINK_WORKSPACE, id);
  return id;
}

function workspaceView(cloud: Cloud, { id, attributes }: StoredResource): unknown {
  return {
    InstanceId: id,
    InstanceName: attributes['vvp_instance_name'],
    ResourceId: attributes['resource_id'],
    ClusterStatus: workspaceStatus(cloud, attributes),
    OrderState: 'NORMAL',
    ArchitectureType: 'X86',
    ChargeType: attributes['payment_type'] === 'Subscription' ? 'PRE' : 'POST',
    Region: attributes['region_id'],
    ZoneId: attributes['zone_id'],
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

function workspaceAttributes(given: Attributes): Attributes {
  const bucket = asObject(asObject(given['Storage'])['Oss'])['Bucket'];
  return {
    vvp_instance_name: given['InstanceName'],
    region_id: given['Region'],
    zone_id: given['ZoneId'],
    vpc_id: given['VpcId'],
    vswitch_ids: asList(given['VSwitchIds']),
    payment_type: given['ChargeType'] === 'PRE' ? 'Subscription' : 'PayAsYouGo',
    resource_group_id: given['ResourceGroupId'],
    resource_spec: specOf(given['ResourceSpec']),
    namespaces: [firstNamespace(String(given['InstanceName']))],
    storage: bucket === undefined ? [] : [{ oss: [{ bucket }] }],
  };
}

function specOf(value: unknown): readonly unknown[] {
  const { Cpu, MemoryGB } = asObject(value);
  return Cpu === undefined ? [] : [{ cpu: Number(Cpu), memory_gb: Number(MemoryGB) }];
}

function firstBlock(blocks: unknown, view: (block: Record<string, unknown>) => unknown): unknown {
  const [block] = asList(blocks);
  return block === undefined ? undefined : view(asObject(block));
}

function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'string' && value !== '' ? [value] : [];
}
