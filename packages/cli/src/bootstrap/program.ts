import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '@strata/environment';
import { appScript } from '../checkout';
import { CliError } from '../output';

/** What the app of the checkout wrote: a Terraform program, and by which ids its resources are found. */
export interface StateProgram {
  readonly folder: string;
  readonly resources: readonly { readonly address: string; readonly id: string }[];
}

/**
 * Has the app of a checkout write the program of the state backend.
 *
 * @param folder empty folder for it
 * @throws CliError STR1960 when the app cannot
 */
export function writeStateProgram(checkout: string, target: Target, folder: string): StateProgram {
  const { stdout, stderr } = spawnSync(process.execPath, [appScript(checkout, 'state-app.mjs'), target, folder], {
    cwd: checkout,
    encoding: 'utf8',
  });
  try {
    return JSON.parse(readFileSync(join(folder, 'program.json'), 'utf8')) as StateProgram;
  } catch {
    const said = `${stderr}${stdout}`.trim();
    throw new CliError('STR1960', said || 'The app of this checkout did not write the program of the state backend.');
  }
}
