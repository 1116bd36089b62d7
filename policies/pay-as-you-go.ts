import type { Policy } from './policy';

const ARGUMENTS = ['instance_charge_type', 'paid_type', 'pay_type', 'payment_type'];

/**
 * @trap 0.1-6
 * @trap 2-3
 * @trap 2.4-5
 * @trap 2.5-6
 * @trap 2.6-5
 */
export const payAsYouGo: Policy = {
  id: 'pay-as-you-go',
  severity: 'error',
  rule: 'Everything is paid by the hour, because a subscription cannot be turned back and its destroy only forgets it: it goes on costing money.',
  fix: 'Choose PostPaid (PayAsYouGo). Where a subscription is meant, add an exception with the reason.',
  reference: 'EMR Serverless StarRocks: Billable items',
  check: (stack) =>
    stack.resources.flatMap(({ address, attributes }) =>
      ARGUMENTS.filter((name) => /^(pre-?paid|subscription)$/i.test(String(attributes[name]))).map((name) => ({
        address,
        message: `is a subscription: ${name} = ${JSON.stringify(attributes[name])}`,
      })),
    ),
};
