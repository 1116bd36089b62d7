import { isReplaced } from './policy';
import type { Policy } from './policy';

const NETWORK = ['alicloud_security_group', 'alicloud_vpc', 'alicloud_vswitch'];

/**
 * @trap 2.3-1
 * @trap 2.3-2
 * @trap 2.3-3
 */
export const networkKept: Policy = {
  id: 'network-kept',
  severity: 'error',
  rule: 'A network is never made anew under what lives in it, because every instance in it would be replaced too.',
  fix: 'Take the change of range, zone or type back; add another vSwitch beside the old one.',
  reference: 'alicloud provider: vswitch, arguments that force a new resource',
  only: 'plan',
  check: (stack) =>
    (stack.changes ?? [])
      .filter(({ type, actions }) => NETWORK.includes(type) && isReplaced(actions))
      .map(({ address, replacedFor }) => ({ address, message: `is made anew because of ${replacedFor.join(', ')}` })),
};
