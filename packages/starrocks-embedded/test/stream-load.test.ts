import { load, openWarehouse, send } from './helpers/server';
import type { Warehouse } from './helpers/server';

jest.setTimeout(60_000);

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openWarehouse();
  await warehouse.run(`CREATE DATABASE ods; USE ods;
    CREATE TABLE event (id BIGINT NOT NULL, name VARCHAR(10), amount DECIMAL(20, 2), at DATETIME, day DATE) DUPLICATE KEY (id);
    CREATE TABLE loan (id BIGINT NOT NULL, status VARCHAR(20), amount DECIMAL(30, 4), flag BOOLEAN, j JSON, tags ARRAY<VARCHAR(10)>, note VARCHAR(50) DEFAULT "none") PRIMARY KEY (id)`);
});

beforeEach(() => warehouse.run('TRUNCATE TABLE ods.event; TRUNCATE TABLE ods.loan'));
afterAll(() => warehouse.close());

describe('CSV', () => {
  test('loads tab separated lines, \\N is NULL, quotes are text', async () => {
    const { body } = await load(
      warehouse.server,
      'ods.event',
      '1\t"a"\t1.50\t2026-01-02 03:04:05\t2026-01-02\n2\t\\N\t\\N\t\\N\t\\N\n',
      { label: 'csv-1' },
    );
    expect(body).toMatchObject({
      Status: 'Success',
      Message: 'OK',
      Label: 'csv-1',
      NumberTotalRows: 2,
      NumberLoadedRows: 2,
      NumberFilteredRows: 0,
    });
    expect(await warehouse.rows('SELECT * FROM ods.event ORDER BY id')).toEqual([
      ['1', '"a"', '1.50', '2026-01-02 03:04:05', '2026-01-02'],
      ['2', null, null, null, null],
    ]);
  });

  test('takes separators as headers write them, columns in any order and expressions', async () => {
    const { body } = await load(warehouse.server, 'ods.event', 'x\x0110\x02y\x0120\x02', {
      column_separator: '\\x01',
      row_delimiter: '\\x02',
      columns: 'name, raw, id = raw * 2',
    });
    expect(body).toMatchObject({ Status: 'Success', NumberLoadedRows: 2 });
    expect(await warehouse.rows('SELECT id, name FROM ods.event ORDER BY id')).toEqual([
      ['20', 'x'],
      ['40', 'y'],
    ]);
  });

  test('loads nothing when a line is bad, counts it and serves it', async () => {
    const { body } = await load(warehouse.server, 'ods.event', '1,a,1,,\n2,b\nx,c,3,,\n4,far too long a name,1,,\n', {
      column_separator: ',',
    });
    expect(body).toMatchObject({
      Status: 'Fail',
      Message: 'too many filtered rows',
      NumberTotalRows: 4,
      NumberFilteredRows: 3,
    });
    expect(await warehouse.rows('SELECT count(*) FROM ods.event')).toEqual([['0']]);
    const log = await (await fetch(String(body['ErrorURL']))).text();
    expect(log).toContain("Target column count: 5 doesn't match source value column count: 2");
    expect(log).toContain("NULL value in non-nullable column 'id'. Value: x");
    expect(log).toContain("String 'far too long a name' is too long");
  });

  test('loads the good lines when max_filter_ratio allows the bad ones', async () => {
    const { body } = await load(warehouse.server, 'ods.event', '1,a,1,,\n2,b\n', {
      column_separator: ',',
      max_filter_ratio: '0.5',
    });
    expect(body).toMatchObject({ Status: 'Success', NumberTotalRows: 2, NumberLoadedRows: 1, NumberFilteredRows: 1 });
    expect(await warehouse.rows('SELECT id FROM ods.event')).toEqual([['1']]);
  });

  test('a value that is none of its type is NULL, or refused in strict mode', async () => {
    const line = '1,a,abc,2026-13-01,\n';
    await load(warehouse.server, 'ods.event', line, { column_separator: ',' });
    expect(await warehouse.rows('SELECT id, amount, at FROM ods.event')).toEqual([['1', null, null]]);
    const { body } = await load(warehouse.server, 'ods.event', line, { column_separator: ',', strict_mode: 'true' });
    expect(body).toMatchObject({ Status: 'Fail', NumberFilteredRows: 1 });
  });

  test('where leaves rows out and counts them', async () => {
    const { body } = await load(warehouse.server, 'ods.event', '1,a,1,,\n2,b,1,,\n', {
      column_separator: ',',
      where: 'id > 1',
    });
    expect(body).toMatchObject({ Status: 'Success', NumberTotalRows: 2, NumberLoadedRows: 1, NumberUnselectedRows: 1 });
  });
});

describe('JSON', () => {
  test('upserts and deletes by key, the last row of a key wins, numbers stay exact', async () => {
    await warehouse.run("INSERT INTO ods.loan (id, status) VALUES (1, 'OLD'), (2, 'OLD')");
    const rows = [
      '{"id":1,"__op":0,"status":"NEW","amount":12345678901234567890.1234,"flag":1,"j":{"a":1},"tags":["x","y"]}',
      '{"id":2,"__op":1}',
      '{"id":3,"__op":0,"status":"A","flag":true,"j":"text"}',
      '{"id":3,"__op":0,"status":"B"}',
    ];
    const { body } = await load(warehouse.server, 'ods.loan', `[${rows.join(',')}]`, {
      format: 'json',
      strip_outer_array: 'true',
      ignore_json_size: 'true',
    });
    expect(body).toMatchObject({ Status: 'Success', NumberTotalRows: 4, NumberLoadedRows: 4 });
    expect(await warehouse.rows('SELECT id, status, amount, flag, tags, note FROM ods.loan ORDER BY id')).toEqual([
      ['1', 'NEW', '12345678901234567890.1234', '1', '["x","y"]', 'none'],
      ['3', 'B', null, null, null, 'none'],
    ]);
  });

  test('reads one object a line, jsonpaths and json_root', async () => {
    await load(warehouse.server, 'ods.loan', '{"id":1,"status":"x"}\n{"id":2,"status":"y"}\n', { format: 'json' });
    await load(warehouse.server, 'ods.loan', '{"data":[{"k":{"id":3},"s":"z"}]}', {
      format: 'json',
      json_root: '$.data',
      strip_outer_array: 'true',
      jsonpaths: '["$.k.id","$.s"]',
      columns: 'id, status',
    });
    expect(await warehouse.rows('SELECT id, status FROM ods.loan ORDER BY id')).toEqual([
      ['1', 'x'],
      ['2', 'y'],
      ['3', 'z'],
    ]);
  });

  test.each([
    ['an array without strip_outer_array', '[{"id":1}]', {}, /strip_outer_array/],
    ['text that is no JSON', '{"id":', {}, /Failed to parse json/],
    ['an operation that does not exist', '{"id":1,"__op":7}', {}, /too many filtered rows/],
    [
      'a header it has no meaning for',
      '{"id":1}',
      { partial_update: 'true' },
      /does not support the header partial_update/,
    ],
  ])('fails for %s', async (_, text, headers, message) => {
    const { body } = await load(warehouse.server, 'ods.loan', text, { format: 'json', ...headers });
    expect(body['Status']).toMatch(/^Fail|^FAILED/);
    expect(body['Message']).toMatch(message);
    expect(await warehouse.rows('SELECT count(*) FROM ods.loan')).toEqual([['0']]);
  });
});

describe('labels', () => {
  test('a label that was used is refused, one that failed is not', async () => {
    await load(warehouse.server, 'ods.event', '1,a\n', { label: 'once', column_separator: ',' });
    const good = await load(warehouse.server, 'ods.event', '1,a,1,,\n', { label: 'once', column_separator: ',' });
    expect(good.body['Status']).toBe('Success');
    const again = await load(warehouse.server, 'ods.event', '1,a,1,,\n', { label: 'once', column_separator: ',' });
    expect(again.body).toMatchObject({ Status: 'Label Already Exists', ExistingJobStatus: 'FINISHED' });
    expect(await warehouse.rows('SELECT count(*) FROM ods.event')).toEqual([['1']]);
  });

  test('fails with a wrong password and for an unknown table', async () => {
    const denied = await send(warehouse.server, 'PUT', '/api/ods/event/_stream_load', {}, undefined, 'wrong');
    expect(denied.status).toBe(401);
    const unknown = await load(warehouse.server, 'ods.nosuch', '1\n');
    expect(unknown.body).toMatchObject({ Status: 'Fail' });
    expect(unknown.body['Message']).toContain('nosuch');
  });
});

describe('transactions', () => {
  const step = (name: string, label: string, body?: string): ReturnType<typeof send> =>
    send(
      warehouse.server,
      name === 'load' ? 'PUT' : 'POST',
      `/api/transaction/${name}`,
      { db: 'ods', table: 'loan', label, format: 'json', strip_outer_array: 'true' },
      body,
    );
  const state = async (label: string): Promise<unknown> =>
    (await send(warehouse.server, 'GET', `/api/ods/get_load_state?label=${label}`)).body['state'];

  test('the probe of the Flink connector finds that transactions are there', async () => {
    const { body } = await send(warehouse.server, 'POST', '/api/transaction/begin');
    expect(body).toMatchObject({
      Status: 'FAILED',
      Message: expect.stringContaining('No database selected') as unknown,
    });
  });

  test('what is prepared is seen after the commit only, also across a restart', async () => {
    expect(await state('t-1')).toBe('UNKNOWN');
    expect((await step('begin', 't-1')).body).toMatchObject({ Status: 'OK', Label: 't-1' });
    expect((await step('load', 't-1', '[{"id":1,"status":"A"}]')).body).toMatchObject({ Status: 'OK' });
    expect((await step('prepare', 't-1')).body).toMatchObject({
      Status: 'OK',
      NumberTotalRows: 1,
      NumberLoadedRows: 1,
    });
    expect(await warehouse.rows('SELECT count(*) FROM ods.loan')).toEqual([['0']]);
    await warehouse.restart();
    expect(await state('t-1')).toBe('PREPARED');
    expect((await step('commit', 't-1')).body).toMatchObject({ Status: 'OK' });
    expect(await state('t-1')).toBe('VISIBLE');
    expect(await warehouse.rows('SELECT id, status FROM ods.loan')).toEqual([['1', 'A']]);
  });

  test('a rollback leaves nothing and frees the label', async () => {
    await step('begin', 't-2');
    await step('load', 't-2', '[{"id":5}]');
    expect((await step('rollback', 't-2')).body).toMatchObject({ Status: 'OK' });
    expect(await state('t-2')).toBe('ABORTED');
    expect((await step('begin', 't-2')).body).toMatchObject({ Status: 'OK' });
    expect((await step('commit', 't-3')).body).toMatchObject({ Status: 'TXN_NOT_EXISTS' });
    expect(await warehouse.rows('SELECT count(*) FROM ods.loan')).toEqual([['0']]);
  });
});
