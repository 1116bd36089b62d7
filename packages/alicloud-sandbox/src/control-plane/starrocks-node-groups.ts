/** Node groups of an instance: its frontends, `default_warehouse`, and warehouses that were made later. */

import type { Cloud } from './cloud';
import { INSTANCE, NODE_GROUP } from './cloud';
import type { ApiRequest } from './http';
import { asObject } from './http';
import type { Dimension } from './starrocks-capacity';
import { defaultGroups, resizeGroup } from './starrocks-capacity';
import { beginTime, orderOf } from './starrocks-instances';
import {
  given,
  instanceIdOf,
  invalidParams,
  listGiven,
  mandatory,
  numberGiven,
  pageOf,
  textGiven,
} from './starrocks-request';
import { forgetScalingRules } from './starrocks-scaling-rules';
import { beginChange, nodeGroupStatus, refuseWhileChanging } from './starrocks-status';
import type { Attributes } from './state';

const PAGE = 10;

/** @throws ApiError 400 for a shared-nothing instance, and a name that is taken */
export async function createNodeGroup(cloud: Cloud, request: ApiRequest): Promise<unknown> {
  const id = instanceIdOf(request);
  const instance = cloud.get(INSTANCE, id);
  refuseWhileChanging(cloud, id);
  const name = textGiven(request, 'NodeGroupName');
  if (instance['run_mode'] === 'shared_nothing') throw invalidParams('warehouses need the shared-data mode');
  if (allGroups(cloud, id).some((one) => one['node_group_name'] === name)) {
    throw invalidParams(`a node group named ${name ?? ''} exists`);
  }
  const { attributes } = await cloud.createFor(request, NODE_GROUP, {
    instance_id: id,
    region_id: textGiven(request, 'RegionId') ?? instance['region_id'],
    zone_id: instance['cluster_zone_id'],
    node_group_name: name,
    description: given(request, 'Description'),
    cu: numberGiven(request, 'Cu'),
    spec_type: given(request, 'SpecType'),
    resident_node_number: numberGiven(request, 'ResidentNodeNumber'),
    disk_number: numberGiven(request, 'DiskNumber'),
    storage_size: numberGiven(request, 'StorageSize'),
    storage_performance_level: given(request, 'StoragePerformanceLevel'),
    local_storage_instance_type: given(request, 'LocalStorageInstanceType'),
    pay_type: given(request, 'PayType'),
    begin_time: Date.now(),
  });
  const nodeGroupId = String(attributes['node_group_id']);
  beginChange(cloud, id, 'creating', nodeGroupId);
  return { NodeGroupId: nodeGroupId, OrderId: orderOf(nodeGroupId) };
}

/** An instance that is gone has no groups: whoever asks for one of them finds none. */
export function describeNodeGroups(cloud: Cloud, request: ApiRequest): { Data: readonly unknown[]; Total: number } {
  const id = instanceIdOf(request);
  const instance = cloud.find(INSTANCE, id);
  const ids = [...listGiven(request, 'NodeGroupIds'), ...listOf(textGiven(request, 'NodeGroupId'))];
  const [component, name] = [textGiven(request, 'ComponentType'), textGiven(request, 'NodeGroupName')];
  const status = textGiven(request, 'Status');
  const found = (instance === undefined ? [] : allGroups(cloud, id))
    .filter((one) => ids.length === 0 || ids.includes(one['node_group_id']))
    .filter((one) => component === undefined || (one['component_type'] ?? 'CN') === component)
    .filter((one) => name === undefined || one['node_group_name'] === name)
    .map((one) => nodeGroupView(one, nodeGroupStatus(cloud, asObject(instance), one['node_group_id'])))
    .filter((one) => status === undefined || one.Status === status);
  return { Data: pageOf(request, found, PAGE), Total: found.length };
}

export async function releaseNodeGroup(cloud: Cloud, request: ApiRequest): Promise<boolean> {
  const [id, nodeGroupId] = [instanceIdOf(request), mandatory(request, 'NodeGroupId')];
  const instance = cloud.get(INSTANCE, id);
  if (defaultGroups(id, instance).some((one) => one.id === nodeGroupId)) {
    throw invalidParams('the default node groups go with their instance');
  }
  refuseWhileChanging(cloud, id);
  cloud.get(NODE_GROUP, `${id}:${nodeGroupId}`);
  forgetScalingRules(cloud, id, nodeGroupId);
  beginChange(cloud, id, 'deleting', nodeGroupId);
  const isLater = nodeGroupStatus(cloud, cloud.get(INSTANCE, id), nodeGroupId) === 'DELETING';
  if (!isLater) await cloud.remove(NODE_GROUP, `${id}:${nodeGroupId}`);
  return true;
}

/** A call that sets one dimension. @param parameter - what names the target */
export function resize(dimension: Dimension, parameter = 'Target'): (cloud: Cloud, request: ApiRequest) => number {
  return (cloud, request) => {
    const [nodeGroupId, target] = [mandatory(request, 'NodeGroupId'), mandatory(request, parameter)];
    const isText = dimension === 'storage_performance_level' || dimension === 'spec_type';
    resizeGroup(cloud, instanceIdOf(request), nodeGroupId, dimension, isText ? target : Number(target));
    return orderOf(`${nodeGroupId} ${dimension} ${target}`);
  };
}

function allGroups(cloud: Cloud, id: string): readonly Attributes[] {
  return [
    ...defaultGroups(id, cloud.get(INSTANCE, id)).map(({ attributes }) => attributes),
    ...cloud
      .list(NODE_GROUP)
      .filter(({ attributes }) => attributes['instance_id'] === id)
      .map(({ attributes }) => attributes),
  ];
}

function nodeGroupView(attributes: Attributes, status: string) {
  const begun = beginTime(attributes);
  return {
    InstanceId: attributes['instance_id'],
    NodeGroupId: attributes['node_group_id'],
    NodeGroupName: attributes['node_group_name'],
    ComponentType: attributes['component_type'] ?? 'CN',
    DefaultGroup: attributes['default_group'] ?? false,
    Status: status,
    RegionId: attributes['region_id'],
    ZoneId: attributes['zone_id'],
    BeginTime: begun,
    CreateTime: attributes['create_time'],
    RunningTime: Math.max(0, Math.floor((Date.now() - begun) / 1000)),
    Architecture: 'onECS',
    AccountStatus: 'NORMAL',
    BillingInstanceId: attributes['default_group'] === true ? attributes['instance_id'] : attributes['node_group_id'],
    Cu: attributes['cu'],
    MemoryCpuRatio: attributes['spec_type'] === 'ramEnhanced' ? 8 : 4,
    SpecType: attributes['spec_type'],
    ResidentNodeNumber: attributes['resident_node_number'],
    ElasticNodeNumber: 0,
    TargetElasticNodeNumber: 0,
    DiskNumber: attributes['disk_number'],
    StorageSize: attributes['storage_size'],
    StoragePerformanceLevel: attributes['storage_performance_level'],
    LocalStorageInstanceType: attributes['local_storage_instance_type'],
    PayType: attributes['pay_type'],
    Description: attributes['description'],
    EnablePublicNetwork: false,
  };
}

function listOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}
