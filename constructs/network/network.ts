import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { SecurityGroup } from '@cdktf/provider-alicloud/lib/security-group';
import { Vpc } from '@cdktf/provider-alicloud/lib/vpc';
import { Vswitch } from '@cdktf/provider-alicloud/lib/vswitch';
import { addressesOf, aligned } from '@strata/environment';
import { ValidationError } from '../core/errors';
import { isPrivate, part } from './cidr';
import { Connections } from './connections';
import type { IConnectable } from './connections';
import { Outbound } from './outbound';
import type { OutboundProps } from './outbound';
import { PrivateZone } from './private-zone';

/** Where an environment's servers stand, defined in this app or imported. */
export interface INetwork extends IConstruct, IConnectable {
  readonly vpcId: string;
  /** The private range in which everything stands. */
  readonly cidr: string;
  readonly securityGroupId: string;
  /** Names that the servers know; undefined where there are none. */
  readonly privateZone?: PrivateZone;
  /** The vSwitch of a zone. */
  vswitchId(zone: string): string;
  /** The range of a zone's vSwitch: what connects from there is let in by it. */
  rangeOf(zone: string): string;
}

export interface NetworkAttributes {
  readonly vpcId: string;
  readonly cidr: string;
  readonly securityGroupId: string;
  /** Zone -> vSwitch id. */
  readonly vswitches: Readonly<Record<string, string>>;
  /**
   * Zone -> range of its vSwitch.
   *
   * @default - unknown: everything that connects is let in by the range of the network
   */
  readonly vswitchRanges?: Readonly<Record<string, string>>;
}

export interface NetworkProps {
  /** Private range, from /8 to /24; each zone gets a sixteenth of it. No other environment may have any of it. */
  readonly cidr: string;
  /** Zones, each with one vSwitch. New ones go to the end: the place of a zone decides its range, and that never changes. */
  readonly zones: readonly string[];
  /**
   * VPC in which the vSwitches are made, whose range has `cidr` in it.
   *
   * @default - a VPC of the range `cidr` is made
   */
  readonly vpcId?: string;
  /** Of the VPC that is made. */
  readonly vpcName: string;
  readonly securityGroupName: string;
  readonly vswitchName: (zone: string) => string;
  /**
   * Way out to the internet, for sources and catalogs that are outside of the cloud.
   *
   * @default - none
   */
  readonly outbound?: Pick<OutboundProps, 'natName' | 'addressName' | 'bandwidthMbit'>;
  /**
   * Domain of names that only the VPC knows.
   *
   * @default - none
   */
  readonly domain?: string;
  /**
   * Refuses every plan that destroys VPC, vSwitches or the public address: whatever stands in them goes with them.
   *
   * @default true
   */
  readonly protection?: boolean;
  /**
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

abstract class NetworkBase extends Construct implements INetwork {
  public abstract readonly vpcId: string;
  public abstract readonly cidr: string;
  public abstract readonly securityGroupId: string;
  public abstract readonly connections: Connections;
  protected abstract readonly vswitches: ReadonlyMap<string, string>;
  protected abstract readonly ranges: ReadonlyMap<string, string>;

  public vswitchId(zone: string): string {
    const id = this.vswitches.get(zone);
    if (id === undefined) {
      throw new ValidationError(
        this,
        'STR1202',
        `has no vSwitch in ${zone}, only in ${[...this.vswitches.keys()].join(', ')}. Add the zone to the environment.`,
      );
    }
    return id;
  }

  public rangeOf(zone: string): string {
    return this.ranges.get(zone) ?? this.cidr;
  }
}

/** Defines a vSwitch per zone, in a VPC of its own or in one that is there, and a security group that lets in the VPC alone. */
export class Network extends NetworkBase {
  /** Refers to a network that this app does not define. */
  public static fromNetworkAttributes(scope: Construct, id: string, attributes: NetworkAttributes): INetwork {
    return new ImportedNetwork(scope, id, attributes);
  }

  public readonly vpcId: string;
  public readonly cidr: string;
  public readonly securityGroupId: string;
  public readonly connections: Connections;
  /** The VPC, for settings these props do not cover; undefined when it is not made here. */
  public readonly resource: Vpc | undefined;
  public readonly outbound: Outbound | undefined;
  public readonly privateZone?: PrivateZone;
  protected readonly vswitches: ReadonlyMap<string, string>;
  protected readonly ranges: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { cidr, zones } = props;
    this.validateCidr(cidr);
    this.validateZones(zones);
    this.cidr = cidr;
    const vpc = props.vpcId ?? this.addVpc(props);
    this.resource = typeof vpc === 'string' ? undefined : vpc;
    this.vpcId = typeof vpc === 'string' ? vpc : vpc.id;
    this.ranges = new Map(zones.map((zone, index) => [zone, part(cidr, index)]));
    this.vswitches = this.addVswitches(props);
    this.securityGroupId = this.addSecurityGroup(props).id;
    this.connections = new Connections(this, {
      name: 'network',
      ranges: [cidr],
      securityGroupId: this.securityGroupId,
    });
    this.outbound = props.outbound === undefined ? undefined : this.addOutbound(props, props.outbound);
    if (props.domain !== undefined) {
      const { domain, tags } = props;
      this.privateZone = new PrivateZone(this, 'PrivateZone', { domain, vpcIds: [this.vpcId], tags });
    }
  }

  private addVpc({ cidr, vpcName, protection, tags }: NetworkProps): Vpc {
    return new Vpc(this, 'Resource', {
      vpcName,
      cidrBlock: cidr,
      tags,
      lifecycle: { preventDestroy: protection ?? true },
    });
  }

  private addVswitches({ vswitchName, protection, tags }: NetworkProps): ReadonlyMap<string, string> {
    return new Map(
      [...this.ranges].map(([zone, cidrBlock]) => {
        const vswitch = new Vswitch(this, `Vswitch-${zone}`, {
          vpcId: this.vpcId,
          zoneId: zone,
          cidrBlock,
          vswitchName: vswitchName(zone),
          tags,
          lifecycle: { preventDestroy: protection ?? true },
        });
        return [zone, vswitch.id];
      }),
    );
  }

  private addSecurityGroup({ securityGroupName, tags }: NetworkProps): SecurityGroup {
    return new SecurityGroup(this, 'SecurityGroup', {
      vpcId: this.vpcId,
      securityGroupName,
      securityGroupType: 'normal',
      innerAccessPolicy: 'Accept',
      tags,
    });
  }

  private addOutbound({ protection, tags }: NetworkProps, outbound: NonNullable<NetworkProps['outbound']>): Outbound {
    const { vpcId, vswitches } = this;
    return new Outbound(this, 'Outbound', { ...outbound, vpcId, vswitches, protection, tags });
  }

  private validateCidr(cidr: string): void {
    const range = addressesOf(cidr);
    const prefix = Number(cidr.split('/')[1]);
    if (range === undefined || prefix < 8 || prefix > 24) {
      throw new ValidationError(
        this,
        'STR1203',
        `\`cidr\` must be from /8 to /24, got ${cidr}. A vSwitch needs at least a /28.`,
      );
    }
    const advice = isPrivate(range) ? aligned(cidr) : 'for example 10.20.0.0/16';
    if (!isPrivate(range) || aligned(cidr) !== cidr) {
      throw new ValidationError(
        this,
        'STR1244',
        `\`cidr\` must be a whole range inside 10/8, 172.16/12 or 192.168/16, got ${cidr}. Write ${advice}.`,
      );
    }
  }

  private validateZones(zones: readonly string[]): void {
    if (zones.length === 0 || zones.length > 16 || new Set(zones).size !== zones.length) {
      throw new ValidationError(
        this,
        'STR1204',
        `\`zones\` must be 1 to 16 different zones, got ${zones.length === 0 ? 'none' : zones.join(', ')}. Remove double ones.`,
      );
    }
  }
}

class ImportedNetwork extends NetworkBase {
  public readonly vpcId: string;
  public readonly cidr: string;
  public readonly securityGroupId: string;
  public readonly connections: Connections;
  protected readonly vswitches: ReadonlyMap<string, string>;
  protected readonly ranges: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, attributes: NetworkAttributes) {
    super(scope, id);
    const { cidr, securityGroupId } = attributes;
    this.vpcId = attributes.vpcId;
    this.cidr = cidr;
    this.securityGroupId = securityGroupId;
    this.vswitches = new Map(Object.entries(attributes.vswitches));
    this.ranges = new Map(Object.entries(attributes.vswitchRanges ?? {}));
    this.connections = new Connections(this, { name: 'network', ranges: [cidr], securityGroupId });
  }
}
