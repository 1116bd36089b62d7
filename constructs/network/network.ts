import { Token } from 'cdktf';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { SecurityGroup } from '@cdktf/provider-alicloud/lib/security-group';
import { Vpc } from '@cdktf/provider-alicloud/lib/vpc';
import { Vswitch } from '@cdktf/provider-alicloud/lib/vswitch';
import { ValidationError } from '../core/errors';
import { part } from './cidr';

/** Where an environment's servers stand, defined in this app or imported. */
export interface INetwork extends IConstruct {
  readonly vpcId: string;
  /** The private range; databases let its addresses in. */
  readonly cidr: string;
  readonly securityGroupId: string;
  /** The vSwitch of a zone. */
  vswitchId(zone: string): string;
}

export interface NetworkAttributes {
  readonly vpcId: string;
  readonly cidr: string;
  readonly securityGroupId: string;
  /** Zone -> vSwitch id. */
  readonly vswitches: Readonly<Record<string, string>>;
}

export interface NetworkProps {
  /** Private range of the VPC, from /8 to /24; each zone gets a sixteenth of it. */
  readonly cidr: string;
  /** Zones, each with one vSwitch. New ones go to the end: the place of a zone decides its range, and that never changes. */
  readonly zones: readonly string[];
  readonly vpcName: string;
  readonly securityGroupName: string;
  readonly vswitchName: (zone: string) => string;
  /**
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

abstract class NetworkBase extends Construct implements INetwork {
  public abstract readonly vpcId: string;
  public abstract readonly cidr: string;
  public abstract readonly securityGroupId: string;
  protected abstract readonly vswitches: ReadonlyMap<string, string>;

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
}

/** Defines a VPC with a vSwitch per zone and a security group that lets in the VPC alone. */
export class Network extends NetworkBase {
  /** Refers to a network that this app does not define. */
  public static fromNetworkAttributes(scope: Construct, id: string, attributes: NetworkAttributes): INetwork {
    return new ImportedNetwork(scope, id, attributes);
  }

  public readonly vpcId: string;
  public readonly cidr: string;
  public readonly securityGroupId: string;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: Vpc;
  protected readonly vswitches: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { cidr, zones, tags } = props;
    this.validateCidr(cidr);
    this.validateZones(zones);
    this.cidr = cidr;
    this.resource = new Vpc(this, 'Resource', { vpcName: props.vpcName, cidrBlock: cidr, tags });
    this.vpcId = this.resource.id;
    this.vswitches = new Map(
      zones.map((zone, index) => {
        const vswitch = new Vswitch(this, `Vswitch-${zone}`, {
          vpcId: this.vpcId,
          zoneId: zone,
          cidrBlock: part(cidr, index),
          vswitchName: props.vswitchName(zone),
          tags,
        });
        return [zone, vswitch.id];
      }),
    );
    const group = new SecurityGroup(this, 'SecurityGroup', {
      vpcId: this.vpcId,
      securityGroupName: props.securityGroupName,
      securityGroupType: 'normal',
      innerAccessPolicy: 'Accept',
      tags,
    });
    this.securityGroupId = group.id;
  }

  private validateCidr(cidr: string): void {
    if (Token.isUnresolved(cidr)) return;
    const prefix = Number(/^\d+\.\d+\.\d+\.\d+\/(\d+)$/.exec(cidr)?.[1]);
    if (!(prefix >= 8 && prefix <= 24)) {
      throw new ValidationError(
        this,
        'STR1203',
        `\`cidr\` must be from /8 to /24, got ${cidr}. A vSwitch needs at least a /28.`,
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
  protected readonly vswitches: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, attributes: NetworkAttributes) {
    super(scope, id);
    this.vpcId = attributes.vpcId;
    this.cidr = attributes.cidr;
    this.securityGroupId = attributes.securityGroupId;
    this.vswitches = new Map(Object.entries(attributes.vswitches));
  }
}
