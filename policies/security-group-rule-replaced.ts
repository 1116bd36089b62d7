import { isReplaced } from './policy';
import type { Policy } from './policy';

/** @trap 2.3-4 */
export const securityGroupRuleReplaced: Policy = {
  id: 'security-group-rule-replaced',
  severity: 'warning',
  rule: 'A rule of a security group cannot be edited: it is deleted and made again, and connections fail in between.',
  fix: 'Add the new rule in one deploy and remove the old one in the next.',
  reference: 'alicloud provider: security_group_rule, arguments that force a new resource',
  only: 'plan',
  check: (stack) =>
    (stack.changes ?? [])
      .filter(({ type, actions }) => type === 'alicloud_security_group_rule' && isReplaced(actions))
      .map(({ address, replacedFor }) => ({ address, message: `is made again because of ${replacedFor.join(', ')}` })),
};
