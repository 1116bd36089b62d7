import { blocksOf, resourcesOf } from './policy';
import type { Policy } from './policy';

const FIELDS = [
  'cu',
  'disk_number',
  'resident_node_number',
  'spec_type',
  'storage_performance_level',
  'storage_size',
  'zone_id',
];
const GROUPS = ['frontend_node_groups', 'backend_node_groups', 'observer_node_groups'];

/** @trap 2.1-7 */
export const starrocksWholeNodeGroups: Policy = {
  id: 'starrocks-whole-node-groups',
  severity: 'error',
  rule: 'Node groups of an instance name every field, because the provider sends 0 or nothing for those left out.',
  fix: 'Name the missing fields.',
  reference: 'alicloud provider: star_rocks_instance, node groups',
  only: 'synth',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_star_rocks_instance').flatMap((resource) =>
      GROUPS.flatMap((name) =>
        blocksOf(resource, name).flatMap((group) => {
          const missing = FIELDS.filter((field) => group[field] === undefined || group[field] === 0);
          return missing.length === 0
            ? []
            : [{ address: resource.address, message: `leaves ${missing.join(', ')} out of \`${name}\`` }];
        }),
      ),
    ),
};
