/** Grants are bound to the id of an object: the one that takes its place needs them before it does. */

import type { ObjectId } from '../model';
import type { StepDraft } from '../plan-types';
import { quoteId } from '../sql-text';
import type { ObjectGrant } from './table-swap';

export function grantSteps(
  id: ObjectId,
  shadow: ObjectId,
  noun: 'TABLE' | 'MATERIALIZED VIEW',
  grants: readonly ObjectGrant[],
  resolves: readonly string[],
): readonly StepDraft[] {
  const own = grants.filter(({ object }) => object === id);
  if (own.length === 0) return [];
  return [
    {
      kind: 'grant',
      statements: own.map(
        ({ privileges, grantee, grantable }) =>
          `GRANT ${privileges} ON ${noun} ${quoteId(shadow)} TO ${grantee}${grantable ? ' WITH GRANT OPTION' : ''}`,
      ),
      risk: 'safe',
      mechanism: 'metadata',
      resolves,
      target: shadow,
      repeatable: true,
      wayBack: 'the grants end with the object',
    },
  ];
}
