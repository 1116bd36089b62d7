import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { prepare } from './internal/prepare.mjs';
import { exitCode, root, runQuietly } from './internal/run.mjs';
import { UserError, main, step } from './internal/steps.mjs';

const HELP = `Usage: npm run demo [-- OPTIONS]

Deploys the environment "demo" (environments/demo.yaml) on this machine with real Terraform: starts the sandbox, runs
cdktf deploy, loads sample data, refreshes the materialized views, shows the marts, and deploys again to show that
nothing changes. A run over a running sandbox resets it. Leaves the sandbox up.

  --down   stop the sandbox at the end
`;
const STACKS = ['demo-network', 'demo-warehouse', 'demo-streams', 'demo-pipelines'];
const STRATA = 'packages/cli/bin/strata.js';

await main(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return;
  }
  const unknown = args.filter((argument) => argument !== '--down');
  if (unknown.length > 0) throw new UserError(`Unknown option ${unknown.join(' ')}.\n\n${HELP}`);
  const started = Date.now();
  const environment = { ...(await prepare()), STRATA_ENV: 'demo' };
  await step('Start an empty sandbox', (note) => strata('sandbox', ['sandbox', 'reset'], environment, note));
  await step('Deploy four stacks', async (note) => summary(await deploy('deploy', environment, note)));
  await step('Load sample data', (note) => strata('load', ['demo', 'load'], environment, note));
  await step('Refresh the materialized views', (note) => strata('refresh', ['demo', 'refresh'], environment, note));
  await show(environment);
  await step('Deploy again', async (note) => unchanged(await deploy('deploy-again', environment, note)));
  if (args.includes('--down'))
    await step('Stop the sandbox', (note) => strata('down', ['sandbox', 'down'], environment, note));
  else await exitCode(process.execPath, [STRATA, 'demo', 'next'], { env: environment });
  process.stdout.write(`\nDone in ${((Date.now() - started) / 1000).toFixed(0)} s.\n`);
});

/** Runs a strata command; its last line of output says what it did. */
async function strata(log, args, env, note) {
  const lines = await runQuietly(log, process.execPath, [STRATA, ...args], { env, onLine: note });
  return lines.filter((line) => line !== '').at(-1);
}

/** Runs a real `cdktf deploy` of every stack, one after another (parallel deploys of cdktf are known to race). */
function deploy(log, env, note) {
  const cli = ['node_modules/cdktf-cli/bundle/bin/cdktf', 'deploy', ...STACKS, '--auto-approve', '--parallelism', '1'];
  return runQuietly(log, process.execPath, cli, {
    env,
    onLine: (line) => {
      const stack = STACKS.find((name) => line.startsWith(`${name} `));
      if (stack !== undefined) note(stack);
    },
  });
}

function results(lines) {
  const applied = lines.flatMap((line) => {
    const match = /Apply complete! Resources: (\d+) added, (\d+) changed, (\d+) destroyed/.exec(line);
    return match === null ? [] : [match.slice(1).map(Number)];
  });
  if (applied.length !== STACKS.length) {
    throw new UserError(`cdktf reported ${applied.length} of ${STACKS.length} stacks as applied: see .strata/logs/.`);
  }
  return applied;
}

function summary(lines) {
  const added = results(lines).reduce((sum, [count]) => sum + count, 0);
  return `${added} resources`;
}

/** The second deploy must find nothing to do in any stack. */
function unchanged(lines) {
  const changes = results(lines)
    .flat()
    .reduce((sum, count) => sum + count, 0);
  if (changes > 0) {
    throw new UserError(
      `The second deploy changed ${changes} resources; it should change none. Output: ${readFileSync(join(root, '.strata/logs/deploy-again.log'), 'utf8')}`,
    );
  }
  return 'nothing to change';
}

async function show(env) {
  process.stdout.write('\n');
  const code = await exitCode(process.execPath, [STRATA, 'demo', 'show'], { env });
  if (code !== 0) throw new UserError('The marts could not be shown.');
}
