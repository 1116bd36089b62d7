import { connect, openWarehouse } from './helpers/server';
import type { Warehouse } from './helpers/server';

jest.setTimeout(60_000);

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openWarehouse();
});

beforeEach(() => warehouse.run('DROP DATABASE IF EXISTS f FORCE; CREATE DATABASE f; USE f'));
afterAll(() => warehouse.close());

describe('RECOVER PARTITION', () => {
  beforeEach(() =>
    warehouse.run(`CREATE TABLE t (id INT, day DATE) DUPLICATE KEY (id)
        PARTITION BY RANGE (day) (PARTITION p1 VALUES LESS THAN ("2026-01-01"), PARTITION p2 VALUES LESS THAN ("2027-01-01"));
      INSERT INTO t VALUES (1, '2025-01-01'), (2, NULL), (3, '2026-01-01'); ALTER TABLE t DROP PARTITION p1`),
  );

  test('brings back the partition with its rows', async () => {
    expect(await warehouse.rows('SELECT id FROM t')).toEqual([['3']]);
    await warehouse.run('RECOVER PARTITION p1 FROM t');
    expect(await warehouse.rows('SELECT id FROM t ORDER BY id')).toEqual([['1'], ['2'], ['3']]);
    expect((await warehouse.rows('SHOW PARTITIONS FROM t')).map((row) => [row[1], row[12]])).toEqual([
      ['p1', '2'],
      ['p2', '1'],
    ]);
  });

  test.each([
    ['its place is taken', 'ALTER TABLE t ADD PARTITION px VALUES [("2024-01-01"), ("2024-02-01"))', 'Range conflict'],
    [
      'it was dropped by force',
      'RECOVER PARTITION p1 FROM t; ALTER TABLE t DROP PARTITION p1 FORCE',
      'No partition named',
    ],
    ['the columns have changed', 'ALTER TABLE t ADD COLUMN more INT', 'columns have changed'],
  ])('fails when %s', async (_, before, message) => {
    await warehouse.run(before);
    expect((await warehouse.failure('RECOVER PARTITION p1 FROM t')).message).toContain(message);
  });
});

describe('users', () => {
  test('fails to log in as one who proves itself elsewhere, until it has a password', async () => {
    await warehouse.run(
      'DROP USER IF EXISTS outside; CREATE USER outside IDENTIFIED WITH authentication_ldap_simple AS "uid=x"',
    );
    await expect(connect(warehouse.server, { user: 'outside', password: '' })).rejects.toThrow('Access denied');
    expect(
      (await warehouse.rows('SHOW ALL AUTHENTICATION')).find(([name]) => name === "'outside'@'%'")?.slice(1, 3),
    ).toEqual(['No', 'AUTHENTICATION_LDAP_SIMPLE']);
    await warehouse.run("ALTER USER outside IDENTIFIED BY 'pw'");
    await (await connect(warehouse.server, { user: 'outside', password: 'pw' })).end();
  });

  test('EXECUTE AS goes on as the other user, with no more rights than that', async () => {
    await warehouse.run("DROP USER IF EXISTS small; CREATE USER small IDENTIFIED BY 'pw'; CREATE TABLE t (id INT)");
    const client = await connect(warehouse.server, { database: 'f' });
    await client.query('EXECUTE AS small WITH NO REVERT');
    const [[row]] = (await client.query('SELECT current_user() AS me')) as unknown as [readonly { me: string }[]];
    expect(row?.me).toBe("'small'@'%'");
    await expect(client.query('SELECT * FROM t')).rejects.toThrow('Access denied');
    await client.end();
  });
});

describe('objects that are only kept', () => {
  test('resources are listed without secrets, and dropped', async () => {
    await warehouse.run(
      'CREATE EXTERNAL RESOURCE "rs" PROPERTIES ("type" = "hive", "hive.metastore.uris" = "thrift://h:9083")',
    );
    expect(await warehouse.rows('SHOW RESOURCES')).toEqual([['rs', 'HIVE', 'hive.metastore.uris', 'thrift://h:9083']]);
    await warehouse.run('DROP RESOURCE "rs"');
    expect(await warehouse.rows('SHOW RESOURCES')).toEqual([]);
    expect((await warehouse.failure('DROP RESOURCE "rs"')).message).toBe('Resource(rs) does not exist');
  });

  test('DESC PIPE shows what a pipe does', async () => {
    await warehouse.run(
      'CREATE TABLE t (id INT); CREATE PIPE p PROPERTIES ("auto_ingest" = "true") AS INSERT INTO t SELECT * FROM FILES ("path" = "s3://b/*.csv", "format" = "csv")',
    );
    const [row] = await warehouse.rows('DESC PIPE p');
    expect(row?.slice(2)).toEqual([
      'p',
      'FILE',
      'f.t',
      'FILE_SOURCE(path=s3://b/*.csv)',
      'INSERT INTO t SELECT * FROM FILES ("path" = "s3://b/*.csv", "format" = "csv")',
      '{"auto_ingest":"true"}',
    ]);
  });

  test('indexes of materialized views are changed by ALTER TABLE and shown', async () => {
    await warehouse.run(`CREATE TABLE t (id INT, v INT); CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT id, v FROM t;
      ALTER TABLE m ADD INDEX i (id) USING BITMAP; ALTER TABLE m SET ("bloom_filter_columns" = "v")`);
    const [[, text = ''] = []] = await warehouse.rows('SHOW CREATE MATERIALIZED VIEW m');
    expect(text).toContain("(`id`, `v`,\n  INDEX i (`id`) USING BITMAP COMMENT '')");
    expect(text).toContain('"bloom_filter_columns" = "v"');
    await warehouse.run('ALTER TABLE m DROP INDEX i');
    expect((await warehouse.failure('ALTER TABLE m DROP INDEX i')).message).toContain('index i does not exist');
    expect((await warehouse.failure('ALTER TABLE m ADD COLUMN x INT')).message).toContain('non-native');
  });
});

describe('queries', () => {
  test('fails for a view whose table is gone, also through another view', async () => {
    await warehouse.run(
      'CREATE TABLE t (id INT); CREATE VIEW low AS SELECT id FROM t; CREATE VIEW high AS SELECT id FROM low; DROP TABLE t',
    );
    const failure = await warehouse.failure('SELECT * FROM high');
    expect(failure).toMatchObject({ errno: 5502, sqlState: '42602' });
    expect(failure.message).toContain('View f.low references invalid table(s)');
  });

  test.each([
    ['a hint with an unknown variable', 'SELECT /*+ SET_VAR(nosuch = 1) */ 1', 1193],
    ['a comment alone', '/* nothing */', 1064],
    ['statistics of an unknown table', 'ANALYZE TABLE nosuch', 1064],
    [
      'another type in a colocation group',
      'CREATE TABLE b (id BIGINT) DISTRIBUTED BY HASH (id) PROPERTIES ("colocate_with" = "g")',
      5063,
    ],
    [
      'a mix of ways to bound partitions',
      'CREATE TABLE b (d DATE) PARTITION BY RANGE (d) (PARTITION p1 VALUES LESS THAN ("2026-01-01"), PARTITION p2 VALUES [("2026-01-01"), ("2026-02-01")))',
      1064,
    ],
  ])('fails for %s', async (_, sql, errno) => {
    await warehouse.run('CREATE TABLE a (id INT) DISTRIBUTED BY HASH (id) PROPERTIES ("colocate_with" = "g")');
    expect((await warehouse.failure(sql)).errno).toBe(errno);
  });

  test('a known variable in a hint, and semicolons alone, are fine', async () => {
    expect(await warehouse.rows('SELECT /*+ SET_VAR(query_timeout = 5) */ 1')).toEqual([['1']]);
    await warehouse.run(' ;; ');
  });
});
