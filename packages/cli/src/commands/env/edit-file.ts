import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkNewEnvironment, EnvironmentError } from '@strata/environment';
import type { Environment, Problem } from '@strata/environment';

/**
 * Changes the file of an environment, if what comes out is right.
 *
 * @param further what must hold beside the rules of the file
 * @returns the environment as it is now
 * @throws EnvironmentError with everything that would be wrong; the file is left alone
 */
export function editFile(
  checkout: string,
  file: string,
  edit: (yaml: string) => string,
  further: (changed: Environment, yaml: string) => readonly Problem[] = () => [],
): Environment {
  const path = join(checkout, file);
  const yaml = edit(readFileSync(path, 'utf8'));
  const environment = checkNewEnvironment(checkout, { file, yaml });
  const problems = further(environment, yaml);
  if (problems.length > 0) throw new EnvironmentError(problems);
  writeFileSync(path, yaml);
  return environment;
}
