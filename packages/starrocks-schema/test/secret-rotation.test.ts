/** A secret that has another value under the same name: noticed by its mark, given anew, never told. */

import type { LiveModel, Model, Plan } from '../src';
import { apply, databasesOf, deserialiseModel, diff, introspect, planSteps, serialiseModel } from '../src';
import { fits, markOf } from '../src/secret-mark';

import { CAREFUL } from './helpers/declare';
import { embeddedWarehouse } from './helpers/embedded';
import { modelOfFiles } from './helpers/files';

const USER = "CREATE USER 'app'@'%' IDENTIFIED BY 'secret:env:APP';";
const CATALOG = `CREATE EXTERNAL CATALOG cold PROPERTIES ("type" = "jdbc", "user" = "reader", "password" = "secret:env:COLD",
  "jdbc_uri" = "jdbc:mysql://rds:3306", "driver_url" = "https://repo/driver.jar", "driver_class" = "com.mysql.cj.jdbc.Driver");`;
const TABLE =
  'CREATE TABLE loan (id BIGINT NOT NULL COMMENT "id") PRIMARY KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1;';
const FILES_OF = `FILES("path" = "s3://b/x.parquet", "format" = "parquet", "aws.s3.access_key" = "key", "aws.s3.secret_key" = "secret:env:COLD")`;
const TASK = `SUBMIT TASK pull SCHEDULE EVERY (INTERVAL 1 DAY) AS INSERT INTO ods.loan SELECT id FROM ${FILES_OF};`;
const FILES = { 'users/app.sql': USER, 'catalogs/cold.sql': CATALOG, 'ods/loan.sql': TABLE };
const model = modelOfFiles(FILES);

type Values = Readonly<Record<string, string>>;
const FIRST: Values = { 'env:APP': 'App-1-value', 'env:COLD': 'Cold-1-value' };
const SECOND: Values = { ...FIRST, 'env:APP': 'App-2-value' };

jest.setTimeout(120_000);

describe('a mark', () => {
  const place = ['demo', 'user:app@%', 'env:APP'];

  test('fits its value', async () => {
    expect(await fits(await markOf('s3cret', place), 's3cret', place)).toBe(true);
  });

  test('fits no other value, and not the same value of another object', async () => {
    const mark = await markOf('s3cret', place);
    // One of 65,536 fits by chance; never all of four.
    const others = ['s3creT', '', 's3cret ', 'other'].map((value) => fits(mark, value, place));
    expect(await Promise.all(others)).toContain(false);
    const elsewhere = ['user:a@%', 'user:b@%', 'user:c@%', 'user:d@%'].map((object) =>
      fits(mark, 's3cret', ['demo', object, 'env:APP']),
    );
    expect(await Promise.all(elsewhere)).toContain(false);
  });

  test('is another one each time, and too short to prove a guess', async () => {
    const [a, b] = [await markOf('s3cret', place), await markOf('s3cret', place)];
    expect(a).not.toBe(b);
    expect(a).toMatch(/^[0-9a-f]{32}:[0-9a-f]{4}$/);
  });
});

describe('on the embedded server', () => {
  const warehouse = embeddedWarehouse({ eachTest: true });

  function read(values: Values, desired: Model = model): Promise<LiveModel> {
    return introspect(warehouse.connection, {
      environment: 'demo',
      databases: databasesOf(desired),
      objects: desired.objects.map(({ id }) => id),
      resolveSecret: resolver(values),
    });
  }
  const resolver = (values: Values) => (reference: string) => {
    const value = values[reference];
    return value === undefined ? Promise.reject(new Error('no value')) : Promise.resolve(value);
  };
  const plan = async (values: Values, desired = model): Promise<Plan> =>
    planSteps(diff(desired, await read(values, desired)), CAREFUL);
  const run = (made: Plan, values: Values) =>
    apply(warehouse.connection, made, {
      environment: 'demo',
      pollMs: 10,
      reconnectMs: 0,
      deadAfterSeconds: 0,
      resolveSecret: resolver(values),
    });
  const login = async (password: string): Promise<void> => (await warehouse.open({ user: 'app', password })).close();

  beforeEach(async () => {
    await run(await plan(FIRST), FIRST);
  });

  test('changes nothing while the values are the same', async () => {
    expect((await plan(FIRST)).steps).toEqual([]);
  });

  test('is given anew, and then it is the one in force', async () => {
    const made = await plan(SECOND);
    expect(made.statements).toEqual([`ALTER USER 'app'@'%' IDENTIFIED BY "secret:env:APP"`]);
    expect(made.steps.map(({ object }) => object)).toEqual(['user:app@%']);
    await login('App-1-value');
    await run(made, SECOND);
    await login('App-2-value');
    await expect(login('App-1-value')).rejects.toMatchObject({ code: 'STR1402' });
    expect((await plan(SECOND)).steps).toEqual([]);
  });

  test('is given anew to a catalog, alone', async () => {
    const made = await plan({ ...FIRST, 'env:COLD': 'Cold-2-value' });
    expect(made.statements).toEqual(['ALTER CATALOG cold SET ("password" = "secret:env:COLD")']);
  });

  test('is given anew to what has it in its text, and is not read back from there', async () => {
    const tasked = modelOfFiles({ ...FILES, 'ods/pull.sql': TASK });
    await run(await plan(FIRST, tasked), FIRST);
    const [row] = await warehouse.connection.query('SELECT DEFINITION AS body FROM information_schema.tasks');
    expect(String(row?.['body'])).toContain('Cold-1-value');
    const live = await read(FIRST, tasked);
    expect(JSON.stringify(live)).not.toContain('Cold-1-value');
    expect(planSteps(diff(tasked, live), CAREFUL).steps).toEqual([]);
    const rotated = { ...FIRST, 'env:COLD': 'Cold-2-value' };
    const made = await plan(rotated, tasked);
    expect(made.statements.filter((sql) => /TASK/.test(sql))).toEqual([
      'DROP TASK IF EXISTS pull',
      expect.stringContaining('"aws.s3.secret_key" = "secret:env:COLD"') as string,
    ]);
    await run(made, rotated);
    expect((await plan(rotated, tasked)).steps).toEqual([]);
  });

  test('fails in plain text, in a query as well', () => {
    const plain = TASK.replace('secret:env:COLD', 'Cold-1-value');
    expect(() => modelOfFiles({ ...FILES, 'ods/pull.sql': plain })).toThrow(/"aws\.s3\.secret_key" holds a secret/);
  });

  test('another reference is given anew as well, although the engine shows neither', async () => {
    const renamed = modelOfFiles({ ...FILES, 'catalogs/cold.sql': CATALOG.replace('env:COLD', 'env:COLD_2') });
    const values = { ...FIRST, 'env:COLD_2': 'Cold-1-value' };
    const made = await plan(values, renamed);
    expect(made.statements).toEqual(['ALTER CATALOG cold SET ("password" = "secret:env:COLD_2")']);
    await run(made, values);
    expect((await plan(values, renamed)).steps).toEqual([]);
  });

  test('is taken as applied where it has no value, and by a change that does not send it', async () => {
    expect((await plan({})).steps).toEqual([]);
    const commented = modelOfFiles({
      ...FILES,
      'users/app.sql': `${USER.slice(0, -1)} PROPERTIES ("max_user_connections" = "7");`,
    });
    await run(await plan({}, commented), {});
    expect((await plan(FIRST, commented)).steps).toEqual([]);
    expect((await plan(SECOND, commented)).steps.map(({ object }) => object)).toEqual(['user:app@%']);
  });

  test.each([1, 5, 9, 13, 17, 21, 25])('is given by the next run when one was cut off at statement %d', async (at) => {
    const made = await plan(SECOND);
    await warehouse.connection.query(`ADMIN SET FRONTEND CONFIG ("embedded_fault" = "cut-after:${at}")`);
    await run(made, SECOND).catch(() => undefined);
    await warehouse.connection.query('ADMIN SET FRONTEND CONFIG ("embedded_fault" = "")').catch(() => undefined);
    const fresh = await warehouse.open();
    await apply(fresh, made, { environment: 'demo', deadAfterSeconds: 0, pollMs: 10, resolveSecret: resolver(SECOND) });
    await fresh.close();
    await login('App-2-value');
  });

  test('is nowhere but in what was sent: not in plan, ledger, live or recorded model', async () => {
    const live = await read(SECOND);
    const rows = await warehouse.connection.query('SELECT * FROM _strata.ledger');
    const kept = JSON.stringify([rows, live, await plan(SECOND), deserialiseModel(serialiseModel(live))]);
    expect(kept).toContain('env:APP');
    expect(kept).not.toMatch(/App-\d-value|Cold-\d-value/);
  });

  test('has its mark in the ledger alone: the recorded model says only that there is one', async () => {
    const live = await read(SECOND);
    const marked = live.objects.find(({ id }) => id === 'user:app@%');
    expect(marked?.ledger?.secrets?.['env:APP']).toMatch(/:[0-9a-f]{4}$/);
    const recorded = deserialiseModel(serialiseModel(live));
    expect(recorded.objects.find(({ id }) => id === 'user:app@%')?.ledger?.secrets).toEqual({ 'env:APP': '' });
    expect(planSteps(diff(model, recorded), CAREFUL).statements).toEqual((await plan(SECOND)).statements);
  });
});
