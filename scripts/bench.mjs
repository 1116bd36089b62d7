import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { prepare } from './internal/prepare.mjs';
import { root } from './internal/run.mjs';
import { UserError, main } from './internal/steps.mjs';

/** Each file of bench/ exports `run({ terraform })`, which answers one measurement or several. */
const NAMES = ['apply', 'demo', 'noop-plan', 'parse', 'provider-start', 'query', 'stream-load', 'synth'];
const HELP = `Usage: npm run bench [-- NAME…] [--json]

Measures ratios, each within one run on this machine, and writes them to bench/results/.

  NAME     ${NAMES.join(', ')}; all without a name
  --json   end with one line of JSON a measurement
`;

await main(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return;
  }
  const names = args.filter((argument) => argument !== '--json');
  const unknown = names.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0) throw new UserError(`There is no benchmark ${unknown.join(', ')}.\n\n${HELP}`);
  const environment = await prepare();
  for (const name of names.length === 0 ? NAMES : names) {
    const { run } = await import(`../bench/${name}.mjs`);
    const results = (await run({ environment })).map(judged);
    save(name, results);
    for (const result of results)
      process.stdout.write(args.includes('--json') ? `${JSON.stringify(result)}\n` : line(result));
  }
});

/** A measurement with its verdict: `value` over `floor` against the goal (`<=` or `>=`), or `value` alone without a floor. */
function judged({ name, value, floor = null, goal, unit = '' }) {
  const ratio = floor === null ? null : value / floor;
  const measured = ratio ?? value;
  const pass = goal.atMost === undefined ? measured >= goal.atLeast : measured <= goal.atMost;
  return {
    name,
    value: round(value),
    floor: floor === null ? null : round(floor),
    ratio: ratio === null ? null : round(ratio),
    unit,
    goal,
    pass,
  };
}

function line({ name, value, floor, ratio, unit, goal, pass }) {
  const limit = goal.atMost === undefined ? `>= ${goal.atLeast}` : `<= ${goal.atMost}`;
  const got = ratio === null ? `${value} ${unit}` : `${ratio} (${value} against ${floor} ${unit})`;
  return `${pass ? '✓' : '✗'} ${name}: ${got}, goal ${limit}\n`;
}

function save(name, results) {
  const folder = join(root, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const machine = {
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: process.platform,
  };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ machine, results }, undefined, 2)}\n`);
}

function round(value) {
  return Number(value.toPrecision(3));
}
