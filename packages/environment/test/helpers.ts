import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentError, parseAccount, parseEnvironment } from '../src';
import type { Account, Environment, Problem } from '../src';

/** The checkout. */
export const root = join(__dirname, '..', '..', '..');

/** The account of this checkout. */
export function account(): Account {
  return parseAccount(readFileSync(join(root, 'strata.yaml'), 'utf8'), 'strata.yaml');
}

/** The least that an environment file must say, with lines replaced or added. */
export function environmentYaml(changes: Readonly<Record<string, string>> = {}): string {
  const lines: Record<string, string> = {
    team: 'risk',
    stage: 'dev',
    target: 'cloud',
    owner: 'risk@example.com',
    expires: '2027-01-31',
    region: 'cn-shanghai',
    zones: '[cn-shanghai-l]',
    network: '{ cidr: 10.20.0.0/16 }',
    secrets: '{ admin: kms:risk/admin }',
    ...changes,
  };
  return Object.entries(lines)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}

export function environment(
  changes: Readonly<Record<string, string>> = {},
  file = 'environments/risk-dev.yaml',
): Environment {
  return parseEnvironment(environmentYaml(changes), file, account());
}

/** The problems that reading reports, as `line:column path code`. */
export function problemsOf(read: () => unknown): readonly Problem[] {
  try {
    read();
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
}
