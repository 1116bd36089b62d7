import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError } from './output';

/**
 * The checkout that a folder lies in: the nearest folder upwards with a `strata.yaml`.
 *
 * @throws CliError STR1901 outside a checkout
 */
export function findCheckout(start: string = process.cwd()): string {
  for (let folder = realpathSync(start); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'strata.yaml'))) return folder;
    if (dirname(folder) === folder) {
      throw new CliError(
        'STR1901',
        `There is no strata.yaml in ${start} or above it. Run this command inside a checkout of your platform repository.`,
      );
    }
  }
}

/**
 * A script of a checkout's app, which commands run because packages may not import it.
 *
 * @throws CliError STR1943 where the app is not
 */
export function appScript(checkout: string, name: 'app.mjs' | 'state-app.mjs'): string {
  const script = join(checkout, 'scripts', name);
  if (existsSync(script)) return script;
  throw new CliError(
    'STR1943',
    `There is no scripts/${name} in ${checkout}: this is not a whole checkout of the platform repository.`,
  );
}
