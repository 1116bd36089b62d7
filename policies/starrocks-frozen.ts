import { lifecycleOf, resourcesOf } from './policy';
import type { Policy } from './policy';

/** Attributes whose change replaces the instance by an empty one, and those whose change shows in the plan and does nothing. */
const FROZEN = [
  'admin_password',
  'backend_node_groups',
  'cluster_zone_id',
  'encrypted',
  'frontend_node_groups',
  'kms_key_id',
  'observer_node_groups',
  'oss_accessing_role_name',
  'package_type',
  'pay_type',
  'run_mode',
  'version',
  'vpc_id',
  'vswitches',
];

/**
 * @trap 0.1-1
 * @trap 0.1-2
 * @trap 2.1-1
 * @trap 2.1-2
 * @trap 2.1-4
 */
export const starrocksFrozen: Policy = {
  id: 'starrocks-frozen',
  severity: 'error',
  rule: 'A StarRocks instance is frozen after creation, because a change of its nodes, version or network makes a new, empty one, and a change of its password does nothing.',
  fix: 'Add the attributes to `ignoreChanges`; version, frontends and default compute are changed by the resources of the strata provider.',
  reference: 'alicloud provider: star_rocks_instance, arguments that force a new resource',
  only: 'synth',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_star_rocks_instance').flatMap((resource) => {
      const { ignoreChanges } = lifecycleOf(resource);
      const open = FROZEN.filter((name) => !ignoreChanges.includes(name));
      return open.length === 0
        ? []
        : [{ address: resource.address, message: `does not ignore changes of ${open.join(', ')}` }];
    }),
};
