import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { prepare } from './internal/prepare.mjs';
import { exitCode, root, runQuietly } from './internal/run.mjs';
import { UserError, main, step } from './internal/steps.mjs';

const HELP = `Usage: npm test [-- OPTIONS] [-- PATTERN…]

Type check, lint, unit and integration tests, then the end-to-end deployment.

  --no-checks   leave out type check and lint
  --no-e2e      leave out the end-to-end deployment
  PATTERN       only the test files whose path matches
`;

/** Test runs in order; the end-to-end deployment has the machine to itself. */
const RUNS = [
  { name: 'unit and integration', ignore: ['/test/e2e/'], workers: 2 },
  { name: 'end to end', only: ['test/e2e/'], workers: 1 },
];

/** Checks by turns: lint takes as long as the other two together, so that each has a core of its own. */
const CHECKS = [
  [['Lint', 'lint', ['node_modules/eslint/bin/eslint.js', '.', ...cache('eslint')]]],
  [
    ['Check types of the tests', 'types', ['node_modules/typescript/bin/tsc', '-p', 'test/tsconfig.json']],
    [
      'Check format',
      'format',
      ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.', ...cache('prettier')],
    ],
  ],
];

await main(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return;
  }
  const patterns = args.filter((argument) => !argument.startsWith('--'));
  const unknown = args.filter(
    (argument) => argument.startsWith('--') && !['--no-checks', '--no-e2e'].includes(argument),
  );
  if (unknown.length > 0) throw new UserError(`Unknown option ${unknown.join(' ')}.\n\n${HELP}`);
  const environment = await prepare();
  const failures = args.includes('--no-checks') || patterns.length > 0 ? [] : await checks();
  const totals = { passed: 0, failed: failures.length, skipped: 0 };
  for (const run of RUNS) {
    if (run.name === 'end to end' && args.includes('--no-e2e')) continue;
    // Patterns choose files of the run that has them.
    const isEndToEnd = run.only !== undefined;
    const chosen = patterns.filter((pattern) => pattern.includes('e2e') === isEndToEnd);
    if (patterns.length > 0 && chosen.length === 0) continue;
    await test(run, chosen, environment, totals);
  }
  for (const failure of failures) process.stderr.write(`\n${failure}\n`);
  report(totals);
});

/** Runs all checks. @returns what is wrong */
async function checks() {
  const failures = [];
  const inTurn = async (turns) => {
    for (const [title, log, args] of turns) {
      try {
        await runQuietly(log, process.execPath, args);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        failures.push(`${title}: ${error.message}`);
      }
    }
  };
  await step('Check types, lint and format', async () => {
    await Promise.all(CHECKS.map(inTurn));
    return failures.length === 0 ? undefined : `${failures.length} failed, see the end`;
  });
  return failures;
}

function cache(tool) {
  return ['--cache', '--cache-location', `dist/.${tool}cache`];
}

async function test(run, patterns, environment, totals) {
  const results = join(root, '.strata', 'logs', `tests-${run.workers}.json`);
  mkdirSync(join(root, '.strata', 'logs'), { recursive: true });
  rmSync(results, { force: true });
  process.stdout.write(`\nTests: ${run.name}\n`);
  const code = await exitCode(
    process.execPath,
    [
      'node_modules/jest/bin/jest.js',
      '--json',
      `--outputFile=${results}`,
      `--maxWorkers=${run.workers}`,
      ...(run.ignore ?? []).flatMap((ignored) => ['--testPathIgnorePatterns', ignored]),
      ...(patterns.length > 0 ? patterns : (run.only ?? [])).flatMap((pattern) => ['--testPathPatterns', pattern]),
    ],
    { env: environment, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (!existsSync(results)) throw new UserError(`The test runner ended with ${code} and left no results.`);
  const outcome = JSON.parse(readFileSync(results, 'utf8'));
  totals.passed += outcome.numPassedTests;
  const failed = outcome.numFailedTests + outcome.numRuntimeErrorTestSuites;
  totals.failed += failed === 0 && code !== 0 ? 1 : failed;
  totals.skipped += outcome.numPendingTests;
}

/** A skip names itself where it happens; in CI it counts as a failure, so that none hides there. */
function report({ passed, failed, skipped }) {
  const skips = process.env.CI !== undefined ? skipped : 0;
  if (skips > 0) process.stderr.write(`\n${skips} tests were skipped; in CI that is a failure.\n`);
  process.stdout.write(`\n${passed} passed, ${failed + skips} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  process.exitCode = failed + skips > 0 ? 1 : 0;
}
