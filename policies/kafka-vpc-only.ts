import { resourcesOf } from './policy';
import type { Policy } from './policy';

export const kafkaVpcOnly: Policy = {
  id: 'kafka-vpc-only',
  severity: 'error',
  rule: 'Kafka is reached from the VPC alone: events carry personal data.',
  fix: 'Use `deployType: 5` without `eipMax`.',
  reference: 'alicloud provider: alikafka_instance, deploy_type and eip_max',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_alikafka_instance')
      .filter(({ attributes }) => attributes['deploy_type'] !== 5 || Number(attributes['eip_max'] ?? 0) > 0)
      .map(({ address }) => ({ address, message: 'has a public address' })),
};
