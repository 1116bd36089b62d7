import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAccount } from './account';
import type { Account } from './account';
import { formatPath } from './document';
import { parseEnvironment, readEnvironment } from './environment';
import type { ReadEnvironment } from './environment';
import { environmentFiles, findEnvironmentFiles } from './environment-files';
import type { Environment } from './model';
import type { FileText } from './outline';
import { EnvironmentError } from './problems';
import type { Problem } from './problems';
import { findConflicts } from './together';

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
  const found = findEnvironmentFiles(root);
  const read: ReadEnvironment[] = [];
  const problems: Problem[] = [...found.problems];
  for (const { file, yaml } of found.files) {
    try {
      read.push(readEnvironment(yaml, file, account));
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      problems.push(...error.problems);
    }
  }
  problems.push(...conflictsOf(read, account));
  if (problems.length > 0) throw new EnvironmentError(problems);
  const environments = read.map(({ environment }) => environment);
  return { account, environments: environments.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/**
 * Reads a file that is not in the checkout yet, or not as it is there, together with all others.
 *
 * @throws EnvironmentError with everything that is wrong in it, alone or beside the others, and with what it breaks there
 */
export function checkNewEnvironment(root: string, { file, yaml }: FileText): Environment {
  const account = parseAccount(readFileSync(join(root, 'strata.yaml'), 'utf8'), 'strata.yaml');
  const others = environmentFiles(root).filter((each) => each.file !== file);
  const read = [
    ...others.map((each) => readEnvironment(each.yaml, each.file, account)),
    readEnvironment(yaml, file, account),
  ];
  const problems = conflictsOf(read, account);
  if (problems.length > 0) throw new EnvironmentError(problems);
  return parseEnvironment(yaml, file, account);
}

function conflictsOf(read: readonly ReadEnvironment[], account: Account): readonly Problem[] {
  const environments = read.map(({ environment }) => environment);
  return findConflicts(environments, account).flatMap(({ environment, code, path, message }) =>
    read
      .filter((each) => each.environment === environment)
      .map(({ document: { file, positionOf } }) => ({
        code,
        file,
        ...positionOf(path),
        path: formatPath(path),
        message,
      })),
  );
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
