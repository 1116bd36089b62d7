import { monthlyPrice, parseEnvironment, PRICED_ITEMS, REGION_PRICES, storagePrices, unitPrice } from '../src';
import type { Account, Environment, PriceLine } from '../src';
import { account, environment, environmentYaml, problemsOf } from './helpers';

/** The account with a US dollar at 1 CNY, and prices of its own. */
const dollars = (own: Account['prices']['own'] = {}): Account => ({
  ...account(),
  prices: { cnyPerUsd: 1, asOf: '2026-12-01', source: 'test', own },
});
const ALWAYS = { pauseOutsideWorkingHours: 'off' };

const lines = (of: Environment, prices = dollars()): readonly [string, number, number][] =>
  monthlyPrice(of, prices).lines.map(({ what, quantity, cny }: PriceLine) => [what, quantity, Number(cny.toFixed(2))]);

describe('the price book', () => {
  test('gives every figure a source, an address and the day on which it was read', () => {
    for (const { source } of Object.values(REGION_PRICES)) {
      expect(source).toEqual({
        title: expect.stringMatching(/list prices/) as string,
        url: expect.stringMatching(/^https:\/\//) as string,
        readOn: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string,
      });
    }
  });

  test('adds up to what the page of prices prints for 48 compute units and 600 GB', () => {
    const hour = (item: string): number => unitPrice(item, 'cn-shanghai', dollars())?.cnyPerHour ?? 0;
    expect(48 * hour('starrocks-cu') + 600 * hour('starrocks-disk-pl1')).toBeCloseTo(2.621016, 6);
  });

  test('knows every item in every region that it has', () => {
    for (const { usdPerHour } of Object.values(REGION_PRICES)) {
      expect(Object.keys(usdPerHour).sort()).toEqual(Object.keys(PRICED_ITEMS).sort());
    }
  });

  test('prefers what the account pays, by the month and in its currency', () => {
    const own = { amount: 73, currency: 'USD', per: 'month', asOf: '2026-11-01', source: 'contract' } as const;
    const prices = { ...dollars({ 'starrocks-cu': own }).prices, cnyPerUsd: 7 };
    expect(unitPrice('starrocks-cu', 'cn-shanghai', { prices })).toEqual({
      cnyPerHour: expect.closeTo(0.7) as number,
      source: { title: 'contract', url: 'strata.yaml', readOn: '2026-11-01' },
    });
  });

  test('has no storage prices where one is unknown', () => {
    expect(storagePrices('cn-hongkong', account())).toBeUndefined();
    expect(storagePrices('cn-shanghai', dollars())?.diskGbMonth.pl1).toBeCloseTo(0.000319 * 730);
  });
});

describe('the monthly price of an environment', () => {
  test('counts frontends, default warehouse, warehouses with their disks, and the data', () => {
    const warehouses = '[{ name: etl, cu: 16, nodes: 2, cache: { hotDays: 7, dailyGrowthGb: 5, totalGb: 400 } }]';
    expect(lines(environment({ warehouses, ...ALWAYS }))).toEqual([
      ['frontends', 8, 295.6],
      ['frontends', 100, 23.29],
      ['default_warehouse', 24, 886.81],
      ['default_warehouse', 600, 139.72],
      ['warehouse etl', 32, 1182.41],
      ['warehouse etl', 200, 46.57],
      ['data', 400, 10.52],
    ]);
  });

  test('counts nodes of a schedule for the hours at which they are there: 60 of the 168 of a week', () => {
    const warehouses = '[{ name: etl, cu: 8 }]';
    const [always] = lines(environment({ warehouses, ...ALWAYS })).filter(([what]) => what === 'warehouse etl');
    const [paused] = lines(environment({ warehouses })).filter(([what]) => what === 'warehouse etl, working-hours');
    expect(paused?.[2]).toBeCloseTo(((always?.[2] ?? 0) * 60) / 168, 2);
  });

  test('counts what a shared instance adds, and neither frontends nor default warehouse', () => {
    const shared = environment({
      instance: '{ shared: risk-prod }',
      network: '',
      secrets: '{ admin: kms:risk-prod/admin, user: kms:risk/user }',
      warehouses: '[{ name: etl, cu: 8 }]',
      ...ALWAYS,
    });
    expect(lines(shared).map(([what]) => what)).toEqual(['warehouse etl', 'warehouse etl']);
  });

  test('names what has no price, and why', () => {
    const { unpriced } = monthlyPrice(
      environment({
        sources: '[{ name: core, databases: [a], password: env:X }]',
        network: '{ cidr: 10.20.0.0/16, outbound: on }',
        instance: '{ gateway: { loadBalancer: on } }',
      }),
      dollars(),
    );
    expect(unpriced.map(({ what, item }) => `${what}: ${item}`)).toEqual([
      'data: starrocks-storage',
      'source core: rds-class/mysql.n2.medium.1',
      'source core: rds-storage',
      'Flink: flink-cu',
      'Flink: oss-bucket',
      'network: nat',
      'gateway of StarRocks: load-balancer',
    ]);
    expect(unpriced[0]?.why).toContain('`totalGb`');
    expect(unpriced[1]?.why).toContain('add `rds-class/mysql.n2.medium.1` to `prices.own` of strata.yaml');
  });

  test('counts what the account has priced', () => {
    const flink = { amount: 1, currency: 'CNY', per: 'hour', asOf: '2026-11-01', source: 'contract' } as const;
    const streams = '[{ topic: app_event, about: one }]';
    expect(lines(environment({ streams }), dollars({ 'flink-cu': flink }))).toContainEqual(['Flink', 4, 2920]);
  });

  test('is unknown in a region without figures, line by line', () => {
    const { cny, unpriced } = monthlyPrice({ ...environment(), region: 'cn-hongkong' }, dollars());
    expect(cny).toBe(0);
    expect(unpriced[0]?.why).toBe(
      'the price book has no starrocks-cu in cn-hongkong: add it to `prices.own` of strata.yaml',
    );
  });

  test('says what it rests on', () => {
    expect(monthlyPrice(environment({ warehouses: '[{ name: etl, cu: 8 }]' }), account()).assumptions).toEqual([
      'A month has 730 hours; list prices, pay-as-you-go, without discounts and taxes.',
      'One US dollar is 7.2 CNY (rate of the yearly plan, 2026-12-01).',
      'Nodes of a schedule cost as others do, with their disks, for the hours at which they are there.',
    ]);
  });

  test('is nothing once the environment is retired', () => {
    const retired = environment({ protection: 'off', allowDataLoss: 'on', state: 'retired' });
    expect(monthlyPrice(retired, account())).toEqual({ cny: 0, lines: [], unpriced: [], assumptions: [] });
  });
});

describe('a budget', () => {
  const poor = (stage: Account['stages']['dev']): Account => ({
    ...account(),
    stages: { ...account().stages, dev: stage },
  });
  const { dev } = account().stages;
  const codes = (changes: Readonly<Record<string, string>>, prices: Account): readonly string[] =>
    problemsOf(() => parseEnvironment(environmentYaml(changes), 'environments/risk-dev.yaml', prices)).map(
      ({ code, message }) => `${code} ${message.split('.')[0] ?? ''}`,
    );

  test('holds when the price is within it, and where there is none', () => {
    expect(codes({ budget: '20000' }, account())).toEqual([]);
    expect(codes({}, account())).toEqual([]);
  });

  test('fails when the price is above that of the stage, where the file names none', () => {
    expect(codes({}, poor({ ...dev, quota: { cu: 64, budget: 100 } }))).toEqual([
      expect.stringMatching(/^STR1127 is 100 CNY a month, the environment costs \d+ by the price book/),
    ]);
  });

  test('fails above the quota of the team', () => {
    const teams = { risk: { dev: { budget: 15_000 } } };
    expect(codes({ budget: '20000' }, { ...account(), teams })).toEqual([
      'STR1127 must be at most 15000 CNY a month, the quota of risk in dev in strata',
    ]);
  });
});
