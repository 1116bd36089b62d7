import { load, openWarehouse } from './helpers/server';
import type { Warehouse } from './helpers/server';

jest.setTimeout(60_000);

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openWarehouse();
});

beforeEach(() => warehouse.run('DROP DATABASE IF EXISTS p FORCE; CREATE DATABASE p; USE p'));
afterAll(() => warehouse.close());

/** Name and rows of every partition of a table. */
async function rowsOf(table: string): Promise<readonly (readonly (string | null)[])[]> {
  return (await partitions(table)).map((row) => row.slice(0, 2));
}

/** Name, rows and value of every partition of a table. */
function partitions(table: string): Promise<readonly (readonly (string | null)[])[]> {
  return warehouse.rows(
    `SELECT PARTITION_NAME, ROW_COUNT, PARTITION_VALUE FROM information_schema.partitions_meta WHERE DB_NAME = 'p' AND TABLE_NAME = '${table}' ORDER BY PARTITION_NAME`,
  );
}

const RANGED = `CREATE TABLE ranged (id INT, day DATE) DUPLICATE KEY (id)
  PARTITION BY RANGE (day) (PARTITION p1 VALUES [("2026-01-01"), ("2026-02-01")), PARTITION p2 VALUES [("2026-02-01"), ("2026-03-01")))`;
const LISTED = `CREATE TABLE listed (id INT, region VARCHAR(10), size INT) DUPLICATE KEY (id)
  PARTITION BY LIST (region, size) (PARTITION small VALUES IN (("eu", "1"), ("us", "1")), PARTITION big VALUES IN (("eu", "9")))`;

describe('rows without a partition', () => {
  test.each([
    ['a range', RANGED, "INSERT INTO ranged VALUES (1, '2026-01-05'), (2, '2026-03-01')", '[2, 2026-03-01]'],
    [
      'NULL in a range that does not start at the least value',
      RANGED,
      'INSERT INTO ranged VALUES (1, NULL)',
      '[1, NULL]',
    ],
    ['a list', LISTED, "INSERT INTO listed VALUES (1, 'eu', 1), (2, 'us', 9)", '[2, us, 9]'],
  ])('fails for INSERT outside of %s, and the tracking log shows the row', async (_, table, insert, row) => {
    await warehouse.run(table);
    const failure = await warehouse.failure(insert);
    expect(failure.errno).toBe(1064);
    const tracking =
      /^Insert has filtered data, txn_id = \d+, tracking sql = (select tracking_log from .* where job_id=\d+)$/.exec(
        failure.message,
      )?.[1];
    expect(await warehouse.rows(tracking ?? '')).toEqual([
      [`Error: The row is out of partition ranges. Please add a new partition.. Row: ${row}\n`],
    ]);
    const [, name = ''] = /CREATE TABLE (\w+)/.exec(table) ?? [];
    expect(await warehouse.rows(`SELECT count(*) FROM ${name}`)).toEqual([['0']]);
  });

  test('fails for NULL in a key and for a text that is too long, with the reason in the tracking log', async () => {
    await warehouse.run('CREATE TABLE k (id INT NOT NULL, name VARCHAR(3)) PRIMARY KEY (id)');
    const reasonOf = async (insert: string): Promise<unknown> => {
      const { message } = await warehouse.failure(insert);
      return (await warehouse.rows(/tracking sql = (.*)$/.exec(message)?.[1] ?? ''))[0]?.[0];
    };
    expect(await reasonOf("INSERT INTO k VALUES (NULL, 'a')")).toBe("Error: NULL value in non-nullable column 'id'\n");
    expect(await reasonOf("INSERT INTO k VALUES (1, 'abcd')")).toContain("the value of 'name' is longer than 3 bytes");
    expect(await warehouse.rows('SELECT count(*) FROM k')).toEqual([['0']]);
  });

  test('insert_max_filter_ratio leaves them out and counts them', async () => {
    await warehouse.run(`${RANGED}; SET insert_max_filter_ratio = 0.5`);
    const [result] = await warehouse.client.query("INSERT INTO ranged VALUES (1, '2026-01-05'), (2, '2027-01-01')");
    await warehouse.run('SET insert_max_filter_ratio = 0.0');
    expect(result).toMatchObject({ affectedRows: 1, warningStatus: 1 });
    expect(await warehouse.rows('SELECT id FROM ranged')).toEqual([['1']]);
    expect(
      await warehouse.rows('SELECT FILTERED_ROWS, SINK_ROWS FROM information_schema.loads WHERE FILTERED_ROWS > 0'),
    ).toEqual([['1', '1']]);
  });

  test('Stream Load counts them as filtered, and loads the others when max_filter_ratio allows it', async () => {
    await warehouse.run(RANGED);
    const body = '1,2026-01-05\n2,2026-05-01\n3,2026-02-28\n';
    const strict = await load(warehouse.server, 'p.ranged', body, { column_separator: ',' });
    expect(strict.body).toMatchObject({ Status: 'Fail', Message: 'too many filtered rows', NumberFilteredRows: 1 });
    const log = await (await fetch(String(strict.body['ErrorURL']))).text();
    expect(log).toBe('Error: The row is out of partition ranges. Please add a new partition.. Row: [2, 2026-05-01]\n');
    const { body: answer } = await load(warehouse.server, 'p.ranged', body, {
      column_separator: ',',
      max_filter_ratio: '0.4',
    });
    expect(answer).toMatchObject({ Status: 'Success', NumberTotalRows: 3, NumberLoadedRows: 2, NumberFilteredRows: 1 });
    expect(await rowsOf('ranged')).toEqual([
      ['p1', '1'],
      ['p2', '1'],
    ]);
  });

  test('Stream Load leaves rows out by where before it asks for their partition', async () => {
    await warehouse.run(RANGED);
    const { body } = await load(warehouse.server, 'p.ranged', '1,2026-01-05\n2,2026-05-01\n', {
      column_separator: ',',
      where: 'id < 2',
    });
    expect(body).toMatchObject({ Status: 'Success', NumberFilteredRows: 0, NumberUnselectedRows: 1 });
  });

  test('INSERT into named partitions takes their rows only, and OVERWRITE empties no others', async () => {
    await warehouse.run(`${RANGED}; INSERT INTO ranged VALUES (1, '2026-01-05'), (2, '2026-02-05')`);
    await warehouse.run("INSERT OVERWRITE ranged PARTITION (p2) VALUES (3, '2026-02-06')");
    expect(await warehouse.rows('SELECT id FROM ranged ORDER BY id')).toEqual([['1'], ['3']]);
    await warehouse.run("INSERT INTO ranged PARTITION (p1, p2) (id, day) VALUES (4, '2026-01-06')");
    expect((await warehouse.failure("INSERT INTO ranged PARTITION (p2) VALUES (5, '2026-01-06')")).message).toContain(
      'filtered data',
    );
    expect((await warehouse.failure("INSERT INTO ranged PARTITION (px) VALUES (5, '2026-01-06')")).errno).toBe(1507);
    expect(await rowsOf('ranged')).toEqual([
      ['p1', '2'],
      ['p2', '1'],
    ]);
  });

  test('fails for CREATE TABLE AS SELECT, and makes no table', async () => {
    await warehouse.run(
      `${RANGED}; CREATE TABLE source (id INT, day DATE); INSERT INTO source VALUES (1, '2030-01-01')`,
    );
    const failure = await warehouse.failure(
      'CREATE TABLE copy PARTITION BY RANGE (day) (PARTITION p1 VALUES LESS THAN ("2026-02-01")) AS SELECT day, id FROM source',
    );
    expect(failure.message).toContain('Insert has filtered data');
    expect(await warehouse.rows("SHOW TABLES LIKE 'copy'")).toEqual([]);
  });

  test('a table without one partition takes no row', async () => {
    await warehouse.run(`${RANGED}; ALTER TABLE ranged DROP PARTITION p1; ALTER TABLE ranged DROP PARTITION p2`);
    expect((await warehouse.failure("INSERT INTO ranged VALUES (1, '2026-01-05')")).message).toContain('filtered data');
  });

  test('every place that there is holds its rows: MAXVALUE, NULL below the first bound, several columns', async () => {
    await warehouse.run(`CREATE TABLE open (id INT, day DATE) DUPLICATE KEY (id)
        PARTITION BY RANGE (day) (PARTITION past VALUES LESS THAN ("2026-01-01"), PARTITION rest VALUES LESS THAN MAXVALUE);
      CREATE TABLE pairs (a INT, b INT) DUPLICATE KEY (a)
        PARTITION BY RANGE (a, b) (PARTITION p1 VALUES LESS THAN ("10", "5"), PARTITION p2 VALUES LESS THAN ("20"));
      INSERT INTO open VALUES (1, NULL), (2, '1999-01-01'), (3, '2099-01-01');
      INSERT INTO pairs VALUES (NULL, 1), (10, 4), (10, 5), (19, 9), (10, NULL)`);
    expect(await rowsOf('open')).toEqual([
      ['past', '2'],
      ['rest', '1'],
    ]);
    expect(await rowsOf('pairs')).toEqual([
      ['p1', '3'],
      ['p2', '2'],
    ]);
    expect((await warehouse.failure('INSERT INTO pairs VALUES (20, NULL)')).message).toContain('filtered data');
  });

  test('dropping and truncating partitions takes exactly their rows', async () => {
    await warehouse.run(`${LISTED}; INSERT INTO listed VALUES (1, 'eu', 1), (2, 'us', 1), (3, 'eu', 9);
      CREATE TABLE past (id INT, day DATE) DUPLICATE KEY (id)
        PARTITION BY RANGE (day) (PARTITION a VALUES LESS THAN ("2026-01-01"), PARTITION b VALUES LESS THAN ("2026-02-01"));
      INSERT INTO past VALUES (1, NULL), (2, '2025-01-01'), (3, '2026-01-01');
      TRUNCATE TABLE listed PARTITION (small); ALTER TABLE past DROP PARTITION a`);
    expect(await warehouse.rows('SELECT id FROM listed')).toEqual([['3']]);
    expect(await warehouse.rows('SELECT id FROM past')).toEqual([['3']]);
  });
});

describe('partitions that loads make', () => {
  test('one for each range of date_trunc, also by Stream Load, and no second time', async () => {
    await warehouse.run(`CREATE TABLE auto (at DATETIME, id INT) DUPLICATE KEY (at) PARTITION BY date_trunc('day', at);
      INSERT INTO auto VALUES ('2026-01-02 03:04:05', 1), ('2026-01-02 23:59:59', 2)`);
    await load(warehouse.server, 'p.auto', '2026-01-02 08:00:00,3\n2026-02-01 00:00:00,4\n', { column_separator: ',' });
    expect(await partitions('auto')).toEqual([
      [
        'p20260102',
        '3',
        '[types: [DATETIME]; keys: [2026-01-02 00:00:00]; ..types: [DATETIME]; keys: [2026-01-03 00:00:00]; )',
      ],
      [
        'p20260201',
        '1',
        '[types: [DATETIME]; keys: [2026-02-01 00:00:00]; ..types: [DATETIME]; keys: [2026-02-02 00:00:00]; )',
      ],
    ]);
    await warehouse.run('ALTER TABLE auto DROP PARTITION p20260102');
    expect(await warehouse.rows('SELECT id FROM auto')).toEqual([['4']]);
  });

  test('one for each combination of listed columns', async () => {
    await warehouse.run(`CREATE TABLE auto (id INT, region VARCHAR(10), day DATE) DUPLICATE KEY (id) PARTITION BY (region, day);
      INSERT INTO auto VALUES (1, 'us', '2026-01-02'), (2, 'us', '2026-01-02'), (3, 'e-u', '2026-01-02'), (4, NULL, '2026-01-03')`);
    expect(await partitions('auto')).toEqual([
      ['pNULL_20260103', '1', "(('NULL', '2026-01-03'))"],
      ['pe2du_20260102', '1', "(('e-u', '2026-01-02'))"],
      ['pus_20260102', '2', "(('us', '2026-01-02'))"],
    ]);
  });

  test('they are kept by concurrent writers', async () => {
    await warehouse.run(
      "CREATE TABLE auto (day DATE, id INT) DUPLICATE KEY (day) PARTITION BY date_trunc('month', day)",
    );
    const rows = Array.from({ length: 6 }, (_, month) => `2026-0${month + 1}-15,1\n`);
    await Promise.all(rows.map((row) => load(warehouse.server, 'p.auto', row, { column_separator: ',' })));
    expect(await rowsOf('auto')).toEqual(rows.map((_, month) => [`p20260${month + 1}`, '1']));
  });

  test('week, time_slice, primary keys and updates find their ranges', async () => {
    await warehouse.run(`CREATE TABLE weekly (day DATE NOT NULL, v INT) PRIMARY KEY (day) PARTITION BY date_trunc('week', day);
      CREATE TABLE sliced (at DATETIME, v INT) DUPLICATE KEY (at) PARTITION BY time_slice(at, INTERVAL 15 MINUTE);
      INSERT INTO weekly VALUES ('2026-01-07', 1), ('2026-01-08', 2); UPDATE weekly SET v = 5 WHERE v = 1;
      INSERT INTO sliced VALUES ('2026-01-07 10:14:59', 1), ('2026-01-07 10:15:00', 1)`);
    expect(await rowsOf('weekly')).toEqual([['p20260105', '2']]);
    expect((await partitions('sliced')).map(([name]) => name)).toEqual(['p202601071000', 'p202601071015']);
  });
});
