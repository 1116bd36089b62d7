import { resourcesOf } from './policy';
import type { Policy } from './policy';

/** @trap 2.3-5 */
export const natGatewayEnhanced: Policy = {
  id: 'nat-gateway-enhanced',
  severity: 'error',
  rule: 'A NAT gateway is an enhanced one in a vSwitch, because no other kind can be bought any more.',
  fix: "Set `natType: 'Enhanced'` and `vswitchId`.",
  reference: 'alicloud provider: nat_gateway, nat_type',
  only: 'synth',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_nat_gateway')
      .filter(({ attributes }) => attributes['nat_type'] !== 'Enhanced' || attributes['vswitch_id'] === undefined)
      .map(({ address }) => ({ address, message: 'is not an enhanced gateway in a vSwitch' })),
};
