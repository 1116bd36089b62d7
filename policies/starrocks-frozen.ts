import { lifecycleOf, resourcesOf } from './policy';
import type { Policy } from './policy';

/** Attributes whose change replaces the instance by an empty one. */
const REPLACING = ['backend_node_groups', 'frontend_node_groups', 'run_mode', 'version', 'vpc_id', 'vswitches'];

export const starrocksFrozen: Policy = {
  id: 'starrocks-frozen',
  rule: 'A StarRocks instance is frozen after creation, because any change of its nodes, version or network makes a new, empty one.',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_star_rocks_instance').flatMap((resource) => {
      const { ignoreChanges } = lifecycleOf(resource);
      return REPLACING.filter((name) => !ignoreChanges.includes(name)).map((name) => ({
        address: resource.address,
        message: `would be replaced when \`${name}\` changes. Add it to \`ignoreChanges\` and resize node groups instead.`,
      }));
    }),
};
