import { references, renameTables, tableReferences } from '../src/references';

function names(text: string): string[] {
  return references(text).map((reference) => reference.parts.join('.'));
}

describe('references of a query', () => {
  test.each<[string, string, string[]]>([
    ['a table', 'select * from t', ['t']],
    ['a table with its layer', 'select a from ods.t', ['ods.t']],
    ['a table of a catalog', 'select a from lake.sales.orders o', ['lake.sales.orders']],
    ['quoted names', 'select a from `my db`.`a``b`', ['my db.a`b']],
    [
      'joins of all kinds',
      'select 1 from a inner join b on a.x=b.x left outer join c using (x) cross join d left semi join e on 1=1',
      ['a', 'b', 'c', 'd', 'e'],
    ],
    ['joins with hints', 'select 1 from a join [broadcast] b on a.x = b.x', ['a', 'b']],
    ['comma joins', 'select 1 from a x, ods.b as y, c', ['a', 'ods.b', 'c']],
    ['joins in parentheses', 'select 1 from (a join b on a.x = b.x) join c on a.x = c.x', ['a', 'b', 'c']],
    ['a table once, however often it is used', 'select 1 from t a join t b on a.x = b.x', ['t']],
    ['subqueries in FROM', 'select 1 from (select * from ods.t) s', ['ods.t']],
    [
      'subqueries in WHERE',
      'select 1 from a where x in (select y from b) and exists (select 1 from c where c.x = a.x)',
      ['a', 'b', 'c'],
    ],
    [
      'subqueries in SELECT, HAVING and CASE',
      'select (select max(x) from b), case when 1 in (select 1 from c) then 1 end from a group by y having y > (select 1 from d)',
      ['b', 'c', 'a', 'd'],
    ],
    [
      'terms of UNION, EXCEPT, INTERSECT',
      '(select 1 from a) union all select 1 from b except (select 1 from c intersect select 1 from d) order by 1 limit 3',
      ['a', 'b', 'c', 'd'],
    ],
    ['nested parentheses', 'select * from ((select 1 from a) union (select 1 from b)) u', ['a', 'b']],
    [
      'partitions, tablets, versions, samples',
      'select 1 from a partition (p1) x join b tablet (1, 2) join c for version as of 3 y',
      ['a', 'b', 'c'],
    ],
    ['a pivot', 'select * from a pivot (sum(x) as s for (k) in (1 as one, 2 as two))', ['a']],
    ['a subquery in the argument of a function', 'select coalesce((select 1 from a), 2)', ['a']],
  ])('finds %s', (_, text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  test.each<[string, string, string[]]>([
    ['common table expressions', 'with q as (select * from t) select * from q join ods.q using (x)', ['t', 'ods.q']],
    ['later common table expressions', 'with a as (select 1 from x), b as (select 1 from a) select 1 from b', ['x']],
    [
      'a recursive one inside of itself',
      'with recursive r as (select 1 union all select 1 from r) select * from r',
      [],
    ],
    [
      'columns, aliases and strings',
      "select t.a, 'from nowhere', b as `from x` from t -- from comment\n where t.c.d = /* join y */ 1",
      ['t'],
    ],
    ['table functions', 'select 1 from t, lateral unnest(t.arr) as u(x), table(generate_series(1, 3)) g', ['t']],
    ['files', `select 1 from files("path" = "s3://b/x", "format" = "parquet")`, []],
    ['EXTRACT and TRIM', `select extract(day from d), trim(a from b), substring(x from 2) from t`, ['t']],
    [
      'windows and ordered aggregates',
      'select sum(x) over (partition by a order by b rows between 1 preceding and current row), array_agg(distinct x order by y desc), group_concat(a order by b separator ",") from t',
      ['t'],
    ],
    [
      'lambdas, arrays, maps and structs',
      'select array_map((x, y) -> x + y, [1, 2], a), map{1: 2}, row(1).col1, a[1:2], m["k"].f, j -> "$.a" from t',
      ['t'],
    ],
    [
      'intervals and casts',
      `select date_add(d, interval 1 day) - interval x + 1 hour, cast(a as array<decimal(10, 2)>), date '2024-01-01', convert(a, int) from t`,
      ['t'],
    ],
  ])('takes no notice of %s', (_, text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  test('a common table expression hides a table only behind and inside of its query', () => {
    expect(names('with t as (select * from t) select * from t')).toEqual(['t']);
    expect(names('select * from (with q as (select 1) select * from q) s join q on 1 = 1')).toEqual(['q']);
  });

  test('tell what a statement reads and what it changes', () => {
    const text = 'insert into ads.daily (a, b) with q as (select 1 from ods.x) select * from q join cdm.y on 1 = 1';
    expect(tableReferences(text).map(({ parts, role }) => `${role} ${parts.join('.')}`)).toEqual([
      'write ads.daily',
      'read ods.x',
      'read cdm.y',
    ]);
  });

  test('cover UPDATE, DELETE and CREATE TABLE … AS SELECT', () => {
    expect(names('update a set x = (select 1 from b) from c where a.k = c.k')).toEqual(['a', 'b', 'c']);
    expect(names('delete from a using b where a.k = b.k')).toEqual(['a', 'b']);
    expect(names('create table ods.x as select 1 from t')).toEqual(['ods.x', 't']);
  });

  test('have a place', () => {
    expect(references('select 1\n  from ods.t')[0]?.at).toEqual({ offset: 16, line: 2, column: 8 });
  });

  test.each([
    'select from t',
    'select * from t group v',
    'select * from t join',
    'with q as select 1 select 2',
    'select (1',
    'select 1 from a b c',
  ])('fails for %s', (text) => {
    expect(() => references(text)).toThrow(/expected/);
  });

  test('fails for nesting that would exhaust the call stack', () => {
    expect(() => references(`select ${'('.repeat(5000)}1${')'.repeat(5000)}`)).toThrow(/nested more than/);
  });
});

describe('renaming tables', () => {
  const physical = (parts: readonly string[]): string[] | undefined => {
    const [layer = '', table = ''] = parts.length === 1 ? ['cdm', ...parts] : parts;
    return parts.length > 2 ? undefined : [`risk_dev_${layer}`, table];
  };

  test.each<[string, string]>([
    ['select a from ods.t', 'select a from risk_dev_ods.t'],
    ['select t.a from t', 'select t.a from risk_dev_cdm.t'],
    [
      'select ods.t.a, ods.t.* from ods.t where ods.t.b.c = 1',
      'select risk_dev_ods.t.a, risk_dev_ods.t.* from risk_dev_ods.t where risk_dev_ods.t.b.c = 1',
    ],
    ['select r.item.amount from ods.t r', 'select r.item.amount from risk_dev_ods.t r'],
    ['select 1 from lake.sales.t', 'select 1 from lake.sales.t'],
    [
      'with q as (select 1 from x) select 1 from q /* ods.x */',
      'with q as (select 1 from risk_dev_cdm.x) select 1 from q /* ods.x */',
    ],
    ['select "ods.t" from `ods` . `t`', 'select "ods.t" from risk_dev_ods.t'],
  ])('%s', (text, expected) => {
    expect(renameTables(text, physical)).toBe(expected);
  });
});
