import { openDatabase, type Database } from './database';

let database: Database;

beforeAll(async () => {
  database = await openDatabase({ t: [['a', 'int']] }, [
    'CREATE TABLE d.t (a INTEGER)',
    'INSERT INTO d.t VALUES (1), (5), (NULL)',
  ]);
});
afterAll(() => {
  database.close();
});

describe('long chains of conditions', () => {
  test.each([
    ['SELECT x.a FROM t AS x JOIN t AS y ON x.a = y.a AND x.a > 0 AND x.a < 9 AND y.a <> 5', [[1]]],
    ['SELECT a FROM t WHERE a > 0 AND a < 9 AND a <> 2 AND a <> 3 AND a <> 5', [[1]]],
    ['SELECT a FROM t WHERE a = 1 OR a = 2 OR a = 3 OR a = 4', [[1]]],
    ['SELECT a FROM t WHERE a = 7 OR a > 0 AND a < 9 AND a <> 2 AND a <> 5 OR a = 8', [[1]]],
  ])('%s', async (query, rows) => expect(await database.ask(query)).toEqual(rows));
});
