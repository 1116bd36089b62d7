import { blocksOf, resourcesOf } from './policy';
import type { Policy } from './policy';

const LEAST = { reserved_publish_capacity: 60, reserved_subscribe_capacity: 20 };

/** @trap 2.5-4 */
export const kafkaServerlessCapacity: Policy = {
  id: 'kafka-serverless-capacity',
  severity: 'error',
  rule: 'A serverless Kafka reserves 60 MB/s for writing and 20 MB/s for reading at least: the order of less fails.',
  fix: 'Set `reservedPublishCapacity` and `reservedSubscribeCapacity` in `serverlessConfig`.',
  reference: 'alicloud provider: alikafka_instance, serverless_config',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_alikafka_instance')
      .filter(({ attributes }) => attributes['instance_type'] === 'alikafka_serverless')
      .flatMap((resource) => {
        const [config = {}] = blocksOf(resource, 'serverless_config');
        return Object.entries(LEAST)
          .filter(([name, least]) => !(Number(config[name]) >= least))
          .map(([name, least]) => ({
            address: resource.address,
            message: `has ${name} ${JSON.stringify(config[name] ?? null)}, less than ${least}`,
          }));
      }),
};
