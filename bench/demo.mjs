import process from 'node:process';
import { exitCode } from '../scripts/internal/run.mjs';
import { UserError } from '../scripts/internal/steps.mjs';

/** The demo when everything is installed and built, in seconds. That of a fresh clone has to be measured in a fresh clone. */
export async function run({ environment }) {
  const quiet = { env: environment, stdio: 'ignore' };
  if ((await exitCode(process.execPath, ['packages/cli/bin/strata.js', 'sandbox', 'status'], quiet)) === 0) {
    throw new UserError('The demo would reset the sandbox that runs here. Stop it first: npx strata sandbox down');
  }
  const started = process.hrtime.bigint();
  const code = await exitCode(process.execPath, ['scripts/demo.mjs', '--down'], quiet);
  if (code !== 0) throw new UserError(`The demo ended with ${code}; its logs are in .strata/logs.`);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  return [{ name: 'demo, installed and built', value: seconds, unit: 's', goal: { atMost: 45 } }];
}
