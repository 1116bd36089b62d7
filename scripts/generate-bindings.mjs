import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { main } from './internal/steps.mjs';
import { root } from './internal/run.mjs';

/**
 * Generates the typed bindings of the providers from their committed schemas:
 * `packages/<package>/schema.json` -> `lib/<resource>/index.js` and `.d.ts`, as published providers have them.
 * Does nothing for a package whose schema, generator and compiler are those of the last run.
 */
const PACKAGES = ['provider-alicloud', 'provider-strata'];

const require = createRequire(import.meta.url);

await main(async () => {
  for (const name of PACKAGES) await bindings(join(root, 'packages', name));
});

async function bindings(folder) {
  const lib = join(folder, 'lib');
  const stamp = join(lib, '.generated');
  const inputs = hashOfInputs(folder);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return;
  const sources = await generate(folder);
  // Whoever uses the old bindings meanwhile finds them whole; an interrupted run leaves them as they were.
  const fresh = join(folder, 'dist', 'lib');
  rmSync(fresh, { recursive: true, force: true });
  compile(sources, fresh);
  writeFileSync(join(fresh, '.generated'), inputs);
  rmSync(lib, { recursive: true, force: true });
  renameSync(fresh, lib);
}

function hashOfInputs(folder) {
  const hash = createHash('sha256');
  for (const file of [
    join(folder, 'schema.json'),
    join(folder, 'provider.json'),
    join(root, 'scripts/generate-bindings.mjs'),
  ]) {
    hash.update(readFileSync(file)).update('\0');
  }
  for (const tool of ['@cdktf/provider-generator', 'typescript', 'cdktf']) {
    hash.update(versionOf(tool)).update('\0');
  }
  return hash.digest('hex');
}

function versionOf(name) {
  return JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version;
}

/** Writes the TypeScript sources below the package's `dist` (they are an intermediate product) and returns their folder. */
async function generate(folder) {
  const { source, version } = JSON.parse(readFileSync(join(folder, 'provider.json'), 'utf8'));
  const schema = JSON.parse(readFileSync(join(folder, 'schema.json'), 'utf8'));
  const generated = join(folder, 'dist', 'bindings');
  rmSync(generated, { recursive: true, force: true });
  mkdirSync(generated, { recursive: true });
  const { CodeMaker, TerraformProviderGenerator } = require('@cdktf/provider-generator');
  const { ConstructsMakerProviderTarget, Language, TerraformProviderConstraint } = require('@cdktf/commons');
  const constraint = new TerraformProviderConstraint({ name: source.split('/')[1], source, version });
  const code = new CodeMaker();
  code.indentation = 2;
  const generator = new TerraformProviderGenerator(code, {
    ...schema,
    provider_versions: { [`registry.terraform.io/${source}`]: version },
  });
  generator.generate(new ConstructsMakerProviderTarget(constraint, Language.TYPESCRIPT));
  await code.save(generated);
  return generated;
}

function compile(sources, lib) {
  const ts = require('typescript');
  const found = join(sources, 'providers');
  const [provider] = readdirSync(found);
  const from = join(found, provider);
  const files = readdirSync(from, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(from, entry.name, 'index.ts'));
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: ['node'],
    strict: true,
    skipLibCheck: true,
    declaration: true,
    removeComments: false,
    rootDir: from,
    outDir: lib,
  });
  const problems = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  if (problems.length > 0) {
    const host = { getCanonicalFileName: (f) => f, getCurrentDirectory: () => root, getNewLine: () => '\n' };
    throw new Error(ts.formatDiagnostics(problems, host));
  }
}
