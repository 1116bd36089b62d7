/** From what must happen to how: typed steps in the order of their dependencies, or refusals, all at once. */

import { withActivations } from './activate';
import { readersOf } from './blast-radius';
import { unsupported } from './capabilities/check';
import { diff } from './diff';
import { PlanError } from './errors';
import type { PlanFacts } from './facts';
import { grantsOf } from './facts';
import { isPlain, kindOf } from './kinds/registry';
import type { DeclaredObject, LiveModel, LiveObject, Model, ObjectId } from './model';
import { orderSteps } from './order';
import type { Outcome, PlanContext } from './outcome';
import { outcome, refusedOutcome, stepsOf } from './outcome';
import { altered } from './outcome-alter';
import { dropped } from './outcome-drop';
import { isOthers, othersMessage } from './owner';
import type { Change, Changes, Difference, Plan, PlanPolicy, StepDraft } from './plan-types';
import { renamed } from './rename';
import { pausedOutcomes } from './swap/paused';
import { strayOutcomes } from './swap/stray';

/**
 * Plans what `diff` found. Pure: the same changes, policy and facts give the same plan.
 *
 * @param facts what `readFacts` found; without it estimates have no numbers
 */
export function planSteps(changes: Changes, policy: PlanPolicy, facts: PlanFacts = {}): Plan {
  const context = contextOf(changes, policy, facts);
  const outcomes = changes.changes.map((change) => outcomeOf(change, context));
  const all = [...outcomes, ...strayOutcomes(outcomes, context), ...pausedOutcomes(outcomes, context)];
  const readers = readersOf(changes, facts.dependencies ?? []);
  const activation = withActivations(
    all.flatMap((one) => one.steps),
    context,
    readers,
  );
  const steps = orderSteps(activation.steps, changes.references);
  return {
    steps,
    refusals: all.flatMap((one) => one.refusals).sort((a, b) => (a.object < b.object ? -1 : 1)),
    unmanaged: changes.unmanaged,
    warnings: [...all.flatMap((one) => one.warnings), ...activation.warnings],
    statements: steps.flatMap((step) => step.statements),
    unchanged: changes.unchanged,
  };
}

function contextOf(changes: Changes, policy: PlanPolicy, facts: PlanFacts): PlanContext {
  const dropped = new Map<ObjectId, LiveObject>();
  const renames = new Map<ObjectId, DeclaredObject>();
  for (const change of changes.changes) {
    if (change.kind === 'drop') dropped.set(change.live.id, change.live);
    if (change.kind === 'create' && change.desired.renamedFrom !== undefined) {
      renames.set(change.desired.renamedFrom, change.desired);
    }
  }
  const { live, declared, engineVersion, moves } = changes;
  const grants = facts.grants?.map((grant) => ({ ...grant, object: moves.get(grant.object) ?? grant.object }));
  const scene = { live, declared, engineVersion, grants: grants ?? grantsOf(live) };
  return { changes, policy, facts, statistics: facts.statistics ?? new Map(), scene, renamed: renames, dropped };
}

/** Plans against what is recorded, without a server. */
export function planOffline(recorded: LiveModel, desired: Model, policy: PlanPolicy): Plan {
  return planSteps(diff(desired, recorded), policy);
}

/**
 * Lets a plan without refusals pass.
 *
 * @throws PlanError (STR1410) that lists all refusals.
 */
export function assertNoRefusals(plan: Plan): void {
  if (plan.refusals.length === 0) return;
  const lines = plan.refusals.map(
    ({ object, file, message }) => `- ${object}${file === undefined ? '' : ` (${file})`}: ${message}`,
  );
  const count = lines.length === 1 ? '1 change is' : `${lines.length} changes are`;
  throw new PlanError('STR1410', `${count} refused, so nothing is applied:\n${lines.join('\n')}`);
}

function outcomeOf(change: Change, context: PlanContext): Outcome {
  switch (change.kind) {
    case 'create':
      return refusedByVersion(change.desired, context) ?? made(change.desired, change.lost, context);
    case 'adopt':
    case 'record':
      return recordedOnly(change.desired, change.live);
    case 'foreign':
      return refusedForeign(change.desired, change.live, change.differences);
    case 'alter':
      return refusedByVersion(change.desired, context) ?? altered(change, context);
    case 'drop':
      return dropped(change.live, context);
  }
}

/** What the version of the warehouse does not know is said before anything is tried. */
function refusedByVersion(desired: DeclaredObject, { changes }: PlanContext): Outcome | undefined {
  const messages = unsupported(desired, changes.engineVersion);
  return messages.length === 0 ? undefined : refusedOutcome(desired, messages);
}

function made(desired: DeclaredObject, lost: boolean, context: PlanContext): Outcome {
  const former = desired.renamedFrom === undefined ? undefined : context.dropped.get(desired.renamedFrom);
  return (former && renamed(desired, former, context)) ?? created(desired, lost);
}

function created(desired: DeclaredObject, lost: boolean): Outcome {
  const draft: StepDraft = {
    kind: `create-${desired.kind}`,
    statements: isPlain(desired.kind) ? kindOf(desired.kind).create(desired) : [desired.sql],
    risk: 'safe',
    mechanism: 'metadata',
    resolves: [],
    wayBack: `DROP ${desired.kind.replaceAll('-', ' ').toUpperCase()} ${desired.id}`,
    ...creationJob(desired),
  };
  const warning = `${desired.id} was applied before and is gone from the warehouse: it is created anew${desired.kind === 'table' ? ', empty' : ''}.`;
  return {
    object: desired.id,
    steps: stepsOf(desired, [draft], { kind: 'absent' }),
    refusals: [],
    warnings: lost ? [warning] : [],
  };
}

/** A rollup is filled by a job on its table. */
function creationJob(desired: DeclaredObject): Pick<StepDraft, 'awaits' | 'target'> & Partial<StepDraft> {
  const awaits = isPlain(desired.kind) ? kindOf(desired.kind).creationJob : undefined;
  return awaits === undefined ? {} : { awaits, mechanism: 'async-job', target: desired.references[0] };
}

function recordedOnly(desired: DeclaredObject, live: LiveObject): Outcome {
  const draft: StepDraft = { kind: 'record', statements: [], risk: 'safe', mechanism: 'ledger', resolves: [] };
  return outcome(desired.id, { steps: stepsOf(desired, [draft], { kind: 'present', liveHash: live.liveHash }) });
}

function refusedForeign(desired: DeclaredObject, live: LiveObject, differences: readonly Difference[]): Outcome {
  if (isOthers(live)) return refusedOutcome(desired, [othersMessage(live)]);
  const found = differences
    .map(({ path, declared, live }) => `${path}: declared ${shorten(declared)}, live ${shorten(live)}`)
    .join('; ');
  const message =
    `an object of this name exists that this environment does not manage, and it is different (${found}). ` +
    'What is not in the ledger is never altered. To go on, declare it as it is, so that it is adopted, or give yours another name.';
  return refusedOutcome(desired, [message]);
}

/** Long texts such as queries say little in a message. */
export function shorten(text: string): string {
  const shown = text === '' ? "''" : text;
  return shown.length <= 160 ? shown : `${shown.slice(0, 157)}…`;
}
