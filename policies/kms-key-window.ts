import { resourcesOf } from './policy';
import type { Policy } from './policy';

/** @trap 2.8-1 */
export const kmsKeyWindow: Policy = {
  id: 'kms-key-window',
  severity: 'error',
  rule: 'A key says how long its deletion waits, because the provider cannot destroy one that does not.',
  fix: 'Set `pendingWindowInDays` from 7 to 366.',
  reference: 'alicloud provider: kms_key, pending_window_in_days',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_kms_key')
      .filter(({ attributes }) => !(Number(attributes['pending_window_in_days']) >= 7))
      .map(({ address }) => ({ address, message: 'has no pending window' })),
};
