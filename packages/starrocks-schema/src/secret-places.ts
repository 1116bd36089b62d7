/** Where definitions refer to secrets that can be given to an object anew. Pure. */

import type { Definition, Properties } from './definition';
import type { LiveObject } from './model';
import type { Difference } from './plan-types';
import { isSecretReference, secretName, secretReferences } from './secrets';

interface SecretPlace {
  /** As differences name it. */
  readonly path: string;
  /** E.g. `kms:app`. */
  readonly reference: string;
}

/**
 * The secrets of a definition. What a pipe or a materialized view has in its text is none of them: only a new object, and
 * all its rows, would read it again.
 */
export function secretPlaces(definition: Definition): readonly SecretPlace[] {
  switch (definition.kind) {
    case 'user':
      return placesIn({ credential: definition.credential }, () => 'credential');
    case 'view':
      return secretReferences(definition.query).map((reference) => ({ path: 'query', reference }));
    case 'task':
      return secretReferences(definition.body).map((reference) => ({ path: 'body', reference }));
    case 'routine-load':
      return [
        ...placesIn(definition.properties, (key) => `properties.${key}`),
        ...placesIn(definition.sourceProperties, (key) => `source.${key}`),
      ];
    case 'catalog':
    case 'storage-volume':
    case 'pipe':
      return placesIn(definition.properties, (key) => `properties.${key}`);
    default:
      return [];
  }
}

function placesIn(properties: Properties, pathOf: (key: string) => string): readonly SecretPlace[] {
  return Object.entries(properties).flatMap(([key, value]) =>
    isSecretReference(value) ? [{ path: pathOf(key), reference: secretName(value) }] : [],
  );
}

/**
 * Secrets that are not those with which the object was last applied: their values changed, or the reference is new.
 * Nothing is said of an object that was never applied to its end.
 */
export function secretDifferences(declared: Definition, { ledger, rotated = [] }: LiveObject): readonly Difference[] {
  const marks = ledger?.secrets;
  if (ledger === undefined || ledger.writtenHash === '' || marks === undefined) return [];
  return secretPlaces(declared)
    .filter(({ reference }) => rotated.includes(reference) || marks[reference] === undefined)
    .map(({ path, reference }) => ({
      path,
      declared: `the secret ${reference} as it is now`,
      live: 'as last applied',
    }));
}
