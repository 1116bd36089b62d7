import { columnLineage } from '../../src/lineage/query';

const TABLES: Readonly<Record<string, readonly string[]>> = {
  'ods.loan': ['loan_id', 'customer_id', 'principal', 'product', 'tags', 'info'],
  'ods.customer': ['customer_id', 'name', 'grade'],
  'ods.event': ['loan_id', 'items', 'at'],
  t: ['a', 'b', 'c'],
  u: ['a', 'd'],
};

const columnsOf = (parts: readonly string[]): readonly string[] | undefined => TABLES[parts.join('.')];
const read = (sql: string) => columnLineage(sql, columnsOf);

/** `name < table.column table.column`, with `=` instead of `<` for a column that is taken as it is. */
function shown(sql: string): readonly string[] {
  const { columns = [], problems } = read(sql);
  expect(problems).toEqual([]);
  return columns.map(({ name, sources, computed }) =>
    [name, computed ? '<' : '=', ...sources.map(({ table, column }) => `${table}.${column}`)].join(' '),
  );
}

const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ['a column as it is', 'select a from t', ['a = t.a']],
  ['an alias', 'select a as x, b y from t', ['x = t.a', 'y = t.b']],
  ['an expression, named by its text', 'select a + b from t', ['a + b < t.a t.b']],
  [
    'a qualified name',
    'select ods.loan.principal, loan.product from ods.loan',
    ['principal = ods.loan.principal', 'product = ods.loan.product'],
  ],
  ['names in any case', 'select T.A from t as T', ['A = t.a']],
  ['a star', 'select * from t', ['a = t.a', 'b = t.b', 'c = t.c']],
  ['a star of one relation', 'select u.*, t.b from t join u on t.a = u.a', ['a = u.a', 'd = u.d', 'b = t.b']],
  ['a star with EXCEPT', 'select * except (b) from t', ['a = t.a', 'c = t.c']],
  ['a subquery in FROM', 'select s.x + 1 as y from (select a as x from t) as s', ['y < t.a']],
  ['names for the columns of a subquery', 'select q from (select a, b from t) as s (p, q)', ['q = t.b']],
  ['a scalar subquery', 'select (select max(d) from u where u.a = t.a) as m from t', ['m < u.d']],
  ['a common table expression', 'with w as (select a, b from t) select b as z from w', ['z = t.b']],
  [
    'one that uses another',
    'with v as (select a from t), w (k) as (select a from v) select k from w as x',
    ['k = t.a'],
  ],
  ['one that hides a table', 'with t as (select d from u) select d from t', ['d = u.d']],
  [
    'recursion',
    'with recursive r as (select a, b from t union all select u.d, r.a from r join u on u.a = r.a) select * from r',
    ['a = t.a u.d', 'b = t.b t.a u.d'],
  ],
  ['UNION', 'select a from t union all select d from u', ['a = t.a u.d']],
  ['EXCEPT, whose right side gives no value', 'select a from t except select d from u', ['a = t.a']],
  [
    'set operations in parentheses',
    'select x from ((select a as x from t) union (select d from u)) as s',
    ['x = t.a u.d'],
  ],
  ['VALUES', 'select v.p, t.b from t join (values (1, 2), (3, 4)) as v (p, q) on v.p = t.a', ['p <', 'b = t.b']],
  [
    'aggregates',
    'select sum(if(product = "car", principal, 0)) as s from ods.loan',
    ['s < ods.loan.product ods.loan.principal'],
  ],
  ['count(*), made of rows', 'select count(*) as n from t join u on t.a = u.a', ['n < t.* u.*']],
  ['count(*) over a subquery', 'select count(*) as n from (select a from t) as s', ['n < t.*']],
  ['window functions', 'select lag(b, 1) over (partition by a order by c) as p from t', ['p < t.b t.a t.c']],
  ['a lambda, whose parameter is no column', 'select array_map(x -> x + c, b) as m from t', ['m < t.c t.b']],
  ['a lambda of two parameters', 'select map_apply((k, v) -> (k, v + a), b) as m from t', ['m < t.a t.b']],
  ['a parameter that hides a column', 'select array_filter(a -> a > 1, b) as m from t', ['m < t.b']],
  ['a field of JSON, which is no lambda', "select get(a -> '$.x') as j from t", ['j < t.a']],
  [
    'fields of a struct',
    'select info.city as city, l.info.a.b from ods.loan as l',
    ['city < ods.loan.info', 'b < ods.loan.info'],
  ],
  [
    'unnest',
    'select e.loan_id, x.item from ods.event as e, unnest(e.items) as x (item)',
    ['loan_id = ods.event.loan_id', 'item < ods.event.items'],
  ],
  ['unnest of two arrays', 'select p, q from t cross join unnest(a, b) as x (p, q)', ['p < t.a', 'q < t.b']],
  ['unnest without a name', 'select unnest from t, unnest(b)', ['unnest < t.b']],
  [
    'units of time, which are no columns',
    'select timestampdiff(second, a, b) as s, extract(day from a) as d, date_add(b, interval 1 day) as e from t',
    ['s < t.a t.b', 'd < t.a', 'e < t.b'],
  ],
  ['CASE and CAST', 'select case a when 1 then b else cast(c as int) end as x from t', ['x < t.a t.b t.c']],
  ['EXISTS, made of rows', 'select exists (select 1 from u) as e from t', ['e < u.*']],
  ['IN', 'select a in (select d from u) as e from t', ['e < t.a u.d']],
  ['USING', 'select a, d from t join u using (a)', ['a = t.a u.a', 'd = u.d']],
  ['the star after USING', 'select * from t join u using (a)', ['a = t.a u.a', 'b = t.b', 'c = t.c', 'd = u.d']],
  [
    'the star after a left USING, without some',
    'select * except (b) from t left join u using (a)',
    ['a = t.a u.a', 'c = t.c', 'd = u.d'],
  ],
  [
    'the star after USING of two, in the order of the left side',
    'select * from t join (select b, a, d from t as x join u using (a)) as y using (a, b)',
    ['a = t.a u.a', 'b = t.b', 'c = t.c', 'd = u.d'],
  ],
  [
    'the star after two USING: what was merged last is first',
    'select * from t join u using (a) join (select d, 1 as e from u) as z using (d)',
    ['d = u.d', 'a = t.a u.a', 'b = t.b', 'c = t.c', 'e <'],
  ],
  [
    'the star after a semi join with USING',
    'select * from t left semi join u using (a)',
    ['a = t.a', 'b = t.b', 'c = t.c'],
  ],
  [
    'PIVOT of one aggregate, named by its values',
    'select * from t pivot (sum(b) for c in (1, 2 as two)) as p',
    ['a = t.a', '1 < t.b t.c', 'two < t.b t.c'],
  ],
  [
    'PIVOT of several, named by value and alias',
    "select p.a, x_s, p.x_n from t pivot (sum(b) as s, count(*) as n for c in ('x' as x)) as p",
    ['a = t.a', 'x_s < t.b t.c', 'x_n < t.* t.c'],
  ],
  [
    'PIVOT of a query, over two columns',
    'select * from (select a, b, c, d from t join u using (a)) pivot (max(d) for (b, c) in ((1, 2) as p, (3, 4) as q))',
    ['a = t.a u.a', 'p < u.d t.b t.c', 'q < u.d t.b t.c'],
  ],
  ['a semi join, which hides its right side', 'select a from t left semi join u on t.a = u.a', ['a = t.a']],
  ['relations in parentheses', 'select b, d from (t join u on t.a = u.a)', ['b = t.b', 'd = u.d']],
  ['a qualified column of a table that is not declared', 'select e.x from lake.db.e as e', ['x = lake.db.e.x']],
  ['the only table, also if it is not declared', 'select x from lake.db.e', ['x = lake.db.e.x']],
  ['functions that stand without parentheses', 'select current_date as d, a from t', ['d <', 'a = t.a']],
  ['the query of an INSERT', 'insert into x (p) select a from t', ['a = t.a']],
  ['common table expressions before INSERT', 'with w as (select a from t) insert into x select a from w', ['a = t.a']],
];

describe('column lineage goes through', () => {
  test.each(CASES)('%s', (_, sql, expected) => expect(shown(sql)).toEqual(expected));
});

describe('columns that decide which rows there are', () => {
  test('are influences, each with its clause', () => {
    const { influences } = read(
      `select l.product, count(*) as n from ods.loan as l join ods.customer as c on c.customer_id = l.customer_id
       where c.grade = 'A' group by l.product having sum(l.principal) > 1 order by n`,
    );
    expect(influences.map(({ clause, table, column }) => `${clause} ${table}.${column}`)).toEqual([
      'join ods.customer.customer_id',
      'join ods.loan.customer_id',
      'where ods.customer.grade',
      'group-by ods.loan.product',
      'having ods.loan.principal',
      'order-by ods.loan.*',
      'order-by ods.customer.*',
    ]);
  });

  test('are found behind numbers, aliases, QUALIFY and EXCEPT', () => {
    const clauses = (sql: string) =>
      read(sql).influences.map(({ clause, table, column }) => `${clause} ${table}.${column}`);
    expect(clauses('select a as x, sum(b) from t group by 1')).toEqual(['group-by t.a']);
    expect(clauses('select a as b, b as k from t order by b')).toEqual(['order-by t.a']);
    expect(clauses('select a, row_number() over (order by b) as n from t qualify n = 1')).toEqual(['qualify t.b']);
    expect(clauses('select a from t except select d from u')).toEqual(['set-operation u.d']);
    expect(clauses('select a from t left anti join u on u.d = t.b')).toEqual(['join u.d', 'join t.b']);
  });
});

describe('what is not certain is reported and not guessed', () => {
  test.each([
    ['fails for a column that no relation has', 'select x from t', /no relation of the query has a column x/],
    [
      'fails for a column of two relations',
      'select a from t join u on t.a = u.a',
      /a may come from more than one relation/,
    ],
    [
      'fails for a column that a table without declaration may have',
      'select x from t join lake.db.e as e on e.a = t.a',
      /x may come from lake\.db\.e, which is not declared/,
    ],
    [
      'fails for the star of a table without declaration',
      'select * from lake.db.e',
      /\* takes the columns of lake\.db\.e/,
    ],
    ['fails for the star of what is not in FROM', 'select z.* from t', /z\.\*: no such relation/],
    ['fails for the star after a right USING', 'select * from t right join u using (a)', /after JOIN … USING/],
    [
      'fails for the star after USING in another order',
      'select * from t join (select a, b from t) as x using (b, a)',
      /after JOIN … USING/,
    ],
    ['fails for the star after USING in parentheses', 'select * from (t join u using (a))', /after JOIN … USING/],
    [
      'fails for PIVOT whose values name its columns',
      "select * from t pivot (sum(a) for b in ('x')) as p",
      /names by its values: give each an alias/,
    ],
    [
      'fails for PIVOT whose aggregates name its columns',
      'select * from t pivot (sum(a), max(c) for b in (1)) as p',
      /names by its aggregates: give each an alias/,
    ],
    ['fails for PIVOT of the unknown', 'select * from lake.db.e pivot (sum(a) for b in (1)) as p', /not known/],
    ['fails for a column that PIVOT has used up', 'select p.b from t pivot (sum(b) for c in (1)) as p', /no relation/],
    ['fails for UNPIVOT', 'select x from t unpivot (a for b in (c)) as p', /UNPIVOT makes/],
    ['fails for a table function whose columns are not named', 'select x from files("path" = "p")', /files\(\) makes/],
    ['fails for terms of different width', 'select a, b from t union select d from u', /have 2 and 1 columns/],
    [
      'fails for names that do not fit',
      'with w (k, l) as (select a from t) select k from w',
      /names 2 columns, its query has 1/,
    ],
    ['fails for the hidden side of a semi join', 'select d from t left semi join u on t.a = u.a', /no relation/],
    ['fails for a statement without a query', 'delete from t where a = 1', /holds no query/],
  ])('%s', (_, sql, reason) => {
    expect(read(sql).problems.map((problem) => problem.reason)).toEqual(
      expect.arrayContaining([expect.stringMatching(reason)]),
    );
  });

  test('the place of the name is told, and the other columns stay', () => {
    const { columns, problems } = read('select a,\n  x\nfrom t');
    expect(problems[0]?.at).toMatchObject({ line: 2, column: 3 });
    expect(columns?.map(({ sources }) => sources.length)).toEqual([1, 0]);
  });

  test('a star of the unknown leaves the result without columns', () =>
    expect(read('select * from lake.db.e').columns).toBeUndefined());
});
