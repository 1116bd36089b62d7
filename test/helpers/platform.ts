import { join } from 'node:path';
import { addPlatform } from '../../stacks/platform';
import type { Environment } from '@strata/environment';
import { root } from './root';
import { account } from './environment';
import { synthApp } from './synth';
import type { Synthesized } from './synth';

/** Synthesizes the stacks of environments with the SQL of this checkout; answers them by id. */
export function synthPlatform(...environments: readonly Environment[]): Readonly<Record<string, Synthesized>> {
  return synthApp((app) => {
    addPlatform(app, { account: account(), environments, sqlFolder: join(root, 'sql') });
  });
}
