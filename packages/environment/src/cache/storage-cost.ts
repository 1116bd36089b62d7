import type { HotData } from './data-facts';
import { allOnDiskGb } from './layout';
import type { CacheLayout, DiskLevel } from './layout';

/** List prices of storage, of one currency. */
export interface StoragePrices {
  readonly currency: string;
  /** Of one GB of disk for a month, by level. */
  readonly diskGbMonth: Readonly<Record<DiskLevel, number>>;
  /** Of one GiB in object storage for a month. */
  readonly objectGibMonth: number;
}

/** What storage costs a month. */
export interface StorageCost {
  readonly currency: string;
  /** Everything in object storage, and the cache disks. */
  readonly monthly: number;
  /** The same data on disks of the same level alone: one copy, with the same headroom. */
  readonly allOnDisk: number;
  /** What is saved, as a part of `allOnDisk`; below 0 when it costs more. */
  readonly saving: number;
}

/**
 * Compares a layout with disks for everything.
 *
 * @returns undefined when the size of all data is unknown
 */
export function storageCost(
  hot: HotData,
  { nodes, level, disks, diskGb }: CacheLayout,
  { currency, diskGbMonth, objectGibMonth }: StoragePrices,
): StorageCost | undefined {
  if (hot.totalGib === undefined) return undefined;
  const monthly = hot.totalGib * objectGibMonth + nodes * disks * diskGb * diskGbMonth[level];
  const allOnDisk = allOnDiskGb(hot, nodes) * diskGbMonth[level];
  return { currency, monthly, allOnDisk, saving: 1 - monthly / allOnDisk };
}
