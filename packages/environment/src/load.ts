import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAccount } from './account';
import type { Account } from './account';
import { parseEnvironment } from './environment';
import type { Environment } from './environment';
import { idOfFile } from './identity';
import { lifecyclesOf, listNames, stackId } from './names';
import { EnvironmentError } from './problems';
import type { Problem } from './problems';

/** Everything that the files of a checkout say. */
export interface Platform {
  readonly account: Account;
  /** Sorted by id. */
  readonly environments: readonly Environment[];
}

/**
 * Reads `strata.yaml` and every file of `environments/` in a checkout.
 *
 * @throws EnvironmentError with every problem of every file
 */
export function loadPlatform(root: string): Platform {
  const account = parseAccount(readFileSync(join(root, 'strata.yaml'), 'utf8'), 'strata.yaml');
  const environments: Environment[] = [];
  const problems: Problem[] = [];
  for (const name of readdirSync(join(root, 'environments')).sort()) {
    if (!/\.ya?ml$/.test(name)) continue;
    try {
      environments.push(
        parseEnvironment(readFileSync(join(root, 'environments', name), 'utf8'), `environments/${name}`, account),
      );
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      problems.push(...error.problems);
    }
  }
  problems.push(...checkTogether(environments, account));
  if (problems.length > 0) throw new EnvironmentError(problems);
  return { account, environments: environments.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** Rules over all environments: stack ids and physical names belong to one of them, files are called by the id. */
export function checkTogether(environments: readonly Environment[], account: Account): readonly Problem[] {
  const problems: Problem[] = [];
  const owners = new Map<string, Environment>();
  for (const environment of environments) {
    const stacks = lifecyclesOf(environment).map((lifecycle) => `stack ${stackId(environment, lifecycle)}`);
    for (const name of [...stacks, ...listNames(environment, account).keys()]) {
      const owner = owners.get(name);
      if (owner === undefined) {
        owners.set(name, environment);
        continue;
      }
      problems.push(
        problem(
          environment,
          'STR1113',
          `has the ${name} of ${owner.file}. One would overwrite the other: change team or stage of one of them.`,
        ),
      );
      break;
    }
    if (idOfFile(environment.file) !== environment.id) {
      problems.push(
        problem(
          environment,
          'STR1114',
          `is the environment ${environment.id}: call the file environments/${environment.id}.yaml, or correct team, stage or target.`,
        ),
      );
    }
  }
  return problems;
}

function problem(environment: Environment, code: Problem['code'], message: string): Problem {
  return { code, file: environment.file, line: 1, column: 1, path: '', message };
}

/**
 * Chooses environments by id.
 *
 * @param filter ids separated by commas; undefined or empty for all
 * @throws EnvironmentError when an id is unknown
 */
export function selectEnvironments(
  environments: readonly Environment[],
  filter: string | undefined,
): readonly Environment[] {
  const wanted = (filter ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  if (wanted.length === 0) return environments;
  const known = environments.map(({ id }) => id);
  const unknown = wanted.filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    throw new EnvironmentError(
      unknown.map((id) => ({
        code: 'STR1115',
        file: 'environments',
        line: 1,
        column: 1,
        path: '',
        message: `has no environment ${id}, only ${known.join(', ')}. Correct STRATA_ENV.`,
      })),
    );
  }
  return environments.filter(({ id }) => wanted.includes(id));
}
