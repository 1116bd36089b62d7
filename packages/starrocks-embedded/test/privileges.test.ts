import type { Connection } from 'mysql2/promise';

import { connect, openWarehouse } from './helpers/server';
import type { Warehouse } from './helpers/server';

let warehouse: Warehouse;
let reader: Connection;

beforeAll(async () => {
  warehouse = await openWarehouse();
  await warehouse.run(
    "CREATE DATABASE d; USE d; CREATE TABLE t (k INT); CREATE TABLE u (k INT); INSERT INTO t VALUES (1); CREATE USER reader IDENTIFIED BY 'Reader-123'; GRANT SELECT ON TABLE d.t TO USER reader",
  );
  await warehouse.run(`CREATE USER other;
    CREATE RESOURCE GROUP reports TO (user='other') WITH ("cpu_weight" = "4", "mem_limit" = "30%");
    CREATE STORAGE VOLUME cold TYPE = S3 LOCATIONS = ("s3://bucket/cold") PROPERTIES ("enabled" = "true", "aws.s3.region" = "cn-hangzhou", "aws.s3.endpoint" = "http://127.0.0.1:1", "aws.s3.access_key" = "k", "aws.s3.secret_key" = "s");
    CREATE EXTERNAL CATALOG lake PROPERTIES ("type" = "hive", "hive.metastore.uris" = "thrift://127.0.0.1:9083")`);
  reader = await connect(warehouse.server, { user: 'reader', password: 'Reader-123', database: 'd' });
});

afterAll(async () => {
  await reader.end();
  await warehouse.close();
});

test('a user reads what was granted', async () => {
  const [rows] = await reader.query('SELECT k FROM t');
  expect(rows).toEqual([{ k: 1 }]);
});

test.each([
  ['SELECT * FROM u', 'SELECT'],
  ['INSERT INTO t VALUES (2)', 'INSERT'],
  ['DELETE FROM t WHERE k = 1', 'DELETE'],
  ['ALTER TABLE t ADD COLUMN v INT', 'ALTER'],
  ['DROP TABLE t', 'DROP'],
  ['CREATE TABLE x (k INT)', 'CREATE TABLE'],
  ['CREATE VIEW x AS SELECT k FROM t', 'CREATE VIEW'],
  ['CREATE DATABASE x', 'CREATE DATABASE'],
  ['ADMIN SET FRONTEND CONFIG ("embedded_fault" = "")', 'OPERATE'],
  ["SET PASSWORD FOR 'other' = PASSWORD('x')", 'GRANT'],
  ['DROP RESOURCE GROUP reports', 'DROP'],
  ['ALTER RESOURCE GROUP reports WITH ("mem_limit" = "90%")', 'ALTER'],
  ['DROP STORAGE VOLUME cold', 'DROP'],
  ['ALTER STORAGE VOLUME cold COMMENT = "mine"', 'ALTER'],
  ['DROP CATALOG lake', 'DROP'],
])('fails with 5203 for a user who may not: %s', async (sql, privilege) => {
  await expect(reader.query(sql)).rejects.toMatchObject({
    errno: 5203,
    message: expect.stringContaining(`(at least one of) the ${privilege} privilege(s)`) as string,
  });
});

test('a user changes the own password', async () => {
  await reader.query("SET PASSWORD = PASSWORD('Reader-124')");
  const again = await connect(warehouse.server, { user: 'reader', password: 'Reader-124' });
  await again.end();
});

test('a grant follows its table through RENAME and SWAP, and goes with it', async () => {
  await warehouse.run('CREATE TABLE a (k INT); CREATE TABLE b (k INT); GRANT SELECT ON TABLE d.a TO USER reader');
  const grants = async (): Promise<readonly (string | null)[]> =>
    (await warehouse.rows('SHOW GRANTS FOR reader')).map((row) => row[2] ?? null);
  await warehouse.run('ALTER TABLE a SWAP WITH b');
  expect(await grants()).toContain("GRANT SELECT ON TABLE d.b TO USER 'reader'@'%'");
  await warehouse.run('ALTER TABLE b RENAME c');
  expect(await grants()).toContain("GRANT SELECT ON TABLE d.c TO USER 'reader'@'%'");
  await warehouse.run('DROP TABLE c');
  expect(await grants()).toEqual(["GRANT SELECT ON TABLE d.t TO USER 'reader'@'%'"]);
});

test('databases that many create at once are made once', async () => {
  const clients = await Promise.all(Array.from({ length: 8 }, () => connect(warehouse.server)));
  await Promise.all(clients.map((client) => client.query('CREATE DATABASE IF NOT EXISTS many')));
  await Promise.all(clients.map((client) => client.end()));
  expect(await warehouse.rows("SHOW DATABASES LIKE 'many'")).toEqual([['many']]);
});
