import { Annotations, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { StarRocksNodeGroup } from '@cdktf/provider-alicloud/lib/star-rocks-node-group';
import { CU_SIZES } from '@strata/environment';
import type { CacheLayout } from '@strata/environment';
import { StarrocksNodeCount } from '@strata/provider-strata/lib/starrocks-node-count';
import { ValidationError } from '../core/errors';
import { metricOf } from '../observability/metric';
import type { Metric, MetricOptions } from '../observability/metric';
import { CacheDiskPolicy } from './cache-disk-policy';
import { STARROCKS_METRICS } from './instance-base';
import type { IStarRocksInstance } from './instance-base';

/** A compute warehouse (node group) of a StarRocks instance, defined in this app or imported. */
export interface IWarehouse extends IConstruct {
  readonly instance: IStarRocksInstance;
  /** Name used in SQL, e.g. `SET warehouse = etl`. */
  readonly warehouseName: string;
  /** A figure of its nodes, by the name that CloudMonitor has for it. */
  metric(metricName: string, options?: MetricOptions): Metric;
  /** Busy part of its processors, in percent. */
  metricCpuUtilization(options?: MetricOptions): Metric;
  /** Used part of its memory, in percent. */
  metricMemoryUtilization(options?: MetricOptions): Metric;
}

export interface WarehouseAttributes {
  readonly instance: IStarRocksInstance;
  readonly warehouseName: string;
}

export interface WarehouseProps {
  /** Instance the warehouse belongs to. */
  readonly instance: IStarRocksInstance;
  /** Name used in SQL; never changes, because renaming replaces the nodes. */
  readonly warehouseName: string;
  /** Compute units per node: 8, 16, 32 or 64 (one is 1 vCPU and 4 GiB). Changed in place, node by node. */
  readonly cuPerNode: number;
  /**
   * Number of compute nodes, from 1 to 100. Changed in place.
   *
   * @default 3
   */
  readonly nodes?: number;
  /**
   * Whether there are no nodes but those of an `ElasticSchedule`; `nodes` then only sizes the disks. Changed in place.
   *
   * @default false
   */
  readonly scaleToZero?: boolean;
  /**
   * What stays on the cache disks. Disks grow in place and never shrink.
   *
   * @default - one disk of 200 GB
   */
  readonly cache?: CacheDiskPolicy;
  /**
   * What it is for. Never changes, because a new description replaces the nodes.
   *
   * @default - none
   */
  readonly description?: string;
}

abstract class WarehouseBase extends Construct implements IWarehouse {
  public abstract readonly instance: IStarRocksInstance;
  public abstract readonly warehouseName: string;

  public metric(metricName: string, options?: MetricOptions): Metric {
    const dimensions = { ...this.instance.metricDimensions, warehouseName: this.warehouseName };
    return metricOf(STARROCKS_METRICS, metricName, dimensions, options);
  }

  public metricCpuUtilization(options?: MetricOptions): Metric {
    return this.metric('serverless_starrocks_be_cpu_util', options);
  }

  public metricMemoryUtilization(options?: MetricOptions): Metric {
    return this.metric('serverless_starrocks_be_mem_util', options);
  }
}

/**
 * Defines a compute warehouse. Resized in place; it holds no data, only a cache.
 *
 * @trap 2.2-1
 */
export class Warehouse extends WarehouseBase {
  /** Refers to a warehouse that this app does not define, e.g. `default_warehouse`. */
  public static fromWarehouseAttributes(scope: Construct, id: string, attributes: WarehouseAttributes): IWarehouse {
    return new ImportedWarehouse(scope, id, attributes);
  }

  public readonly instance: IStarRocksInstance;
  public readonly warehouseName: string;
  /** Disks of the nodes, and what they are good for. */
  public readonly cacheLayout: CacheLayout;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: StarRocksNodeGroup;

  constructor(scope: Construct, id: string, props: WarehouseProps) {
    super(scope, id);
    const nodes = props.nodes ?? 3;
    const scaleToZero = props.scaleToZero ?? false;
    this.validateCu(props.cuPerNode);
    this.validateNodes(nodes);
    this.instance = props.instance;
    this.warehouseName = props.warehouseName;
    this.cacheLayout = this.layOut(props.cache ?? CacheDiskPolicy.fixed(200), nodes);
    this.resource = new StarRocksNodeGroup(this, 'Resource', {
      instanceId: props.instance.instanceId,
      nodeGroupName: props.warehouseName,
      description: props.description,
      payType: 'postPaid',
      specType: 'standard',
      cu: props.cuPerNode,
      residentNodeNumber: nodes,
      diskNumber: this.cacheLayout.disks,
      storageSize: this.cacheLayout.diskGb,
      storagePerformanceLevel: this.cacheLayout.level,
      ...(scaleToZero ? { lifecycle: { ignoreChanges: ['resident_node_number'] } } : {}),
    });
    this.instance.inTurn.add(this.resource);
    if (scaleToZero) this.addNodeCount();
  }

  /** The official resource cannot send 0, and leaves the number to this one. */
  private addNodeCount(): void {
    const count = new StarrocksNodeCount(this, 'NodeCount', {
      ...this.instance.place,
      warehouse: this.warehouseName,
      nodes: 0,
    });
    this.instance.inTurn.add(count);
  }

  private layOut(policy: CacheDiskPolicy, nodes: number): CacheLayout {
    const layout = policy.layoutFor(nodes);
    if (typeof layout === 'string') throw new ValidationError(this, 'STR1209', layout);
    if (policy.hotDays !== undefined && layout.hotShare === undefined) {
      Annotations.of(this).addWarning(
        'nobody knows which part of the data is hot: say `totalGb` or `retentionDays` of its cache.',
      );
    }
    return layout;
  }

  private validateCu(cu: number): void {
    if (Token.isUnresolved(cu)) return;
    if (!CU_SIZES.some((size) => size === cu)) {
      throw new ValidationError(this, 'STR1207', `\`cuPerNode\` must be one of ${CU_SIZES.join(', ')}, got ${cu}.`);
    }
  }

  private validateNodes(nodes: number): void {
    if (Token.isUnresolved(nodes)) return;
    if (!Number.isInteger(nodes) || nodes < 1 || nodes > 100) {
      throw new ValidationError(
        this,
        'STR1208',
        `\`nodes\` must be from 1 to 100, got ${nodes}. For none but those of a schedule set \`scaleToZero\`.`,
      );
    }
  }
}

class ImportedWarehouse extends WarehouseBase {
  public readonly instance: IStarRocksInstance;
  public readonly warehouseName: string;

  constructor(scope: Construct, id: string, attributes: WarehouseAttributes) {
    super(scope, id);
    this.instance = attributes.instance;
    this.warehouseName = attributes.warehouseName;
  }
}
