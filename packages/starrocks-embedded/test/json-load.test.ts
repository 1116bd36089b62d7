import { load, openWarehouse } from './helpers/server';
import type { Warehouse } from './helpers/server';

jest.setTimeout(60_000);

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openWarehouse();
  await warehouse.run(`CREATE DATABASE j; USE j;
    CREATE TABLE wide (id BIGINT, name VARCHAR(200), amount DECIMAL(30, 10), ratio DOUBLE, flag BOOLEAN, at DATETIME, day DATE, j JSON, tags ARRAY<VARCHAR(20)>, point STRUCT<x INT, y VARCHAR(10)>) DUPLICATE KEY (id)`);
});

beforeEach(() => warehouse.run('TRUNCATE TABLE j.wide'));
afterAll(() => warehouse.close());

async function loaded(body: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  await warehouse.run('TRUNCATE TABLE j.wide');
  const answer = await load(warehouse.server, 'j.wide', body, {
    format: 'json',
    strip_outer_array: 'true',
    ...headers,
  });
  const { Status, Message, NumberTotalRows, NumberFilteredRows } = answer.body;
  return {
    Status,
    Message,
    NumberTotalRows,
    NumberFilteredRows,
    rows: await warehouse.rows('SELECT * FROM j.wide ORDER BY id, name'),
  };
}

const BODIES: readonly (readonly [string, string])[] = [
  ['objects in an array', '[{"id":1,"name":"a"},{"id":2}]'],
  ['an object a line, with blank lines', '{"id":1,"name":"a"}\n\n{"id":2,"name":"b"}\r\n'],
  ['one object over many lines', '{\n "id": 1,\n "name": "a"\n}'],
  ['an empty array', '[]'],
  ['NULL and absent values', '[{"id":1,"name":null,"j":null,"tags":null},{"id":2}]'],
  ['numbers over 2^53', '[{"id":9007199254740993,"amount":9007199254740993},{"id":9223372036854775807}]'],
  [
    'numbers over 2^63, which are none of the type',
    '[{"id":123456789012345678901234567890,"name":123456789012345678901234567890}]',
  ],
  [
    'decimals of many digits',
    '[{"id":1,"amount":12345678901234567890.0123456789},{"id":2,"amount":0.1234567890123456789}]',
  ],
  [
    'numbers where texts are wanted',
    '[{"id":1,"name":1.50},{"id":2,"name":2.0},{"id":3,"name":-7},{"id":4,"name":1e3}]',
  ],
  ['texts where numbers are wanted', '[{"id":"1","amount":"2.50","ratio":"1e3","flag":"true"},{"id":"x","flag":"0"}]'],
  ['true and false', '[{"id":1,"flag":true,"name":false,"ratio":true,"j":true},{"id":2,"flag":false,"name":"true"}]'],
  ['fractions where whole numbers are wanted', '[{"id":1.5,"name":"a"},{"id":2.0,"name":"b"}]'],
  ['nested values in texts', '[{"id":1,"name":{"a":[1,{"b":null}],"c":"d"}},{"id":2,"name":["x",1,true]}]'],
  [
    'nested values in JSON',
    '[{"id":1,"j":{"a":[1,2.5,"x"],"b":{"c":null}}},{"id":2,"j":"text"},{"id":3,"j":"{\\"k\\":1}"},{"id":4,"j":"[1"},{"id":5,"j":7}]',
  ],
  [
    'arrays and structs',
    '[{"id":1,"tags":["a","b"],"point":{"x":1,"y":"z"}},{"id":2,"tags":"[\\"q\\"]"},{"id":3,"tags":[]}]',
  ],
  [
    'times and days',
    '[{"id":1,"at":"2026-01-02 03:04:05","day":"2026-01-02"},{"id":2,"at":"20260102030405","day":"20260102"},{"id":3,"at":"soon"}]',
  ],
  [
    'escapes and other alphabets',
    '[{"id":1,"name":"q\\"b\\\\s\\u00e9\\n贷款"},{"id":2,"at":"2026\\u002d01-02 00:00:00"}]',
  ],
  ['keys that occur twice', '[{"id":1,"name":"first","name":"last"}]'],
  ['keys in another case', '[{"ID":1,"Id":2,"id":3,"NAME":"no"}]'],
  ['objects one of which is none', '[{"id":1},5]'],
  ['a comma before the end', '[{"id":1,}]'],
  ['a comma after the last object', '[{"id":1},]'],
  ['NaN and Infinity', '[{"id":1,"ratio":NaN}]'],
  ['text behind the array', '[{"id":1}] x'],
  ['a line that is cut off', '{"id":1}\n{"id":'],
  ['nothing', ' '],
];

test.each(BODIES)('the reader of DuckDB and the parser give the same for %s', async (_, body) => {
  const fast = await loaded(body);
  // What this header asks for is not read by DuckDB, and means the whole document.
  const slow = await loaded(body, { json_root: '$' });
  expect(fast).toEqual(slow);
});

test('exact values arrive exactly', async () => {
  await loaded('[{"id":9007199254740993,"amount":12345678901234567890.0123456789,"name":1.50}]');
  expect(await warehouse.rows('SELECT id, amount, name FROM j.wide')).toEqual([
    ['9007199254740993', '12345678901234567890.0123456789', '1.5'],
  ]);
});

test.each([
  ['[{"id":1,}]', /Failed to parse json/],
  ['[{"id":1,"ratio":NaN}]', /Failed to parse json/],
])('fails for %s', async (body, message) => {
  expect(await loaded(body)).toMatchObject({
    Status: 'Fail',
    Message: expect.stringMatching(message) as unknown,
    rows: [],
  });
});

test.each([
  ['$.a', '["$.k","$.s"]', '[{"k":1,"s":"x"}]', [['1', 'x']]],
  [
    'paths into objects and arrays',
    '["$.k.id","$.s[1].t"]',
    '[{"k":{"id":1},"s":[0,{"t":"x"}]},{"k":{},"s":[]}]',
    [
      [null, null],
      ['1', 'x'],
    ],
  ],
  ['one key twice', '["$.k.id","$.k"]', '[{"k":{"id":1}}]', [['1', '{"id":1}']]],
  ['keys in quotes', '["$.\\"k\\"","$.s"]', '[{"k":1,"s":"x"}]', [['1', 'x']]],
])('jsonpaths: %s', async (_, jsonpaths, body, rows) => {
  await loaded(body, { jsonpaths, columns: 'id, name' });
  expect(await warehouse.rows('SELECT id, name FROM j.wide ORDER BY id')).toEqual(rows);
});

test('large decimals are read as exactly as small ones', async () => {
  await loaded(
    '[{"id":1,"amount":1.00000000005},{"id":2,"amount":"-99999999.99999999999"},{"id":3,"amount":"12345678901234567890.5"},{"id":4,"amount":"x"}]',
  );
  expect(await warehouse.rows('SELECT amount FROM j.wide ORDER BY id')).toEqual([
    ['1.0000000001'],
    ['-100000000.0000000000'],
    ['12345678901234567890.5000000000'],
    [null],
  ]);
});
