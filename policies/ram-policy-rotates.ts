import { resourcesOf } from './policy';
import type { Policy } from './policy';

/**
 * @trap 2.8-3
 * @trap 2.8-4
 */
export const ramPolicyRotates: Policy = {
  id: 'ram-policy-rotates',
  severity: 'error',
  rule: 'Roles and policies can be changed and destroyed for ever: a policy keeps five versions, and a role with policies does not go.',
  fix: "Set `rotateStrategy: 'DeleteOldestNonDefaultVersionWhenLimitExceeded'` on policies and `force: true` on roles.",
  reference: 'alicloud provider: ram_policy, rotate_strategy',
  check: (stack) => [
    ...resourcesOf(stack, 'alicloud_ram_policy')
      .filter(({ attributes }) => attributes['rotate_strategy'] !== 'DeleteOldestNonDefaultVersionWhenLimitExceeded')
      .map(({ address }) => ({ address, message: 'fails with its sixth version' })),
    ...resourcesOf(stack, 'alicloud_ram_role')
      .filter(({ attributes }) => attributes['force'] !== true)
      .map(({ address }) => ({ address, message: 'cannot be destroyed while policies hang on it' })),
  ],
};
