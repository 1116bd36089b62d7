import { connect, openWarehouse } from './helpers/server';
import type { Warehouse } from './helpers/server';

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openWarehouse();
  await warehouse.run('CREATE DATABASE d; USE d; CREATE TABLE t (k INT NOT NULL, v VARCHAR(10)) DUPLICATE KEY(k)');
});

afterAll(() => warehouse.close());

afterEach(async () => {
  for (const key of ['ddl_delay_ms', 'insert_delay_ms', 'job_delay_ms', 'task_delay_ms']) await set(key, '0');
  await set('task_slots', '4');
  await set('fault', '');
});

function set(key: string, value: string): Promise<void> {
  return warehouse.run(`ADMIN SET FRONTEND CONFIG ("embedded_${key}" = "${value}")`);
}

/** Code and text of the failure of a statement on a connection of its own, which may be cut. */
async function lostConnection(sql: string): Promise<{ readonly code: string; readonly message: string }> {
  const client = await connect(warehouse.server, { database: 'd' });
  client.on('error', () => undefined);
  try {
    await client.query(sql);
  } catch (error) {
    return error as { code: string; message: string };
  } finally {
    client.destroy();
  }
  throw new Error(`was answered: ${sql}`);
}

async function until<T>(read: () => Promise<T>, isDone: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read();
    if (isDone(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const jobStates = async (table: string): Promise<readonly (string | null)[]> =>
  (await warehouse.rows(`SHOW ALTER TABLE COLUMN FROM d WHERE TableName = '${table}' ORDER BY JobId DESC`)).map(
    (row) => row[9] ?? null,
  );

test('a switch shows in ADMIN SHOW FRONTEND CONFIG', async () => {
  await set('ddl_delay_ms', '7');
  expect(await warehouse.rows("ADMIN SHOW FRONTEND CONFIG LIKE 'embedded_ddl%'")).toEqual([
    ['embedded_ddl_delay_ms', '[]', '7', 'String', 'true', ''],
  ]);
});

test('fails for values that a switch cannot have', async () => {
  expect(await warehouse.failure('ADMIN SET FRONTEND CONFIG ("embedded_task_slots" = "0")')).toMatchObject({
    errno: 1064,
  });
  expect(await warehouse.failure('ADMIN SET FRONTEND CONFIG ("embedded_fault" = "fire:1")')).toMatchObject({
    errno: 1064,
  });
});

test('a slow statement lets the others pass', async () => {
  await set('ddl_delay_ms', '300');
  const other = await connect(warehouse.server, { database: 'd' });
  const done: string[] = [];
  const slow = warehouse.run('CREATE TABLE slow (k INT)').then(() => done.push('slow'));
  await other.query('SELECT 1').then(() => done.push('select'));
  await slow;
  await other.end();
  expect(done).toEqual(['select', 'slow']);
});

test('cut-before drops the connection and runs nothing', async () => {
  await set('fault', 'cut-before:1');
  expect(await lostConnection('CREATE TABLE before1 (k INT)')).toMatchObject({ code: 'PROTOCOL_CONNECTION_LOST' });
  expect(await warehouse.rows("SHOW TABLES LIKE 'before1'")).toEqual([]);
});

test('cut-after counts statements, runs the N-th and drops the connection', async () => {
  await set('fault', 'cut-after:2');
  await warehouse.run('SELECT 1');
  expect(await lostConnection('CREATE TABLE after1 (k INT)')).toMatchObject({ code: 'PROTOCOL_CONNECTION_LOST' });
  expect(await warehouse.rows("SHOW TABLES LIKE 'after1'")).toEqual([['after1']]);
});

test('leader-switch answers as a frontend that lost its leader, and disk-full hits writes only', async () => {
  await set('fault', 'leader-switch:1');
  expect(await lostConnection('CREATE TABLE leader1 (k INT)')).toMatchObject({ message: 'Cannot open null host.' });
  await set('fault', 'disk-full:1');
  await warehouse.run('SELECT 1');
  expect(await warehouse.failure("INSERT INTO t VALUES (1, 'a')")).toMatchObject({ errno: 1064 });
  await warehouse.run("INSERT INTO t VALUES (1, 'a')");
  expect(await warehouse.rows('SELECT * FROM t')).toEqual([['1', 'a']]);
});

test('a rewriting job takes its time: the table stays as it was, and refuses another change, until it is over', async () => {
  await warehouse.run('CREATE TABLE j (k INT NOT NULL, v INT) DUPLICATE KEY(k); INSERT INTO j VALUES (1, 2)');
  await set('job_delay_ms', '400');
  await warehouse.run('ALTER TABLE j MODIFY COLUMN v VARCHAR(20)');
  expect((await jobStates('j'))[0]).toBe('PENDING');
  expect(await warehouse.failure('ALTER TABLE j MODIFY COLUMN v VARCHAR(30)')).toMatchObject({
    message: expect.stringContaining('A schema change operation is in progress on the table j.') as string,
  });
  const seen = new Set<string | null>();
  await until(
    async () => (await jobStates('j'))[0] ?? null,
    (state) => {
      seen.add(state);
      return state === 'FINISHED';
    },
  );
  expect([...seen]).toEqual(expect.arrayContaining(['RUNNING', 'FINISHED_REWRITING', 'FINISHED']));
  expect(await warehouse.rows("SELECT concat(v, '!') FROM j")).toEqual([['2!']]);
  expect((await warehouse.rows('DESC j'))[1]?.[1]).toBe('varchar(20)');
});

test('job-cancelled leaves the table as it was', async () => {
  await warehouse.run('CREATE TABLE c1 (k INT NOT NULL, v INT) DUPLICATE KEY(k)');
  await set('fault', 'job-cancelled:1');
  await warehouse.run('ALTER TABLE c1 MODIFY COLUMN v VARCHAR(20)');
  const [job] = await until(
    () => warehouse.rows("SHOW ALTER TABLE COLUMN FROM d WHERE TableName = 'c1'"),
    ([row]) => row?.[9] === 'CANCELLED',
  );
  expect(job?.[10]).not.toBe('');
  expect((await warehouse.rows('DESC c1'))[1]?.[1]).toBe('int');
});

test('refreshes wait as PENDING while all task slots are taken', async () => {
  await warehouse.run(
    'CREATE MATERIALIZED VIEW m1 REFRESH DEFERRED MANUAL AS SELECT k FROM t; CREATE MATERIALIZED VIEW m2 REFRESH DEFERRED MANUAL AS SELECT k FROM t',
  );
  await set('task_slots', '1');
  await set('task_delay_ms', '200');
  const states = (): Promise<readonly (readonly (string | null)[])[]> =>
    warehouse.rows('SELECT STATE FROM information_schema.task_runs ORDER BY CREATE_TIME, STATE DESC');
  await warehouse.run('REFRESH MATERIALIZED VIEW m1; REFRESH MATERIALIZED VIEW m2');
  expect(await states()).toEqual([['RUNNING'], ['PENDING']]);
  expect(await until(states, (rows) => rows.every(([state]) => state === 'SUCCESS'))).toHaveLength(2);
});
