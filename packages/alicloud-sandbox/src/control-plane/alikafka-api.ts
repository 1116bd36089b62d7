/** ApsaraMQ for Kafka: API 2019-09-16, RPC style. */

import { KAFKA_ACCESS_OPERATIONS } from './alikafka-access';
import {
  CAPACITY_FIELDS,
  GROUP_FIELDS,
  INSTANCE_STATUS_FIELDS,
  KAFKA_VERSION,
  ORDER_FIELDS,
  START_FIELDS,
  TOPIC_FIELDS,
} from './alikafka-fields';
import type { Cloud, StoredResource } from './cloud';
import { KAFKA_GROUP, KAFKA_INSTANCE, KAFKA_TOPIC } from './cloud';
import { ApiError } from './errors';
import { givenIn, toApi } from './fields';
import type { ApiRequest } from './http';
import { asObject, required } from './http';
import type { Operation, RpcApi } from './rpc';
import { listIn, tagList, tagOperations, tagsIn } from './rpc';
import type { Attributes } from './state';

/** Values of ServiceStatus. */
const ORDERED = 0;
const RUNNING = 5;
const RELEASED = 15;

const DONE = { Code: 200, Success: true };

export const ALIKAFKA_API: RpcApi = {
  product: 'alikafka',
  version: KAFKA_VERSION,
  operations: {
    CreatePostPayOrder: order('PostPaid'),
    CreatePrePayOrder: order('PrePaid'),
    StartInstance: startInstance,
    GetInstanceList: (cloud, request) => ({ ...DONE, InstanceList: { InstanceVO: instances(cloud, request) } }),
    ModifyInstanceName: changeInstance((request) => ({ name: required(request, 'InstanceName') })),
    ConvertPostPayOrder: changeInstance(() => ({ paid_type: 'PrePaid' })),
    UpgradePostPayOrder: upgrade,
    UpgradePrePayOrder: upgrade,
    UpgradeInstanceVersion: changeInstance((request) => ({ service_version: required(request, 'TargetVersion') })),
    UpdateInstanceConfig: changeInstance((request) => ({ config: required(request, 'Config') })),
    ChangeResourceGroup: (cloud, request) => {
      const changes = { resource_group_id: required(request, 'NewResourceGroupId') };
      cloud.update(KAFKA_INSTANCE, required(request, 'ResourceId'), changes);
      return DONE;
    },
    EnableAutoGroupCreation: changeInstance((request) => ({
      enable_auto_group: required(request, 'Enable') === 'true',
    })),
    EnableAutoTopicCreation: changeInstance(autoTopic),
    ReleaseInstance: changeInstance(() => ({ status: RELEASED })),
    DeleteInstance: deleteInstance,
    CreateTopic: async (cloud, request) => {
      await cloud.createFor(request, KAFKA_TOPIC, { ...givenIn(TOPIC_FIELDS, request), tags: tagsIn(request) });
      return DONE;
    },
    GetTopicList: (cloud, request) => {
      const topics = partsOf(cloud, request, KAFKA_TOPIC, 'topic', 'Topic');
      return { ...DONE, Total: topics.length, TopicList: { TopicVO: topics.map(topicView) } };
    },
    ModifyTopicRemark: changeTopic((_topic, request) => ({ remark: required(request, 'Remark') })),
    UpdateTopicConfig: changeTopic((_topic, request) => ({ configs: required(request, 'Config') })),
    ModifyPartitionNum: changeTopic(({ partition_num }, request) => ({
      partition_num: Number(partition_num) + added(request),
    })),
    DeleteTopic: remover(KAFKA_TOPIC, 'Topic'),
    CreateConsumerGroup: async (cloud, request) => {
      await cloud.createFor(request, KAFKA_GROUP, { ...givenIn(GROUP_FIELDS, request), tags: tagsIn(request) });
      return DONE;
    },
    GetConsumerList: (cloud, request) => {
      const groups = partsOf(cloud, request, KAFKA_GROUP, 'consumer_id', 'ConsumerId');
      return { ...DONE, Total: groups.length, ConsumerList: { ConsumerVO: groups.map(groupView) } };
    },
    DeleteConsumerGroup: remover(KAFKA_GROUP, 'ConsumerId'),
    ...KAFKA_ACCESS_OPERATIONS,
    ...tagOperations(taggedThing),
  },
};

/** An order is paid at once; what was ordered has an id, but runs nowhere yet. */
function order(paidType: string): Operation {
  return async (cloud, request) => {
    const orderId = `sandbox-order-${cloud.state.sequence + 1}`;
    const serverless = request.parameters.get('PaidType') === '3';
    await cloud.createFor(request, KAFKA_INSTANCE, {
      ...givenIn(ORDER_FIELDS, request),
      ...serverlessConfig(request),
      instance_type: serverless ? 'alikafka_serverless' : 'alikafka',
      paid_type: paidType,
      tags: tagsIn(request),
      order_id: orderId,
      status: ORDERED,
    });
    return { ...DONE, OrderId: orderId };
  };
}

function startInstance(cloud: Cloud, request: ApiRequest): unknown {
  const id = required(request, 'InstanceId');
  const vSwitches = request.parameters.get('VSwitchIds');
  cloud.checkParents(KAFKA_INSTANCE, givenIn(START_FIELDS, request));
  cloud.update(KAFKA_INSTANCE, id, {
    ...givenIn(START_FIELDS, request),
    ...(vSwitches === undefined ? {} : { vswitch_ids: JSON.parse(vSwitches) as unknown }),
    status: RUNNING,
  });
  return DONE;
}

function instances(cloud: Cloud, request: ApiRequest): readonly unknown[] {
  const ids = listIn(request, 'InstanceId');
  const orderId = request.parameters.get('OrderId');
  return cloud
    .list(KAFKA_INSTANCE)
    .filter(({ id }) => ids.length === 0 || ids.includes(id))
    .filter(({ attributes }) => orderId === undefined || attributes['order_id'] === orderId)
    .map(instanceView);
}

function instanceView({ id, attributes }: StoredResource): unknown {
  const [serverless] = asList(attributes['serverless_config']).map(asObject);
  const { service_version, config, ...others } = attributes;
  return {
    ...toApi([...ORDER_FIELDS, ...START_FIELDS, ...INSTANCE_STATUS_FIELDS], others),
    InstanceId: id,
    PaidType: attributes['instance_type'] === 'alikafka_serverless' ? 3 : attributes['paid_type'] === 'PrePaid' ? 0 : 1,
    UpgradeServiceDetailInfo: { Current2OpenSourceVersion: service_version },
    AllConfig: config,
    AutoCreateGroupEnable: attributes['enable_auto_group'],
    AutoCreateTopicEnable: attributes['enable_auto_topic'] === 'enable',
    DefaultPartitionNum: attributes['default_topic_partition_num'],
    ReservedPublishCapacity: serverless?.['reserved_publish_capacity'],
    ReservedSubscribeCapacity: serverless?.['reserved_subscribe_capacity'],
    Tags: { TagVO: tagList(attributes) },
  };
}

function changeInstance(changes: (request: ApiRequest) => Attributes): Operation {
  return (cloud, request) => {
    cloud.update(KAFKA_INSTANCE, required(request, 'InstanceId'), changes(request));
    return DONE;
  };
}

/** Capacity only grows. */
function upgrade(cloud: Cloud, request: ApiRequest): unknown {
  const id = required(request, 'InstanceId');
  const before = cloud.get(KAFKA_INSTANCE, id);
  const wanted = givenIn(CAPACITY_FIELDS, request);
  for (const [attribute, parameter] of CAPACITY_FIELDS) {
    const [from, to] = [before[attribute], wanted[attribute]];
    if (typeof from === 'number' && typeof to === 'number' && to < from) {
      throw new ApiError(400, `InvalidParameter.${parameter}`, `${parameter} only grows: it is ${from}, got ${to}.`);
    }
  }
  cloud.update(KAFKA_INSTANCE, id, { ...wanted, ...serverlessConfig(request) });
  return { ...DONE, OrderId: `sandbox-${id}` };
}

function serverlessConfig(request: ApiRequest): Attributes {
  const text = request.parameters.get('ServerlessConfig');
  if (text === undefined) return {};
  const given = asObject(JSON.parse(text));
  return {
    serverless_config: [
      {
        reserved_publish_capacity: given['ReservedPublishCapacity'],
        reserved_subscribe_capacity: given['ReservedSubscribeCapacity'],
      },
    ],
  };
}

function autoTopic(request: ApiRequest): Attributes {
  const operate = required(request, 'Operate');
  return operate === 'updatePartition'
    ? { default_topic_partition_num: Number(required(request, 'PartitionNum')) }
    : { enable_auto_topic: operate };
}

async function deleteInstance(cloud: Cloud, request: ApiRequest): Promise<unknown> {
  const id = required(request, 'InstanceId');
  if (cloud.get(KAFKA_INSTANCE, id)['status'] !== RELEASED) {
    throw new ApiError(400, 'BIZ_INSTANCE_STATUS_ERROR', `${id} must be released before it is deleted.`);
  }
  await cloud.remove(KAFKA_INSTANCE, id);
  return DONE;
}

function changeTopic(changes: (topic: Attributes, request: ApiRequest) => Attributes): Operation {
  return (cloud, request) => {
    const id = `${required(request, 'InstanceId')}:${required(request, 'Topic')}`;
    cloud.update(KAFKA_TOPIC, id, changes(cloud.get(KAFKA_TOPIC, id), request));
    return DONE;
  };
}

function added(request: ApiRequest): number {
  const count = Number(required(request, 'AddPartitionNum'));
  if (count > 0) return count;
  throw new ApiError(400, 'InvalidParameter.AddPartitionNum', `Partitions only grow, got ${count} more.`);
}

function partsOf(
  cloud: Cloud,
  request: ApiRequest,
  type: string,
  attribute: string,
  parameter: string,
): readonly Attributes[] {
  const instance = required(request, 'InstanceId');
  const name = request.parameters.get(parameter);
  cloud.get(KAFKA_INSTANCE, instance);
  return cloud
    .list(type)
    .map(({ attributes }) => attributes)
    .filter((one) => one['instance_id'] === instance && (name === undefined || one[attribute] === name));
}

function topicView(topic: Attributes): unknown {
  return {
    ...toApi(TOPIC_FIELDS, topic),
    Status: 0,
    StatusName: 'Running',
    CreateTime: topic['create_time'],
    Tags: { TagVO: tagList(topic) },
  };
}

function groupView(group: Attributes): unknown {
  return { ...toApi(GROUP_FIELDS, group), CreateTime: group['create_time'], Tags: { TagVO: tagList(group) } };
}

function remover(type: string, parameter: string): Operation {
  return async (cloud, request) => {
    await cloud.remove(type, `${required(request, 'InstanceId')}:${required(request, parameter)}`);
    return DONE;
  };
}

/** Topics and groups are tagged as `Kafka_<instance>_<name>`. */
function taggedThing(request: ApiRequest, resourceId: string): readonly [string, string] {
  const kind = required(request, 'ResourceType').toUpperCase();
  if (kind === 'INSTANCE') return [KAFKA_INSTANCE, resourceId];
  const [, instance = '', name = ''] = /^(?:Kafka_)(.+?-[^_]+)_(.+)$/.exec(resourceId) ?? [];
  return [kind === 'TOPIC' ? KAFKA_TOPIC : KAFKA_GROUP, `${instance}:${name}`];
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
