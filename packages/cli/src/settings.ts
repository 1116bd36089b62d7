import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import type { SandboxPorts } from '@strata/alicloud-sandbox';
import type { Environment } from '@strata/environment';
import { loadPlatform, parseAccount } from '@strata/environment';
import { CliError } from './output';

/** Ports of the sandbox of a checkout, as `strata.yaml` says. */
export function sandboxPorts(checkout: string): SandboxPorts {
  const { sandbox } = parseAccount(readFileSync(join(checkout, 'strata.yaml'), 'utf8'), 'strata.yaml');
  return { control: sandbox.port, query: sandbox.queryPort, http: sandbox.httpPort };
}

/**
 * An environment of a checkout.
 *
 * @throws CliError STR1902 when there is none of that id
 */
export function environmentOf(checkout: string, id: string): Environment {
  const { environments } = loadPlatform(checkout);
  const found = environments.find((environment) => environment.id === id);
  if (found === undefined) {
    throw new CliError(
      'STR1902',
      `There is no environment ${id} in ${join(checkout, 'environments')}, only ${environments.map((one) => one.id).join(', ')}.`,
    );
  }
  return found;
}
