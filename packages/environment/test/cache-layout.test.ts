import { hotDataOf } from '../src/cache/data-facts';
import type { DataFacts, HotData } from '../src/cache/data-facts';
import { cacheLayout, fixedLayout } from '../src/cache/layout';
import type { CacheLayout, DiskLevel } from '../src/cache/layout';
import { cacheReports, cacheText } from '../src/cache/report';
import { cacheDays } from '../src/cache/warehouse-disks';
import { storageCost } from '../src/cache/storage-cost';
import { loadPlatform } from '../src';
import { account, environment, root } from './helpers';

/** Even nodes, so that the arithmetic can be followed. */
const even = { imbalance: 1 };

function hot(facts: DataFacts): HotData {
  const found = hotDataOf(facts);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

function layout(facts: DataFacts, nodes: number, level: DiskLevel = 'pl1'): CacheLayout {
  const found = cacheLayout(hot(facts), nodes, level);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

describe('what is hot', () => {
  test('is so many days of growth, of data that need no compression, read mostly where they are new', () => {
    expect(hot({ dailyGrowthGib: 40, hotDays: 7 })).toEqual({ hotDays: 7, hotGib: 280, skew: 0.8, imbalance: 1.1 });
  });

  test('shrinks by compression', () => {
    expect(hot({ dailyGrowthGib: 40, compression: 4, hotDays: 7, retentionDays: 100 })).toMatchObject({
      hotGib: 70,
      totalGib: 1000,
    });
  });

  test('may be a share of all data; the days follow', () => {
    expect(hot({ dailyGrowthGib: 10, hotShare: 0.1, totalGib: 1050 })).toMatchObject({ hotDays: 10, hotGib: 100 });
    expect(hot({ dailyGrowthGib: 10, hotShare: 0.001, retentionDays: 100 })).toMatchObject({ hotDays: 1 });
  });

  test('is never more than there is', () => {
    expect(hot({ dailyGrowthGib: 10, hotDays: 90, retentionDays: 30 })).toMatchObject({ hotGib: 300, totalGib: 300 });
  });

  test.each<[Partial<DataFacts>, RegExp]>([
    [{ dailyGrowthGib: 0 }, /`dailyGrowthGib` must be more than 0, got 0/],
    [{ dailyGrowthGib: Number.NaN }, /`dailyGrowthGib`.*got NaN/],
    [{ compression: 0.5 }, /`compression` must be 1 or more/],
    [{ retentionDays: 1.5 }, /`retentionDays` must be a whole number/],
    [{ totalGib: -1 }, /`totalGib` must be more than 0/],
    [{ hotDays: 0 }, /`hotDays` must be a whole number/],
    [{ hotDays: undefined, hotShare: 1.1, totalGib: 10 }, /`hotShare` must be above 0 and at most 1/],
    [{ skew: 1 }, /`skew` must be from 0.2/],
    [{ imbalance: 0.9 }, /`imbalance` must be 1 or more/],
    [{ hotShare: 0.1 }, /one of `hotDays` and `hotShare` must be given, got both/],
    [{ hotDays: undefined }, /got neither/],
    [{ totalGib: 10, retentionDays: 10 }, /got both: each says how much data there is/],
    [{ hotDays: undefined, hotShare: 0.1 }, /`hotShare` needs the size of all data/],
  ])('fails with %j', (changes, message) => {
    expect(hotDataOf({ dailyGrowthGib: 1, hotDays: 1, ...changes })).toMatch(message);
  });
});

describe('cache disks', () => {
  test.each<[number, number, number, { disks: number; diskGb: number }]>([
    [7, 2, 1, { disks: 1, diskGb: 100 }],
    [7, 40, 3, { disks: 1, diskGb: 200 }],
    [10, 8, 1, { disks: 1, diskGb: 100 }],
    [10, 9, 1, { disks: 1, diskGb: 200 }],
    [100, 1000, 1, { disks: 2, diskGb: 62_500 }],
  ])('for %d days of %d GiB on %d nodes are %j on each', (hotDays, dailyGrowthGib, nodes, expected) => {
    expect(layout({ hotDays, dailyGrowthGib, ...even }, nodes)).toMatchObject({ ...expected, nodes, level: 'pl1' });
  });

  test('have room for the fullest node', () => {
    expect(layout({ hotDays: 10, dailyGrowthGib: 8, imbalance: 1.1 }, 1).diskGb).toBe(200);
  });

  test('have the least size of their level', () => {
    expect(layout({ hotDays: 1, dailyGrowthGib: 1 }, 1, 'pl0').diskGb).toBe(100);
    expect(layout({ hotDays: 1, dailyGrowthGib: 1 }, 1, 'pl2').diskGb).toBe(500);
  });

  test('are always ones that are sold', () => {
    for (let nodes = 1; nodes <= 100; nodes += 7) {
      for (let hotDays = 1; hotDays < 4000; hotDays += 97) {
        const found = cacheLayout(hot({ hotDays, dailyGrowthGib: 100 }), nodes, 'pl1');
        if (typeof found === 'string') continue;
        expect(found.diskGb % 100).toBe(0);
        expect(found.diskGb).toBeGreaterThanOrEqual(100);
        expect(found.diskGb).toBeLessThanOrEqual(65_000);
        expect(found.disks).toBeLessThanOrEqual(8);
        expect(found.disks * found.diskGb * nodes * 0.8).toBeGreaterThanOrEqual(found.hotGib * 1.1 - 1e-6);
      }
    }
  });

  test('answer the reads that the skew says: a fifth of the data 80 %, all of it all', () => {
    const facts = { dailyGrowthGib: 10, totalGib: 1000 };
    expect(layout({ ...facts, hotDays: 20 }, 3)).toMatchObject({
      hotShare: 0.2,
      hitRatio: expect.closeTo(0.8, 9) as unknown,
      hitRatioAssumption: 'the hottest 20 % of the data takes 80 % of the reads',
    });
    expect(layout({ ...facts, hotDays: 100 }, 3).hitRatio).toBeCloseTo(1, 9);
    // Read alike, a tenth of the data takes a tenth of the reads.
    expect(layout({ ...facts, hotDays: 10, skew: 0.2 }, 3).hitRatio).toBeCloseTo(0.1, 9);
  });

  test('promise nothing when the size of all data is unknown', () => {
    const found = layout({ dailyGrowthGib: 10, hotDays: 7 }, 3);
    expect([found.hotShare, found.hitRatio, found.hitRatioAssumption]).toEqual([undefined, undefined, undefined]);
  });

  test('fail when nothing that is sold holds what is hot', () => {
    expect(cacheLayout(hot({ hotDays: 3650, dailyGrowthGib: 1000 }), 1, 'pl1')).toMatch(
      /3650000 GiB of hot data do not fit on the disks of 1 nodes/,
    );
  });

  test.each<[number, DiskLevel]>([
    [50, 'pl1'],
    [250, 'pl1'],
    [65_100, 'pl1'],
    [400, 'pl2'],
  ])('fail with %d GB of %s', (diskGb, level) => {
    expect(fixedLayout(diskGb, 1, level)).toMatch(/^a pl\d disk has \d+ to 65000 GB in steps of 100, got \d+\.$/);
  });
});

describe('storage of a warehouse', () => {
  // List prices of Shanghai in USD: PL1 0.153 a GB, data storage 0.0263 a GiB.
  const prices = {
    currency: 'USD',
    diskGbMonth: { pl0: 0.0765, pl1: 0.153, pl2: 0.306, pl3: 0.612 },
    objectGibMonth: 0.0263,
  };

  test('costs the object storage of everything and the disks of what is hot', () => {
    const facts = { dailyGrowthGib: 10, hotDays: 24, totalGib: 3000, ...even };
    expect(storageCost(hot(facts), layout(facts, 3), prices)).toEqual({
      currency: 'USD',
      monthly: expect.closeTo(3000 * 0.0263 + 3 * 100 * 0.153) as unknown,
      allOnDisk: expect.closeTo(3 * 1300 * 0.153) as unknown,
      saving: expect.closeTo(1 - (3000 * 0.0263 + 45.9) / 596.7) as unknown,
    });
  });

  test('costs less than half of all on disk while at most a fifth is hot', () => {
    const facts = { dailyGrowthGib: 100, hotDays: 20, totalGib: 10_000 };
    expect(storageCost(hot(facts), layout(facts, 4), prices)?.saving).toBeGreaterThan(0.5);
  });

  test('is not compared when the size of all data is unknown', () => {
    const facts = { dailyGrowthGib: 100, hotDays: 20 };
    expect(storageCost(hot(facts), layout(facts, 4), prices)).toBeUndefined();
  });
});

describe('the days for which an environment has room', () => {
  test('are those of the warehouse that promises most', () => {
    const warehouses = [
      { cache: { hotDays: 7, dailyGrowthGb: 10 } },
      { cache: { hotShare: 0.1, dailyGrowthGb: 10, totalGb: 3000 } },
      {},
    ];
    expect(cacheDays(warehouses)).toBe(30);
  });

  test('are unknown when no warehouse knows what is hot', () => {
    expect(cacheDays([{}])).toBeUndefined();
  });
});

describe('the report of a cache', () => {
  const reported = (cache: string, changes = {}): string => {
    const warehouses = `[{ name: etl, cu: 8, nodes: 3${cache} }]`;
    return cacheReports(environment({ warehouses, ...changes }), account())
      .map(cacheText)
      .join();
  };

  test('says what the disks hold, answer and save', () => {
    expect(reported(', cache: { hotDays: 7, dailyGrowthGb: 40, totalGb: 6000 }')).toMatch(
      /^3 × 1 × 200 GB pl1; 5 % of the data is hot; answers 65 % of the reads if the hottest 20 % of the data takes 80 % of the reads; storage \d+ CNY a month, \d\d % less than all on disk$/,
    );
  });

  test('says that small data cost more, because the smallest disk is larger', () => {
    expect(reported(', cache: { hotDays: 1, dailyGrowthGb: 1, totalGb: 10 }')).toMatch(/\d % more than all on disk$/);
  });

  test('promises nothing of data whose size is unknown', () => {
    expect(reported(', cache: { hotDays: 7, dailyGrowthGb: 40 }')).toBe(
      '3 × 1 × 200 GB pl1; nobody knows which part of the data is hot',
    );
    expect(reported('')).toBe('3 × 1 × 200 GB pl1; nobody knows which part of the data is hot');
  });

  test('is of half the cost and less in production', () => {
    const { environments, account: own } = loadPlatform(root);
    const production = environments.filter(({ stage }) => stage === 'prod').flatMap((each) => cacheReports(each, own));
    expect(production.length).toBeGreaterThan(0);
    for (const { storage } of production) expect(storage?.saving).toBeGreaterThanOrEqual(0.5);
  });
});
