import { editsOf, isChanged } from './policy';
import type { Policy } from './policy';

/** Arguments whose change the plan shows, and apply does not send or the cloud does not take. */
const IGNORED: Readonly<Record<string, readonly string[]>> = {
  alicloud_alikafka_instance: ['password', 'selected_zones'],
  alicloud_db_instance: ['released_keep_policy'],
  alicloud_realtime_compute_job: ['resource_queue_name'],
  alicloud_realtime_compute_vvp_instance: ['duration', 'pricing_cycle', 'zone_id'],
  alicloud_star_rocks_instance: [
    'admin_password',
    'auto_renew',
    'cluster_zone_id',
    'duration',
    'oss_accessing_role_name',
    'pricing_cycle',
    'promotion_option_no',
  ],
  alicloud_star_rocks_node_group: ['auto_renew', 'duration', 'fast_mode', 'pricing_cycle', 'promotion_option_no'],
};

/**
 * @trap 2.2-5
 * @trap 2.5-6
 * @trap 2.6-4
 */
export const silentUpdate: Policy = {
  id: 'silent-update',
  severity: 'error',
  rule: 'A change that the plan shows also happens: these arguments are never read back, and their change is sent nowhere.',
  fix: 'Take the change back, or do it in the console and add the argument to `ignoreChanges`.',
  reference: 'alicloud provider: arguments that import does not verify',
  only: 'plan',
  check: (stack) =>
    editsOf(stack, ...Object.keys(IGNORED))
      .filter(({ actions }) => !actions.includes('create'))
      .flatMap((change) => {
        const names = (IGNORED[change.type] ?? []).filter((name) => isChanged(change, name));
        return names.length === 0
          ? []
          : [{ address: change.address, message: `would not change although planned: ${names.join(', ')}` }];
      }),
};
