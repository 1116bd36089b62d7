import { loadPlatform } from '@strata/environment';
import { Command } from 'commander';
import { findCheckout } from '../checkout';
import { drawTable } from '../table';
import { printJson, printLine } from '../output';

/** `strata env`: environments of this checkout. */
export function envCommand(): Command {
  return new Command('env')
    .description('environments of this checkout')
    .addCommand(
      new Command('list')
        .description('every environment with target, owner and expiry; fails on the first look when a file is wrong')
        .option('--json', 'print JSON')
        .action(list),
    );
}

function list({ json }: { json?: boolean }): void {
  const environments = loadPlatform(findCheckout()).environments.map(
    ({ id, target, stage, region, owner, expires, state, budget }) => ({
      id,
      target,
      stage,
      region,
      owner,
      expires: expires ?? null,
      budget: budget ?? null,
      state,
    }),
  );
  if (json === true) return printJson(environments);
  const rows = environments.map((one) => [
    one.id,
    one.target,
    one.stage,
    one.region,
    one.owner,
    one.expires ?? 'never',
    one.state,
  ]);
  printLine(drawTable({ columns: ['environment', 'target', 'stage', 'region', 'owner', 'expires', 'state'], rows }));
}
