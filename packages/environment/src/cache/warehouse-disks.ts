import type { CacheSettings, WarehouseSettings } from '../model';
import { hotDataOf } from './data-facts';
import type { DataFacts } from './data-facts';
import { cacheLayout, fixedLayout, refuseTooHot } from './layout';
import type { CacheLayout } from './layout';

/** GB of the one disk of a node whose warehouse says nothing of its cache. */
export const DEFAULT_CACHE_GB = 200;

/** What an environment says of the data of a warehouse. */
export function dataFactsOf(cache: CacheSettings): DataFacts {
  const { dailyGrowthGb, totalGb, hotDays, hotShare, compression, retentionDays, skew } = cache;
  return {
    dailyGrowthGib: dailyGrowthGb,
    ...(totalGb === undefined ? {} : { totalGib: totalGb }),
    ...(hotDays === undefined ? {} : { hotDays }),
    ...(hotShare === undefined ? {} : { hotShare }),
    ...(compression === undefined ? {} : { compression }),
    ...(retentionDays === undefined ? {} : { retentionDays }),
    ...(skew === undefined ? {} : { skew }),
  };
}

/**
 * Cache disks of a warehouse.
 *
 * @returns the disks, or why there are none
 */
export function warehouseDisks({ cache, nodes }: Pick<WarehouseSettings, 'cache' | 'nodes'>): CacheLayout | string {
  if (cache === undefined) return fixedLayout(DEFAULT_CACHE_GB, nodes, 'pl1');
  const hot = hotDataOf(dataFactsOf(cache));
  return typeof hot === 'string' ? hot : refuseTooHot(cacheLayout(hot, nodes, cache.level ?? 'pl1'), cache.reason);
}

/**
 * Days for which the disks of an environment have room: those of the warehouse that promises most, because a table has
 * one window for all of them.
 *
 * @returns undefined when no warehouse knows what is hot
 */
export function cacheDays(warehouses: readonly Pick<WarehouseSettings, 'cache'>[]): number | undefined {
  const days = warehouses.flatMap(({ cache }) => {
    const hot = cache === undefined ? '' : hotDataOf(dataFactsOf(cache));
    return typeof hot === 'string' ? [] : [hot.hotDays];
  });
  return days.length === 0 ? undefined : Math.max(...days);
}
