/** What changes the size of a node group, with the refusals of the service. One dimension at a time. */

import type { Cloud } from './cloud';
import { INSTANCE, NODE_GROUP } from './cloud';
import { ApiError } from './errors';
import { asObject } from './http';
import { asArray, invalidParams } from './starrocks-request';
import { beginChange, refuseWhileChanging } from './starrocks-status';
import type { Attributes } from './state';

export type Dimension =
  'cu' | 'disk_number' | 'storage_size' | 'resident_node_number' | 'storage_performance_level' | 'spec_type';

type Block = 'frontend_node_groups' | 'backend_node_groups';

/** A group that every instance has; it lives in a block of the instance. */
interface DefaultGroup {
  readonly id: string;
  readonly block: Block;
  readonly attributes: Attributes;
}

/** The two groups that are created with an instance: its frontends, and `default_warehouse`. */
export function defaultGroups(id: string, instance: Attributes): readonly DefaultGroup[] {
  const computes = instance['run_mode'] === 'shared_nothing' ? 'BE' : 'CN';
  const group = (block: Block, suffix: string, name: string, component: string): DefaultGroup => ({
    id: `ng-${id}-${suffix}`,
    block,
    attributes: {
      pay_type: instance['pay_type'],
      region_id: instance['region_id'],
      create_time: instance['create_time'],
      begin_time: instance['begin_time'],
      zone_id: instance['cluster_zone_id'],
      ...asObject(asArray(instance[block])[0]),
      instance_id: id,
      node_group_id: `ng-${id}-${suffix}`,
      node_group_name: name,
      component_type: component,
      default_group: true,
    },
  });
  return [
    group('frontend_node_groups', 'fe', 'defaultFeNodeGroup', 'FE'),
    group('backend_node_groups', 'default', 'default_warehouse', computes),
  ];
}

/** The instance that a group belongs to. @throws ApiError 404 when there is no such group */
export function instanceOfGroup(cloud: Cloud, nodeGroupId: string): string {
  const own = cloud
    .list(INSTANCE)
    .find(({ id, attributes }) => defaultGroups(id, attributes).some((one) => one.id === nodeGroupId));
  if (own !== undefined) return own.id;
  const further = cloud.list(NODE_GROUP).find(({ attributes }) => attributes['node_group_id'] === nodeGroupId);
  if (further !== undefined) return String(further.attributes['instance_id']);
  throw noSuchGroup(nodeGroupId);
}

/** The name of a group of an instance. @throws ApiError 404 when it has no such group */
export function groupName(cloud: Cloud, instanceId: string, nodeGroupId: string): string {
  return String(groupOf(cloud, instanceId, nodeGroupId).attributes['node_group_name']);
}

/**
 * Sets one dimension of a group.
 *
 * @throws ApiError 400 for what the service does not do in place
 */
export function resizeGroup(
  cloud: Cloud,
  instanceId: string,
  groupId: string,
  what: Dimension,
  target: number | string,
): void {
  const instance = cloud.get(INSTANCE, instanceId);
  if (instance['package_type'] === 'trial') throw invalidParams('an instance of the Basic Edition cannot be resized');
  const group = groupOf(cloud, instanceId, groupId);
  refuseWhileChanging(cloud, instanceId);
  refuse(what, target, group.attributes, group.block);
  if (group.block === undefined) cloud.update(NODE_GROUP, `${instanceId}:${groupId}`, { [what]: target });
  else {
    cloud.failIfAsked(`update ${groupId}`);
    const [first, ...others] = asArray(instance[group.block]);
    cloud.update(INSTANCE, instanceId, { [group.block]: [{ ...asObject(first), [what]: target }, ...others] });
  }
  if (group.attributes[what] !== target) {
    beginChange(cloud, instanceId, statusFor(what, Number(target) < Number(group.attributes[what] ?? 0)), groupId);
  }
}

interface Group {
  readonly attributes: Attributes;
  /** Absent for a group that was made later. */
  readonly block?: Block;
}

function groupOf(cloud: Cloud, instanceId: string, groupId: string): Group {
  const own = defaultGroups(instanceId, cloud.get(INSTANCE, instanceId)).find((one) => one.id === groupId);
  if (own !== undefined) return own;
  const attributes = cloud.find(NODE_GROUP, `${instanceId}:${groupId}`);
  if (attributes === undefined) throw noSuchGroup(groupId);
  return { attributes };
}

function noSuchGroup(nodeGroupId: string): ApiError {
  return new ApiError(404, 'InvalidNodeGroup.NotFound', `Node group ${nodeGroupId} does not exist in the sandbox.`);
}

function statusFor(what: Dimension, isLess: boolean): string {
  if (what === 'resident_node_number') return isLess ? 'scaling_in' : 'scaling_out';
  return isLess ? 'scaling_down' : 'scaling_up';
}

function refuse(what: Dimension, target: number | string, now: Attributes, block: Block | undefined): void {
  if (typeof target === 'string') return refuseText(what, target, now);
  const before = Number(now[what] ?? 0);
  if (!Number.isInteger(target) || target < 0) throw invalidParams('Target must be a whole number');
  if (what !== 'resident_node_number') {
    if (target === 0) throw invalidParams('Target must be at least 1');
    if (what !== 'cu' && target < before) throw invalidParams('disks cannot shrink');
    return;
  }
  if (block === 'frontend_node_groups') {
    if (target < before) throw invalidParams('the number of FE nodes cannot be reduced');
    if (target % 2 === 0 || target > 11) throw invalidParams('the number of FE nodes must be odd and at most 11');
  }
  if (block === 'backend_node_groups' && target < 1) throw invalidParams('default_warehouse needs at least one node');
  if (target > 100) throw invalidParams('a node group has at most 100 nodes');
}

function refuseText(what: Dimension, target: string, now: Attributes): void {
  if (what !== 'storage_performance_level') return;
  const level = target.toLowerCase();
  if (!/^pl[0-3]$/.test(level)) throw invalidParams('Target must be one of pl0, pl1, pl2, pl3');
  if (level === 'pl0' && now[what] !== undefined && now[what] !== 'pl0') {
    throw invalidParams('disks cannot be downgraded to pl0');
  }
}
