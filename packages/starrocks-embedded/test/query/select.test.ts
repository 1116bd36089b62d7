import type { QueryScope } from '../../src/query/contract';
import { UnsupportedQueryError } from '../../src/query/translate';
import { openDatabase, type Database } from './database';

let database: Database;

beforeAll(async () => {
  database = await openDatabase(
    {
      t: [
        ['id', 'int'],
        ['grp', 'varchar(10)'],
        ['amount', 'decimal(18, 2)'],
        ['day', 'date'],
        ['tags', 'array<varchar(10)>'],
      ],
      u: [
        ['id', 'int'],
        ['name', 'varchar(10)'],
      ],
    },
    [
      'CREATE TABLE d.t (id INTEGER, grp VARCHAR, amount DECIMAL(18,2), day DATE, tags VARCHAR[])',
      "INSERT INTO d.t VALUES (1, 'a', 10.00, '2024-01-31', ['x', 'y']), (2, 'a', 20.55, '2024-02-29', []), (3, 'b', NULL, '2024-03-01', NULL), (4, NULL, 5.00, NULL, ['z'])",
      'CREATE TABLE d.u (id INTEGER, name VARCHAR)',
      "INSERT INTO d.u VALUES (1, 'one'), (3, 'three'), (5, 'five')",
    ],
  );
});
afterAll(() => {
  database.close();
});

const queries: readonly (readonly [what: string, query: string, rows: readonly (readonly unknown[])[]])[] = [
  ['NULLs come first in ascending order', 'SELECT grp FROM t ORDER BY grp, id', [[null], ['a'], ['a'], ['b']]],
  ['NULLs come last in descending order', 'SELECT grp FROM t ORDER BY grp DESC, id', [['b'], ['a'], ['a'], [null]]],
  ['NULLS LAST is obeyed', 'SELECT grp FROM t ORDER BY grp NULLS LAST, id LIMIT 1', [['a']]],
  [
    'a text as a condition is the boolean that it says',
    "SELECT id FROM t WHERE if(id > 2, 'true', if(id = 2, '0', 'x')) ORDER BY id",
    [[3], [4]],
  ],
  [
    'HAVING without groups and aggregates is a condition on the rows',
    'SELECT id AS n FROM t WHERE id < 4 HAVING n > 1 ORDER BY n',
    [[2], [3]],
  ],
  ['HAVING with an aggregate is one on the whole', 'SELECT max(id) AS n FROM t HAVING count(*) > 10', []],
  [
    'HAVING with groups is one on the groups',
    'SELECT grp FROM t GROUP BY grp HAVING min(id) > 2 ORDER BY grp',
    [[null], ['b']],
  ],
  ['a name may begin with a digit', 'SELECT 2nd FROM (SELECT max(id) AS 2nd FROM t) AS 1t', [[4]]],
  ['LIMIT offset, count', 'SELECT id FROM t ORDER BY id LIMIT 1, 2', [[2], [3]]],
  ['LIMIT count OFFSET offset', 'SELECT id FROM t ORDER BY id LIMIT 2 OFFSET 1', [[2], [3]]],
  [
    'an alias in GROUP BY',
    'SELECT upper(grp) AS g, count(*) AS n FROM t GROUP BY g ORDER BY g',
    [
      [null, '1'],
      ['A', '2'],
      ['B', '1'],
    ],
  ],
  [
    'a position in GROUP BY and ORDER BY',
    'SELECT grp, count(*) FROM t GROUP BY 1 ORDER BY 2 DESC, 1',
    [
      ['a', '2'],
      [null, '1'],
      ['b', '1'],
    ],
  ],
  [
    'GROUP BY prefers a column to an alias',
    "SELECT 'k' AS grp, count(*) FROM t GROUP BY grp ORDER BY 2 DESC",
    [
      ['k', '2'],
      ['k', '1'],
      ['k', '1'],
    ],
  ],
  ['an alias in HAVING', 'SELECT grp, sum(amount) AS total FROM t GROUP BY grp HAVING total > 6', [['a', '30.55']]],
  ['ORDER BY prefers an alias to a column', 'SELECT -id AS id FROM t ORDER BY id LIMIT 1', [['-4']]],
  [
    'an inner join',
    'SELECT t.id, u.name FROM t JOIN u ON t.id = u.id ORDER BY 1',
    [
      [1, 'one'],
      [3, 'three'],
    ],
  ],
  [
    'a left join',
    'SELECT t.id, u.name FROM t LEFT JOIN u ON t.id = u.id ORDER BY 1',
    [
      [1, 'one'],
      [2, null],
      [3, 'three'],
      [4, null],
    ],
  ],
  ['a full join with USING', 'SELECT id FROM t FULL OUTER JOIN u USING (id) ORDER BY 1', [[1], [2], [3], [4], [5]]],
  [
    'a right join with USING',
    'SELECT id, name FROM t RIGHT JOIN u USING (id) ORDER BY 1',
    [
      [1, 'one'],
      [3, 'three'],
      [5, 'five'],
    ],
  ],
  ['a semi join', 'SELECT t.id FROM t LEFT SEMI JOIN u ON t.id = u.id ORDER BY 1', [[1], [3]]],
  ['an anti join', 'SELECT t.id FROM t LEFT ANTI JOIN u ON t.id = u.id ORDER BY 1', [[2], [4]]],
  ['a join hint', 'SELECT t.id FROM t JOIN [broadcast] u ON t.id = u.id ORDER BY 1', [[1], [3]]],
  ['a comma behind a join', 'SELECT count(*) FROM t JOIN u ON t.id = u.id, u w', [['6']]],
  ['a comma join', 'SELECT count(*) FROM t, u', [['12']]],
  [
    'a star with USING has the column once',
    'SELECT * FROM u JOIN (SELECT 1 AS id, 2 AS x) v USING (id)',
    [[1, 'one', 2]],
  ],
  [
    'a CTE',
    'WITH a AS (SELECT id FROM t WHERE id > 2), b AS (SELECT id + 1 AS x FROM a) SELECT x FROM b ORDER BY x',
    [['4'], ['5']],
  ],
  ['a CTE hides a table', 'WITH u AS (SELECT 9 AS id) SELECT id FROM u', [[9]]],
  ['a derived table', 'SELECT max(x.n) FROM (SELECT grp, count(*) n FROM t GROUP BY grp) x', [['2']]],
  ['IN with a subquery', 'SELECT id FROM t WHERE id IN (SELECT id FROM u) ORDER BY id', [[1], [3]]],
  ['NOT IN with a subquery', 'SELECT id FROM t WHERE id NOT IN (SELECT id FROM u) ORDER BY id', [[2], [4]]],
  [
    'EXISTS with a correlated subquery',
    'SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.id = t.id) ORDER BY id',
    [[1], [3]],
  ],
  ['a scalar subquery', 'SELECT (SELECT max(id) FROM u) AS m', [[5]]],
  ['UNION drops duplicates', 'SELECT 1 AS a UNION SELECT 1 UNION ALL SELECT 2 ORDER BY a', [[1], [2]]],
  ['EXCEPT and INTERSECT', '(SELECT id FROM t EXCEPT SELECT id FROM u) ORDER BY id', [[2], [4]]],
  ['UNION of integers and decimals', 'SELECT 1 AS a UNION ALL SELECT 2.50 ORDER BY 1', [['1.00'], ['2.50']]],
  [
    'UNNEST with a comma',
    'SELECT t.id, x.tag FROM t, unnest(t.tags) AS x(tag) ORDER BY 1, 2',
    [
      [1, 'x'],
      [1, 'y'],
      [4, 'z'],
    ],
  ],
  [
    'UNNEST with a left join',
    'SELECT t.id, x.tag FROM t LEFT JOIN unnest(t.tags) AS x(tag) ON TRUE ORDER BY 1, 2',
    [
      [1, 'x'],
      [1, 'y'],
      [2, null],
      [3, null],
      [4, 'z'],
    ],
  ],
  [
    'VALUES',
    'SELECT v.a, v.b FROM (VALUES (1, 2.5), (3, 4)) v(a, b) ORDER BY 1',
    [
      [1, '2.5'],
      [3, '4.0'],
    ],
  ],
  [
    'QUALIFY',
    'SELECT id FROM t QUALIFY row_number() OVER (PARTITION BY grp ORDER BY id DESC) = 1 ORDER BY id',
    [[2], [3], [4]],
  ],
  [
    'a window with a frame',
    'SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t ORDER BY id',
    [
      [1, '1'],
      [2, '3'],
      [3, '5'],
      [4, '7'],
    ],
  ],
  [
    'a window over an aggregate',
    'SELECT grp, sum(sum(id)) OVER (ORDER BY grp) FROM t GROUP BY grp ORDER BY 1',
    [
      [null, '4'],
      ['a', '7'],
      ['b', '10'],
    ],
  ],
  [
    'lag with an offset and a default',
    'SELECT id, lag(id, 1, 0) OVER (ORDER BY id) FROM t ORDER BY id LIMIT 2',
    [
      [1, 0],
      [2, 1],
    ],
  ],
  [
    'last_value that ignores NULLs',
    'SELECT id, last_value(grp) IGNORE NULLS OVER (ORDER BY id) FROM t ORDER BY id',
    [
      [1, 'a'],
      [2, 'a'],
      [3, 'b'],
      [4, 'b'],
    ],
  ],
  [
    'ROLLUP',
    'SELECT grp, count(*) FROM t WHERE grp IS NOT NULL GROUP BY ROLLUP(grp) ORDER BY 1',
    [
      [null, '3'],
      ['a', '2'],
      ['b', '1'],
    ],
  ],
  [
    'GROUPING SETS',
    'SELECT grp, day, count(*) FROM t WHERE id < 3 GROUP BY GROUPING SETS ((grp), (day), ()) ORDER BY 1, 2',
    [
      [null, null, '2'],
      [null, '2024-01-31', '1'],
      [null, '2024-02-29', '1'],
      ['a', null, '2'],
    ],
  ],
  ['count of several distinct columns skips rows with NULL', 'SELECT count(DISTINCT grp, amount) FROM t', [['2']]],
  ['text compares with its case', "SELECT 'a' = 'A', 'a' LIKE 'A'", [[false, false]]],
  ['<=> treats NULL as a value', 'SELECT NULL <=> NULL, 1 <=> NULL', [[true, false]]],
  ['a date compares with its text', "SELECT id FROM t WHERE day >= '2024-02-29' ORDER BY id", [[2], [3]]],
  ['a qualified table', 'SELECT d.u.name FROM d.u WHERE id = 1', [['one']]],
  ['FROM dual', 'SELECT 1 FROM dual', [[1]]],
  ['a quote in a string', "SELECT 'it''s', \"say \\\"x\\\"\", 'a\\nb'", [["it's", 'say "x"', 'a\nb']]],
];

describe('a query', () => {
  test.each(queries)('%s', async (_what, query, rows) => {
    expect(await database.ask(query)).toEqual(rows);
  });

  test.each([
    [
      'SELECT count(*), a.id, id + 1, upper(name) FROM u a GROUP BY id, name',
      ['count(*)', 'id', 'id + 1', 'upper(name)'],
    ],
    ["SELECT 'x', 1.50, NULL, CASE WHEN id = 1 THEN 2 END AS c FROM u", ["'x'", '1.50', 'NULL', 'c']],
    ['SELECT * FROM u', ['id', 'name']],
    ['SELECT 1 AS \'two words\', 2 AS "b", 3 AS 名称, id AS `select` FROM u;', ['two words', 'b', '名称', 'select']],
  ])('names its columns as StarRocks: %s', (query, names) => {
    expect(database.translate(query).columnNames).toEqual(names);
  });

  test('tells the types of its columns and the tables it reads', () => {
    const { columns, tables } = database.translate(
      'SELECT grp, sum(amount) s, avg(amount) a, count(*) n FROM t GROUP BY grp',
    );
    expect(columns).toEqual([
      { name: 'grp', type: 'varchar(65533)' },
      { name: 's', type: 'decimal(38, 2)' },
      { name: 'a', type: 'decimal(38, 8)' },
      { name: 'n', type: 'bigint' },
    ]);
    expect(tables).toEqual([{ database: 'd', table: 't' }]);
  });
});

describe('fails', () => {
  test.each([
    ['SELECT x FROM t', 1064, 'x'],
    ['SELECT t.id FROM t WHERE nope = 1', 1064, 'nope'],
    ['SELECT id FROM t, u', 1064, 'ambiguous'],
    ['SELECT * FROM nope', 5502, 'd.nope'],
    ['SELECT 1 +', 1064, 'syntax'],
    ["SELECT 'abc", 1064, 'does not end'],
    ['SELECT never_heard_of(id) FROM t', 1064, 'No matching function with signature: never_heard_of('],
    ["SELECT bitmap_to_string(bitmap_from_string('1'))", 5001, 'bitmap'],
    ['SELECT 1as FROM t', 1064, "Column '1as' cannot be resolved"],
    ['SELECT 0xFF', 1064, "Column '0xFF' cannot be resolved"],
    ['SELECT $$x$$', 1064, "Column '$$x$$' cannot be resolved"],
    ["SELECT _utf8'x'", 1064, "Column '_utf8' cannot be resolved"],
    ['SELECT 1.5x', 1064, 'syntax'],
    ["SELECT 'a' || 'b'", 5001, 'PIPES_AS_CONCAT'],
    ['SELECT id FROM t TABLESAMPLE (10)', 1064, 'syntax'],
    ['SELECT sum(id) FILTER (WHERE id > 1) FROM t', 5001, 'filter'],
    ['SELECT 1 UNION SELECT 2 INTERSECT SELECT 2', 5001, 'parentheses'],
    ['SELECT grp = 1 FROM t', 5001, 'CAST'],
    ['SELECT id::varchar FROM t', 1064, ':'],
  ])('%s', (query, errorNumber, message) => {
    const refused = refusalOf(query);
    expect(refused.errorNumber).toBe(errorNumber);
    expect(refused.message).toContain(message);
  });

  test('a table without a database', () => {
    expect(refusalOf('SELECT 1 FROM t', { database: '' }).errorNumber).toBe(1046);
  });
});

/** The error that translating throws. */
function refusalOf(query: string, over: Partial<QueryScope> = {}): UnsupportedQueryError {
  try {
    database.translate(query, over);
  } catch (error) {
    if (error instanceof UnsupportedQueryError) return error;
    throw error;
  }
  throw new Error(`translated: ${query}`);
}
