import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startServer } from '@strata/starrocks-embedded';
import { Command } from 'commander';
import type { Connection } from 'mysql2/promise';
import { withConnection } from '../../connection';
import { CliError, printError, printJson, printLine } from '../../output';
import { readSqlFiles } from '../../sql-files';
import type { SqlTest, SqlTestResult } from '../../sql-tests';
import { readTestFiles, runSqlTests, shownDifference } from '../../sql-tests';
import { endpointOf } from './endpoint';

interface TestOptions {
  readonly dir: string;
  readonly url?: string;
  readonly object?: string;
  readonly json?: boolean;
}

/** Exit code 0: all tests pass, 1: some fail or cannot be run. */
export function testCommand(): Command {
  return new Command('test')
    .description('run the tests of views and materialized views: <layer>/tests/*.yaml')
    .option('--dir <folder>', 'the folder of the layers ods, cdm, ads', 'sql')
    .option('--url <url>', 'a StarRocks that may have scratch databases; without it the embedded one is started')
    .option('--object <layer.name>', 'only the tests of this object')
    .option('--json', 'print JSON')
    .action(run);
}

async function run({ dir, url, object, json }: TestOptions): Promise<void> {
  const folder = resolve(dir);
  const library = readSqlFiles(folder);
  const tests = chosen(readTestFiles(folder, library.layers), object, dir);
  const work = (connection: Connection) => runSqlTests(connection, library, tests);
  const results = url === undefined ? await onEmbedded(work) : await withConnection(endpointOf(url), work);
  const failed = results.filter(({ passed }) => !passed);
  process.exitCode = failed.length > 0 ? 1 : 0;
  if (json === true) return printJson({ passed: results.length - failed.length, failed: failed.length, results });
  for (const result of results) show(result);
  printLine(`${results.length - failed.length} of ${results.length} tests pass`);
}

function chosen(tests: readonly SqlTest[], object: string | undefined, dir: string): readonly SqlTest[] {
  const found = object === undefined ? tests : tests.filter((test) => test.object === object);
  if (found.length > 0) return found;
  const what = object === undefined ? `no tests below ${dir}` : `no tests of ${object} below ${dir}`;
  throw new CliError('STR1917', `There are ${what}: write <layer>/tests/<object>.yaml with given and expected rows.`);
}

async function onEmbedded<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), 'strata-sql-test-'));
  try {
    const server = await startServer({ port: 0, httpPort: 0, dataDir });
    try {
      return await withConnection({ host: '127.0.0.1', port: server.port, user: 'root', password: '' }, work);
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function show({ file, object, name, passed, error, differences, milliseconds }: SqlTestResult): void {
  printLine(`${passed ? 'ok  ' : 'FAIL'}  ${object}: ${name} (${milliseconds} ms)`);
  if (passed) return;
  printError(`  ${file}`);
  if (error !== undefined) printError(`  ${error}`);
  for (const difference of differences) printError(shownDifference(difference).replace(/^/gm, '  '));
}
