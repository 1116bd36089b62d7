import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { EnvironmentError, findOrphans, loadPlatform, selectEnvironments } from '@strata/environment';
import { formatReport, judge } from './policies/engine/judge';
import { registryLock, standInProvider, strataProvider } from './stacks/local-providers';
import { addPlatform } from './stacks/platform';
import { policyStack } from './stacks/policy-stacks';
import { readSandboxStates } from './stacks/sandbox-states';
import { readSynthesizedStack } from './stacks/synthesized-stack';
import { TerraformFolders } from './stacks/terraform-folder';
import { withoutTokenTraces } from './stacks/without-token-traces';

/** The checkout: cdktf runs the app in the folder of `cdktf.json`. */
const root = process.cwd();

/** Synthesizes the chosen environments, makes their folders ready for Terraform and runs the policies. */
function synthesize(): void {
  const { account, environments } = loadPlatform(root);
  const orphans = findOrphans(readSandboxStates(root), environments);
  if (orphans.length > 0) throw new EnvironmentError(orphans);
  const app = new App({ skipValidation: false });
  const chosen = selectEnvironments(environments, process.env['STRATA_ENV']);
  // Bundles of earlier syntheses would pile up; stacks that are not made now still need theirs.
  if (chosen.length === environments.length) rmSync(join(app.outdir, 'bundles'), { recursive: true, force: true });
  const stacks = withoutTokenTraces(() => {
    const added = addPlatform(app, { account, environments: chosen, sqlFolder: join(root, 'sql') });
    app.synth();
    return added;
  });
  const [strata, standIn, lock] = [strataProvider(root), standInProvider(root), registryLock(root)];
  const folderOf = (id: string): string => join(app.outdir, 'stacks', id);
  const folders = new TerraformFolders(join(app.outdir, 'plugins'));
  const judged = stacks.map(({ environment, node }) => {
    const local = environment.target === 'sandbox';
    const synthesized = readSynthesizedStack(folderOf(node.id));
    folders.prepare(folderOf(node.id), synthesized, {
      providers: local ? [strata, standIn] : [strata],
      ...(local || lock === undefined ? {} : { registryLock: lock }),
    });
    return policyStack(node.id, environment, synthesized);
  });
  const report = judge(judged);
  writeFileSync(join(app.outdir, 'policies.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  for (const { severity, text } of formatReport(report)) {
    if (severity === 'error') fail(`error: ${text}`);
    else process.stderr.write(`warning: ${text}\n`);
  }
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

/** Whether an error was made for users: one of ours, by its stable code. */
function isExpected(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && error.code.startsWith('STR');
}

try {
  synthesize();
} catch (error) {
  if (!(error instanceof Error)) throw error;
  fail(isExpected(error) ? error.message : (error.stack ?? error.message));
}
