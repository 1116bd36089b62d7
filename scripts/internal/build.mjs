import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';
import { root, runQuietly } from './run.mjs';
import { step } from './steps.mjs';

const STAMP = join(root, 'dist', '.built');
/** What the built files follow from: sources, provider schemas, configuration and the build itself. */
const INPUTS = [
  'main.ts',
  'stacks',
  'constructs',
  'policies',
  'packages',
  'scripts',
  'tsconfig.json',
  'tsconfig.base.json',
  'package-lock.json',
];
const GENERATED = new Set(['node_modules', 'dist', 'lib', 'test', 'bin']);

/** Generates bindings, compiles, and bundles the two providers. Does nothing when no input changed. */
export async function build() {
  const inputs = hashOfInputs();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === inputs) return;
  rmSync(STAMP, { force: true });
  await step('Build', async (note) => {
    note('provider bindings, packages');
    await Promise.all([
      runQuietly('bindings', process.execPath, ['scripts/generate-bindings.mjs']),
      compile('packages', ['packages/cli', 'packages/terraform-provider-strata']),
    ]);
    note('app, provider bundles');
    await Promise.all([
      compile('app', []),
      runQuietly('bundle-strata', process.execPath, ['packages/terraform-provider-strata/scripts/bundle.mjs']),
      runQuietly('bundle-alicloud', process.execPath, ['packages/alicloud-sandbox/scripts/bundle.mjs']),
    ]);
    mkdirSync(dirname(STAMP), { recursive: true });
    writeFileSync(STAMP, inputs);
  });
}

function compile(name, projects) {
  return runQuietly(`compile-${name}`, process.execPath, ['node_modules/typescript/bin/tsc', '-b', ...projects]);
}

function hashOfInputs() {
  const hash = createHash('sha256').update(process.version);
  for (const file of INPUTS.flatMap((input) => filesBelow(join(root, input))).sort()) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => !GENERATED.has(entry.name))
      .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)]));
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    throw error;
  }
}
