import { isReference, resourcesOf } from './policy';
import type { Policy } from './policy';
import { isPrivateRange } from './private-range';

export const ingressPrivate: Policy = {
  id: 'ingress-private',
  severity: 'error',
  rule: 'No rule of a security group lets the internet in.',
  fix: 'Name a private range or another security group.',
  reference: 'VPC: security group rules',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_security_group_rule')
      .filter(({ attributes }) => attributes['type'] === 'ingress' && attributes['policy'] !== 'drop')
      .filter(({ attributes: { cidr_ip: range } }) => range !== undefined && !isReference(range))
      .filter(({ attributes: { cidr_ip: range } }) => !isPrivateRange(String(range)))
      .map(({ address, attributes }) => ({ address, message: `lets in ${String(attributes['cidr_ip'])}` })),
};
