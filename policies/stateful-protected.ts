import { lifecycleOf, resourcesOf } from './policy';
import type { Policy } from './policy';

/** Types whose destruction loses data that is nowhere else. */
export const STATEFUL = [
  'alicloud_alikafka_instance',
  'alicloud_alikafka_topic',
  'alicloud_db_database',
  'alicloud_db_instance',
  'alicloud_oss_bucket',
  'alicloud_realtime_compute_vvp_instance',
  'alicloud_star_rocks_instance',
];

export const statefulProtected: Policy = {
  id: 'stateful-protected',
  rule: 'In a protected environment everything that holds data refuses to be destroyed: one wrong line must not drop a warehouse.',
  check: (stack) =>
    stack.environment.protection
      ? resourcesOf(stack, ...STATEFUL)
          .filter((resource) => !lifecycleOf(resource).preventDestroy)
          .map(({ address }) => ({
            address,
            message: 'has no `prevent_destroy`. Set `lifecycle: { preventDestroy: true }`.',
          }))
      : [],
};
