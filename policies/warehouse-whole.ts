import { resourcesOf } from './policy';
import type { Policy } from './policy';

const REQUIRED = [
  'cu',
  'disk_number',
  'instance_id',
  'node_group_name',
  'resident_node_number',
  'storage_performance_level',
  'storage_size',
];

/**
 * @trap 0.1-5
 * @trap 2.2-3
 */
export const warehouseWhole: Policy = {
  id: 'warehouse-whole',
  severity: 'error',
  rule: 'A warehouse names its instance, name and size, none of them 0: the schema of the provider calls all of them optional, and it never sends a 0.',
  fix: 'Name the missing arguments; scaling to zero is a resource of the strata provider.',
  reference: 'alicloud provider: star_rocks_node_group, arguments',
  only: 'synth',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_star_rocks_node_group').flatMap(({ address, attributes }) => {
      const missing = REQUIRED.filter((name) => attributes[name] === undefined || attributes[name] === 0);
      return missing.length === 0 ? [] : [{ address, message: `has no ${missing.join(', ')}` }];
    }),
};
