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
      sqlTest('cdm.v', { 'cdm.m': [] }, []),
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
      expect.stringMatching(/given cdm\.m: is no table/),
      expect.stringMatching(/ods\.t is no view/),
      expect.any(String),
      undefined,
    ]);
  });

  test('fails for a library with errors before anything is made', async () => {
    const files = [{ path: 'cdm/v.sql', text: 'CREATE VIEW v AS SELECT 1 FROM ods.missing' }];
    await expect(runSqlTests(connection, { ...LIBRARY, files }, [])).rejects.toMatchObject({ code: 'STR1910' });
  });
});
