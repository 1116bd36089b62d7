import process from 'node:process';
import { prepare } from './internal/prepare.mjs';
import { exitCode } from './internal/run.mjs';
import { UserError, main } from './internal/steps.mjs';

const HELP = `Usage: npm run soak [-- --kills N] [-- --seed N]

Kills applies of a schema change at each of its statements, and at random ones again and again, and resumes them: far more often than
the integration tests do.

  --kills N   how many at random statements, 5000 by default
  --seed N    another order of the same kind; the seed is printed
`;

await main(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return;
  }
  const kills = numberOf(args, '--kills') ?? 5_000;
  const seed = numberOf(args, '--seed') ?? Date.now() % 1_000_000;
  const environment = await prepare();
  process.stdout.write(`${kills} kills, seed ${seed}\n`);
  const code = await exitCode(
    process.execPath,
    ['node_modules/jest/bin/jest.js', '-i', 'test/integration/killed-apply', '-t', 'kill'],
    {
      env: { ...environment, STRATA_SOAK_KILLS: String(kills), STRATA_SOAK_SEED: String(seed) },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  if (code !== 0) throw new UserError(`A killed apply did not come to its end (seed ${seed}).`);
});

function numberOf(args, name) {
  const at = args.indexOf(name);
  if (at < 0) return undefined;
  const value = Number(args[at + 1]);
  if (!Number.isInteger(value) || value < 1) throw new UserError(`${name} needs a whole number from 1 on.\n\n${HELP}`);
  return value;
}
