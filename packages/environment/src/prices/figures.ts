/** Where figures were read. */
export interface PriceSource {
  readonly title: string;
  readonly url: string;
  /** Day on which it was read. */
  readonly readOn: string;
}

/** What is sold, by the unit that is billed. */
export const PRICED_ITEMS = {
  'starrocks-cu': 'compute unit of StarRocks, per hour',
  'starrocks-disk-pl0': 'GB of PL0 disk of StarRocks, per hour',
  'starrocks-disk-pl1': 'GB of PL1 disk of StarRocks, per hour',
  'starrocks-disk-pl2': 'GB of PL2 disk of StarRocks, per hour',
  'starrocks-disk-pl3': 'GB of PL3 disk of StarRocks, per hour',
  'starrocks-storage': 'GB in object storage of StarRocks, per hour',
} as const;
export type PricedItem = keyof typeof PRICED_ITEMS;

/** List prices of a region in US dollars per hour. */
export interface RegionPrices {
  readonly name: string;
  readonly source: PriceSource;
  readonly usdPerHour: Readonly<Record<PricedItem, number>>;
}

const BILLABLE_ITEMS: PriceSource = {
  title: 'EMR Serverless StarRocks, Billable items: list prices in USD, pay-as-you-go',
  url: 'https://www.alibabacloud.com/help/en/emr/emr-serverless-starrocks/product-overview/billable-items',
  readOn: '2026-11-22',
};

/** PL0 costs half of PL1, PL2 twice and PL3 four times as much: the same page. */
function region(name: string, cu: number, pl1: number, storage: number): RegionPrices {
  return {
    name,
    source: BILLABLE_ITEMS,
    usdPerHour: {
      'starrocks-cu': cu,
      'starrocks-disk-pl0': pl1 / 2,
      'starrocks-disk-pl1': pl1,
      'starrocks-disk-pl2': pl1 * 2,
      'starrocks-disk-pl3': pl1 * 4,
      'starrocks-storage': storage,
    },
  };
}

/**
 * The price book. A region without a row is unknown, and so is Hong Kong: of its disks the page prints the same price for
 * three levels, which cannot be.
 */
export const REGION_PRICES: Readonly<Record<string, RegionPrices>> = {
  'ap-northeast-1': region('Tokyo', 0.060075, 0.0002532, 0.000035416667),
  'ap-southeast-1': region('Singapore', 0.060075, 0.000253, 0.000035416667),
  'ap-southeast-5': region('Jakarta', 0.060075, 0.0002532, 0.000035416667),
  'cn-beijing': region('Beijing', 0.050617, 0.000319, 0.000036041667),
  'cn-hangzhou': region('Hangzhou', 0.050617, 0.000319, 0.000036041667),
  'cn-qingdao': region('Qingdao', 0.050617, 0.000319, 0.000036041667),
  'cn-shanghai': region('Shanghai', 0.050617, 0.000319, 0.000036041667),
  'cn-shenzhen': region('Shenzhen', 0.050617, 0.000319, 0.000036041667),
  'cn-wulanchabu': region('Ulanqab', 0.045555, 0.000319, 0.000036041667),
  'cn-zhangjiakou': region('Zhangjiakou', 0.050617, 0.000319, 0.000036041667),
  'eu-central-1': region('Frankfurt', 0.057572, 0.0002512, 0.000035416667),
  'us-east-1': region('Virginia', 0.048063, 0.000211, 0.000033333333),
  'us-west-1': region('Silicon Valley', 0.048063, 0.000253, 0.000033333333),
};
