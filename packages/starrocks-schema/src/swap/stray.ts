/** A run that was cut off behind the swap left the former object under the name of the shadow: it is put away. */

import type { Outcome, PlanContext } from '../outcome';
import { outcome, recordOf } from '../outcome';
import type { LiveObject } from '../model';
import type { Step } from '../plan-types';
import { leftoverOf, oldNameOf } from './names';
import { putAway } from './table-swap';
import { dropStep } from './view-swap';

export function strayOutcomes(outcomes: readonly Outcome[], { changes }: PlanContext): readonly Outcome[] {
  // What is only recorded is not changed: its run was cut off between the swap and the ledger.
  const changed = outcomes.flatMap(({ steps, refusals }) => [
    ...steps.filter(({ kind }) => kind !== 'record'),
    ...refusals,
  ]);
  const busy = new Set(changed.map(({ object }) => object));
  const live = new Map(changes.live.map((object) => [object.id, object]));
  return changes.live.flatMap((object): Outcome[] => {
    const leftover = leftoverOf(object.id);
    const owner = live.get(leftover?.of ?? '');
    if (leftover?.kind !== 'new' || owner?.ledger === undefined || busy.has(owner.id)) return [];
    const step = strayStep(object, owner, new Set(live.keys()), { changes });
    return step === undefined ? [] : [outcome(owner.id, { steps: [step] })];
  });
}

function strayStep(
  stray: LiveObject,
  owner: LiveObject,
  taken: ReadonlySet<string>,
  { changes }: Pick<PlanContext, 'changes'>,
): Step | undefined {
  const desired = changes.declared.find(({ id }) => id === owner.id);
  if (desired === undefined || owner.kind !== stray.kind) return undefined;
  const draft = stray.kind === 'table' ? putAway(owner.id, stray.id, oldNameOf(owner.id, taken)) : dropStep(stray.id);
  return {
    ...draft,
    id: `put-away ${owner.id}`,
    object: owner.id,
    objectKind: owner.kind,
    dependsOn: [],
    expects: { kind: 'present', liveHash: owner.liveHash },
    declared: desired.definition,
    ignore: desired.ignore,
    record: recordOf(desired),
    estimate: { duration: 'instant' },
  };
}
