import { dynamicPartitions } from '../src/engine/partition/dynamic';
import type { PartitionRecord, TableRecord } from '../src/storage/model';
import { openWarehouse } from './helpers/server';
import type { Warehouse } from './helpers/server';

jest.setTimeout(60_000);

const NOW = Date.UTC(2026, 1, 27, 20, 30);

function partitionsAt(
  nowMs: number,
  settings: Readonly<Record<string, string>>,
  type: 'DATE' | 'DATETIME' | 'INT' = 'DATE',
  partitions: readonly PartitionRecord[] = [],
): readonly (readonly [string, string])[] {
  const properties = Object.fromEntries(
    Object.entries({ enable: 'true', time_zone: 'UTC', ...settings }).map(([key, value]) => [
      `dynamic_partition.${key}`,
      value,
    ]),
  );
  const table: TableRecord = {
    kind: 'table',
    id: 1,
    database: 'd',
    name: 't',
    columns: [
      {
        name: 'day',
        type: { kind: 'simple', name: type },
        nullable: false,
        key: true,
        autoIncrement: false,
        comment: '',
      },
    ],
    comment: '',
    createdMs: 0,
    updatedMs: 0,
    model: 'DUPLICATE',
    keys: ['day'],
    partition: { kind: 'range', columns: ['day'], partitions: [] },
    partitions,
    distribution: { kind: 'random' },
    orderBy: [],
    indexes: [],
    properties,
    nextAutoIncrement: 1,
    schemaVersion: 0,
  };
  let id = 100;
  return dynamicPartitions(table, nowMs, () => (id += 1)).map(({ name, values }) => [name, values] as const);
}

describe('partitions made ahead of time', () => {
  test('by day from today on, by the clock of the zone', () => {
    expect(partitionsAt(NOW, { time_unit: 'DAY', end: '1', prefix: 'p', time_zone: 'Asia/Shanghai' })).toEqual([
      ['p20260228', '[("2026-02-28"), ("2026-03-01"))'],
      ['p20260301', '[("2026-03-01"), ("2026-03-02"))'],
    ]);
  });

  test.each([
    ['HOUR', {}, 'DATETIME', ['p2026022720', '[("2026-02-27 20:00:00"), ("2026-02-27 21:00:00"))']],
    ['WEEK', {}, 'DATE', ['p2026_08', '[("2026-02-23"), ("2026-03-02"))']],
    ['WEEK', { start_day_of_week: '7' }, 'DATE', ['p2026_08', '[("2026-02-22"), ("2026-03-01"))']],
    ['MONTH', {}, 'DATE', ['p202602', '[("2026-02-01"), ("2026-03-01"))']],
    ['MONTH', { start_day_of_month: '28' }, 'DATE', ['p202601', '[("2026-01-28"), ("2026-02-28"))']],
    ['DAY', {}, 'INT', ['p20260227', '[("20260227"), ("20260228"))']],
    ['YEAR', {}, 'DATE', ['p2026', '[("2026-01-01"), ("2027-01-01"))']],
  ] as const)('by %s with %j', (unit, settings, type, expected) => {
    expect(partitionsAt(NOW, { time_unit: unit, end: '0', prefix: 'p', ...settings }, type)).toEqual([expected]);
  });

  test('those that are too old go, those that overlap stay as they are', () => {
    const partitions = [
      { id: 1, name: 'old', values: '[("2026-02-24"), ("2026-02-25"))' },
      { id: 2, name: 'kept', values: '[("2026-02-25"), ("2026-02-26"))' },
      { id: 3, name: 'mine', values: '[("2026-02-26"), ("2026-02-28"))' },
    ];
    expect(
      partitionsAt(NOW, { time_unit: 'DAY', start: '-2', end: '1', prefix: 'p' }, 'DATE', partitions).map(
        ([name]) => name,
      ),
    ).toEqual(['kept', 'mine', 'p20260228']);
  });

  test('a table that is not enabled keeps its partitions', () => {
    expect(partitionsAt(NOW, { enable: 'false', time_unit: 'DAY', end: '1', prefix: 'p' })).toEqual([]);
  });
});

describe('a server', () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await openWarehouse();
  });
  afterAll(() => warehouse.close());

  test('makes them with the table, refuses rows beyond them, and drops the old ones with their rows', async () => {
    await warehouse.run(`CREATE DATABASE d; USE d;
      CREATE TABLE t (day DATE NOT NULL, id INT) DUPLICATE KEY (day) PARTITION BY RANGE (day) (PARTITION old VALUES [("2020-01-01"), ("2020-01-02")))
        PROPERTIES ("dynamic_partition.enable" = "false", "dynamic_partition.time_unit" = "DAY", "dynamic_partition.start" = "-3",
          "dynamic_partition.end" = "3", "dynamic_partition.prefix" = "p", "dynamic_partition.buckets" = "1");
      INSERT INTO t VALUES ('2020-01-01', 1)`);
    const names = async (): Promise<number> => (await warehouse.rows('SHOW PARTITIONS FROM t')).length;
    expect(await names()).toBe(1);
    await warehouse.run('ALTER TABLE t SET ("dynamic_partition.enable" = "true")');
    while ((await names()) !== 4) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await warehouse.rows('SELECT id FROM t')).toEqual([]);
    await warehouse.run('INSERT INTO t SELECT current_date(), 2');
    expect((await warehouse.failure("INSERT INTO t VALUES ('2020-01-01', 3)")).message).toContain('filtered data');
  });
});
