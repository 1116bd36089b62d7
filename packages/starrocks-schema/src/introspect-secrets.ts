/** Which secrets have other values than those with which objects were last applied. */

import type { LedgerEntry, LiveObject } from './model';
import { fits } from './secret-mark';

export type ResolveSecret = (reference: string) => Promise<string>;

/** Adds to each managed object which of its secrets were changed since. A secret without a value now tells nothing. */
export async function withRotations(
  objects: readonly LiveObject[],
  environment: string,
  resolve: ResolveSecret,
): Promise<readonly LiveObject[]> {
  const values = new Map<string, Promise<string | undefined>>();
  const valueOf = (reference: string): Promise<string | undefined> => {
    const known = values.get(reference) ?? resolve(reference).catch(() => undefined);
    values.set(reference, known);
    return known;
  };
  return Promise.all(
    objects.map(async (object) => {
      if (object.ledger === undefined) return object;
      const rotated = await rotatedOf(object.ledger, environment, valueOf);
      return rotated.length === 0 ? object : { ...object, rotated };
    }),
  );
}

async function rotatedOf(
  { object, secrets = {} }: LedgerEntry,
  environment: string,
  valueOf: (reference: string) => Promise<string | undefined>,
): Promise<readonly string[]> {
  const checked = await Promise.all(
    Object.entries(secrets).map(async ([reference, mark]) => {
      const value = await valueOf(reference);
      const isSame = value === undefined || (await fits(mark, value, [environment, object, reference]));
      return isSame ? [] : [reference];
    }),
  );
  return checked.flat().sort();
}
