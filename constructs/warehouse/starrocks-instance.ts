import { Token } from 'cdktf';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { StarRocksInstance as StarRocksInstanceResource } from '@cdktf/provider-alicloud/lib/star-rocks-instance';
import { CU_SIZES } from '@strata/environment';
import type { Environment, NodeGroupSize } from '@strata/environment';
import { StarrocksInstance as StarRocksCapacity } from '@strata/provider-strata/lib/starrocks-instance';
import { ValidationError } from '../core/errors';
import type { INetwork } from '../network/network';

/** A StarRocks instance, defined in this app or imported. */
export interface IStarRocksInstance extends IConstruct {
  readonly instanceId: string;
  /** By which the strata provider finds the endpoint. */
  readonly instanceName: string;
}

export interface StarRocksInstanceAttributes {
  readonly instanceId: string;
  readonly instanceName: string;
}

export interface StarRocksInstanceProps {
  readonly environment: Pick<Environment, 'id' | 'target' | 'region'>;
  readonly network: INetwork;
  /** Zone of all nodes. Never changes. */
  readonly zone: string;
  /** Unique in the account; never changes. */
  readonly instanceName: string;
  /** Release line, e.g. 3.3. A later one upgrades the instance in place, without a way back. */
  readonly version: string;
  /** Password of `admin` at creation, a token of a sensitive variable; `strata_starrocks_admin` rotates it at once. */
  readonly bootstrapPassword: string;
  /** Frontends: an odd number, 3 or more for high availability. Changed in place; never fewer, never smaller disks. */
  readonly frontend: NodeGroupSize;
  /** Compute nodes of `default_warehouse`. Changed in place; disks never shrink. */
  readonly compute: NodeGroupSize;
  /**
   * Refuses every plan that destroys the instance.
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
 * Everything whose change would replace the instance by an empty one, or would be accepted and never sent. What remains
 * is changed in place: name, resource group and tags.
 */
const FROZEN = [
  'admin_password',
  'auto_renew',
  'backend_node_groups',
  'cluster_zone_id',
  'duration',
  'encrypted',
  'frontend_node_groups',
  'kms_key_id',
  'observer_node_groups',
  'oss_accessing_role_name',
  'package_type',
  'pay_type',
  'pricing_cycle',
  'promotion_option_no',
  'run_mode',
  'version',
  'vpc_id',
  'vswitches',
];

/** Role with which StarRocks reads and writes object storage; created once per account by the console's authorization. */
const OSS_ROLE = 'AliyunEMRStarRocksAccessingOSSRole';

/**
 * Defines an EMR Serverless StarRocks in shared-data mode. Stateful.
 *
 * The official resource is frozen after creation. Version, frontends and `default_warehouse` are changed in place by a
 * resource of the strata provider beside it; more capacity lives in `Warehouse`s.
 */
export class StarRocksInstance extends Construct implements IStarRocksInstance {
  /** Refers to an instance that this app does not define. */
  public static fromStarRocksInstanceAttributes(
    scope: Construct,
    id: string,
    attributes: StarRocksInstanceAttributes,
  ): IStarRocksInstance {
    return new ImportedInstance(scope, id, attributes);
  }

  public readonly instanceId: string;
  public readonly instanceName: string;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: StarRocksInstanceResource;
  /** What changes version and size; whatever else changes the instance depends on it, because it takes one change at a time. */
  public readonly capacity: StarRocksCapacity;

  constructor(scope: Construct, id: string, props: StarRocksInstanceProps) {
    super(scope, id);
    const { network, zone, frontend, compute } = props;
    this.validateFrontends(frontend.nodes);
    this.validateCu('frontend', frontend.cu);
    this.validateCu('compute', compute.cu);
    this.instanceName = props.instanceName;
    this.resource = new StarRocksInstanceResource(this, 'Resource', {
      instanceName: props.instanceName,
      version: props.version,
      runMode: 'shared_data',
      packageType: 'official',
      payType: 'postPaid',
      adminPassword: props.bootstrapPassword,
      clusterZoneId: zone,
      vpcId: network.vpcId,
      // The provider reads the zone back: left out, the next plan would replace the instance.
      vswitches: [{ vswitchId: network.vswitchId(zone), zoneId: zone }],
      ossAccessingRoleName: OSS_ROLE,
      frontendNodeGroups: [nodeGroup(frontend, zone)],
      backendNodeGroups: [nodeGroup(compute, zone)],
      tags: props.tags,
      lifecycle: { preventDestroy: props.protection ?? true, ignoreChanges: FROZEN },
    });
    this.instanceId = this.resource.id;
    this.capacity = this.addCapacity(props);
  }

  private addCapacity({ environment, version, frontend, compute }: StarRocksInstanceProps): StarRocksCapacity {
    return new StarRocksCapacity(this, 'Capacity', {
      environment: environment.id,
      target: environment.target,
      region: environment.region,
      instanceName: this.instanceName,
      version,
      frontendCu: frontend.cu,
      frontendNodes: frontend.nodes,
      frontendDiskGb: frontend.diskGb,
      computeCu: compute.cu,
      computeNodes: compute.nodes,
      computeDiskGb: compute.diskGb,
      dependsOn: [this.resource],
    });
  }

  private validateFrontends(nodes: number): void {
    if (Token.isUnresolved(nodes)) return;
    if (nodes % 2 !== 1 || nodes > 11) {
      throw new ValidationError(
        this,
        'STR1205',
        `\`frontend.nodes\` must be odd and at most 11, got ${nodes}. Frontends vote: use 1, or 3 for high availability.`,
      );
    }
  }

  private validateCu(group: string, cu: number): void {
    if (Token.isUnresolved(cu)) return;
    if (!CU_SIZES.some((size) => size === cu)) {
      throw new ValidationError(this, 'STR1206', `\`${group}.cu\` must be one of ${CU_SIZES.join(', ')}, got ${cu}.`);
    }
  }
}

/** Every field is set: those left out would be sent as 0 or empty. */
function nodeGroup(size: NodeGroupSize, zone: string) {
  return {
    cu: size.cu,
    residentNodeNumber: size.nodes,
    specType: 'standard',
    diskNumber: 1,
    storageSize: size.diskGb,
    storagePerformanceLevel: 'pl1',
    zoneId: zone,
  };
}

class ImportedInstance extends Construct implements IStarRocksInstance {
  public readonly instanceId: string;
  public readonly instanceName: string;

  constructor(scope: Construct, id: string, attributes: StarRocksInstanceAttributes) {
    super(scope, id);
    this.instanceId = attributes.instanceId;
    this.instanceName = attributes.instanceName;
  }
}
