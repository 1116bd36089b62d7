import { blocksOf, resourcesOf } from './policy';
import type { Policy } from './policy';

export const starrocksHighlyAvailable: Policy = {
  id: 'starrocks-highly-available',
  severity: 'error',
  rule: 'A warehouse in production survives the loss of a node: three frontends, three nodes in its default warehouse, which refreshes the views.',
  fix: 'Set `instance.frontend.nodes` and `instance.compute.nodes` to 3 or more.',
  reference: 'EMR Serverless StarRocks: Create an instance, high availability',
  only: 'synth',
  check: (stack) =>
    stack.environment.stage === 'prod'
      ? resourcesOf(stack, 'alicloud_star_rocks_instance').flatMap((resource) =>
          ['frontend_node_groups', 'backend_node_groups'].flatMap((name) =>
            blocksOf(resource, name)
              .filter((group) => Number(group['resident_node_number']) < 3)
              .map((group) => ({
                address: resource.address,
                message: `has ${String(group['resident_node_number'])} nodes in \`${name}\``,
              })),
          ),
        )
      : [],
};
