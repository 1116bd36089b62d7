import type { Construct } from 'constructs';
import type { NetworkSettings } from '@strata/environment';
import { StrataProvider } from '@strata/provider-strata/lib/provider';
import { EnvironmentStack } from '../constructs/core/environment-stack';
import type { EnvironmentStackProps } from '../constructs/core/environment-stack';
import { Guard } from '../constructs/core/guard';
import { Network } from '../constructs/network/network';

export interface NetworkStackProps extends Omit<EnvironmentStackProps, 'lifecycle'> {
  readonly settings: Extract<NetworkSettings, { kind: 'created' }>;
}

/** The network of an environment that brings none. */
export class NetworkStack extends EnvironmentStack {
  public readonly network: Network;

  constructor(scope: Construct, props: NetworkStackProps) {
    super(scope, { ...props, lifecycle: 'network' });
    new StrataProvider(this, 'Strata');
    new Guard(this, 'Guard');
    const { cidr, outbound = false, domain } = props.settings;
    this.network = new Network(this, 'Network', {
      cidr,
      zones: this.environment.zones,
      vpcName: this.names.vpc,
      securityGroupName: this.names.securityGroup,
      vswitchName: this.names.vswitch,
      ...(outbound ? { outbound: { natName: this.names.nat, addressName: this.names.publicAddress } } : {}),
      ...(domain === undefined ? {} : { domain }),
      protection: this.keepsData,
      tags: this.tags,
    });
  }
}
