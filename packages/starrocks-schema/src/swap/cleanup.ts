/** What swaps left behind, and what of it may go. */

import type { LiveModel, LiveObject, ObjectId } from '../model';
import type { PlanPolicy } from '../plan-types';
import { dropSql, mayDestroy, missingKeys } from '../rules-drop';
import { leftoverOf } from './names';

export interface CleanupItem {
  readonly object: ObjectId;
  /** Whose place it had, or was to take. */
  readonly of: ObjectId;
  readonly statement: string;
}

export interface CleanupPlan {
  /** May go now. */
  readonly drops: readonly CleanupItem[];
  /** Stays, and why. */
  readonly kept: readonly (CleanupItem & { readonly reason: string })[];
}

/**
 * Lists what swaps of managed objects left behind. Replaced tables hold rows, so they take both keys: the one of the
 * object (as applied) or `allowDataLoss`, and protection off. Materialized views are derived data and go without.
 */
export function cleanupPlan(live: LiveModel, policy: PlanPolicy): CleanupPlan {
  const objects = new Map(live.objects.map((object) => [object.id, object]));
  const drops: CleanupItem[] = [];
  const kept: (CleanupItem & { readonly reason: string })[] = [];
  for (const object of live.objects) {
    const leftover = leftoverOf(object.id);
    const owner = objects.get(leftover?.of ?? '');
    if (leftover === undefined || owner?.ledger === undefined || owner.ledger.state === 'dropped') continue;
    if (object.kind !== 'table' && object.kind !== 'materialized-view') continue;
    const item = { object: object.id, of: owner.id, statement: dropSql(object.id, object.kind) };
    const reason = reasonToKeep(object, leftover.kind, owner, policy);
    if (reason === undefined) drops.push(item);
    else kept.push({ ...item, reason });
  }
  return { drops, kept };
}

function reasonToKeep(
  object: LiveObject,
  kind: 'new' | 'old',
  owner: LiveObject,
  policy: PlanPolicy,
): string | undefined {
  if (owner.ledger?.state === 'started') return `a change of ${owner.id} was cut off: plan and apply first`;
  if (object.kind === 'materialized-view') return undefined;
  if (kind === 'new') return `it may hold the former rows of ${owner.id}: plan and apply first, which puts it away`;
  const allowDrop = owner.ledger?.allowDrop ?? false;
  if (mayDestroy(allowDrop, policy)) return undefined;
  return `it holds the former rows of ${owner.id}, which takes two keys: ${missingKeys(allowDrop, policy)} is missing`;
}
