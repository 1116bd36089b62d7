/**
 * Routine loads that a run paused and did not let go on, because it was cut off before a swap or within a change of the
 * load. What an operator or the engine itself paused stays paused.
 */

import { resumeDraft } from '../kinds/routine-load-control';
import type { DeclaredObject, LiveObject, ObjectId } from '../model';
import type { Outcome, PlanContext } from '../outcome';
import { outcome, stepsOf } from '../outcome';
import type { Expectation, Step } from '../plan-types';
import { shadowOf } from './names';

/** The object whose change a run broke off while a load was paused for it; undefined when nobody's run paused it. */
export function heldBackFor(load: LiveObject, live: readonly LiveObject[]): ObjectId | undefined {
  if (load.paused !== true || load.definition?.kind !== 'routine-load') return undefined;
  const { table } = load.definition;
  const isStarted = (id: ObjectId): boolean => live.find((object) => object.id === id)?.ledger?.state === 'started';
  if (isStarted(table) || live.some(({ id }) => id === shadowOf(table))) return table;
  return isStarted(load.id) ? load.id : undefined;
}

/** RESUME for loads that nothing else of the plan lets go on. */
export function pausedOutcomes(outcomes: readonly Outcome[], { scene }: PlanContext): readonly Outcome[] {
  return scene.live.flatMap((load): Outcome[] => {
    const held = heldBackFor(load, scene.live);
    // A load that changes itself goes on behind that: ALTER takes a paused one only.
    const holder = held !== undefined && stepsFor([load.id], outcomes).length > 0 ? load.id : held;
    const desired = scene.declared.find(({ id }) => id === holder);
    const object = scene.live.find(({ id }) => id === holder);
    if (desired === undefined || object === undefined) return [];
    if (!scene.declared.some(({ id }) => id === load.id)) return [];
    const steps = stepsFor([load.id, desired.id], outcomes);
    if (steps.some(({ kind }) => kind === 'drop-routine-load' || kind === 'resume-loads')) return [];
    const own = steps.filter((step) => step.object === desired.id);
    return [outcome(desired.id, { steps: resumeSteps(load, desired, object, own), warnings: [warning(load)] })];
  });
}

function stepsFor(objects: readonly ObjectId[], outcomes: readonly Outcome[]): readonly Step[] {
  return outcomes.flatMap(({ steps }) => steps).filter((step) => objects.includes(step.object));
}

/** Behind what else changes the object, which the ledger calls done only when its load goes on. */
function resumeSteps(
  load: LiveObject,
  desired: DeclaredObject,
  object: LiveObject,
  own: readonly Step[],
): readonly Step[] {
  const present: Expectation = { kind: 'present', liveHash: object.liveHash };
  return stepsOf(desired, [resumeDraft(load)], own[0]?.expects ?? present).map((step) => ({
    ...step,
    id: `resume-loads ${load.id}`,
    dependsOn: own.slice(-1).map(({ id }) => id),
  }));
}

function warning({ database, name }: LiveObject): string {
  return `Routine load ${database}.${name} was paused by a run that was cut off: the plan lets it go on where it is.`;
}
