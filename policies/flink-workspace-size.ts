import { editsOf, isChanged } from './policy';
import type { Policy } from './policy';

/** @trap 2.6-2 */
export const flinkWorkspaceSize: Policy = {
  id: 'flink-workspace-size',
  severity: 'warning',
  rule: 'A Flink workspace paid by the hour is not resized by its resource, because the provider asks the API of subscriptions.',
  fix: 'Resize it in the console first, then write the new size: the plan is empty afterwards.',
  reference: 'alicloud provider: realtime_compute_vvp_instance, resource_spec',
  only: 'plan',
  check: (stack) =>
    editsOf(stack, 'alicloud_realtime_compute_vvp_instance')
      .filter(({ after }) => after['payment_type'] === 'PayAsYouGo')
      .filter((change) => isChanged(change, 'resource_spec'))
      .map(({ address }) => ({ address, message: 'changes its size' })),
};
