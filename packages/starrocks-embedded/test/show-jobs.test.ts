import { openWarehouse } from './helpers/server';
import type { Warehouse } from './helpers/server';

jest.setTimeout(60_000);

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openWarehouse();
  await warehouse.run(`CREATE DATABASE j; USE j;
    CREATE TABLE orders (id BIGINT, day DATE) DUPLICATE KEY (id);
    CREATE ROUTINE LOAD first ON orders COLUMNS (id, day) PROPERTIES ("format" = "json")
      FROM KAFKA ("kafka_broker_list" = "127.0.0.1:9", "kafka_topic" = "t1", "kafka_partitions" = "0,1");
    CREATE ROUTINE LOAD second ON orders FROM KAFKA ("kafka_broker_list" = "127.0.0.1:9", "kafka_topic" = "t2");
    STOP ROUTINE LOAD FOR second;
    CREATE PIPE p0 AS INSERT INTO orders SELECT * FROM FILES ("path" = "file:///data/*.csv", "format" = "csv")`);
});

afterAll(() => warehouse.close());

async function row(sql: string): Promise<Readonly<Record<string, unknown>>> {
  const [rows] = await warehouse.client.query(sql);
  return (rows as readonly Readonly<Record<string, unknown>>[])[0] ?? {};
}

describe('SHOW ROUTINE LOAD', () => {
  test('shows what a job is and where it stands', async () => {
    const job = await row('SHOW ROUTINE LOAD');
    expect(Object.keys(job)).toHaveLength(23);
    expect(job).toMatchObject({
      Name: 'first',
      DbName: 'j',
      TableName: 'orders',
      State: 'NEED_SCHEDULE',
      DataSourceType: 'KAFKA',
      CurrentTaskNum: '0',
      EndTime: null,
      Warehouse: 'default_warehouse',
    });
    expect(JSON.parse(String(job['JobProperties']))).toMatchObject({
      format: 'json',
      dataFormat: 'json',
      maxBatchIntervalS: '10',
      partitions: '*',
      columnToColumnExpr: 'id,day',
      whereExpr: '*',
    });
    expect(JSON.parse(String(job['DataSourceProperties']))).toMatchObject({ topic: 't1', brokerList: '127.0.0.1:9' });
    expect(JSON.parse(String(job['Statistic']))).toMatchObject({ loadedRows: 0, errorRows: 0 });
  });

  test('shows stopped jobs with ALL only', async () => {
    const names = async (sql: string): Promise<unknown> => (await warehouse.rows(sql)).map((cells) => cells[1]);
    expect(await names('SHOW ROUTINE LOAD FROM j')).toEqual(['first']);
    expect(await names('SHOW ALL ROUTINE LOAD')).toEqual(['first', 'second']);
    expect(await names('SHOW ROUTINE LOAD FOR j.first')).toEqual(['first']);
    expect(await names("SHOW ALL ROUTINE LOAD WHERE State = 'STOPPED'")).toEqual(['second']);
  });

  test('fails for a job that is not there, or that was stopped', async () => {
    expect((await warehouse.failure('SHOW ROUTINE LOAD FOR second')).message).toContain(
      'There is no job named second in db j. Include history? false',
    );
  });

  test('a waiting job has no tasks', async () => {
    const [rows, fields] = await warehouse.client.query("SHOW ROUTINE LOAD TASK WHERE JobName = 'first'");
    expect(rows).toEqual([]);
    expect((fields as readonly { name: string }[]).map((field) => field.name).slice(0, 4)).toEqual([
      'TaskId',
      'TxnId',
      'TxnStatus',
      'JobId',
    ]);
  });

  test.each([
    ['of an unknown job', "SHOW ROUTINE LOAD TASK WHERE JobName = 'nosuch'", 'The job named nosuch does not exists'],
    ['without the name of a job', 'SHOW ROUTINE LOAD TASK', 'only support one equal expr'],
  ])('fails for the tasks %s', async (_, sql, message) => {
    expect((await warehouse.failure(sql)).message).toContain(message);
  });
});

test('SHOW PIPES shows the pipes of a database', async () => {
  expect(await row('SHOW PIPES')).toMatchObject({
    DATABASE_NAME: 'j',
    PIPE_NAME: 'p0',
    TABLE_NAME: 'j.orders',
    LOAD_STATUS: '{"loadedFiles":0,"loadedBytes":0,"loadingFiles":0}',
    LAST_ERROR: null,
  });
  expect(await warehouse.rows("SHOW PIPES LIKE 'x%'")).toEqual([]);
});

test('fails for SHOW TASKS: tasks are read from information_schema', async () => {
  expect(await warehouse.failure('SHOW TASKS')).toMatchObject({
    errno: 1064,
    message: "Getting syntax error at line 1, column 5. Detail message: No viable statement for input 'SHOW TASKS'.",
  });
});

describe('sys.object_dependencies', () => {
  test('lists what materialized views read, through views down to the tables', async () => {
    await warehouse.run(`CREATE VIEW v AS SELECT id FROM orders;
      CREATE MATERIALIZED VIEW m1 REFRESH MANUAL AS SELECT id, count(*) AS n FROM v GROUP BY id;
      CREATE MATERIALIZED VIEW m2 REFRESH MANUAL AS SELECT id FROM m1`);
    const read = (): ReturnType<Warehouse['rows']> =>
      warehouse.rows('SELECT object_name, ref_object_name, ref_object_type FROM sys.object_dependencies ORDER BY 1, 2');
    expect(await read()).toEqual([
      ['m1', 'orders', 'CLOUD_NATIVE'],
      ['m1', 'v', 'VIEW'],
      ['m2', 'm1', 'CLOUD_NATIVE_MATERIALIZED_VIEW'],
    ]);
    await warehouse.run('DROP MATERIALIZED VIEW m1');
    expect(await read()).toEqual([['m2', 'm1', 'UNKNOWN']]);
  });
});
