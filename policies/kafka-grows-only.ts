import { editsOf } from './policy';
import type { Policy } from './policy';

const GROWING: Readonly<Record<string, readonly string[]>> = {
  alicloud_alikafka_instance: ['disk_size', 'eip_max', 'io_max', 'partition_num'],
  alicloud_alikafka_topic: ['partition_num'],
};

/**
 * @trap 2.5-2
 * @trap 2.5-8
 */
export const kafkaGrowsOnly: Policy = {
  id: 'kafka-grows-only',
  severity: 'error',
  rule: 'Capacity of Kafka and partitions of a topic only grow: the cloud refuses less in the middle of the deploy.',
  fix: 'Write at least what is there.',
  reference: 'alicloud provider: alikafka_instance and alikafka_topic, update',
  only: 'plan',
  check: (stack) =>
    editsOf(stack, ...Object.keys(GROWING)).flatMap(({ type, address, before, after }) =>
      (GROWING[type] ?? [])
        .filter((name) => Number(after[name]) < Number(before[name]))
        .map((name) => ({
          address,
          message: `has its ${name} reduced from ${String(before[name])} to ${String(after[name])}`,
        })),
    ),
};
