import type { Cloud } from './cloud';
import { INSTANCE, NODE_GROUP } from './cloud';
import { ApiError } from './errors';
import { asObject } from './http';
import type { Attributes } from './state';

/** What changes the size of an instance and its version, with the refusals of the service. One dimension at a time. */
export type Dimension = 'cu' | 'disk_number' | 'storage_size' | 'resident_node_number';

/** A group that every instance has; it lives in a block of the instance. */
interface DefaultGroup {
  readonly id: string;
  readonly block: 'frontend_node_groups' | 'backend_node_groups';
  readonly attributes: Attributes;
}

/** The newest version of each line that can be upgraded to. */
const VERSIONS = ['3.3.13-1.1.1-1.7.13', '3.5.16-2.1.1-1.9.2'] as const;

/** The two groups that are created with an instance: its frontends, and `default_warehouse`. */
export function defaultGroups(id: string, instance: Attributes): readonly DefaultGroup[] {
  const group = (block: DefaultGroup['block'], suffix: string, name: string, component: string): DefaultGroup => ({
    id: `ng-${id}-${suffix}`,
    block,
    attributes: {
      ...asObject(blocksOf(instance, block)[0]),
      instance_id: id,
      node_group_id: `ng-${id}-${suffix}`,
      node_group_name: name,
      component_type: component,
      default_group: true,
    },
  });
  return [
    group('frontend_node_groups', 'fe', 'defaultFeNodeGroup', 'FE'),
    group('backend_node_groups', 'default', 'default_warehouse', 'CN'),
  ];
}

/**
 * Sets one dimension of a group.
 *
 * @throws ApiError 400 for what the service does not do in place
 */
export function resizeGroup(cloud: Cloud, instanceId: string, groupId: string, what: Dimension, target: number): void {
  const instance = cloud.get(INSTANCE, instanceId);
  if (instance['package_type'] === 'trial') {
    throw new ApiError(400, 'InvalidParams', 'Invalid params: [an instance of the Basic Edition cannot be resized].');
  }
  const group = defaultGroups(instanceId, instance).find((one) => one.id === groupId);
  const key = `${instanceId}:${groupId}`;
  refuse(what, target, group?.attributes ?? cloud.get(NODE_GROUP, key), group?.block);
  if (group === undefined) {
    cloud.update(NODE_GROUP, key, { [what]: target });
    return;
  }
  cloud.failIfAsked(`update ${groupId}`);
  const [first, ...others] = blocksOf(instance, group.block);
  cloud.update(INSTANCE, instanceId, { [group.block]: [{ ...asObject(first), [what]: target }, ...others] });
}

function refuse(what: Dimension, target: number, now: Attributes, block: DefaultGroup['block'] | undefined): void {
  const before = Number(now[what] ?? 0);
  const invalid = (rule: string): ApiError => new ApiError(400, 'InvalidParams', `Invalid params: [${rule}].`);
  if (!Number.isInteger(target) || target < 0) throw invalid('Target must be a whole number');
  if ((what === 'storage_size' || what === 'disk_number') && target < before) throw invalid('disks cannot shrink');
  if (what !== 'resident_node_number') return;
  if (block === 'frontend_node_groups') {
    if (target < before) throw invalid('the number of FE nodes cannot be reduced');
    if (target % 2 === 0 || target > 11) throw invalid('the number of FE nodes must be odd and at most 11');
  }
  if (block === 'backend_node_groups' && target < 1) throw invalid('default_warehouse needs at least one node');
}

/** Versions that an instance can be upgraded to: of its own line (`minor`) or of later ones. */
export function upgradableVersions(cloud: Cloud, instanceId: string, minor: boolean): readonly string[] {
  const instance = cloud.get(INSTANCE, instanceId);
  if (instance['package_type'] === 'trial') return [];
  const line = String(instance['version']);
  const current = instance['minor_version'];
  return VERSIONS.filter((version) => {
    const order = compareLines(lineOf(version), lineOf(line));
    return minor ? order === 0 && version !== current : order > 0;
  });
}

/**
 * Upgrades an instance; there is no way back.
 *
 * @throws ApiError 400 for a version that is not on offer
 */
export function upgradeVersion(cloud: Cloud, instanceId: string, target: string, minor: boolean): void {
  cloud.failIfAsked('UpgradeVersion');
  if (!upgradableVersions(cloud, instanceId, minor).includes(target)) {
    throw new ApiError(400, 'InvalidParams', `Invalid params: [cannot be upgraded to ${target}].`);
  }
  cloud.update(INSTANCE, instanceId, { version: lineOf(target), minor_version: target });
}

function lineOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

function compareLines(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}

function blocksOf(instance: Attributes, block: DefaultGroup['block']): readonly unknown[] {
  const blocks = instance[block];
  return Array.isArray(blocks) ? blocks : [];
}
