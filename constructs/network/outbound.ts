import { Construct } from 'constructs';
import { EipAddress } from '@cdktf/provider-alicloud/lib/eip-address';
import { EipAssociation } from '@cdktf/provider-alicloud/lib/eip-association';
import { NatGateway } from '@cdktf/provider-alicloud/lib/nat-gateway';
import { SnatEntry } from '@cdktf/provider-alicloud/lib/snat-entry';
import { ValidationError } from '../core/errors';

export interface OutboundProps {
  readonly vpcId: string;
  /** Zone -> vSwitch whose servers may go out; the gateway stands in the first. */
  readonly vswitches: ReadonlyMap<string, string>;
  readonly natName: string;
  readonly addressName: string;
  /**
   * Most Mbit/s that go out, from 1 to 200. Traffic is paid by volume: this limits, it costs nothing.
   *
   * @default 100
   */
  readonly bandwidthMbit?: number;
  /**
   * Keeps gateway and address from being destroyed: others may have the address in their lists, and it never comes back.
   *
   * @default true
   */
  readonly protection?: boolean;
  /**
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Defines the way out to the internet, and none in: a NAT gateway with one public address for the vSwitches of a VPC.
 * Sources and catalogs outside of Alibaba Cloud are reached through it.
 */
export class Outbound extends Construct {
  /** The address that others see. */
  public readonly publicIp: string;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: NatGateway;

  constructor(scope: Construct, id: string, props: OutboundProps) {
    super(scope, id);
    const { vpcId, vswitches, tags } = props;
    const bandwidthMbit = props.bandwidthMbit ?? 100;
    const protection = props.protection ?? true;
    this.validateBandwidth(bandwidthMbit);
    const lifecycle = { preventDestroy: protection };
    const [first] = vswitches.values();
    this.resource = new NatGateway(this, 'Resource', {
      vpcId,
      // Others are not sold any more; this one stands in a vSwitch.
      natType: 'Enhanced',
      vswitchId: first,
      natGatewayName: props.natName,
      networkType: 'internet',
      paymentType: 'PayAsYouGo',
      internetChargeType: 'PayByLcu',
      deletionProtection: protection,
      tags,
      lifecycle,
    });
    const address = new EipAddress(this, 'Address', {
      addressName: props.addressName,
      paymentType: 'PayAsYouGo',
      internetChargeType: 'PayByTraffic',
      bandwidth: String(bandwidthMbit),
      deletionProtection: protection,
      tags,
      lifecycle,
    });
    const association = new EipAssociation(this, 'Association', {
      allocationId: address.id,
      instanceId: this.resource.id,
      instanceType: 'Nat',
    });
    this.publicIp = address.ipAddress;
    for (const [zone, vswitchId] of vswitches) {
      new SnatEntry(this, `Snat-${zone}`, {
        snatTableId: this.resource.snatTableIds,
        sourceVswitchId: vswitchId,
        snatIp: address.ipAddress,
        // An address that is not bound yet is refused.
        dependsOn: [association],
      });
    }
  }

  private validateBandwidth(mbit: number): void {
    if (!Number.isInteger(mbit) || mbit < 1 || mbit > 200) {
      throw new ValidationError(
        this,
        'STR1245',
        `\`bandwidthMbit\` must be a whole number from 1 to 200, got ${mbit}. An address that is paid by traffic has 200 Mbit/s at most.`,
      );
    }
  }
}
