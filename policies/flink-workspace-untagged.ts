import { resourcesOf } from './policy';
import type { Policy } from './policy';

/**
 * The provider sends tags of a workspace only with an update, so that those given at its creation are lost.
 *
 * @trap 2.6-3
 */
export const flinkWorkspaceUntagged: Policy = {
  id: 'flink-workspace-untagged',
  severity: 'error',
  rule: 'A Flink workspace has no tags, because those given at its creation are lost and every later plan would want to add them.',
  fix: 'Leave `tags` out; the name says whose it is.',
  reference: 'alicloud provider: realtime_compute_vvp_instance, tags',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_realtime_compute_vvp_instance')
      .filter(({ attributes }) => Object.keys(attributes['tags'] ?? {}).length > 0)
      .map(({ address }) => ({ address, message: 'has tags' })),
};
