import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '@strata/starrocks-embedded';
import type { EmbeddedServer } from '@strata/starrocks-embedded';
import { createConnection } from 'mysql2/promise';
import { readTestFiles, runSqlTests, shownDifference } from '../../packages/cli/src/sql-tests';
import { FILES, LAYERS } from './declared-objects';

jest.setTimeout(60_000);

const dataDir = mkdtempSync(join(tmpdir(), 'strata-sql-'));
let server: EmbeddedServer;
beforeAll(async () => {
  server = await startServer({ port: 0, httpPort: 0, dataDir });
});
afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const tests = readTestFiles(join(__dirname, '../../sql'), LAYERS);

describe('sql/**/tests', () => {
  test('cover most of what is computed', () =>
    expect(new Set(tests.map(({ object }) => object)).size).toBeGreaterThanOrEqual(12));

  test('pass', async () => {
    const connection = await createConnection({
      host: '127.0.0.1',
      port: server.port,
      user: 'root',
      dateStrings: true,
    });
    const files = FILES.map(({ layer, name, text }) => ({ path: `${layer}/${name}.sql`, text }));
    const results = await runSqlTests(connection, { files, layers: LAYERS }, tests);
    await connection.end();
    const failures = results.filter(({ passed }) => !passed);
    expect(
      failures.map(({ object, name, error, differences }) => [
        object,
        name,
        error,
        ...differences.map(shownDifference),
      ]),
    ).toEqual([]);
  });
});
