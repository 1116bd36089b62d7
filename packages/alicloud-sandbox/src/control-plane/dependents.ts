/** What stands in a part of a network, which therefore cannot be deleted. */

import type { Cloud, StoredResource } from './cloud';
import { SECURITY_GROUP, VPC, VSWITCH } from './cloud';

export interface Dependent extends StoredResource {
  readonly type: string;
}

/** Attributes, at any depth, that name what a resource stands in. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  [VPC]: ['vpc_id'],
  [VSWITCH]: ['vswitch_id', 'vswitch_ids', 'source_vswitch_id'],
  [SECURITY_GROUP]: [
    'security_group',
    'security_group_id',
    'security_group_ids',
    'security_groups',
    'source_security_group_id',
  ],
};

/** Rules are part of their group and go with it. */
const RULE = 'alicloud_security_group_rule';

/** Everything that stands in a VPC, a vSwitch or a security group. */
export function dependentsOf(cloud: Cloud, type: string, id: string): readonly Dependent[] {
  const places = PLACES[type] ?? [];
  return Object.keys(cloud.state.resources).flatMap((each) =>
    cloud
      .list(each)
      .filter((resource) => each !== type || resource.id !== id)
      .filter(({ attributes }) => each !== RULE || attributes['security_group_id'] !== id)
      .filter(({ attributes }) => isNamed(attributes, places, id))
      .map((resource) => ({ ...resource, type: each })),
  );
}

function isNamed(value: unknown, places: readonly string[], id: string): boolean {
  if (Array.isArray(value)) return value.some((each) => isNamed(each, places, id));
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([name, each]) =>
      (places.includes(name) && (Array.isArray(each) ? each.includes(id) : each === id)) || isNamed(each, places, id),
  );
}
