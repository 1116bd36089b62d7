import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxFolder } from '@strata/alicloud-sandbox';
import type { Target } from '@strata/environment';
import { Command, Option } from 'commander';
import { planBootstrap } from '../bootstrap/bootstrap';
import type { BootstrapStep } from '../bootstrap/bootstrap';
import { writeStateProgram } from '../bootstrap/program';
import { terraformIn } from '../bootstrap/terraform';
import { findCheckout } from '../checkout';
import { printJson, printLine } from '../output';

interface BootstrapOptions {
  readonly target: Target;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `strata bootstrap`: makes what Terraform keeps states in, once for an account. */
export function bootstrapCommand(): Command {
  return new Command('bootstrap')
    .description('make the bucket of Terraform states and the table of their locks, as strata.yaml names them')
    .addOption(
      new Option('--target <target>', 'where: the account that the shell has credentials of, or the sandbox')
        .choices(['cloud', 'sandbox'])
        .default('cloud'),
    )
    .option('--dry-run', 'show what is missing; exit code 2 if anything')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nIt is run once, before the first deploy to the cloud. Run again, from any machine, it makes what is missing and\nleaves alone what is there.',
    )
    .action(bootstrap);
}

async function bootstrap({ target, dryRun = false, json = false }: BootstrapOptions): Promise<void> {
  const checkout = findCheckout();
  const folder = mkdtempSync(join(tmpdir(), 'strata-bootstrap-'));
  try {
    const program = writeStateProgram(checkout, target, folder);
    const sandbox = target === 'sandbox' ? sandboxFolder(checkout).path : undefined;
    const { steps, apply } = await planBootstrap(program, terraformIn(program.folder, sandbox));
    const open = steps.filter(({ action }) => action !== 'none');
    if (!dryRun && open.length > 0) await apply();
    if (dryRun && open.length > 0) process.exitCode = 2;
    if (json) return printJson({ target, applied: !dryRun && open.length > 0, steps });
    report(steps, open, dryRun);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const DONE: Readonly<Record<BootstrapStep['action'], string>> = { none: 'is there', create: 'made', update: 'changed' };
const TO_DO: Readonly<Record<BootstrapStep['action'], string>> = {
  none: 'is there',
  create: 'is missing',
  update: 'would be changed',
};

function report(steps: readonly BootstrapStep[], open: readonly BootstrapStep[], dryRun: boolean): void {
  const words = dryRun ? TO_DO : DONE;
  for (const { type, id, action } of steps) printLine(`${nameOf(type)} ${id}: ${words[action]}`);
  if (open.length === 0) return printLine('States can be kept. Nothing was to be done.');
  printLine(dryRun ? 'Run it without --dry-run to make it so.' : 'States can be kept from now on.');
}

/** A resource type in words. */
function nameOf(type: string): string {
  return type.replace(/^alicloud_/, '').replaceAll('_', ' ');
}
