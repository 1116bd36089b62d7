import type { Account } from '../account';
import type { StoragePrices } from '../cache/storage-cost';
import { REGION_PRICES } from './figures';
import type { PricedItem, PriceSource } from './figures';
import { OWN_ITEMS } from './own-items';
import type { OwnItem } from './own-items';

/** Hours of a month, as list prices reckon. */
export const MONTH_HOURS = 730;

/** What one unit of something costs for an hour, and who says so. */
export interface UnitPrice {
  readonly cnyPerHour: number;
  readonly source: PriceSource;
}

type Prices = Pick<Account, 'prices'>;

const STORAGE: readonly PricedItem[] = [
  'starrocks-disk-pl0',
  'starrocks-disk-pl1',
  'starrocks-disk-pl2',
  'starrocks-disk-pl3',
  'starrocks-storage',
];

/**
 * Price of an item in a region: the account's own figure, else the list price.
 *
 * @param item of the price book, or of what an account may add, e.g. `rds-class/mysql.n2.medium.1`
 * @returns undefined when nobody has named it
 */
export function unitPrice(item: string, region: string, { prices }: Prices): UnitPrice | undefined {
  const own = prices.own?.[item];
  if (own !== undefined) {
    const amount = own.currency === 'USD' ? own.amount * prices.cnyPerUsd : own.amount;
    return {
      cnyPerHour: own.per === 'month' ? amount / MONTH_HOURS : amount,
      source: { title: own.source, url: 'strata.yaml', readOn: own.asOf },
    };
  }
  const book = REGION_PRICES[region];
  const usd = (book?.usdPerHour as Readonly<Record<string, number>> | undefined)?.[item];
  if (book === undefined || usd === undefined) return undefined;
  return { cnyPerHour: usd * prices.cnyPerUsd, source: book.source };
}

/** Prices of storage in a region, for weighing disks against object storage; undefined when one is unknown. */
export function storagePrices(region: string, account: Prices): StoragePrices | undefined {
  const [pl0, pl1, pl2, pl3, objectGibMonth] = STORAGE.flatMap((item) => {
    const price = unitPrice(item, region, account);
    return price === undefined ? [] : [price.cnyPerHour * MONTH_HOURS];
  });
  if (
    pl0 === undefined ||
    pl1 === undefined ||
    pl2 === undefined ||
    pl3 === undefined ||
    objectGibMonth === undefined
  ) {
    return undefined;
  }
  return { currency: 'CNY', diskGbMonth: { pl0, pl1, pl2, pl3 }, objectGibMonth };
}

/** What an item that only the account can price is, in words. */
export function describeItem(item: string): string {
  const [kind = '', detail] = item.split('/');
  const about = OWN_ITEMS[kind as OwnItem];
  return detail === undefined ? about : `${about} ${detail}`;
}
