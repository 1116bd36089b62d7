import { cacheLayout, fixedLayout, hotDataOf, refuseTooHot, storageCost } from '@strata/environment';
import type { CacheLayout, DataFacts, DiskLevel, HotData, StorageCost, StoragePrices } from '@strata/environment';

export interface CacheDiskOptions {
  /**
   * Speed of the disks, in the cloud's words. Never slower later.
   *
   * @default 'pl1'
   */
  readonly level?: DiskLevel;
  /**
   * Why more than a fifth of the data is worth a copy on disk; without a reason such a policy is refused.
   *
   * @default - there is none
   */
  readonly reason?: string;
}

/**
 * Sizes the cache disks of compute nodes from facts about the data. Everything is in object storage; the disks hold a
 * copy of what is hot. The same facts give the `datacache.*` properties of the tables, so that SQL and disks agree.
 */
export class CacheDiskPolicy {
  /** Keeps the hot part of the data on disk. */
  public static forData(facts: DataFacts, options: CacheDiskOptions = {}): CacheDiskPolicy {
    const hot = hotDataOf(facts);
    if (typeof hot === 'string') return new CacheDiskPolicy(undefined, () => hot);
    const { level = 'pl1', reason } = options;
    return new CacheDiskPolicy(hot, (nodes) => refuseTooHot(cacheLayout(hot, nodes, level), reason));
  }

  /** Gives every node one disk of a size in GB, whatever is on it. */
  public static fixed(diskGb: number, { level = 'pl1' }: Pick<CacheDiskOptions, 'level'> = {}): CacheDiskPolicy {
    return new CacheDiskPolicy(undefined, (nodes) => fixedLayout(diskGb, nodes, level));
  }

  private constructor(
    private readonly hot: HotData | undefined,
    private readonly layout: (nodes: number) => CacheLayout | string,
  ) {}

  /** Days that rows stay on disk; undefined when nothing is known of the data. */
  public get hotDays(): number | undefined {
    return this.hot?.hotDays;
  }

  /**
   * Disks for so many nodes.
   *
   * @returns the disks, or what is wrong
   */
  public layoutFor(nodes: number): CacheLayout | string {
    return this.layout(nodes);
  }

  /** Properties of a table whose partitions are times, as the disks have room for it. */
  public tableProperties(): Readonly<Record<string, string>> {
    const enabled = { 'datacache.enable': 'true' };
    return this.hotDays === undefined ? enabled : { ...enabled, 'datacache.partition_duration': `${this.hotDays} DAY` };
  }

  /**
   * What storage costs a month, against the same data on disks alone.
   *
   * @returns undefined when the size of all data is unknown, or when there is no layout
   */
  public storageCost(nodes: number, prices: StoragePrices): StorageCost | undefined {
    const layout = this.layout(nodes);
    return typeof layout === 'string' || this.hot === undefined ? undefined : storageCost(this.hot, layout, prices);
  }
}
