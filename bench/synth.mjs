import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { root } from '../scripts/internal/run.mjs';
import { median } from './harness.mjs';

const ENVIRONMENTS = 100;
const RUNS = 5;
const ONE = 't00-dev';

/**
 * Synthesizes a checkout with 100 environments, against a bare cdktf program that writes the same resources; both in CPU
 * seconds of the whole process, so that other work on the machine hardly counts. Then one environment alone, with types
 * checked.
 */
export function run() {
  const checkout = mkdtempSync(join(tmpdir(), 'strata-bench-synth-'));
  try {
    makeCheckout(checkout);
    const app = join(root, 'dist', 'main.js');
    measured(checkout, [app]);
    const resources = join(checkout, 'resources.json');
    writeFileSync(resources, JSON.stringify(resourcesOf(join(checkout, 'cdktf.out', 'stacks'))));
    const ours = [];
    const floor = [];
    for (let index = 0; index < RUNS; index++) {
      ours.push(measured(checkout, [app]));
      floor.push(measured(checkout, [join(root, 'bench', 'synth-floor.cjs'), join(checkout, 'floor.out'), resources]));
    }
    const alone = [];
    checkAndSynthesizeOne(checkout, app);
    for (let index = 0; index < RUNS; index++) alone.push(checkAndSynthesizeOne(checkout, app));
    const cpu = (all) => median(all.map((each) => each.seconds));
    return [
      {
        name: `synthesize ${ENVIRONMENTS} environments`,
        value: cpu(ours),
        floor: cpu(floor),
        unit: 'CPU s',
        goal: { atMost: 1.5 },
      },
      {
        name: `memory of ${ENVIRONMENTS} environments`,
        value: median(ours.map(({ maxRSS }) => maxRSS)) / 1024,
        unit: 'MiB',
        goal: { atMost: 300 },
      },
      { name: 'synthesize one of them, types checked', value: cpu(alone), unit: 'CPU s', goal: { atMost: 3 } },
    ];
  } finally {
    rmSync(checkout, { recursive: true, force: true });
  }
}

/** A checkout with the code and SQL of this one, and many environments like risk-dev. */
function makeCheckout(checkout) {
  mkdirSync(join(checkout, 'environments'));
  for (const name of ['packages', 'sql', 'node_modules']) symlinkSync(join(root, name), join(checkout, name));
  copyFileSync(join(root, 'strata.yaml'), join(checkout, 'strata.yaml'));
  const like = readFileSync(join(root, 'environments', 'risk-dev.yaml'), 'utf8');
  for (let index = 0; index < ENVIRONMENTS; index++) {
    const team = `t${String(index).padStart(2, '0')}`;
    const yaml = like
      .replace(/^team: .*$/m, `team: ${team}`)
      .replace(/cidr: .*$/m, `cidr: 10.${20 + index}.0.0/16`)
      .replaceAll('kms:risk-dev/', `kms:${team}-dev/`);
    writeFileSync(join(checkout, 'environments', `${team}-dev.yaml`), yaml);
  }
}

/** Runs a program; answers its CPU seconds and its largest memory in KiB. */
function measured(checkout, program, environment = {}) {
  const usage = join(checkout, 'usage.json');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--require', join(root, 'bench', 'child-usage.cjs'), ...program],
    { cwd: checkout, encoding: 'utf8', env: { ...process.env, CHILD_USAGE: usage, ...environment } },
  );
  if (status !== 0) throw new Error(`${program.join(' ')} ended with ${status}: ${stderr}`);
  return JSON.parse(readFileSync(usage, 'utf8'));
}

function resourcesOf(stacks) {
  return readdirSync(stacks).map((id) => {
    const { resource = {} } = JSON.parse(readFileSync(join(stacks, id, 'cdk.tf.json'), 'utf8'));
    const blocks = Object.entries(resource).flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]) => {
        const attributes = Object.fromEntries(Object.entries(block).filter(([key]) => key !== '//'));
        return { type, name, attributes };
      }),
    );
    return { id, blocks };
  });
}

/** Types of the whole app checked, nothing changed since the last time; then one environment. Answers CPU seconds. */
function checkAndSynthesizeOne(checkout, app) {
  const environment = { STRATA_ENV: ONE };
  const types = measured(checkout, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b', root], environment);
  return { seconds: types.seconds + measured(checkout, [app], environment).seconds };
}
