import type { Account } from '../account';
import type { Environment } from '../model';
import { storagePrices } from '../prices/price';
import { hotDataOf } from './data-facts';
import type { CacheLayout } from './layout';
import { percent } from './layout';
import { storageCost } from './storage-cost';
import type { StorageCost } from './storage-cost';
import { dataFactsOf, warehouseDisks } from './warehouse-disks';

/** What the cache of a warehouse comes to. */
export interface CacheReport {
  readonly warehouse: string;
  readonly layout: CacheLayout;
  /** Of the data that it caches, against disks for all of them; undefined when their size or a price is unknown. */
  readonly storage?: StorageCost;
}

/** The caches of the warehouses of an environment. */
export function cacheReports(environment: Environment, account: Account): readonly CacheReport[] {
  const prices = storagePrices(environment.region, account);
  return environment.warehouses.flatMap(({ name, nodes, cache }): CacheReport[] => {
    const layout = warehouseDisks({ nodes, ...(cache === undefined ? {} : { cache }) });
    if (typeof layout === 'string') return [];
    const hot = cache === undefined ? '' : hotDataOf(dataFactsOf(cache));
    const storage = typeof hot === 'string' || prices === undefined ? undefined : storageCost(hot, layout, prices);
    return [{ warehouse: name, layout, ...(storage === undefined ? {} : { storage }) }];
  });
}

/** A cache in one line. */
export function cacheText({ layout, storage }: CacheReport): string {
  const { nodes, disks, diskGb, level, hotShare, hitRatio, hitRatioAssumption } = layout;
  const parts = [`${nodes} × ${disks} × ${diskGb} GB ${level}`];
  if (hotShare === undefined) parts.push('nobody knows which part of the data is hot');
  else parts.push(`${percent(hotShare)} of the data is hot`);
  if (hitRatio !== undefined && hitRatioAssumption !== undefined) {
    parts.push(`answers ${percent(hitRatio)} of the reads if ${hitRatioAssumption}`);
  }
  if (storage !== undefined) {
    const { monthly, saving, currency } = storage;
    const compared = saving < 0 ? `${percent(-saving)} more` : `${percent(saving)} less`;
    parts.push(`storage ${Math.round(monthly)} ${currency} a month, ${compared} than all on disk`);
  }
  return parts.join('; ');
}
