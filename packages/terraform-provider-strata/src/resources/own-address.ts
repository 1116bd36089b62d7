/** Where a resource stands in the stack that Terraform runs in. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Surroundings } from '../cloud/target';

/** What cdktf wrote for a stack. */
const STACK_FILE = 'cdk.tf.json';

/**
 * The address of a resource, for a command that a person copies: Terraform does not tell a provider.
 *
 * @param values settings that single it out among those of its type
 * @returns words instead when the stack is not written by cdktf, or has several of them
 */
export function ownAddress(
  type: string,
  values: Readonly<Record<string, string>>,
  { workingDirectory }: Surroundings,
): string {
  const wanted = Object.entries(values);
  const found = Object.entries(resourcesOf(join(workingDirectory, STACK_FILE))[type] ?? {}).filter(([, block]) =>
    wanted.every(([name, value]) => block[name] === value),
  );
  const [first] = found;
  return first === undefined || found.length > 1 ? '<address of this resource>' : `${type}.${first[0]}`;
}

type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

function resourcesOf(file: string): Resources {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { resource?: Resources }).resource ?? {};
  } catch {
    return {};
  }
}
