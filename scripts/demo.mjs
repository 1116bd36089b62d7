import process from 'node:process';
import { exitCode } from './internal/run.mjs';
import { prepare } from './internal/prepare.mjs';
import { main } from './internal/steps.mjs';

await main(async () => {
  const environment = await prepare();
  process.on('SIGINT', () => {});
  process.exitCode = await exitCode(
    process.execPath,
    ['packages/cli/bin/strata.js', 'demo', ...process.argv.slice(2)],
    {
      env: environment,
    },
  );
});
