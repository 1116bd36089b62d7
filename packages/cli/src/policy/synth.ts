import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appScript } from '../checkout';
import { CliError } from '../output';
import type { PolicyVerdict } from './door';

/** What a synthesis said of the policies. */
export interface SynthAnswer {
  readonly verdicts: readonly PolicyVerdict[];
  /** What is wrong with exceptions: no such policy, or nothing that needs one. */
  readonly notes: readonly { readonly severity: 'error' | 'warning'; readonly text: string }[];
}

/**
 * Synthesizes the checkout into a folder that is thrown away, and reads what its policies said.
 *
 * @throws CliError STR1943 when the app does not synthesize
 */
export function synthesizeVerdicts(checkout: string, environment: string | undefined): SynthAnswer {
  const folder = mkdtempSync(join(tmpdir(), 'strata-policy-'));
  try {
    const { stdout, stderr } = spawnSync(process.execPath, [appScript(checkout, 'app.mjs')], {
      cwd: checkout,
      encoding: 'utf8',
      env: {
        ...process.env,
        CDKTF_OUTDIR: folder,
        ...(environment === undefined ? {} : { STRATA_ENV: environment }),
      },
    });
    return read(join(folder, 'policies.json'), `${stderr}${stdout}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(file: string, output: string): SynthAnswer {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SynthAnswer;
  } catch {
    throw new CliError('STR1943', output.trim() || 'The app wrote no verdicts.');
  }
}
