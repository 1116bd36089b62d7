import { resourcesOf } from './policy';
import type { Policy } from './policy';

export const kafkaVpcOnly: Policy = {
  id: 'kafka-vpc-only',
  rule: 'Kafka is reached from the VPC alone: events carry personal data.',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_alikafka_instance')
      .filter(({ attributes }) => attributes['deploy_type'] !== 5 || attributes['eip_max'] !== undefined)
      .map(({ address }) => ({ address, message: 'has a public address. Use `deployType: 5` without `eipMax`.' })),
};
