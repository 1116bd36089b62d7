/** Whether a plan still fits the warehouse, and how much of it is done already. Pure. */

import { ABSENT } from './compare-text';
import { differencesOf, isManaged, onlyLacks } from './differences';
import type { LedgerEntry, LiveModel, LiveObject, ObjectId } from './model';
import { isOthers, othersMessage } from './owner';
import { shorten } from './plan';
import type { Difference, Expectation, Plan, Step } from './plan-types';

export type StepStatus = 'run' | 'done';

export interface Problem {
  readonly code: 'STR1420' | 'STR1421';
  readonly object: ObjectId;
  readonly message: string;
  /** The object is this environment's own and was never finished: a new plan can go on from it. */
  readonly unfinished: boolean;
}

export interface Verification {
  readonly statuses: ReadonlyMap<string, StepStatus>;
  readonly problems: readonly Problem[];
}

/**
 * Compares what each step expects with the live catalog. A step whose result is there already is done: its run was cut
 * off, or the object was made by hand exactly as declared.
 */
export function verifyPlan(plan: Plan, live: LiveModel): Verification {
  const objects = new Map(live.objects.map((object) => [object.id, object]));
  const missing = new Map(live.missing.map((entry) => [entry.object, entry]));
  const statuses = new Map<string, StepStatus>();
  const problems = new Map<ObjectId, Problem>();
  for (const step of plan.steps) {
    const object = objects.get(step.object);
    const verdict = verifyStep(step, object, live.engineVersion, object?.ledger ?? missing.get(step.object));
    if (typeof verdict === 'string') statuses.set(step.id, verdict);
    else problems.set(step.object, verdict);
  }
  return { statuses, problems: [...problems.values()] };
}

/**
 * One step against its object.
 *
 * @param entry what the ledger says of the object, also when it is not there
 */
export function verifyStep(
  step: Step,
  live: LiveObject | undefined,
  engineVersion: string,
  entry: LedgerEntry | undefined = live?.ledger,
): StepStatus | Problem {
  // Between two statements of its own change an object may be in a state that no plan knows, or away.
  const isBegun = entry?.state === 'started' && entry.pendingHash === step.record.writtenHash;
  switch (step.expects.kind) {
    case 'absent':
      return verifyAbsent(step, live, engineVersion);
    case 'differs':
      return verifyDiffers(step, step.expects, live, engineVersion, isBegun);
    case 'present':
      return verifyPresent(step, step.expects, live, engineVersion, isBegun);
  }
}

function verifyAbsent(step: Step, live: LiveObject | undefined, engineVersion: string): StepStatus | Problem {
  if (live === undefined) return 'run';
  if (isOthers(live)) return { code: 'STR1421', object: step.object, unfinished: false, message: othersMessage(live) };
  const differences = differencesTo(step, live, engineVersion);
  if (differences.length === 0) return 'done';
  if (onlyLacks(step.objectKind, differences)) return 'run';
  if (isManaged(live)) {
    return { ...stale(step, `it exists already, from another declaration (${list(differences)})`), unfinished: true };
  }
  return {
    code: 'STR1421',
    object: step.object,
    unfinished: false,
    message:
      `an object of this name exists that this environment does not manage, and it is different (${list(differences)}). ` +
      'What is not in the ledger is never altered. To go on, declare it as it is, so that it is adopted, or give yours another name.',
  };
}

function verifyDiffers(
  step: Step,
  expects: Extract<Expectation, { readonly kind: 'differs' }>,
  live: LiveObject | undefined,
  engineVersion: string,
  isBegun: boolean,
): StepStatus | Problem {
  if (live === undefined) return isBegun || expects.renamedFrom !== undefined ? 'run' : stale(step, 'it is gone');
  if (expects.renamedFrom !== undefined && !isManaged(live)) return verifyAbsent(step, live, engineVersion);
  const differences = differencesTo(step, live, engineVersion);
  if (step.kind === 'rename') return 'done';
  if (live.liveHash === expects.liveHash) return 'run';
  const planned = new Map(expects.differences.map((difference) => [difference.path, difference.live]));
  const news = differences.filter(({ path, live: value }) =>
    isBegun ? !planned.has(path) : planned.get(path) !== value,
  );
  if (news.length > 0) return stale(step, `it was changed meanwhile (${list(news)})`);
  const open = new Set(differences.map(({ path }) => path));
  const half = halfDone(step, expects.differences, open);
  if (half !== undefined) return stale(step, `${half} came meanwhile`);
  // What comes behind the change itself (old names, loads) is looked at when its turn comes.
  if (step.resolves.length === 0 && (step.settled !== undefined || step.repeatable === true)) return 'run';
  return step.resolves.some((path) => open.has(path)) ? 'run' : 'done';
}

/** A column that is there already while others of the same ALTER are not: it came from somebody else, and is refused twice. */
function halfDone(step: Step, planned: readonly Difference[], open: ReadonlySet<string>): string | undefined {
  if (step.awaits !== 'schema-change') return undefined;
  const added = planned.filter(({ path, live }) => live === ABSENT && step.resolves.includes(path));
  const there = added.filter(({ path }) => !open.has(path));
  return there.length > 0 && there.length < added.length ? there.map(({ path }) => path).join(', ') : undefined;
}

function verifyPresent(
  step: Step,
  { liveHash, movedHash }: Extract<Expectation, { readonly kind: 'present' }>,
  live: LiveObject | undefined,
  engineVersion: string,
  isBegun: boolean,
): StepStatus | Problem {
  if (step.kind === 'release') return live === undefined ? 'done' : 'run';
  if (step.kind === 'drop') {
    if (live === undefined) return 'done';
    if (!isManaged(live)) return stale(step, 'this environment does not manage it any more');
    const isKnown = isBegun || live.liveHash === liveHash || live.liveHash === movedHash;
    return isKnown ? 'run' : stale(step, 'it was changed meanwhile');
  }
  if (live === undefined) return stale(step, 'it is gone');
  const differences = differencesTo(step, live, engineVersion);
  return live.liveHash === liveHash || differences.length === 0
    ? 'run'
    : stale(step, `it was changed meanwhile (${list(differences)})`);
}

function differencesTo(step: Step, live: LiveObject, engineVersion: string): readonly Difference[] {
  if (step.declared === undefined) return [];
  return differencesOf(
    { definition: step.declared, hash: step.record.writtenHash, ignore: step.ignore },
    live,
    engineVersion,
  );
}

function list(differences: readonly Difference[]): string {
  return differences
    .map(({ path, declared, live }) => `${path}: declared ${shorten(declared)}, live ${shorten(live)}`)
    .join('; ');
}

function stale(step: Step, what: string): Problem {
  return {
    code: 'STR1420',
    object: step.object,
    unfinished: false,
    message: `the plan (\`${step.id}\`) was made from another state of this object: ${what}. Plan again and review what it shows.`,
  };
}
