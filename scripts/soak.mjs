import { mkdirSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { prepare } from './internal/prepare.mjs';
import { exitCode, root } from './internal/run.mjs';
import { UserError, main } from './internal/steps.mjs';

const HELP = `Usage: npm run soak [-- --kills N] [-- --changes N] [-- --seed N] [-- --resume]

What the integration tests do a few times, thousands of times: processes that apply a schema change are killed at random statements
and resumed, and random libraries of every kind are applied one behind the other. A failure is reported with the seed that repeats
it, and the soak goes on; its state is in .strata/soak.json.

  --kills N     how many processes are killed, 5000 by default
  --changes N   how many random changes are applied, 5000 by default
  --seed N      where the seeds begin; it is printed
  --resume      goes on where the last soak was stopped
`;

const FOLDER = join(root, '.strata');
const STATE = join(FOLDER, 'soak.json');
const COUNTS = join(FOLDER, 'soak-counts');
const RESULTS = join(FOLDER, 'soak-results.json');

/** The two parts: each run of the test runner takes so many seeds. */
const PARTS = [
  {
    name: 'kills',
    seeds: 5,
    arguments: ['test/integration/killed-apply', '-t', 'random statements'],
    environment: (seed, seeds) => ({ STRATA_SOAK_SEED: seed, STRATA_SOAK_SEEDS: seeds }),
  },
  {
    name: 'changes',
    seeds: 9,
    arguments: ['packages/starrocks-schema/test/property', '-t', 'with seed'],
    environment: (seed, seeds) => ({ STRATA_PROPERTY_SEED: seed, STRATA_PROPERTY_WALKS: seeds }),
  },
];

await main(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return;
  }
  const environment = await prepare();
  mkdirSync(FOLDER, { recursive: true });
  const state = args.includes('--resume') ? formerState() : newState(args);
  process.stdout.write(`seed ${state.seed}\n`);
  for (let isOpen = true; isOpen;) {
    isOpen = false;
    // By turns, so that a soak that is stopped early did some of both.
    for (const part of PARTS) {
      if (state[part.name].done >= state[part.name].wanted) continue;
      isOpen = true;
      await batch(part, state, environment);
    }
  }
  summarize(state);
});

function newState(args) {
  const part = (name) => ({ wanted: numberOf(args, `--${name}`) ?? 5_000, done: 0, next: 0, failures: [] });
  const seed = numberOf(args, '--seed') ?? Date.now() % 1_000_000;
  return { seed, kills: part('kills'), changes: part('changes') };
}

function formerState() {
  if (!existsSync(STATE)) throw new UserError(`There is no soak to go on with: ${STATE} does not exist.`);
  return JSON.parse(readFileSync(STATE, 'utf8'));
}

/** Runs the next seeds of a part, and keeps what came of them. */
async function batch(part, state, environment) {
  const progress = state[part.name];
  const seed = state.seed + progress.next;
  rmSync(COUNTS, { force: true });
  rmSync(RESULTS, { force: true });
  const code = await exitCode(
    process.execPath,
    ['node_modules/jest/bin/jest.js', '-i', '--json', `--outputFile=${RESULTS}`, ...part.arguments],
    {
      env: { ...environment, ...strings(part.environment(seed, part.seeds)), STRATA_SOAK_LOG: COUNTS },
      stdio: 'ignore',
    },
  );
  if (!existsSync(RESULTS)) throw new UserError(`The test runner ended with ${code} and left no results.`);
  const { testResults } = JSON.parse(readFileSync(RESULTS, 'utf8'));
  const failures = testResults.flatMap(failuresOf);
  if (code !== 0 && failures.length === 0)
    throw new UserError(`The test runner ended with ${code} and names no failure.`);
  progress.next += part.seeds;
  progress.done += countOf(COUNTS);
  progress.failures.push(...failures);
  writeFileSync(STATE, JSON.stringify(state, undefined, 2));
  for (const { title, message } of failures) process.stdout.write(`FAILED ${title}\n${message}\n`);
  process.stdout.write(`${part.name} ${progress.done}/${progress.wanted}, ${progress.failures.length} failed\n`);
}

/** Of one file of tests; a file that does not start has failed as a whole. */
function failuresOf({ name, status, message, assertionResults }) {
  const failed = assertionResults.filter((each) => each.status === 'failed');
  if (failed.length === 0) return status === 'failed' ? [{ title: name, message }] : [];
  return failed.map(({ fullName, failureMessages }) => ({ title: fullName, message: failureMessages.join('\n') }));
}

function countOf(file) {
  if (!existsSync(file)) return 0;
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.reduce((total, line) => total + Number(line), 0);
}

function strings(variables) {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
}

function summarize({ seed, kills, changes }) {
  const failures = [...kills.failures, ...changes.failures];
  process.stdout.write(
    `${kills.done} processes killed, ${changes.done} changes, ${failures.length} failures, seed ${seed}\n`,
  );
  if (failures.length > 0) throw new UserError(failures.map(({ title }) => `- ${title}`).join('\n'));
}

function numberOf(args, name) {
  const at = args.indexOf(name);
  if (at < 0) return undefined;
  const value = Number(args[at + 1]);
  if (!Number.isInteger(value) || value < 0) throw new UserError(`${name} needs a whole number.\n\n${HELP}`);
  return value;
}
