import type { Policy } from './policy';

const REQUIRED = ['strata:environment', 'strata:owner'];

/** What is billed and can be tagged through the provider; node groups cannot. */
const BILLED = [
  'alicloud_alikafka_instance',
  'alicloud_db_instance',
  'alicloud_db_readonly_instance',
  'alicloud_eip_address',
  'alicloud_nat_gateway',
  'alicloud_oss_bucket',
  'alicloud_ots_instance',
  'alicloud_star_rocks_instance',
];

/** The tags of these are a matter of the rule `flink-workspace-untagged`. */
const LOSING = ['alicloud_realtime_compute_vvp_instance'];

export const tagged: Policy = {
  id: 'tagged',
  severity: 'error',
  rule: 'What costs money says whose it is, because the bill is split by tags.',
  fix: "Pass the stack's `tags`.",
  reference: 'Resource Management: tags in bills',
  check: (stack) =>
    stack.resources
      .filter(
        ({ type, attributes }) =>
          (BILLED.includes(type) || Object.hasOwn(attributes, 'tags')) && !LOSING.includes(type),
      )
      .flatMap(({ address, attributes }) => {
        const tags = (attributes['tags'] ?? {}) as Readonly<Record<string, unknown>>;
        const missing = REQUIRED.filter((tag) => tags[tag] === undefined);
        return missing.length === 0 ? [] : [{ address, message: `has no tag ${missing.join(', ')}` }];
      }),
};
