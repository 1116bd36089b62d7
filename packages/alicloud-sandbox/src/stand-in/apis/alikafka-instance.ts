/** `alicloud_alikafka_instance` over ApsaraMQ for Kafka, API 2019-09-16. */

import {
  CAPACITY_FIELDS,
  INSTANCE_STATUS_FIELDS,
  KAFKA_VERSION,
  ORDER_FIELDS,
  START_FIELDS,
} from '../../control-plane/alikafka-fields';
import { toApi, toTerraform } from '../../control-plane/fields';
import { VPC_VERSION } from '../../control-plane/vpc-fields';
import { record } from '../sandbox-http';
import type { ApiContext, Attributes, ResourceApi } from './resource-api';
import { compact } from './resource-api';
import type { ChangeCall, Parameters } from './rpc-product';
import { carrying, changeTags, listUnder, product, sendChanges, tagsUnder } from './rpc-product';

export const KAFKA_INSTANCE_API: ResourceApi = { create, complete, read, update, remove };

const kafka = product(KAFKA_VERSION);
const vpc = product(VPC_VERSION);

const SERVERLESS = 3;
/** Value of ServiceStatus of what is gone but still listed. */
const GONE = [10, 15];
/** Inside the VPC alone; 4 has a public address as well. */
const VPC_ONLY = 5;

/** What a new instance still lacks when it has started. */
const AFTER_START: readonly ChangeCall[] = [
  {
    attributes: ['enable_auto_group'],
    action: 'EnableAutoGroupCreation',
    parameters: ({ enable_auto_group }) => ({ Enable: enable_auto_group === true }),
  },
  {
    attributes: ['enable_auto_topic'],
    action: 'EnableAutoTopicCreation',
    parameters: ({ enable_auto_topic }) => operate(enable_auto_topic),
  },
  {
    attributes: ['default_topic_partition_num'],
    action: 'EnableAutoTopicCreation',
    parameters: ({ default_topic_partition_num: count }) =>
      compact({ PartitionNum: count })['PartitionNum'] === undefined
        ? undefined
        : { Operate: 'updatePartition', PartitionNum: count },
  },
];

const changesOf = (before: Attributes): readonly ChangeCall[] => [
  carrying('ModifyInstanceName', [['name', 'InstanceName']]),
  {
    attributes: ['paid_type'],
    action: 'ConvertPostPayOrder',
    parameters: ({ duration }) => ({ Duration: duration ?? 1 }),
  },
  {
    attributes: [...CAPACITY_FIELDS.map(([attribute]) => attribute), 'serverless_config'],
    action: before['paid_type'] === 'PrePaid' ? 'UpgradePrePayOrder' : 'UpgradePostPayOrder',
    parameters: (changes) => ({ ...toApi(CAPACITY_FIELDS, changes), ...serverless(changes) }),
  },
  carrying('UpgradeInstanceVersion', [['service_version', 'TargetVersion']]),
  carrying('UpdateInstanceConfig', [['config', 'Config']]),
  ...AFTER_START,
];

async function create(context: ApiContext, attributes: Attributes): Promise<string> {
  const { OrderId } = await kafka(context, orderOf(attributes), {
    ...toApi(ORDER_FIELDS, attributes),
    ...serverless(attributes),
    ...(attributes['instance_type'] === 'alikafka_serverless' ? { PaidType: SERVERLESS } : {}),
  });
  const [instance] = await instances(context, { OrderId });
  return String(instance?.['InstanceId']);
}

function orderOf({ paid_type }: Attributes): string {
  return paid_type === 'PrePaid' ? 'CreatePrePayOrder' : 'CreatePostPayOrder';
}

/** What is ordered is not started yet. Then the real provider sends everything that only an update can. */
async function complete(context: ApiContext, id: string, attributes: Attributes): Promise<void> {
  const place = attributes['vpc_id'] === undefined ? await placeOf(context, attributes['vswitch_id']) : {};
  const vSwitches = attributes['vswitch_ids'];
  await kafka(context, 'StartInstance', {
    ...place,
    ...toApi(START_FIELDS, attributes),
    InstanceId: id,
    DeployModule: attributes['deploy_type'] === VPC_ONLY ? 'vpc' : 'eip',
    ...(Array.isArray(vSwitches) ? { VSwitchIds: JSON.stringify(vSwitches) } : {}),
  });
  await sendChanges(kafka, context, { InstanceId: id }, AFTER_START, attributes);
  await changeTags(kafka, context, { ResourceType: 'INSTANCE', ResourceId: [id] }, {}, record(attributes['tags']));
}

/** VPC and zone of a vSwitch. */
async function placeOf(context: ApiContext, vSwitch: unknown): Promise<Parameters> {
  if (typeof vSwitch !== 'string' || vSwitch === '') return {};
  const { VpcId, ZoneId } = await vpc(context, 'DescribeVSwitchAttributes', { VSwitchId: vSwitch });
  return { VpcId, ZoneId };
}

async function read(context: ApiContext, id: string): Promise<Attributes | undefined> {
  const [instance] = await instances(context, { InstanceId: [id] });
  if (instance === undefined || GONE.includes(Number(instance['ServiceStatus']))) return undefined;
  const { ReservedPublishCapacity: publish, ReservedSubscribeCapacity: subscribe } = instance;
  return compact({
    ...toTerraform([...ORDER_FIELDS, ...START_FIELDS, ...INSTANCE_STATUS_FIELDS], instance),
    instance_type: instance['PaidType'] === SERVERLESS ? 'alikafka_serverless' : 'alikafka',
    paid_type: instance['PaidType'] === 0 ? 'PrePaid' : 'PostPaid',
    service_version: record(instance['UpgradeServiceDetailInfo'])['Current2OpenSourceVersion'],
    config: instance['AllConfig'],
    enable_auto_group: instance['AutoCreateGroupEnable'],
    enable_auto_topic: instance['AutoCreateTopicEnable'] === true ? 'enable' : 'disable',
    default_topic_partition_num: instance['DefaultPartitionNum'],
    serverless_config:
      publish === undefined
        ? undefined
        : [{ reserved_publish_capacity: publish, reserved_subscribe_capacity: subscribe }],
    tags: tagsUnder(instance, 'TagVO'),
  });
}

async function instances(context: ApiContext, which: Parameters): Promise<readonly Attributes[]> {
  return listUnder(await kafka(context, 'GetInstanceList', which), 'InstanceList', 'InstanceVO');
}

async function update(context: ApiContext, id: string, changes: Attributes): Promise<void> {
  const before = (await read(context, id)) ?? {};
  await sendChanges(kafka, context, { InstanceId: id }, changesOf(before), changes);
  if ('resource_group_id' in changes) {
    const parameters = { ResourceId: id, NewResourceGroupId: changes['resource_group_id'] };
    await kafka(context, 'ChangeResourceGroup', parameters);
  }
  if ('tags' in changes) {
    const whose = { ResourceType: 'INSTANCE', ResourceId: [id] };
    await changeTags(kafka, context, whose, record(before['tags']), record(changes['tags']));
  }
}

async function remove(context: ApiContext, id: string): Promise<void> {
  await kafka(context, 'ReleaseInstance', { InstanceId: id, ForceDeleteInstance: true });
  await kafka(context, 'DeleteInstance', { InstanceId: id });
}

function serverless({ serverless_config: blocks }: Attributes): Parameters {
  const [block] = Array.isArray(blocks) ? blocks.map(record) : [];
  if (block === undefined) return {};
  return {
    ServerlessConfig: JSON.stringify({
      ReservedPublishCapacity: block['reserved_publish_capacity'],
      ReservedSubscribeCapacity: block['reserved_subscribe_capacity'],
    }),
  };
}

function operate(value: unknown): Parameters | undefined {
  return typeof value === 'string' && value !== '' ? { Operate: value } : undefined;
}
