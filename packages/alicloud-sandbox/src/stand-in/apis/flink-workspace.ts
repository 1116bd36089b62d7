/** `alicloud_realtime_compute_vvp_instance` over foasconsole 2019-06-01. */

import { record } from '../sandbox-http';
import type { ApiContext, Attributes, ResourceApi } from './resource-api';
import { compact, rpc, tagsOf } from './resource-api';

export const FLINK_WORKSPACE_API: ResourceApi = { create, read, update, remove };

const VERSION = '2019-06-01';

/**
 * The real provider sends tags with the next update only. Here they follow at once, so that a second plan is empty; a
 * warning of the plan says what the cloud does.
 */
async function create(context: ApiContext, attributes: Attributes): Promise<string> {
  const request = compact({
    InstanceName: attributes['vvp_instance_name'],
    Region: attributes['region_id'],
    ZoneId: attributes['zone_id'],
    VpcId: attributes['vpc_id'],
    VSwitchIds: attributes['vswitch_ids'],
    ChargeType: attributes['payment_type'] === 'Subscription' ? 'PRE' : 'POST',
    ResourceGroupId: attributes['resource_group_id'],
    ResourceSpec: resourceSpec(attributes['resource_spec']),
    Storage: storage(attributes['storage']),
  });
  const answer = await rpc(context, VERSION, 'CreateInstance', { CreateInstanceRequest: request });
  const id = String(record(answer['OrderInfo'])['InstanceId']);
  await changeTags(context, id, record(attributes['tags']));
  return id;
}

async function read(context: ApiContext, id: string): Promise<Attributes | undefined> {
  const { Instances } = await rpc(context, VERSION, 'DescribeInstances', {
    DescribeInstancesRequest: { InstanceId: id },
  });
  const [workspace] = Array.isArray(Instances) ? Instances.map(record) : [];
  if (workspace === undefined) return undefined;
  const spec = record(workspace['ResourceSpec']);
  const bucket = record(record(workspace['Storage'])['Oss'])['Bucket'];
  return compact({
    status: workspace['ClusterStatus'],
    vvp_instance_name: workspace['InstanceName'],
    resource_id: workspace['ResourceId'],
    create_time: workspace['ResourceCreateTime'],
    payment_type: workspace['ChargeType'] === 'PRE' ? 'Subscription' : 'PayAsYouGo',
    vpc_id: workspace['VpcId'],
    vswitch_ids: workspace['VSwitchIds'],
    resource_group_id: workspace['ResourceGroupId'],
    resource_spec: spec['Cpu'] === undefined ? undefined : [{ cpu: spec['Cpu'], memory_gb: spec['MemoryGB'] }],
    storage: bucket === undefined ? undefined : [{ oss: [{ bucket }] }],
    tags: tagsOf(workspace['Tags']),
  });
}

async function update(context: ApiContext, id: string, changes: Attributes): Promise<void> {
  if ('resource_spec' in changes) {
    const request = { InstanceId: id, ResourceSpec: resourceSpec(changes['resource_spec']) };
    await rpc(context, VERSION, 'ModifyPrepayInstanceSpec', { ModifyPrepayInstanceSpecRequest: request });
  }
  if ('resource_group_id' in changes) {
    const parameters = { ResourceId: id, ResourceGroupId: changes['resource_group_id'] };
    await rpc(context, VERSION, 'ChangeResourceGroup', parameters);
  }
  if ('tags' in changes) await changeTags(context, id, record(changes['tags']));
}

async function changeTags(context: ApiContext, id: string, tags: Attributes): Promise<void> {
  const whose = { ResourceType: 'vvpinstance', ResourceId: [id] };
  const before = record((await read(context, id))?.['tags']);
  const gone = Object.keys(before).filter((key) => !(key in tags));
  if (gone.length > 0) await rpc(context, VERSION, 'UntagResources', { ...whose, TagKey: gone });
  const set = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  if (set.length > 0) await rpc(context, VERSION, 'TagResources', { ...whose, Tag: set });
}

async function remove(context: ApiContext, id: string): Promise<void> {
  await rpc(context, VERSION, 'DeleteInstance', { DeleteInstanceRequest: { InstanceId: id } });
}

function resourceSpec(blocks: unknown): Readonly<Record<string, unknown>> | undefined {
  const [block] = Array.isArray(blocks) ? blocks.map(record) : [];
  return block === undefined ? undefined : { Cpu: block['cpu'], MemoryGB: block['memory_gb'] };
}

function storage(blocks: unknown): Readonly<Record<string, unknown>> | undefined {
  const [block] = Array.isArray(blocks) ? blocks.map(record) : [];
  const [oss] = Array.isArray(block?.['oss']) ? block['oss'].map(record) : [];
  return oss === undefined ? undefined : { Oss: { Bucket: oss['bucket'] } };
}
