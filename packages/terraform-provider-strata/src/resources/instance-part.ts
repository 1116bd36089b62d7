/** What the resources of one instance have in common: how they find it, read it, and say that something else is there. */

import type { Diagnostics } from '@strata/terraform-plugin';
import type { InstanceDoor, NamedInstance } from '../cloud/instance-door';
import type { Surroundings } from '../cloud/target';
import { errorMessage, hasCode, ProviderError } from '../errors';
import { work } from '../lazy';
import { ownAddress } from './own-address';

/** Time for a change with everything that is waited for. */
export const CHANGE_TIMEOUT_MS = 90 * 60_000;

export const PART_TIMEOUTS = {
  read: 60_000,
  create: CHANGE_TIMEOUT_MS,
  update: CHANGE_TIMEOUT_MS,
  delete: CHANGE_TIMEOUT_MS,
} as const;

/** Reads a part of an instance; one that is gone is `null`, and what cannot be looked up stays as it was recorded. */
export async function readPart<S extends NamedInstance>(
  state: S,
  what: string,
  surroundings: Surroundings,
  diagnostics: Diagnostics,
  read: (door: InstanceDoor) => Promise<S | null>,
): Promise<S | null> {
  try {
    const door = await work().findDoor(state, surroundings);
    return door === undefined ? null : await read(door);
  } catch (error) {
    if (hasCode(error, 'STR1606', 'STR1621')) return null;
    diagnostics.warning(
      `${what} of ${state.instance_name} could not be looked up: this part of the plan is offline.`,
      errorMessage(error),
    );
    return state;
  }
}

/** Removes a part of an instance; nothing is left to do when the instance or the part is gone. */
export async function removePart(
  prior: NamedInstance,
  surroundings: Surroundings,
  remove: (door: InstanceDoor) => Promise<void>,
): Promise<void> {
  const door = await work().findDoor(prior, surroundings);
  if (door === undefined) return;
  try {
    await remove(door);
  } catch (error) {
    if (hasCode(error, 'STR1606', 'STR1621')) return;
    throw error;
  }
}

/** Which resource a creation was for: its type, what singles it out, and its id for an import. */
export interface Creation {
  readonly type: string;
  readonly values: Readonly<Record<string, string>>;
  readonly importId: string;
}

/**
 * A creation found something else than is declared, and must not change it: no plan has shown that.
 *
 * @param differences - what is there and what is declared, e.g. `nodes 3 -> 5`
 */
export function notAdopted(
  what: string,
  differences: readonly string[],
  { type, values, importId }: Creation,
  surroundings: Surroundings,
): ProviderError {
  return new ProviderError(
    'STR1616',
    `${what} exists and is not as declared: ${differences.join(', ')}. Put what is there into the file.\n` +
      `A creation changes nothing, because its plan could not show it. Deploy it as it is, then change it; or import it, so ` +
      `that the next plan shows the change:\n  terraform import ${ownAddress(type, values, surroundings)} '${importId}'`,
  );
}

/** Something is not as the plan saw it. */
export function stale(what: string, differences: readonly string[]): ProviderError {
  return new ProviderError('STR1609', `${what} was changed since the plan: ${differences.join(', ')}. Plan again.`);
}

/** The id for an import of a part. */
export function importIdOf(
  values: NamedInstance & { readonly environment: string },
  ...parts: readonly string[]
): string {
  return [values.environment, values.target, values.region, values.instance_name, ...parts].join('/');
}
