import { editsOf } from './policy';
import type { Policy } from './policy';

/** @trap 2.5-5 */
export const kafkaConfigRemoved: Policy = {
  id: 'kafka-config-removed',
  severity: 'error',
  rule: 'A setting of Kafka is not taken out of `config`, because it stays on in the cloud and shows in no plan.',
  fix: 'Write the value that it should have, "false" for example.',
  reference: 'alicloud provider: alikafka_instance, config',
  only: 'plan',
  check: (stack) =>
    editsOf(stack, 'alicloud_alikafka_instance').flatMap(({ address, before, after }) => {
      const left = new Set(keysOf(after['config']));
      const gone = keysOf(before['config']).filter((key) => !left.has(key));
      return gone.length === 0 ? [] : [{ address, message: `would keep ${gone.join(', ')} as it is` }];
    }),
};

function keysOf(config: unknown): readonly string[] {
  if (typeof config !== 'string' || config === '') return [];
  try {
    return Object.keys(JSON.parse(config) as object);
  } catch {
    return [];
  }
}
