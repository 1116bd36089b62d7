import type { Cloud, StoredResource } from './cloud';
import { INSTANCE, NODE_GROUP } from './cloud';
import { ApiError } from './errors';
import type { ApiRequest } from './http';
import { asObject, required } from './http';
import { defaultGroups, resizeGroup, upgradableVersions, upgradeVersion } from './starrocks-capacity';
import type { Dimension } from './starrocks-capacity';
import type { Attributes } from './state';

/** EMR Serverless StarRocks, API 2022-10-19 (ROA: POST to a path, parameters in the query). Answers the part under `Data`. */
type Operation = (cloud: Cloud, request: ApiRequest) => unknown;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  '/webapi/cluster/createV1': createInstance,
  '/webapi/starrocks/describeInstances': describeInstances,
  '/webapi/cluster/update_name': (cloud, request) =>
    changed(cloud.update(INSTANCE, instanceId(request), { instance_name: required(request, 'InstanceName') })),
  '/webapi/resourceGroup/change': (cloud, request) =>
    changed(
      cloud.update(INSTANCE, required(request, 'ResourceId'), {
        resource_group_id: required(request, 'NewResourceGroupId'),
      }),
    ),
  '/webapi/tags': changeTags,
  '/webapi/cluster/release': async (cloud, request) => {
    await cloud.remove(INSTANCE, instanceId(request));
    return {};
  },
  '/webapi/gateway/list': listGateway,
  '/webapi/password/modify': async (cloud, request) => {
    await cloud.setAdminPassword(instanceId(request), required(request, 'Password'));
    return {};
  },
  '/webapi/lifecycle/createNodeGroup': createNodeGroup,
  '/webapi/lifecycle/releaseNodeGroup': async (cloud, request) => {
    await cloud.remove(NODE_GROUP, nodeGroupKey(request));
    return {};
  },
  '/webapi/nodegroup/describeNodeGroups': describeNodeGroups,
  '/webapi/starrocks/queryUpgradableVersions': (cloud, request) =>
    upgradableVersions(cloud, instanceId(request), isMinor(request)),
  '/webapi/starrocks/upgradeVersion': (cloud, request) => {
    upgradeVersion(cloud, instanceId(request), required(request, 'TargetVersion'), isMinor(request));
    return {};
  },
  '/webapi/resourceChange/modifyCu': resize('cu'),
  '/webapi/resourceChange/modifyDiskNumber': resize('disk_number'),
  '/webapi/resourceChange/modifyDiskSize': resize('storage_size'),
  '/webapi/resourceChange/modifyNodeNumber': resize('resident_node_number'),
  '/webapi/resourceChange/modifyDiskPerformanceLevel': (cloud, request) =>
    changed(
      cloud.update(NODE_GROUP, nodeGroupKey(request), { storage_performance_level: required(request, 'Target') }),
    ),
  '/webapi/resourceChange/modifySpecType': (cloud, request) =>
    changed(cloud.update(NODE_GROUP, nodeGroupKey(request), { spec_type: required(request, 'TargetSpecType') })),
};

/** Tells whether a path belongs to this API. */
export function isStarRocksPath(path: string): boolean {
  return path.startsWith('/webapi/');
}

/** Answers a call of the API. @throws ApiError 404 for an operation that the sandbox does not have */
export async function starRocksApi(cloud: Cloud, request: ApiRequest): Promise<unknown> {
  const operation = OPERATIONS[request.path];
  if (operation === undefined) {
    throw new ApiError(404, 'InvalidAction.NotFound', `The sandbox does not have ${request.path}.`);
  }
  const data = await operation(cloud, request);
  return {
    RequestId: `sandbox-${cloud.state.sequence}`,
    Success: true,
    HttpStatusCode: 200,
    Data: data,
    ...(Array.isArray(data) ? { Total: data.length } : {}),
  };
}

async function createInstance(cloud: Cloud, request: ApiRequest): Promise<unknown> {
  const body = asObject(request.body);
  const field = (name: string): unknown => body[name] ?? body[lowerFirst(name)] ?? request.parameters.get(name);
  const { id } = await cloud.createFor(request, INSTANCE, {
    instance_name: field('InstanceName'),
    admin_password: field('AdminPassword'),
    version: field('Version'),
    run_mode: field('RunMode'),
    package_type: field('PackageType'),
    pay_type: field('PayType'),
    vpc_id: field('VpcId'),
    cluster_zone_id: field('ZoneId'),
    region_id: field('RegionId'),
    encrypted: field('Encrypted'),
    kms_key_id: field('KmsKeyId'),
    resource_group_id: field('ResourceGroupId'),
    vswitches: vSwitches(field('VSwitches')),
    frontend_node_groups: asArray(field('FrontendNodeGroups')).map(nodeGroupBlock),
    backend_node_groups: asArray(field('BackendNodeGroups')).map(nodeGroupBlock),
    tags: tagMap(field('Tags')),
  });
  return { InstanceId: id };
}

function describeInstances(cloud: Cloud, request: ApiRequest): unknown {
  const id = request.parameters.get('InstanceId');
  const name = request.parameters.get('InstanceName');
  return cloud
    .list(INSTANCE)
    .filter((one) => id === undefined || one.id === id)
    .filter((one) => name === undefined || one.attributes['instance_name'] === name)
    .map(instanceView);
}

function instanceView({ id, attributes }: StoredResource): unknown {
  return {
    InstanceId: id,
    InstanceName: attributes['instance_name'],
    InstanceStatus: 'running',
    RegionId: attributes['region_id'],
    CreateTime: attributes['create_time'],
    Version: attributes['version'],
    MinorVersion: attributes['minor_version'],
    RunMode: attributes['run_mode'],
    PackageType: attributes['package_type'],
    PayType: attributes['pay_type'],
    VpcId: attributes['vpc_id'],
    ResourceGroupId: attributes['resource_group_id'],
    Encrypted: attributes['encrypted'] ?? false,
    KmsKeyId: attributes['kms_key_id'],
    VSwitches: asArray(attributes['vswitches']).map((one) => ({
      VswId: asObject(one)['vswitch_id'],
      ZoneId: asObject(one)['zone_id'],
      Primary: asObject(one)['primary'],
    })),
    Tags: Object.entries(asObject(attributes['tags'])).map(([Key, Value]) => ({ Key, Value })),
  };
}

/**
 * The gateways of an instance. The cloud's query port is always 9030; the sandbox's instances share one machine, so
 * the answer carries their ports in two fields that the cloud does not have.
 */
function listGateway(cloud: Cloud, request: ApiRequest): unknown {
  const id = instanceId(request);
  cloud.get(INSTANCE, id);
  const ports = cloud.ports(id);
  return [
    {
      GatewayId: `gw-${id}`,
      GatewayName: 'default',
      GatewayType: 'privatezone',
      InternalDomain: '127.0.0.1',
      EnablePublicNet: false,
      SandboxQueryPort: ports?.queryPort,
      SandboxHttpPort: ports?.httpPort,
    },
  ];
}

async function createNodeGroup(cloud: Cloud, request: ApiRequest): Promise<unknown> {
  const body = asObject(request.body);
  const field = (name: string): unknown => body[name] ?? body[lowerFirst(name)] ?? request.parameters.get(name);
  const { attributes } = await cloud.createFor(request, NODE_GROUP, {
    instance_id: field('InstanceId'),
    region_id: field('RegionId'),
    node_group_name: field('NodeGroupName'),
    description: field('Description'),
    cu: asNumber(field('Cu')),
    spec_type: field('SpecType'),
    resident_node_number: asNumber(field('ResidentNodeNumber')),
    disk_number: asNumber(field('DiskNumber')),
    storage_size: asNumber(field('StorageSize')),
    storage_performance_level: field('StoragePerformanceLevel'),
    pay_type: field('PayType'),
  });
  return { NodeGroupId: attributes['node_group_id'] };
}

/** The official client sends the instance in the body, the official provider in the query. */
function describeNodeGroups(cloud: Cloud, request: ApiRequest): unknown {
  const inBody = asObject(request.body)['instanceId'];
  const id = typeof inBody === 'string' ? inBody : instanceId(request);
  return [
    ...defaultGroups(id, cloud.get(INSTANCE, id)).map(({ attributes }) => nodeGroupView(attributes)),
    ...cloud
      .list(NODE_GROUP)
      .filter((one) => one.attributes['instance_id'] === id)
      .map(({ attributes }) => nodeGroupView(attributes)),
  ];
}

function nodeGroupView(attributes: Attributes): unknown {
  return {
    InstanceId: attributes['instance_id'],
    NodeGroupId: attributes['node_group_id'],
    NodeGroupName: attributes['node_group_name'],
    ComponentType: attributes['component_type'] ?? 'CN',
    DefaultGroup: attributes['default_group'] ?? false,
    Status: 'RUNNING',
    RegionId: attributes['region_id'],
    CreateTime: attributes['create_time'],
    Cu: attributes['cu'],
    SpecType: attributes['spec_type'],
    ResidentNodeNumber: attributes['resident_node_number'],
    ElasticNodeNumber: 0,
    DiskNumber: attributes['disk_number'],
    StorageSize: attributes['storage_size'],
    StoragePerformanceLevel: attributes['storage_performance_level'],
    PayType: attributes['pay_type'],
    Description: attributes['description'],
  };
}

function resize(dimension: Dimension): Operation {
  return (cloud, request) => {
    const groupId = required(request, 'NodeGroupId');
    resizeGroup(cloud, instanceId(request), groupId, dimension, Number(required(request, 'Target')));
    return { OrderId: `sandbox-${groupId}` };
  };
}

/** Left out, it means yes. */
function isMinor(request: ApiRequest): boolean {
  return request.parameters.get('Minor') !== 'false';
}

function instanceId(request: ApiRequest): string {
  return required(request, 'InstanceId');
}

function nodeGroupKey(request: ApiRequest): string {
  return `${instanceId(request)}:${required(request, 'NodeGroupId')}`;
}

function changed(resource: StoredResource): unknown {
  return { OrderId: `sandbox-${resource.id}` };
}

function vSwitches(value: unknown): unknown {
  return asArray(value).map((one) => {
    const { VswId, ZoneId, Primary, vswId, zoneId, primary } = asObject(one);
    return { vswitch_id: VswId ?? vswId, zone_id: ZoneId ?? zoneId, primary: Primary ?? primary };
  });
}

/** A group inside the creation of an instance; 0 and '' mean that nothing was said. */
function nodeGroupBlock(value: unknown): Attributes {
  const given = asObject(value);
  const field = (name: string): unknown => {
    const found = given[name] ?? given[lowerFirst(name)];
    return found === 0 || found === '' ? undefined : found;
  };
  const block = {
    cu: field('Cu'),
    spec_type: field('SpecType'),
    resident_node_number: field('ResidentNodeNumber'),
    disk_number: field('DiskNumber'),
    storage_size: field('StorageSize'),
    storage_performance_level: field('StoragePerformanceLevel'),
    zone_id: field('ZoneId'),
  };
  return Object.fromEntries(Object.entries(block).filter(([, each]) => each !== undefined));
}

/** POST sets tags of instances, DELETE takes them away. */
function changeTags(cloud: Cloud, request: ApiRequest): unknown {
  const body = asObject(request.body);
  const list = (name: string): readonly unknown[] => asArray(body[name] ?? request.parameters.get(name));
  const gone = new Set(request.method === 'DELETE' ? list('TagKey') : []);
  for (const id of list('ResourceId').map(String)) {
    const before = Object.entries(asObject(cloud.get(INSTANCE, id)['tags'])).filter(([key]) => !gone.has(key));
    cloud.update(INSTANCE, id, { tags: { ...Object.fromEntries(before), ...tagMap(list('Tag')) } });
  }
  return {};
}

function tagMap(value: unknown): Attributes {
  return Object.fromEntries(
    asArray(value)
      .map(asObject)
      .map((tag) => [String(tag['Key']), tag['Value']]),
  );
}

function asArray(value: unknown): readonly unknown[] {
  if (typeof value === 'string') return asArray(JSON.parse(value));
  return Array.isArray(value) ? value : [];
}

function asNumber(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
