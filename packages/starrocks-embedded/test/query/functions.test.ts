import { FUNCTION_ROWS } from '../../src/query/functions/table';
import { SPECIAL_ROWS } from '../../src/query/specials';
import { openDatabase, type Database } from './database';
import { CAST_CASES, DATE_CASES, NUMBER_CASES, OTHER_CASES, TEXT_CASES, type FunctionCase } from './function-cases';

let database: Database;

beforeAll(async () => {
  database = await openDatabase(
    {
      v: [
        ['k', 'varchar(10)'],
        ['i', 'int'],
        ['d', 'decimal(10, 2)'],
        ['f', 'double'],
        ['b', 'boolean'],
      ],
    },
    [
      'CREATE TABLE d.v (k VARCHAR, i INTEGER, d DECIMAL(10,2), f DOUBLE, b BOOLEAN)',
      "INSERT INTO d.v VALUES ('a', 1, 1.00, 1, true), ('b', 2, 2.00, 2, false), ('b', 2, 2.00, 4, true), (NULL, NULL, NULL, NULL, NULL)",
    ],
  );
});
afterAll(() => {
  database.close();
});

const AGGREGATE_CASES: readonly FunctionCase[] = [
  ['count(*)', '4'],
  ['count(i)', '3'],
  ['count(DISTINCT i)', '2'],
  ['count(DISTINCT k, i)', '2'],
  ['sum(i)', '5'],
  ['sum(DISTINCT i)', '3'],
  ['sum(d)', '5.00'],
  ['sum(f)', 7],
  ['sum(b)', '2'],
  ['avg(i)', 5 / 3],
  ['avg(d)', '1.66666667'],
  ['avg(f)', 7 / 3],
  ['min(k)', 'a'],
  ['max(d)', '2.00'],
  ['any_value(1)', 1],
  ["group_concat(k ORDER BY k DESC SEPARATOR '|')", 'b|b|a'],
  ['group_concat(DISTINCT k ORDER BY k)', 'a, b'],
  ['array_agg(i ORDER BY i)', [null, 1, 2, 2]],
  ['array_agg(DISTINCT k ORDER BY k DESC)', ['b', 'a', null]],
  ['stddev(f)', Math.sqrt(14 / 9)],
  ['stddev_pop(i)', Math.sqrt(2 / 9)],
  ['std(i)', Math.sqrt(2 / 9)],
  ['round(stddev_samp(i), 6)', 0.57735],
  ['variance(i)', 2 / 9],
  ['var_pop(i)', 2 / 9],
  ['variance_pop(i)', 2 / 9],
  ['round(var_samp(i), 6)', 0.333333],
  ['round(variance_samp(i), 6)', 0.333333],
  ['round(covar_pop(i, f), 6)', 0.444444],
  ['round(covar_samp(i, f), 6)', 0.666667],
  ['round(corr(i, f), 6)', 0.755929],
  ['ndv(i)', '2'],
  ['approx_count_distinct(k)', '2'],
  ['multi_distinct_count(k)', '2'],
  ['percentile_cont(f, 0.5)', 2],
  ['percentile_cont(f, 0.75)', 3],
  ['percentile_approx(f, 0.5)', 2],
  ['max_by(k, f)', 'b'],
  ['min_by(k, f)', 'a'],
  ['bool_or(b)', true],
  ['count_if(i > 1)', '2'],
  ['bitmap_union_count(to_bitmap(i))', '2'],
  ['bitmap_union_int(i)', '2'],
  ['bitmap_count(bitmap_union(to_bitmap(i)))', '2'],
  ['sum(i) / count(i)', 5 / 3],
  ['sum(d) / count(i)', '1.66666667'],
];

const WINDOW_CASES: readonly FunctionCase[] = [
  ['row_number() OVER (ORDER BY f DESC)', '1'],
  ['rank() OVER (ORDER BY i DESC)', '1'],
  ['dense_rank() OVER (ORDER BY i)', '3'],
  ['percent_rank() OVER (ORDER BY f)', 1],
  ['cume_dist() OVER (ORDER BY f)', 1],
  ['ntile(2) OVER (ORDER BY f)', '2'],
  ['lag(f) OVER (ORDER BY f)', 2],
  ['lead(i, 1, 0) OVER (ORDER BY f)', 0],
  ['first_value(k) OVER (ORDER BY f)', null],
  ['first_value(k) IGNORE NULLS OVER (ORDER BY f)', 'a'],
  ['last_value(i) OVER (ORDER BY f ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)', 2],
  ['sum(d) OVER (PARTITION BY k)', '4.00'],
  ['avg(d) OVER ()', '1.66666667'],
  ['count(*) OVER ()', '4'],
  ['max(i) OVER (ORDER BY f)', 2],
];

const GROUPING_CASES: readonly FunctionCase[] = [
  ['grouping(k)', '1'],
  ['grouping_id(k)', '1'],
];

describe('an expression has the value that StarRocks gives', () => {
  test.each([...TEXT_CASES, ...NUMBER_CASES, ...DATE_CASES, ...OTHER_CASES, ...CAST_CASES])(
    '%s',
    async (expression, value) => {
      expect(await database.value(`SELECT ${expression}`)).toEqual(value);
    },
  );

  test.each(AGGREGATE_CASES)('%s', async (expression, value) => {
    const found = await database.value(`SELECT ${expression} FROM v`);
    if (typeof value === 'number' && !Number.isInteger(value)) expect(found).toBeCloseTo(value, 12);
    else expect(found).toEqual(value);
  });

  test.each(WINDOW_CASES)('%s', async (expression, value) => {
    expect(await database.value(`SELECT w FROM (SELECT ${expression} AS w, f FROM v) x WHERE f = 4`)).toEqual(value);
  });

  test.each(GROUPING_CASES)('%s', async (expression, value) => {
    expect(await database.value(`SELECT ${expression} FROM v GROUP BY ROLLUP(k) ORDER BY 1 DESC`)).toEqual(value);
  });

  test('a result of group_concat beyond its limit is refused', async () => {
    await expect(database.ask("SELECT group_concat(repeat('x', 600)) FROM v")).rejects.toThrow(/group_concat_max_len/);
  });

  test('sums of decimals add, multiply and divide exactly', async () => {
    const [row] = await database.ask(
      'SELECT sum(d) + sum(d), sum(d) * sum(d), sum(d) / sum(i), sum(d) - 1, sum(d) / 0 FROM v',
    );
    expect(row).toEqual(['10.00', '25.0000', '1.00000000', '4.00', null]);
  });

  test('now() of a stored text is computed when it runs', async () => {
    const { sql } = database.translate('SELECT now() AS t, curdate() AS d', { stored: true });
    expect(sql).not.toContain('2024-03-05');
    const [row] = await database.ask("SELECT now() > '2025-01-01', curdate() > '2025-01-01'", { stored: true });
    expect(row).toEqual([true, true]);
  });

  test('aggregates of no rows are NULL, counts are 0', async () => {
    expect(await database.ask('SELECT sum(i), avg(d), max(k), count(*), group_concat(k) FROM v WHERE i > 9')).toEqual([
      [null, null, null, '0', null],
    ]);
  });
});

test('every row of the table is in one of the cases', () => {
  const all = [
    ...TEXT_CASES,
    ...NUMBER_CASES,
    ...DATE_CASES,
    ...OTHER_CASES,
    ...CAST_CASES,
    ...AGGREGATE_CASES,
    ...WINDOW_CASES,
    ...GROUPING_CASES,
  ].map(([expression]) => expression);
  const tested = (name: string): boolean =>
    all.some((expression) => new RegExp(`(^|[^a-z_0-9])${name}\\(`).test(expression));
  const names = [...FUNCTION_ROWS, ...SPECIAL_ROWS].map((row) => row.name);
  expect(names.filter((name) => !tested(name))).toEqual([]);
  expect(names.length).toBeGreaterThan(200);
  expect(new Set(names).size).toBe(names.length);
});

describe('fails rather than guesses', () => {
  test.each([
    "SELECT CAST('1.6' AS INT)",
    "SELECT CAST('2024/03/05' AS DATE)",
    "SELECT CAST('inf' AS DOUBLE)",
    'SELECT CAST(CAST(1e20 AS DOUBLE) AS VARCHAR)',
    "SELECT CAST('abcdef' AS VARCHAR(3))",
    "SELECT lower('É')",
    "SELECT split_part('abc', ',', 1)",
    "SELECT lpad('a', 5, '')",
    "SELECT locate('', 'a')",
    "SELECT str_to_date('2024-03', '%Y-%m-%d')",
    'SELECT get_json_int(\'{"a":"1"}\', \'$.a\')',
    "SELECT get_json_string('{\"a\":{}}', '$.a')",
    'SELECT [1, 2][0]',
    'SELECT bitmap_union_int(-1)',
  ])('%s when it runs', async (query) => {
    await expect(database.ask(query)).rejects.toThrow(/embedded server does not support/);
  });

  test.each([
    ['SELECT k + INTERVAL 1 DAY + 1 FROM v', /parentheses/],
    ["SELECT date_format('2024-03-05', k) FROM v", /date_format/],
    ["SELECT date_format('2024-03-05', '%X')", /%X/],
    ["SELECT date_trunc('hour', CAST('2024-03-05' AS DATE))", /hour/],
    ["SELECT CAST('2024-03-05' AS DATE) > 'soon'", /soon/],
    ["SELECT week('2024-03-05', 1)", /mode 1/],
    ['SELECT bitmap_count(k) FROM v', /bitmap_count/],
    ['SELECT to_bitmap(i) FROM v', /to_bitmap/],
    ['SELECT hll_union_agg(i) FROM v', /hll_union_agg/],
    ['SELECT group_concat(k, i) FROM v', /SEPARATOR/],
    ['SELECT row_number() FROM v', /OVER/],
    ['SELECT rank() OVER () FROM v', /ORDER BY/],
    ['SELECT sum(i) OVER (ORDER BY i RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) FROM v', /frame/],
    ['SELECT sum(k) FROM v', /sum/],
    ['SELECT avg(DISTINCT i) FROM v', /DISTINCT/],
    ['SELECT substr(k) FROM v', /No matching function/],
    ["SELECT get_json_string(k, 'a..b') FROM v", /JSON path/],
    ['SELECT round(d, 5) FROM v', /round/],
    ['SELECT k = 5 FROM v', /CAST/],
    ["SELECT greatest(CAST('2024-03-05' AS DATE), '2024-01-01')", /CAST/],
    ["SELECT parse_json(k) = parse_json('1') FROM v", /CAST/],
    ['SELECT 1 FROM v a, v b RIGHT JOIN v c ON b.i = c.i', /CROSS JOIN/],
    ['SELECT 1 FROM v a JOIN v b JOIN v c ON b.i = c.i ON a.i = b.i', /.*/],
  ])('%s', (query, message) => {
    expect(() => database.translate(query)).toThrow(message);
  });
});
