import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { lifecyclesOf, loadPlatform, stackId } from '@strata/environment';
import type { Environment } from '@strata/environment';
import { Command } from 'commander';
import { appScript, findCheckout } from '../checkout';
import { printJson, printLine } from '../output';
import { environmentOf } from '../settings';

interface Options {
  readonly env?: readonly string[];
  readonly json?: boolean;
}

/** `strata synth`: Terraform JSON of the environments that are asked for, and of no others. */
export function synthCommand(): Command {
  return new Command('synth')
    .description(
      'write the Terraform JSON of environments to cdktf.out, policies checked; as npx cdktf synth does for all',
    )
    .option(
      '--env <environment>',
      'only this one; may be given several times',
      (id: string, all: string[]) => [...all, id],
      [],
    )
    .option('--json', 'print JSON: the stacks with their folders')
    .action(synth);
}

function synth({ env, json }: Options): void {
  const checkout = findCheckout();
  const chosen = chosenOf(checkout, env ?? []);
  const { status } = spawnSync(process.execPath, [appScript(checkout, 'app.mjs')], {
    cwd: checkout,
    // What the app says goes beside the answer, not into it.
    stdio: ['ignore', process.stderr, process.stderr],
    env: { ...process.env, STRATA_ENV: chosen.map(({ id }) => id).join(',') },
  });
  if (status !== 0) {
    process.exitCode = 1;
    return;
  }
  const out = process.env['CDKTF_OUTDIR'] ?? join(checkout, 'cdktf.out');
  const stacks = chosen.flatMap((environment) =>
    lifecyclesOf(environment).map((lifecycle) => {
      const stack = stackId(environment, lifecycle);
      return { environment: environment.id, stack, folder: join(out, 'stacks', stack) };
    }),
  );
  if (json === true) return printJson(stacks);
  for (const { stack, folder } of stacks) printLine(`${stack}  ${folder}`);
}

function chosenOf(checkout: string, ids: readonly string[]): readonly Environment[] {
  return ids.length === 0 ? loadPlatform(checkout).environments : ids.map((id) => environmentOf(checkout, id));
}
