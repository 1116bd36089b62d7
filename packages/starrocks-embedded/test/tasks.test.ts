import { openWarehouse } from './helpers/server';
import type { Warehouse } from './helpers/server';

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openWarehouse();
  await warehouse.run('CREATE DATABASE d; USE d; CREATE TABLE t (k INT)');
});

afterAll(() => warehouse.close());

async function rowsOf(sql: string): Promise<readonly (readonly (string | null)[])[]> {
  for (;;) {
    const rows = await warehouse.rows(sql);
    if (rows.length > 0) return rows;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a submitted task runs its statement and is listed with its run', async () => {
  await warehouse.run('SUBMIT TASK fill AS INSERT INTO t SELECT 7');
  expect(
    await rowsOf("SELECT STATE FROM information_schema.task_runs WHERE TASK_NAME = 'fill' AND STATE = 'SUCCESS'"),
  ).toEqual([['SUCCESS']]);
  expect(await warehouse.rows('SELECT k FROM t')).toEqual([['7']]);
});

test('a task with a schedule runs when its time comes', async () => {
  await warehouse.run('SUBMIT TASK often SCHEDULE EVERY(INTERVAL 1 SECOND) AS INSERT OVERWRITE t SELECT 8');
  await rowsOf('SELECT k FROM t WHERE k = 8');
  expect(
    (await warehouse.rows("SELECT SCHEDULE FROM information_schema.tasks WHERE TASK_NAME = 'often'"))[0]?.[0],
  ).toMatch(/^PERIODICAL START\(.*\) EVERY\(1 SECONDS\)$/);
  await warehouse.run('DROP TASK often');
});

test('aggregate tables combine the rows of a key', async () => {
  await warehouse.run(
    'CREATE TABLE a (k INT NOT NULL, s BIGINT SUM, m INT MAX) AGGREGATE KEY(k) DISTRIBUTED BY HASH(k); INSERT INTO a VALUES (1, 2, 5), (1, 3, 4); INSERT INTO a VALUES (1, 10, 1)',
  );
  expect(await warehouse.rows('SELECT * FROM a')).toEqual([['1', '15', '5']]);
});
