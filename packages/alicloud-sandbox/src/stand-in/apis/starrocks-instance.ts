/** `alicloud_star_rocks_instance` over EMR Serverless StarRocks, API 2022-10-19. */

import { record } from '../sandbox-http';
import type { ApiContext, Attributes, ResourceApi } from './resource-api';
import { compact, roa, tagsOf } from './resource-api';

export const STARROCKS_INSTANCE_API: ResourceApi = { create, read, update, remove };

async function create(context: ApiContext, attributes: Attributes): Promise<string> {
  const answer = await roa(
    context,
    '/webapi/cluster/createV1',
    {},
    {
      ...compact({
        InstanceName: attributes['instance_name'],
        AdminPassword: attributes['admin_password'],
        Version: attributes['version'],
        RunMode: attributes['run_mode'],
        PackageType: attributes['package_type'],
        PayType: attributes['pay_type'],
        VpcId: attributes['vpc_id'],
        ZoneId: attributes['cluster_zone_id'],
        RegionId: attributes['region_id'],
        Encrypted: attributes['encrypted'],
        KmsKeyId: attributes['kms_key_id'],
        ResourceGroupId: attributes['resource_group_id'],
      }),
      VSwitches: blocks(attributes['vswitches']).map((one) => ({ VswId: one['vswitch_id'], ZoneId: one['zone_id'] })),
      FrontendNodeGroups: blocks(attributes['frontend_node_groups']).map(nodeGroup),
      BackendNodeGroups: blocks(attributes['backend_node_groups']).map(nodeGroup),
      Tags: Object.entries(record(attributes['tags'])).map(([Key, Value]) => ({ Key, Value })),
    },
  );
  return String(record(answer)['InstanceId']);
}

/** Unset numbers and texts of a group are sent as 0 and ''. */
function nodeGroup(block: Attributes): Readonly<Record<string, unknown>> {
  return {
    Cu: block['cu'] ?? 0,
    SpecType: block['spec_type'] ?? '',
    ResidentNodeNumber: block['resident_node_number'] ?? 0,
    DiskNumber: block['disk_number'] ?? 0,
    StorageSize: block['storage_size'] ?? 0,
    StoragePerformanceLevel: block['storage_performance_level'] ?? '',
    LocalStorageInstanceType: block['local_storage_instance_type'] ?? '',
    ZoneId: block['zone_id'] ?? '',
  };
}

async function read(context: ApiContext, id: string): Promise<Attributes | undefined> {
  const answer = await roa(context, '/webapi/starrocks/describeInstances', { InstanceId: id });
  const [instance] = Array.isArray(answer) ? answer.map(record) : [];
  if (instance === undefined) return undefined;
  return compact({
    status: instance['InstanceStatus'],
    instance_name: instance['InstanceName'],
    version: instance['Version'],
    run_mode: instance['RunMode'],
    package_type: instance['PackageType'],
    pay_type: instance['PayType'],
    vpc_id: instance['VpcId'],
    region_id: instance['RegionId'],
    create_time: instance['CreateTime'],
    encrypted: instance['Encrypted'],
    kms_key_id: instance['KmsKeyId'],
    resource_group_id: instance['ResourceGroupId'],
    vswitches: blocks(instance['VSwitches']).map((one) => ({ vswitch_id: one['VswId'], zone_id: one['ZoneId'] })),
    tags: tagsOf(instance['Tags']),
  });
}

async function update(context: ApiContext, id: string, changes: Attributes): Promise<void> {
  if ('instance_name' in changes) {
    const parameters = { InstanceId: id, ClusterName: changes['instance_name'] };
    await roa(context, '/webapi/cluster/update_name', parameters);
  }
  if ('resource_group_id' in changes) {
    const parameters = { InstanceId: id, ResourceType: 'instance', NewResourceGroupId: changes['resource_group_id'] };
    await roa(context, '/webapi/resourceGroup/change', parameters);
  }
  if ('tags' in changes) await changeTags(context, id, record(changes['tags']));
}

async function changeTags(context: ApiContext, id: string, tags: Attributes): Promise<void> {
  const before = record((await read(context, id))?.['tags']);
  const gone = Object.keys(before).filter((key) => !(key in tags));
  const whose = { ResourceType: 'instance', ResourceId: [id] };
  if (gone.length > 0) {
    const path = `/webapi/tags?${new URLSearchParams({ ResourceType: 'instance', ResourceId: JSON.stringify([id]), TagKey: JSON.stringify(gone) }).toString()}`;
    await context.call({ method: 'DELETE', path, signal: context.signal });
  }
  const set = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  if (set.length > 0) await roa(context, '/webapi/tags', {}, { ...whose, Tag: set });
}

async function remove(context: ApiContext, id: string): Promise<void> {
  await roa(context, '/webapi/cluster/release', { InstanceId: id });
}

function blocks(value: unknown): readonly Attributes[] {
  return Array.isArray(value) ? value.map(record) : [];
}
