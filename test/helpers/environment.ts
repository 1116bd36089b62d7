import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAccount, parseEnvironment } from '@strata/environment';
import type { Account, Environment } from '@strata/environment';
import { root } from './root';

/** The account of this checkout. */
export function account(): Account {
  return parseAccount(readFileSync(join(root, 'strata.yaml'), 'utf8'), 'strata.yaml');
}

/** An environment of this checkout, with fields replaced. */
export function environment(id: string, changes: Partial<Environment> = {}): Environment {
  const file = `environments/${id}.yaml`;
  return { ...parseEnvironment(readFileSync(join(root, file), 'utf8'), file, account()), ...changes };
}
