import { resourcesOf } from './policy';
import type { Policy } from './policy';

/**
 * @trap 2.1-9
 * @trap 2.2-6
 */
export const starrocksPayType: Policy = {
  id: 'starrocks-pay-type',
  severity: 'error',
  rule: 'StarRocks is told how it is paid in the spelling that the cloud reads back, because any other plans a replacement.',
  fix: "Write `payType: 'postPaid'` (or 'prePaid').",
  reference: 'alicloud provider: star_rocks_node_group, pay_type',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_star_rocks_instance', 'alicloud_star_rocks_node_group')
      .filter(({ attributes }) => !['postPaid', 'prePaid'].includes(String(attributes['pay_type'])))
      .map(({ address, attributes }) => ({
        address,
        message: `has pay_type ${JSON.stringify(attributes['pay_type'] ?? null)}`,
      })),
};
