/** The order of steps: what is referred to comes first, drops come last and the other way round. */

import type { ObjectKind } from './definition';
import type { ObjectId } from './model';
import { splitId } from './model';
import type { Step } from './plan-types';

const RANK: Readonly<Record<ObjectKind, number>> = { database: 0, table: 1, view: 2, 'materialized-view': 3 };

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
  const lastOf = new Map(sorted.map((step) => [step.object, step.id]));
  const keep = sorted.filter((step) => !isEnd(step)).map((step) => step.id);
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

/** Steps in waves: those of one wave depend on earlier waves only. */
export function wavesOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const levels = new Map<string, number>();
  const waves: Step[][] = [];
  for (const step of steps) {
    const level = step.dependsOn.reduce((highest, id) => Math.max(highest, (levels.get(id) ?? -1) + 1), 0);
    levels.set(step.id, level);
    (waves[level] ??= []).push(step);
  }
  return waves;
}
