/** The order of steps: what is referred to comes first, drops come last and the other way round. */

import { RANK } from './kinds/registry';
import type { ObjectId } from './model';
import { splitId } from './model';
import type { Duration, Mechanism, Step } from './plan-types';

/** Steps in a stable topological order, with their dependencies filled in. */
export function orderSteps(
  steps: readonly Step[],
  references: Readonly<Record<ObjectId, readonly ObjectId[]>>,
): readonly Step[] {
  const linked = linkSteps(steps, references);
  const waiting = new Map(linked.map((step) => [step.id, step]));
  const ordered: Step[] = [];
  let ready = linked;
  while (waiting.size > 0) {
    const free = ready.filter((step) => waiting.has(step.id) && step.dependsOn.every((id) => !waiting.has(id)));
    // Views that refer to each other in a circle cannot be: the engine will say so, so their order is of no matter.
    const next = free.length > 0 ? free : [...waiting.values()];
    for (const step of next) {
      ordered.push(step);
      waiting.delete(step.id);
    }
    ready = [...waiting.values()];
  }
  return ordered;
}

function linkSteps(
  steps: readonly Step[],
  references: Readonly<Record<ObjectId, readonly ObjectId[]>>,
): readonly Step[] {
  const sorted = [...steps].sort(byRank);
  const kept = sorted.filter((step) => !isEnd(step));
  // What was bound to an object that ends does not wait for its end.
  const lastOf = new Map(kept.map((step) => [step.object, step.id]));
  const keep = kept.map((step) => step.id);
  const drops = sorted.filter(isEnd);
  return sorted.map((step) => {
    if (isEnd(step)) {
      const before = drops.filter((other) => RANK[other.objectKind] > RANK[step.objectKind]).map((other) => other.id);
      return { ...step, dependsOn: [...step.dependsOn, ...keep, ...before] };
    }
    const needed = [...(references[step.object] ?? []), splitId(step.object).database]
      .filter((object) => object !== step.object)
      .map((object) => lastOf.get(object))
      .filter((id) => id !== undefined);
    return { ...step, dependsOn: [...new Set([...step.dependsOn, ...needed])] };
  });
}

function isEnd(step: Step): boolean {
  return step.kind === 'drop' || step.kind === 'release';
}

/** Drops behind all, the highest layer of them first; else by kind and name. */
function byRank(a: Step, b: Step): number {
  const drop = Number(isEnd(a)) - Number(isEnd(b));
  if (drop !== 0) return drop;
  const rank = RANK[a.objectKind] - RANK[b.objectKind];
  if (rank !== 0) return isEnd(a) ? -rank : rank;
  return a.object < b.object ? -1 : a.object > b.object ? 1 : 0;
}

/** What a step takes about, by its estimate or else by how it works. */
const SECONDS: Readonly<Record<Duration, number>> = { instant: 0.2, seconds: 10, minutes: 120, hours: 7200 };
const MECHANISM_SECONDS: Readonly<Record<Mechanism, number>> = {
  metadata: 0.2,
  ledger: 0,
  swap: 0.2,
  'async-job': 10,
  refresh: 30,
};

function secondsOf(step: Step): number {
  return step.estimate === undefined ? MECHANISM_SECONDS[step.mechanism] : SECONDS[step.estimate.duration];
}

/** Per step, the seconds of the longest chain that begins with it. Steps must be in the order of their dependencies. */
export function secondsToEnd(steps: readonly Step[]): ReadonlyMap<string, number> {
  const behind = new Map<string, number>();
  const total = new Map<string, number>();
  for (const step of [...steps].reverse()) {
    const seconds = secondsOf(step) + (behind.get(step.id) ?? 0);
    total.set(step.id, seconds);
    for (const id of step.dependsOn) behind.set(id, Math.max(behind.get(id) ?? 0, seconds));
  }
  return total;
}
