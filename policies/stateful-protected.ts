import { lifecycleOf, resourcesOf } from './policy';
import type { Policy } from './policy';

/** Types whose destruction loses data that is nowhere else: their own, or that of what stands in them. */
export const STATEFUL = [
  'alicloud_alikafka_instance',
  'alicloud_alikafka_topic',
  'alicloud_db_database',
  'alicloud_db_instance',
  'alicloud_oss_bucket',
  'alicloud_ots_table',
  'alicloud_realtime_compute_vvp_instance',
  'alicloud_star_rocks_instance',
  'alicloud_vpc',
  'alicloud_vswitch',
];

export const statefulProtected: Policy = {
  id: 'stateful-protected',
  severity: 'error',
  rule: 'Everything that holds data refuses to be destroyed, with its block or without: one wrong line must not drop a warehouse.',
  fix: "Set `lifecycle: { preventDestroy: true }`, and add `new Guard(this, 'Guard')` to the stack.",
  reference: 'Terraform: the lifecycle meta-argument',
  only: 'synth',
  check: (stack) => {
    const guards = resourcesOf(stack, 'strata_guard').map(({ attributes }) => attributes['data'] ?? {});
    const isGuarded = (address: string): boolean =>
      guards.length > 0 && guards.every((data) => Object.hasOwn(data, address));
    return resourcesOf(stack, ...STATEFUL).flatMap((resource) => [
      ...(stack.environment.protection && !lifecycleOf(resource).preventDestroy
        ? [{ address: resource.address, message: 'has no `prevent_destroy`' }]
        : []),
      ...(isGuarded(resource.address)
        ? []
        : [{ address: resource.address, message: 'is in no guard: taking it out would destroy it' }]),
    ]);
  },
};
