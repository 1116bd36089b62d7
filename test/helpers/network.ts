import type { Construct } from 'constructs';
import { Network } from '../../constructs/network/network';
import type { INetwork } from '../../constructs/network/network';

export const ZONE = 'cn-shanghai-l';

/** A network that is there already, with a vSwitch in one zone. */
export function existingNetwork(scope: Construct): INetwork {
  return Network.fromNetworkAttributes(scope, 'Network', {
    vpcId: 'vpc-1',
    cidr: '10.0.0.0/8',
    securityGroupId: 'sg-1',
    vswitches: { [ZONE]: 'vsw-1' },
    vswitchRanges: { [ZONE]: '10.1.0.0/16' },
  });
}
