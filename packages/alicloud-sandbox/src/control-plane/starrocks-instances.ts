/** Instances of EMR Serverless StarRocks: made, described, renamed, tagged, released. */

import type { Cloud, StoredResource } from './cloud';
import { INSTANCE } from './cloud';
import type { ApiRequest } from './http';
import { asObject } from './http';
import { defaultGateway } from './starrocks-gateways';
import {
  asArray,
  flagGiven,
  given,
  instanceIdOf,
  invalidParams,
  listGiven,
  lowerFirst,
  mandatory,
  pageOf,
  tagMap,
  textGiven,
} from './starrocks-request';
import { beginChange, instanceStatus, refuseWhileChanging } from './starrocks-status';
import { newestVersion } from './starrocks-versions';
import type { Attributes } from './state';

const PAGE = 10;

const MANDATORY = ['InstanceName', 'AdminPassword', 'Version', 'RunMode', 'PackageType', 'PayType', 'VpcId'] as const;

/** A call that is sent again with its token makes no second instance. */
export async function createInstance(cloud: Cloud, request: ApiRequest): Promise<unknown> {
  const token = textGiven(request, 'ClientToken');
  const made = cloud
    .list(INSTANCE)
    .find(({ attributes }) => token !== undefined && attributes['client_token'] === token);
  if (made !== undefined) return { InstanceId: made.id, OrderId: orderOf(made.id) };
  for (const name of MANDATORY) mandatory(request, name);
  const { id } = await cloud.createFor(request, INSTANCE, {
    client_token: token,
    instance_name: given(request, 'InstanceName'),
    admin_password: given(request, 'AdminPassword'),
    version: given(request, 'Version'),
    minor_version: newestVersion(mandatory(request, 'Version')),
    run_mode: given(request, 'RunMode'),
    package_type: given(request, 'PackageType'),
    pay_type: given(request, 'PayType'),
    vpc_id: given(request, 'VpcId'),
    cluster_zone_id: given(request, 'ZoneId'),
    region_id: given(request, 'RegionId'),
    encrypted: flagGiven(request, 'Encrypted'),
    kms_key_id: given(request, 'KmsKeyId'),
    oss_accessing_role_name: given(request, 'OssAccessingRoleName'),
    resource_group_id: given(request, 'ResourceGroupId'),
    vswitches: listGiven(request, 'VSwitches').map(vSwitch),
    frontend_node_groups: listGiven(request, 'FrontendNodeGroups').map(nodeGroupBlock),
    backend_node_groups: listGiven(request, 'BackendNodeGroups').map(nodeGroupBlock),
    observer_node_groups: listGiven(request, 'ObserverNodeGroups').map(nodeGroupBlock),
    gateways: [defaultGateway(textGiven(request, 'GatewayType'))],
    tags: tagMap(given(request, 'Tags')),
    begin_time: Date.now(),
  });
  beginChange(cloud, id, 'creating');
  return { InstanceId: id, OrderId: orderOf(id) };
}

export function describeInstances(cloud: Cloud, request: ApiRequest): { Data: readonly unknown[]; Total: number } {
  const [id, name] = [textGiven(request, 'InstanceId'), textGiven(request, 'InstanceName')];
  const statuses = textGiven(request, 'InstanceStatus')?.split(',');
  const resourceGroup = textGiven(request, 'ResourceGroupId');
  const tags = Object.entries(tagMap(given(request, 'Tag')));
  const found = cloud
    .list(INSTANCE)
    .filter((one) => id === undefined || one.id === id)
    .filter(({ attributes }) => name === undefined || attributes['instance_name'] === name)
    .filter(({ attributes }) => statuses === undefined || statuses.includes(instanceStatus(cloud, attributes)))
    .filter(({ attributes }) => resourceGroup === undefined || attributes['resource_group_id'] === resourceGroup)
    .filter(({ attributes }) => tags.every(([key, value]) => asObject(attributes['tags'])[key] === value));
  return { Data: pageOf(request, found, PAGE).map((one) => instanceView(cloud, one)), Total: found.length };
}

function instanceView(cloud: Cloud, { id, attributes }: StoredResource): unknown {
  const begun = beginTime(attributes);
  return {
    InstanceId: id,
    InstanceName: attributes['instance_name'],
    InstanceStatus: instanceStatus(cloud, attributes),
    RegionId: attributes['region_id'],
    BeginTime: begun,
    CreateTime: attributes['create_time'],
    RunningTime: Math.max(0, Math.floor((Date.now() - begun) / 1000)),
    Version: attributes['version'],
    MinorVersion: attributes['minor_version'] ?? newestVersion(String(attributes['version'])),
    RunMode: attributes['run_mode'],
    PackageType: attributes['package_type'],
    PayType: attributes['pay_type'],
    VpcId: attributes['vpc_id'],
    ResourceGroupId: attributes['resource_group_id'],
    Encrypted: attributes['encrypted'] ?? false,
    KmsKeyId: attributes['kms_key_id'],
    Architecture: 'onECS',
    EnableAutoMinorVersionUpgrade: attributes['auto_minor_upgrade'] ?? true,
    EnableMultiAz: asArray(attributes['observer_node_groups']).length > 0,
    EnableSSL: false,
    IsolateLeader: attributes['isolate_leader'] ?? false,
    MaintainablePeriod: attributes['maintenance_window'] ?? DEFAULT_WINDOW,
    SecurityGroupManaged: true,
    SgId: `sg-${id}`,
    VSwitches: asArray(attributes['vswitches']).map((one) => ({
      VswId: asObject(one)['vswitch_id'],
      ZoneId: asObject(one)['zone_id'],
      Primary: asObject(one)['primary'] ?? asObject(one)['zone_id'] === attributes['cluster_zone_id'],
    })),
    Tags: Object.entries(asObject(attributes['tags'])).map(([Key, Value]) => ({ Key, Value })),
  };
}

export function renameInstance(cloud: Cloud, request: ApiRequest): boolean {
  const instance_name = textGiven(request, 'ClusterName') ?? mandatory(request, 'InstanceName');
  cloud.update(INSTANCE, instanceIdOf(request), { instance_name });
  return true;
}

export function changeResourceGroup(cloud: Cloud, request: ApiRequest): boolean {
  const id = textGiven(request, 'InstanceId') ?? mandatory(request, 'ResourceId');
  cloud.update(INSTANCE, id, { resource_group_id: mandatory(request, 'NewResourceGroupId') });
  return true;
}

/** Released after its time; until then it is `deleting`. */
export async function releaseInstance(cloud: Cloud, request: ApiRequest): Promise<boolean> {
  const id = instanceIdOf(request);
  cloud.get(INSTANCE, id);
  beginChange(cloud, id, 'deleting');
  if (instanceStatus(cloud, cloud.get(INSTANCE, id)) !== 'deleting') await cloud.remove(INSTANCE, id);
  return true;
}

/** POST sets tags of instances, DELETE takes them away: those named, or all. */
export function changeTags(cloud: Cloud, request: ApiRequest): boolean {
  const taken = request.method === 'DELETE';
  const all = taken && flagGiven(request, 'All') === true;
  const gone = new Set(taken ? listGiven(request, 'TagKey') : []);
  const set = taken ? {} : tagMap(given(request, 'Tag'));
  for (const id of listGiven(request, 'ResourceId').map(String)) {
    const before = all ? {} : asObject(cloud.get(INSTANCE, id)['tags']);
    const kept = Object.entries(before).filter(([key]) => !gone.has(key));
    cloud.update(INSTANCE, id, { tags: { ...Object.fromEntries(kept), ...set } });
  }
  return true;
}

const DEFAULT_WINDOW = '00:00-06:00';
/** Six hours of the night, or one hour of the day. */
const WINDOWS: readonly string[] = [DEFAULT_WINDOW, ...Array.from({ length: 18 }, (_, hour) => windowFrom(hour + 6))];

export function changeMaintenanceWindow(cloud: Cloud, request: ApiRequest): boolean {
  const window = mandatory(request, 'MaintainableTimePeriod');
  if (!WINDOWS.includes(window)) throw invalidParams(`MaintainableTimePeriod must be one of ${WINDOWS.join(', ')}`);
  cloud.update(INSTANCE, instanceIdOf(request), { maintenance_window: window });
  return true;
}

export function changeAutoMinorUpgrade(cloud: Cloud, request: ApiRequest): boolean {
  mandatory(request, 'AutoUpgrade');
  const id = instanceIdOf(request);
  refuseWhileChanging(cloud, id);
  cloud.update(INSTANCE, id, { auto_minor_upgrade: flagGiven(request, 'AutoUpgrade') });
  return true;
}

/** When something was made, in milliseconds since 1970. */
export function beginTime(attributes: Attributes): number {
  const { begin_time: begun, create_time: text } = attributes;
  if (typeof begun === 'number') return begun;
  return typeof text === 'string' ? Date.parse(text) : 0;
}

/** A number that stands for an order, the same for the same thing. */
export function orderOf(id: string): number {
  return [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000_007, 7);
}

function windowFrom(hour: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(hour)}:00-${two(hour + 1)}:00`;
}

function vSwitch(value: unknown): Attributes {
  const { VswId, ZoneId, Primary, vswId, zoneId, primary } = asObject(value);
  return { vswitch_id: VswId ?? vswId, zone_id: ZoneId ?? zoneId, primary: Primary ?? primary };
}

/** A group inside the creation of an instance; 0 and '' mean that nothing was said. */
function nodeGroupBlock(value: unknown): Attributes {
  const block = asObject(value);
  const field = (name: string): unknown => {
    const found = block[name] ?? block[lowerFirst(name)];
    return found === 0 || found === '' ? undefined : found;
  };
  const all = {
    cu: field('Cu'),
    spec_type: field('SpecType'),
    resident_node_number: field('ResidentNodeNumber'),
    disk_number: field('DiskNumber'),
    storage_size: field('StorageSize'),
    storage_performance_level: field('StoragePerformanceLevel'),
    local_storage_instance_type: field('LocalStorageInstanceType'),
    zone_id: field('ZoneId'),
  };
  return Object.fromEntries(Object.entries(all).filter(([, each]) => each !== undefined));
}
