import { Token } from 'cdktf';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { StarRocksInstance as StarRocksInstanceResource } from '@cdktf/provider-alicloud/lib/star-rocks-instance';
import { CU_SIZES } from '@strata/environment';
import type { Environment, NodeGroupSize } from '@strata/environment';
import { StarrocksDefaultGroup } from '@strata/provider-strata/lib/starrocks-default-group';
import { StarrocksGateway } from '@strata/provider-strata/lib/starrocks-gateway';
import { StarrocksParameter } from '@strata/provider-strata/lib/starrocks-parameter';
import { StarrocksVersion } from '@strata/provider-strata/lib/starrocks-version';
import { ValidationError } from '../core/errors';
import type { Connections } from '../network/connections';
import type { INetwork } from '../network/network';
import { COMPUTE, FRONTEND, nodeGroup, sizeOf } from './default-groups';
import { ImportedInstance } from './imported-instance';
import type { StarRocksInstanceAttributes } from './imported-instance';
import { StarRocksInstanceBase } from './instance-base';
import type { InstancePlace, IStarRocksInstance } from './instance-base';
import type { GatewaySettings, StarRocksParameter, UpgradeSettings } from './instance-settings';

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
  /**
   * Frontends: an odd number, 3 or more for high availability. Changed in place; never fewer, never smaller disks.
   *
   * @default - 3 nodes of 8 CU with 100 GB
   */
  readonly frontend?: Partial<NodeGroupSize>;
  /**
   * Compute nodes of `default_warehouse`, 3 or more. Changed in place; disks never shrink.
   *
   * @default - 3 nodes of 8 CU with 200 GB
   */
  readonly compute?: Partial<NodeGroupSize>;
  /**
   * @default - names inside the VPC, without a load balancer
   */
  readonly gateway?: GatewaySettings;
  /**
   * @default - nobody but a reviewed change upgrades it
   */
  readonly upgrades?: UpgradeSettings;
  /**
   * @default - the defaults of the service
   */
  readonly parameters?: readonly StarRocksParameter[];
  /**
   * Resource group of the account. Changed in place.
   *
   * @default - the one of the account
   */
  readonly resourceGroupId?: string;
  /**
   * By which dimension CloudMonitor tells instances apart. It is not in the cloud's manual:
   * `aliyun cms DescribeMetricMetaList --Namespace acs_emr` lists it.
   *
   * @default 'instanceId'
   */
  readonly metricDimension?: string;
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

/** The gateway that every instance has. */
const DEFAULT_GATEWAY = 'default';

/** Nodes of `default_warehouse` below which background work and queries starve each other. */
const LEAST_COMPUTE_NODES = 3;

/**
 * Defines an EMR Serverless StarRocks in shared-data mode. Stateful.
 *
 * The official resource is frozen after creation. Version, frontends, `default_warehouse`, gateway and parameters are
 * changed in place by resources of the strata provider beside it, one after the other; more capacity lives in
 * `Warehouse`s.
 */
export class StarRocksInstance extends StarRocksInstanceBase {
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
  public readonly place: InstancePlace;
  public readonly connections: Connections;
  public readonly metricDimensions: Readonly<Record<string, string>>;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: StarRocksInstanceResource;
  /** Host inside the VPC, as the gateway tells it. */
  public readonly host: string;
  protected readonly madeBefore: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: StarRocksInstanceProps) {
    super(scope, id);
    const { network, zone } = props;
    const frontend = sizeOf(props.frontend, FRONTEND);
    const compute = sizeOf(props.compute, COMPUTE);
    this.validateFrontends(frontend.nodes);
    this.validateCompute(compute.nodes);
    this.validateCu('frontend', frontend.cu);
    this.validateCu('compute', compute.cu);
    this.validateGateway(props.gateway, frontend.nodes);
    this.validateParameters(props.parameters ?? []);
    const { environment, instanceName } = props;
    this.instanceName = instanceName;
    this.place = { environment: environment.id, target: environment.target, region: environment.region, instanceName };
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
      resourceGroupId: props.resourceGroupId,
      tags: props.tags,
      lifecycle: { preventDestroy: props.protection ?? true, ignoreChanges: FROZEN },
    });
    this.madeBefore = [this.resource];
    this.instanceId = this.resource.id;
    this.metricDimensions = { [props.metricDimension ?? 'instanceId']: this.instanceId };
    this.connections = this.connect([network.rangeOf(zone)], '');
    this.addVersion(props);
    this.addGroup('Frontend', frontend);
    this.addGroup('Compute', compute);
    this.host = this.addGateway(props.gateway).internalDomain;
    this.addParameters(props.parameters ?? []);
  }

  /** First of all: a parameter or a gateway may be known to a later version only. */
  private addVersion({ version, upgrades }: StarRocksInstanceProps): void {
    const resource = new StarrocksVersion(this, 'Version', {
      ...this.place,
      version,
      autoMinorUpgrade: upgrades?.automatic ?? false,
      ...(upgrades?.minorVersion === undefined ? {} : { minorVersion: upgrades.minorVersion }),
      ...(upgrades?.allowMajor === undefined ? {} : { allowMajorUpgrade: upgrades.allowMajor }),
      ...(upgrades?.maintenanceWindow === undefined ? {} : { maintenanceWindow: upgrades.maintenanceWindow }),
      dependsOn: [this.resource],
    });
    this.inTurn.add(resource);
  }

  private addGroup(name: 'Frontend' | 'Compute', { cu, nodes, diskGb }: NodeGroupSize): void {
    const group = name.toLowerCase();
    const resource = new StarrocksDefaultGroup(this, `${name}Group`, { ...this.place, group, cu, nodes, diskGb });
    this.inTurn.add(resource);
  }

  private addGateway(settings: GatewaySettings | undefined): StarrocksGateway {
    const resource = new StarrocksGateway(this, 'Gateway', {
      ...this.place,
      name: DEFAULT_GATEWAY,
      loadBalancer: settings?.loadBalancer ?? false,
      isolateLeader: settings?.isolateLeader ?? false,
      // Everybody in the internet could try passwords.
      public: false,
    });
    return this.inTurn.add(resource);
  }

  private addParameters(parameters: readonly StarRocksParameter[]): void {
    for (const { component, key, value, restart } of parameters) {
      const resource = new StarrocksParameter(this, `Parameter-${component}-${key}`, {
        ...this.place,
        component,
        key,
        value,
        restart: restart ?? false,
      });
      this.inTurn.add(resource);
    }
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

  private validateCompute(nodes: number): void {
    if (Token.isUnresolved(nodes)) return;
    if (nodes < LEAST_COMPUTE_NODES) {
      throw new ValidationError(
        this,
        'STR1248',
        `\`compute.nodes\` must be ${LEAST_COMPUTE_NODES} or more, got ${nodes}. Compaction, schema changes, statistics and refreshes run in default_warehouse, whatever other warehouses there are.`,
      );
    }
  }

  private validateGateway(gateway: GatewaySettings | undefined, frontends: number): void {
    if (gateway?.isolateLeader !== true) return;
    if (gateway.loadBalancer !== true || frontends < 3) {
      throw new ValidationError(
        this,
        'STR1254',
        `\`gateway.isolateLeader\` needs the load balancer and 3 frontends, got ${gateway.loadBalancer === true ? 'one' : 'none'} and ${frontends}. Set \`loadBalancer: true\` and more frontends, or leave it out.`,
      );
    }
  }

  private validateParameters(parameters: readonly StarRocksParameter[]): void {
    const names = parameters.map(({ component, key }) => `${component} ${key}`);
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    if (twice.length > 0) {
      throw new ValidationError(
        this,
        'STR1255',
        `a parameter has one value, got ${[...new Set(twice)].join(', ')} twice. Remove one of them.`,
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
