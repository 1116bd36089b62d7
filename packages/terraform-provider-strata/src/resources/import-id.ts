/** Ids for `terraform import`: parts between slashes, the environment first. */

import { ProviderError } from '../errors';

/**
 * The parts of an import id by their names; the last one may have slashes itself.
 *
 * @throws ProviderError STR1615 when there are too few parts
 */
export function importParts<const Name extends string>(
  id: string,
  names: readonly Name[],
): Readonly<Record<Name, string>> {
  const parts = id.split('/');
  const values = [...parts.slice(0, names.length - 1), parts.slice(names.length - 1).join('/')];
  if (parts.length < names.length || values.some((value) => value === '')) {
    throw new ProviderError('STR1615', `An id for import must be ${names.join('/')}, got "${id}".`);
  }
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])) as Record<Name, string>;
}
