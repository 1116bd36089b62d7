import { editsOf, isChanged } from './policy';
import type { Policy } from './policy';

/** Each is a call of its own that waits until the nodes run again, in this order. */
const STEPS = ['cu', 'disk_number', 'storage_size', 'storage_performance_level', 'resident_node_number', 'spec_type'];

/** @trap 2.2-2 */
export const warehouseRestarts: Policy = {
  id: 'warehouse-restarts',
  severity: 'warning',
  rule: 'A warehouse is changed in one dimension at a time, because each is a restart of its own and an error midway leaves a mix.',
  fix: 'Deploy one of them, look at the warehouse, then deploy the next.',
  reference: 'alicloud provider: star_rocks_node_group, update',
  only: 'plan',
  check: (stack) =>
    editsOf(stack, 'alicloud_star_rocks_node_group').flatMap((change) => {
      const steps = STEPS.filter((name) => isChanged(change, name));
      return steps.length < 2
        ? []
        : [{ address: change.address, message: `changes ${steps.join(', ')}: ${steps.length} rounds of restarts` }];
    }),
};
