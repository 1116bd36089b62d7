import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '@strata/starrocks-embedded';
import type { EmbeddedServer } from '@strata/starrocks-embedded';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { createConnection } from 'mysql2/promise';
import type { Row, SqlTest } from '../../src/sql-tests';
import { runSqlTests } from '../../src/sql-tests';

jest.setTimeout(60_000);

const LIBRARY = {
  layers: ['ods', 'cdm'],
  files: [
    {
      path: 'ods/t.sql',
      text: 'CREATE TABLE t (id INT NOT NULL, day DATE NOT NULL, v DECIMAL(9, 2) NULL, s VARCHAR(9) NOT NULL) PRIMARY KEY (id) DISTRIBUTED BY HASH (id)',
    },
    { path: 'ods/other.sql', text: 'CREATE TABLE other (id INT)' },
    {
      path: 'cdm/m.sql',
      text: '--@ freshness: 15m\nCREATE MATERIALIZED VIEW m (day, total) DISTRIBUTED BY HASH (day) REFRESH ASYNC AS SELECT day, sum(v) FROM ods.t GROUP BY day',
    },
    { path: 'cdm/v.sql', text: 'CREATE VIEW v (n, s) AS SELECT count(*), max(t.s) FROM ods.t AS t' },
    { path: 'cdm/best.sql', text: 'CREATE VIEW best (day, total) AS SELECT day, total FROM cdm.m WHERE total > 1' },
    {
      path: 'cdm/both_of.sql',
      text: 'CREATE VIEW both_of (day, total, n) AS SELECT b.day, b.total, v.n FROM cdm.best AS b CROSS JOIN cdm.v AS v',
    },
  ],
};

const dataDir = mkdtempSync(join(tmpdir(), 'strata-sql-tests-'));
let server: EmbeddedServer;
let connection: Connection;
beforeAll(async () => {
  server = await startServer({ port: 0, httpPort: 0, dataDir });
  connection = await createConnection({ host: '127.0.0.1', port: server.port, user: 'root', dateStrings: true });
});
afterAll(async () => {
  await connection.end();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

function sqlTest(
  object: string,
  given: Readonly<Record<string, readonly Row[]>>,
  expected: readonly Row[],
  where?: string,
): SqlTest {
  const condition = where === undefined ? {} : { where };
  return { file: 'f.yaml', name: 'n', object, given: new Map(Object.entries(given)), expect: expected, ...condition };
}

describe('tests of SQL', () => {
  test('run one after another, each with its own rows, and leave nothing behind', async () => {
    const results = await runSqlTests(connection, LIBRARY, [
      sqlTest(
        'cdm.m',
        {
          'ods.t': [
            { id: 1, day: '2024-02-29', v: 1.5 },
            { id: 2, day: '2024-02-29', v: 2 },
          ],
        },
        [{ day: '2024-02-29', total: 3.5 }],
      ),
      sqlTest('cdm.m', { 'ods.t': [{ id: 1, day: '2024-03-01', v: 1 }] }, [{ day: '2024-03-01', total: 1 }]),
      sqlTest('cdm.m', {}, []),
      sqlTest(
        'cdm.m',
        {
          'ods.t': [
            { id: 1, day: '2024-03-01' },
            { id: 2, day: '2024-03-02', v: 2 },
          ],
        },
        [{ total: 2 }],
        'total IS NOT NULL',
      ),
    ]);
    expect(results.map(({ passed, error }) => [passed, error])).toEqual(Array(4).fill([true, undefined]));
    const [databases] = await connection.query<RowDataPacket[]>("SHOW DATABASES LIKE 'strata_test%'");
    expect(databases).toEqual([]);
  });

  test('fill columns that must hold something and are not mentioned', async () => {
    const [result] = await runSqlTests(connection, LIBRARY, [
      sqlTest('cdm.v', { 'ods.t': [{ id: 1 }] }, [{ n: 1, s: '' }]),
    ]);
    expect(result?.passed).toBe(true);
  });

  test('fail each for itself, with differences or with the error', async () => {
    const results = await runSqlTests(connection, LIBRARY, [
      sqlTest('cdm.v', { 'ods.t': [{ id: 1 }] }, [{ n: 2 }]),
      sqlTest('cdm.v', { 'ods.t': [{ idd: 1 }] }, []),
      sqlTest('cdm.v', { 'ods.other': [] }, []),
      sqlTest('cdm.v', { 'cdm.missing': [] }, []),
      sqlTest('ods.t', {}, []),
      sqlTest('cdm.v', { 'ods.t': [{ id: 1, day: 'no day' }] }, []),
      sqlTest('cdm.v', {}, [{ n: 0, s: null }]),
    ]);
    expect(results.map(({ passed }) => passed)).toEqual([false, false, false, false, false, false, true]);
    expect(results[0]?.differences).toEqual([
      { kind: 'missing', expected: { n: 2 } },
      { kind: 'unexpected', got: { n: 1 } },
    ]);
    expect(results.map(({ error }) => error)).toEqual([
      undefined,
      expect.stringMatching(/no column idd, it has id, day, v, s/),
      expect.stringMatching(/given ods\.other: cdm\.v does not read it/),
      expect.stringMatching(/given cdm\.missing: is no table and no view/),
      expect.stringMatching(/ods\.t is no view/),
      expect.any(String),
      undefined,
    ]);
  });

  describe('with rows of a view', () => {
    const day = '2024-02-29';

    test('read those in its place, of a materialized view as well', async () => {
      const results = await runSqlTests(connection, LIBRARY, [
        sqlTest(
          'cdm.best',
          {
            'cdm.m': [
              { day, total: 1.5 },
              { day, total: 0.5 },
            ],
          },
          [{ day, total: 1.5 }],
        ),
        sqlTest('cdm.best', { 'cdm.m': [] }, []),
        sqlTest('cdm.best', { 'cdm.m': [{ day }] }, []),
      ]);
      expect(results.map(({ passed, error }) => [passed, error])).toEqual(Array(3).fill([true, undefined]));
    });

    test('leave the view as it is for the next test', async () => {
      const results = await runSqlTests(connection, LIBRARY, [
        sqlTest('cdm.best', { 'cdm.m': [{ day, total: 9 }] }, [{ day, total: 9 }]),
        sqlTest('cdm.best', { 'ods.t': [{ id: 1, day, v: 7 }] }, [{ day, total: 7 }]),
        sqlTest('cdm.m', { 'ods.t': [{ id: 1, day, v: 8 }] }, [{ day, total: 8 }]),
      ]);
      expect(results.map(({ passed, error }) => [passed, error])).toEqual(Array(3).fill([true, undefined]));
    });

    test('take several, whatever they read of each other', async () => {
      const given = { 'cdm.m': [{ day, total: 2 }], 'cdm.v': [{ n: 4, s: 'x' }] };
      const results = await runSqlTests(connection, LIBRARY, [
        sqlTest('cdm.both_of', given, [{ day, total: 2, n: 4 }]),
        sqlTest('cdm.both_of', { ...given, 'cdm.best': [{ day, total: 3 }] }, []),
        sqlTest('cdm.both_of', { 'cdm.best': [{ day, total: 3 }], 'ods.t': [{ id: 1 }] }, [{ day, total: 3, n: 1 }]),
      ]);
      expect(results.map(({ passed }) => passed)).toEqual([true, false, true]);
      expect(results[1]?.error).toMatch(
        /given cdm\.m: cdm\.both_of does not read it but through what is given instead/,
      );
    });

    test('have its types: a text that is no number is no total', async () => {
      const [result] = await runSqlTests(connection, LIBRARY, [
        sqlTest(
          'cdm.best',
          {
            'cdm.m': [
              { day, total: '12.50' },
              { day: null, total: 3 },
            ],
          },
          [
            { day, total: 12.5 },
            { day: null, total: 3 },
          ],
        ),
      ]);
      expect(result).toMatchObject({ passed: true });
    });

    test('fails for columns that it does not have, and for the view under test', async () => {
      const results = await runSqlTests(connection, LIBRARY, [
        sqlTest('cdm.best', { 'cdm.m': [{ dayy: day }] }, []),
        sqlTest('cdm.best', { 'cdm.best': [] }, []),
      ]);
      expect(results.map(({ error }) => error)).toEqual([
        'given cdm.m: no column dayy, it has day, total',
        'given cdm.best: is under test itself',
      ]);
    });
  });

  test('fails for a library with errors before anything is made', async () => {
    const files = [{ path: 'cdm/v.sql', text: 'CREATE VIEW v AS SELECT 1 FROM ods.missing' }];
    await expect(runSqlTests(connection, { ...LIBRARY, files }, [])).rejects.toMatchObject({ code: 'STR1910' });
  });
});
