import { Annotations, Token } from 'cdktf';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { StarRocksNodeGroup } from '@cdktf/provider-alicloud/lib/star-rocks-node-group';
import { CU_SIZES } from '@strata/environment';
import { ValidationError } from '../core/errors';
import { CacheDiskPolicy, HOT_SHARE_LIMIT } from './cache-disk-policy';
import type { CacheDisks } from './cache-disk-policy';
import type { IStarRocksInstance } from './starrocks-instance';

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
  /**
   * What is finished before: an instance that is being changed refuses a second change.
   *
   * @default - the instance
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Defines a compute warehouse. Resized in place; it holds no data, only a cache. */
export class Warehouse extends Construct {
  /** Name used in SQL, e.g. `SET warehouse = etl`. */
  public readonly warehouseName: string;
  /** Disks of each node. */
  public readonly cacheDisks: CacheDisks;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: StarRocksNodeGroup;

  constructor(scope: Construct, id: string, props: WarehouseProps) {
    super(scope, id);
    const nodes = props.nodes ?? 3;
    this.validateCu(props.cuPerNode);
    this.validateNodes(nodes);
    this.warehouseName = props.warehouseName;
    this.cacheDisks = this.sizeCache(props.cache ?? CacheDiskPolicy.fixed(200), nodes);
    this.resource = new StarRocksNodeGroup(this, 'Resource', {
      instanceId: props.instance.instanceId,
      nodeGroupName: props.warehouseName,
      description: props.description,
      payType: 'postPaid',
      specType: 'standard',
      cu: props.cuPerNode,
      residentNodeNumber: nodes,
      diskNumber: this.cacheDisks.disks,
      storageSize: this.cacheDisks.diskGb,
      storagePerformanceLevel: 'pl1',
      ...(props.dependsOn === undefined ? {} : { dependsOn: [...props.dependsOn] }),
    });
  }

  private sizeCache(policy: CacheDiskPolicy, nodes: number): CacheDisks {
    const disks = policy.disksFor(nodes);
    if (typeof disks === 'string') throw new ValidationError(this, 'STR1209', disks);
    if (disks.hotShare !== undefined && disks.hotShare > HOT_SHARE_LIMIT) {
      Annotations.of(this).addWarning(
        `${Math.round(disks.hotShare * 100)} % of the data is hot; above ${HOT_SHARE_LIMIT * 100} % object storage no longer halves the cost. Shorten \`hotDays\`.`,
      );
    }
    return disks;
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
        `\`nodes\` must be from 1 to 100, got ${nodes}. The provider cannot send 0: scale to zero is a schedule.`,
      );
    }
  }
}
