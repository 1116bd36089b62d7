import { Token } from 'cdktf';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { StarRocksInstance as StarRocksInstanceResource } from '@cdktf/provider-alicloud/lib/star-rocks-instance';
import { CU_SIZES } from '@strata/environment';
import type { Environment, NodeGroupSize } from '@strata/environment';
import { StarrocksInstance as StarRocksCapacity } from '@strata/provider-strata/lib/starrocks-instance';
import { ValidationError } from '../core/errors';
import type { Grant, IGrantable } from '../identity/grant';
import { Connections } from '../network/connections';
import type { IConnectable } from '../network/connections';
import type { INetwork } from '../network/network';
import { tcp } from '../network/port';
import { metricOf } from '../observability/metric';
import type { Metric, MetricOptions, MetricSource } from '../observability/metric';
import { OPERATE_ACTIONS, READ_ACTIONS, starrocksRights } from './rights';

/** A StarRocks instance, defined in this app or imported. */
export interface IStarRocksInstance extends IConstruct, IConnectable {
  readonly instanceId: string;
  /** By which the strata provider finds the endpoint. */
  readonly instanceName: string;
  /** By which CloudMonitor finds its figures. */
  readonly metricDimensions: Readonly<Record<string, string>>;
  /** Lets somebody see the instance and how to reach it; not what is in it. */
  grantRead(grantee: IGrantable): Grant;
  /** Lets somebody resize, tune and upgrade the instance and set its password; not destroy it. */
  grantOperate(grantee: IGrantable): Grant;
  /** A figure of the instance, by the name that CloudMonitor has for it. */
  metric(metricName: string, options?: MetricOptions): Metric;
  /** Part of the compute nodes that live, in percent. */
  metricNodesAlive(options?: MetricOptions): Metric;
  /** 1 while a frontend answers. */
  metricFrontendUp(options?: MetricOptions): Metric;
  /** Busy part of the frontends' processors, in percent. */
  metricFrontendCpuUtilization(options?: MetricOptions): Metric;
  /** Used part of the frontends' heap, in percent: what metadata and running queries take. */
  metricFrontendHeapUtilization(options?: MetricOptions): Metric;
  /** Busy part of the processors of all compute nodes, in percent. */
  metricComputeCpuUtilization(options?: MetricOptions): Metric;
  /** Used part of the memory of all compute nodes, in percent. */
  metricComputeMemoryUtilization(options?: MetricOptions): Metric;
}

export interface StarRocksInstanceAttributes {
  readonly instanceId: string;
  readonly instanceName: string;
  /** Ranges in which its nodes stand: those of the vSwitch of its zone. */
  readonly ranges: readonly string[];
  /**
   * @default 'instanceId'
   */
  readonly metricDimension?: string;
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

/** EMR Serverless StarRocks in CloudMonitor. Its figures are of a moment: the worst of a period counts. */
export const STARROCKS_METRICS: MetricSource = { namespace: 'acs_emr', statistic: 'Maximum' };

/** MySQL protocol, loads through a frontend, loads into a compute node. */
const PORTS = [tcp(9030), tcp(8030), tcp(8040)];

/** Role with which StarRocks reads and writes object storage; created once per account by the console's authorization. */
const OSS_ROLE = 'AliyunEMRStarRocksAccessingOSSRole';

const FRONTEND: NodeGroupSize = { cu: 8, nodes: 3, diskGb: 100 };
const COMPUTE: NodeGroupSize = { cu: 8, nodes: 3, diskGb: 200 };
/** Nodes of `default_warehouse` below which background work and queries starve each other. */
const LEAST_COMPUTE_NODES = 3;

abstract class StarRocksInstanceBase extends Construct implements IStarRocksInstance {
  public abstract readonly instanceId: string;
  public abstract readonly instanceName: string;
  public abstract readonly connections: Connections;
  public abstract readonly metricDimensions: Readonly<Record<string, string>>;

  public grantRead(grantee: IGrantable): Grant {
    return grantee.addToPolicy(starrocksRights(READ_ACTIONS));
  }

  public grantOperate(grantee: IGrantable): Grant {
    return grantee.addToPolicy(starrocksRights([...READ_ACTIONS, ...OPERATE_ACTIONS]));
  }

  public metric(metricName: string, options?: MetricOptions): Metric {
    return metricOf(STARROCKS_METRICS, metricName, this.metricDimensions, options);
  }

  public metricNodesAlive(options: MetricOptions = {}): Metric {
    return this.metric('serverless_starrocks_node_info_alive_percent', { statistic: 'Minimum', ...options });
  }

  public metricFrontendUp(options: MetricOptions = {}): Metric {
    return this.metric('serverless_starrocks_fe_up', { statistic: 'Minimum', ...options });
  }

  public metricFrontendCpuUtilization(options?: MetricOptions): Metric {
    return this.metric('serverless_starrocks_fe_cpu_util', options);
  }

  public metricFrontendHeapUtilization(options?: MetricOptions): Metric {
    return this.metric('serverless_starrocks_fe_jvm_heap_util', options);
  }

  public metricComputeCpuUtilization(options?: MetricOptions): Metric {
    return this.metric('serverless_starrocks_be_cpu_util', options);
  }

  public metricComputeMemoryUtilization(options?: MetricOptions): Metric {
    return this.metric('serverless_starrocks_be_mem_util', options);
  }
}

/**
 * Defines an EMR Serverless StarRocks in shared-data mode. Stateful.
 *
 * The official resource is frozen after creation. Version, frontends and `default_warehouse` are changed in place by a
 * resource of the strata provider beside it; more capacity lives in `Warehouse`s.
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
  public readonly connections: Connections;
  public readonly metricDimensions: Readonly<Record<string, string>>;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: StarRocksInstanceResource;
  /** What changes version and size; whatever else changes the instance depends on it, because it takes one change at a time. */
  public readonly capacity: StarRocksCapacity;

  constructor(scope: Construct, id: string, props: StarRocksInstanceProps) {
    super(scope, id);
    const { network, zone } = props;
    const frontend = sizeOf(props.frontend, FRONTEND);
    const compute = sizeOf(props.compute, COMPUTE);
    this.validateFrontends(frontend.nodes);
    this.validateCompute(compute.nodes);
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
      resourceGroupId: props.resourceGroupId,
      tags: props.tags,
      lifecycle: { preventDestroy: props.protection ?? true, ignoreChanges: FROZEN },
    });
    this.instanceId = this.resource.id;
    this.metricDimensions = { [props.metricDimension ?? 'instanceId']: this.instanceId };
    this.connections = new Connections(this, { name: 'starrocks', ranges: [network.rangeOf(zone)], ports: PORTS });
    this.capacity = this.addCapacity(props, frontend, compute);
  }

  private addCapacity(
    { environment, version }: StarRocksInstanceProps,
    frontend: NodeGroupSize,
    compute: NodeGroupSize,
  ): StarRocksCapacity {
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

  private validateCu(group: string, cu: number): void {
    if (Token.isUnresolved(cu)) return;
    if (!CU_SIZES.some((size) => size === cu)) {
      throw new ValidationError(this, 'STR1206', `\`${group}.cu\` must be one of ${CU_SIZES.join(', ')}, got ${cu}.`);
    }
  }
}

function sizeOf(given: Partial<NodeGroupSize> | undefined, defaults: NodeGroupSize): NodeGroupSize {
  return {
    cu: given?.cu ?? defaults.cu,
    nodes: given?.nodes ?? defaults.nodes,
    diskGb: given?.diskGb ?? defaults.diskGb,
  };
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

class ImportedInstance extends StarRocksInstanceBase {
  public readonly instanceId: string;
  public readonly instanceName: string;
  public readonly connections: Connections;
  public readonly metricDimensions: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, attributes: StarRocksInstanceAttributes) {
    super(scope, id);
    this.instanceId = attributes.instanceId;
    this.instanceName = attributes.instanceName;
    this.connections = new Connections(this, { name: 'starrocks', ranges: attributes.ranges, ports: PORTS });
    this.metricDimensions = { [attributes.metricDimension ?? 'instanceId']: this.instanceId };
  }
}
