/** Which part of the data must be answered from the cache disks; everything is in object storage. */
export interface HotData {
  /** How many of the last days are hot. */
  readonly hotDays: number;
  /** Size of one day of data, compressed, in GB. */
  readonly dailyGrowthGb: number;
  /**
   * Size of all data, compressed, in GB.
   *
   * @default - unknown: the share of hot data is not checked
   */
  readonly totalGb?: number;
}

/** Disks of one compute node. */
export interface CacheDisks {
  readonly disks: number;
  /** GB of one disk. */
  readonly diskGb: number;
  /** GB of hot data over all nodes. */
  readonly hotGb: number;
  /** Hot part of all data, from 0; undefined when the size of all data is unknown. */
  readonly hotShare?: number;
}

/** Disks come in steps of this many GB. */
const STEP_GB = 100;
const MAXIMUM_GB = 65_000;
const MAXIMUM_DISKS = 8;
/** What the cache may fill of a disk before it evicts; the rest is spilled intermediate results and headroom. */
const USABLE = 0.8;
/** The share of the data that is worth a copy on a disk: above it, object storage no longer saves half of the cost. */
export const HOT_SHARE_LIMIT = 0.2;

/** Sizes the cache disks of compute nodes from what must be hot. */
export class CacheDiskPolicy {
  /** Keeps the last days on disk. */
  public static forHotData(hot: HotData): CacheDiskPolicy {
    return new CacheDiskPolicy((nodes) => sizeFor(hot, nodes));
  }

  /** Gives every node one disk of a size in GB. */
  public static fixed(diskGb: number): CacheDiskPolicy {
    return new CacheDiskPolicy((nodes) => ({ disks: 1, diskGb, hotGb: diskGb * USABLE * nodes }));
  }

  private constructor(private readonly size: (nodes: number) => CacheDisks | string) {}

  /**
   * Disks of each of so many nodes.
   *
   * @returns the disks, or what is wrong
   */
  public disksFor(nodes: number): CacheDisks | string {
    return this.size(nodes);
  }
}

function sizeFor({ hotDays, dailyGrowthGb, totalGb }: HotData, nodes: number): CacheDisks | string {
  const hotGb = hotDays * dailyGrowthGb;
  const neededGb = hotGb / USABLE / nodes;
  const disks = Math.max(1, Math.ceil(neededGb / MAXIMUM_GB));
  if (disks > MAXIMUM_DISKS) {
    return `${hotGb} GB of hot data do not fit on the disks of ${nodes} nodes (at most ${MAXIMUM_DISKS} of ${MAXIMUM_GB} GB each). Use more nodes or fewer hot days.`;
  }
  const diskGb = Math.max(STEP_GB, Math.ceil(neededGb / disks / STEP_GB) * STEP_GB);
  return totalGb === undefined ? { disks, diskGb, hotGb } : { disks, diskGb, hotGb, hotShare: hotGb / totalGb };
}
