import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { root } from '../scripts/internal/run.mjs';
import { median } from './harness.mjs';

const PACKAGE = join(root, 'packages', 'starrocks-sql');
const require = createRequire(join(PACKAGE, 'package.json'));
const FILES = 1000;
const RUNS = 7;
const COLD = '--cold';

/** Processor time of this process, milliseconds: other work on the machine does not count. */
function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** 1,000 files: those of `sql/`, again and again. */
function files() {
  const texts = ['ods', 'cdm', 'ads'].flatMap((layer) => {
    const folder = join(root, 'sql', layer);
    const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
    return names.map((name) => readFileSync(join(folder, name), 'utf8'));
  });
  return Array.from({ length: FILES }, (_, index) => texts[index % texts.length]);
}

/** Statements that a real frontend accepts, most of them short. */
function recorded() {
  const lines = readFileSync(join(PACKAGE, 'test', 'data', 'verdicts.jsonl'), 'utf8').split('\n');
  const cases = lines.filter((line) => line !== '').map((line) => JSON.parse(line));
  return cases.filter(([verdict]) => verdict !== 'refused').map(([, text]) => text);
}

/** Parsing of DDL: speed of a warm process, and the time of a new one for 1,000 files. */
export async function run({ environment }) {
  const { parseScript } = require('@strata/starrocks-sql');
  const speed = (texts) => {
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    const rates = Array.from({ length: RUNS }, () => {
      const started = processorTime();
      for (const text of texts) parseScript(text);
      return bytes / 1e6 / ((processorTime() - started) / 1000);
    });
    return median(rates);
  };
  const cold = Array.from({ length: RUNS }, () => {
    const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), COLD], {
      env: environment,
      encoding: 'utf8',
    });
    return Number(stdout);
  });
  return [
    { name: 'parsing of the files of sql/', value: speed(files()), unit: 'MB/s', goal: { atLeast: 2 } },
    { name: 'parsing of recorded statements', value: speed(recorded()), unit: 'MB/s', goal: { atLeast: 2 } },
    { name: 'parsing of 1,000 files in a new process', value: median(cold), unit: 'ms', goal: { atMost: 1000 } },
  ];
}

if (process.argv.includes(COLD)) {
  const { parseScript } = require('@strata/starrocks-sql');
  for (const text of files()) parseScript(text);
  process.stdout.write(String(processorTime()));
}
