import type { HotData } from './data-facts';

/** Speed of cloud disks; each costs twice the one before. */
export const DISK_LEVELS = ['pl0', 'pl1', 'pl2', 'pl3'] as const;
export type DiskLevel = (typeof DISK_LEVELS)[number];

/** Disks of the nodes of a warehouse, and what they are good for. */
export interface CacheLayout {
  readonly nodes: number;
  readonly level: DiskLevel;
  /** Of one node. */
  readonly disks: number;
  /** GB of one disk. */
  readonly diskGb: number;
  /** GiB of hot data over all nodes. */
  readonly hotGib: number;
  /** Hot part of all data, from 0 to 1; undefined when the size of all data is unknown. */
  readonly hotShare?: number;
  /** Part of the reads that the disks answer, from 0 to 1, as `hitRatioAssumption` has it. */
  readonly hitRatio?: number;
  /** What `hitRatio` rests on, in words. */
  readonly hitRatioAssumption?: string;
}

/** Disks come in steps of this many GB. */
const STEP_GB = 100;
const MAXIMUM_GB = 65_000;
const MAXIMUM_DISKS = 8;
/** Smallest disks of a level. */
const MINIMUM_GB: Readonly<Record<DiskLevel, number>> = { pl0: 100, pl1: 100, pl2: 500, pl3: 500 };
/** What the cache may fill of a disk before it evicts; the rest is spilled intermediate results and headroom. */
const USABLE = 0.8;
/** The share of the data that is worth a copy on a disk: above it, object storage no longer saves half of the cost. */
export const HOT_SHARE_LIMIT = 0.2;
/** The part of the data that `skew` speaks of. */
const SKEW_SHARE = 0.2;

/**
 * Disks that hold what is hot.
 *
 * @returns the layout, or why there is none
 */
export function cacheLayout(hot: HotData, nodes: number, level: DiskLevel): CacheLayout | string {
  const { hotGib, totalGib, imbalance } = hot;
  const neededGb = (hotGib * imbalance) / USABLE / nodes;
  const disks = Math.max(1, Math.ceil(neededGb / MAXIMUM_GB));
  if (disks > MAXIMUM_DISKS) {
    return `${Math.ceil(hotGib)} GiB of hot data do not fit on the disks of ${nodes} nodes (at most ${MAXIMUM_DISKS} of ${MAXIMUM_GB} GB each). Use more nodes or fewer hot days.`;
  }
  const diskGb = Math.max(MINIMUM_GB[level], roundUp(neededGb / disks));
  const layout = { nodes, level, disks, diskGb, hotGib };
  return totalGib === undefined ? layout : { ...layout, ...shares(hot, totalGib) };
}

/**
 * One disk of a size for each node, whatever is on it.
 *
 * @returns the layout, or why there is none
 */
export function fixedLayout(diskGb: number, nodes: number, level: DiskLevel): CacheLayout | string {
  if (diskGb % STEP_GB !== 0 || diskGb < MINIMUM_GB[level] || diskGb > MAXIMUM_GB) {
    return `a ${level} disk has ${MINIMUM_GB[level]} to ${MAXIMUM_GB} GB in steps of ${STEP_GB}, got ${diskGb}.`;
  }
  return { nodes, level, disks: 1, diskGb, hotGib: diskGb * USABLE * nodes };
}

/**
 * Refuses disks for more of the data than is worth it, unless there is a reason.
 *
 * @returns the layout, or why it is refused
 */
export function refuseTooHot(layout: CacheLayout | string, reason: string | undefined): CacheLayout | string {
  if (typeof layout === 'string' || layout.hotShare === undefined) return layout;
  if (layout.hotShare <= HOT_SHARE_LIMIT || (reason ?? '').trim() !== '') return layout;
  return `${percent(layout.hotShare)} of the data is hot, at most ${percent(HOT_SHARE_LIMIT)} may be: above it object storage no longer halves the cost. Shorten \`hotDays\`, or say in \`reason\` why it is worth it.`;
}

/** GB of disk over all nodes that would hold everything, with the same headroom. */
export function allOnDiskGb({ totalGib = 0, imbalance }: HotData, nodes: number): number {
  return nodes * Math.max(STEP_GB, roundUp((totalGib * imbalance) / USABLE / nodes));
}

/** Reads fall off from the newest to the oldest data by a power law that goes through (a fifth, `skew`). */
function shares(
  { hotGib, skew }: HotData,
  totalGib: number,
): Pick<CacheLayout, 'hotShare' | 'hitRatio' | 'hitRatioAssumption'> {
  const hotShare = hotGib / totalGib;
  return {
    hotShare,
    hitRatio: hotShare ** (Math.log(skew) / Math.log(SKEW_SHARE)),
    hitRatioAssumption: `the hottest ${percent(SKEW_SHARE)} of the data takes ${percent(skew)} of the reads`,
  };
}

function roundUp(gb: number): number {
  return Math.ceil(gb / STEP_GB) * STEP_GB;
}

/** A share in words. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
