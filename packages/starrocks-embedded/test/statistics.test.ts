import { load, openWarehouse } from './helpers/server';
import type { Warehouse } from './helpers/server';

jest.setTimeout(60_000);

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openWarehouse();
  await warehouse.run(`CREATE DATABASE s; USE s;
    CREATE TABLE plain (id BIGINT, name VARCHAR(100)) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 4;
    CREATE TABLE keyed (id BIGINT NOT NULL, day DATE NOT NULL, v INT) PRIMARY KEY (id, day) PARTITION BY RANGE (day)
      (PARTITION p1 VALUES LESS THAN ("2026-01-01"), PARTITION p2 VALUES LESS THAN ("2027-01-01"), PARTITION p3 VALUES LESS THAN ("2028-01-01"));
    CREATE VIEW v AS SELECT id FROM plain;
    CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT id, count(*) AS n FROM plain GROUP BY id`);
});

afterAll(() => warehouse.close());
beforeEach(() => warehouse.run('TRUNCATE TABLE plain; TRUNCATE TABLE keyed'));

function counts(table: string): Promise<readonly (readonly (string | null)[])[]> {
  return warehouse.rows(
    `SELECT PARTITION_NAME, ROW_COUNT FROM information_schema.partitions_meta WHERE DB_NAME = 's' AND TABLE_NAME = '${table}' ORDER BY 1`,
  );
}

describe('row counts', () => {
  test('follow inserts, upserts, deletes and truncation, partition by partition', async () => {
    await warehouse.run("INSERT INTO keyed VALUES (1, '2025-05-05', 1), (2, '2026-05-05', 1), (3, '2026-05-05', 1)");
    expect(await counts('keyed')).toEqual([
      ['p1', '1'],
      ['p2', '2'],
      ['p3', '0'],
    ]);
    await warehouse.run("INSERT INTO keyed VALUES (2, '2026-05-05', 9); DELETE FROM keyed WHERE id = 3");
    expect(await counts('keyed')).toEqual([
      ['p1', '1'],
      ['p2', '1'],
      ['p3', '0'],
    ]);
    await warehouse.run('TRUNCATE TABLE keyed PARTITION (p1)');
    expect(await counts('keyed')).toEqual([
      ['p1', '0'],
      ['p2', '1'],
      ['p3', '0'],
    ]);
  });

  test('of all partitions are right where there are many', async () => {
    await warehouse.run(`CREATE TABLE days (day DATE, id INT) DUPLICATE KEY (day) PARTITION BY RANGE (day)
      (START ("2025-01-01") END ("2027-01-01") EVERY (INTERVAL 1 DAY));`);
    const days = Array.from({ length: 730 }, (_, day) =>
      new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10),
    );
    await load(warehouse.server, 's.days', days.map((day) => `${day}\t1\n`).join(''));
    const rows = await counts('days');
    expect(rows).toHaveLength(730);
    expect(rows.filter(([, count]) => count !== '1')).toEqual([]);
  });

  test('of a materialized view follow its refresh', async () => {
    await warehouse.run(
      "INSERT INTO plain VALUES (1, 'a'), (1, 'b'), (2, 'c'); REFRESH MATERIALIZED VIEW m WITH SYNC MODE",
    );
    expect(await counts('m')).toEqual([['m', '2']]);
    expect(
      await warehouse.rows("SELECT TABLE_ROWS FROM information_schema.materialized_views WHERE TABLE_NAME = 'm'"),
    ).toEqual([['2']]);
  });

  test('stand in information_schema.tables without deleted rows', async () => {
    await warehouse.run("INSERT INTO plain VALUES (1, 'a'), (2, 'b'); DELETE FROM plain WHERE id = 1");
    expect(
      await warehouse.rows(
        "SELECT TABLE_ROWS FROM information_schema.tables WHERE TABLE_SCHEMA = 's' AND TABLE_NAME IN ('plain', 'v') ORDER BY TABLE_NAME",
      ),
    ).toEqual([['1'], [null]]);
  });
});

describe('sizes', () => {
  test('grow with the rows and with the length of texts', async () => {
    const size = async (): Promise<number> => {
      const [[bytes = '0'] = []] = await warehouse.rows(
        "SELECT STORAGE_SIZE FROM information_schema.partitions_meta WHERE DB_NAME = 's' AND TABLE_NAME = 'plain'",
      );
      return Number(bytes);
    };
    expect(await size()).toBe(0);
    const lines = (count: number, text: string): string =>
      Array.from({ length: count }, (_, id) => `${id}\t${text}\n`).join('');
    await load(warehouse.server, 's.plain', lines(1000, 'ab'));
    const short = await size();
    expect(short).toBe(1000 * (8 + 2) * 0.4);
    await load(warehouse.server, 's.plain', lines(1000, 'ab'));
    expect(await size()).toBe(2 * short);
    await warehouse.run('TRUNCATE TABLE plain');
    await load(warehouse.server, 's.plain', lines(1000, 'x'.repeat(92)));
    expect(await size()).toBe(10 * short);
  });

  test('SHOW DATA lists tables and materialized views with a total, and the indexes of one', async () => {
    await load(warehouse.server, 's.plain', Array.from({ length: 1000 }, (_, id) => `${id}\tab\n`).join(''));
    const all = await warehouse.rows('SHOW DATA');
    expect(all.map(([name]) => name)).toEqual(['days', 'keyed', 'm', 'plain', 'Total', 'Quota', 'Left']);
    expect(all.at(3)).toEqual(['plain', '3.906 KB', '4']);
    expect(await warehouse.rows('SHOW DATA FROM plain')).toEqual([
      ['plain', 'plain', '3.906 KB', '4', '1000'],
      ['', 'Total', '3.906 KB', '4', ''],
    ]);
    expect((await warehouse.failure('SHOW DATA FROM nosuch')).errno).toBe(1064);
  });

  test('SHOW PARTITIONS shows the range, the size and the rows', async () => {
    await warehouse.run("INSERT INTO keyed VALUES (1, '2026-05-05', 1)");
    const [first, second] = await warehouse.rows('SHOW PARTITIONS FROM keyed');
    expect(first?.slice(6, 8)).toEqual([
      'day',
      '[types: [DATE]; keys: [0000-01-01]; ..types: [DATE]; keys: [2026-01-01]; )',
    ]);
    expect(second?.slice(10, 13)).toEqual(['7B', '7B', '1']);
    expect(await warehouse.rows('SHOW TEMPORARY PARTITIONS FROM keyed')).toEqual([]);
    expect(await warehouse.rows("SHOW PARTITIONS FROM keyed WHERE PartitionName = 'p3'")).toHaveLength(1);
  });
});

test('fails to read load_tracking_logs without naming a load', async () => {
  expect((await warehouse.failure('SELECT * FROM information_schema.load_tracking_logs')).message).toBe(
    'load_tracking_logs must specify label or job_id',
  );
});
