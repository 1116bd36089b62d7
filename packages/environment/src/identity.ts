import { basename } from 'node:path';
import type { EnvironmentFile } from './schema/environment-file';

/**
 * The id that team, stage and target give: `<team>-<stage>`. In the sandbox the file may be called by the team alone, and
 * then the environment is; called `<team>-<stage>`, it stays the same file for either target.
 *
 * @param file name or path of the file
 */
export function environmentId(
  { team, stage, target }: Pick<EnvironmentFile, 'team' | 'stage' | 'target'>,
  file: string,
): string {
  const full = `${team}-${stage}`;
  return target === 'sandbox' && idOfFile(file) !== full ? team : full;
}

/** The id that a file name says. */
export function idOfFile(file: string): string {
  return basename(file).replace(/\.ya?ml$/, '');
}
