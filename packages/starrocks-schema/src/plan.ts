/** From what must happen to how: typed steps in the order of their dependencies, or refusals, all at once. */

import type { ObjectKind, Properties } from './definition';
import { queryHashOf } from './differences';
import { diff } from './diff';
import { PlanError } from './errors';
import type { DeclaredObject, LiveModel, LiveObject, Model, ObjectId } from './model';
import { orderSteps } from './order';
import type {
  Change,
  Changes,
  Expectation,
  Plan,
  PlanPolicy,
  Refusal,
  Step,
  StepDraft,
  StepKind,
  StepRecord,
  Verdict,
} from './plan-types';
import { dropSql, mayDestroy, missingKeys } from './rules-drop';
import { alterTable } from './rules-table';
import { alterMaterializedView, replaceView } from './rules-view';

/** What one change comes to. */
interface Outcome {
  readonly object: ObjectId;
  readonly steps: readonly Step[];
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly string[];
}

/** Plans what `diff` found. Pure: the same changes and policy give the same plan. */
export function planSteps(changes: Changes, policy: PlanPolicy): Plan {
  const outcomes = changes.changes.map((change) => outcomeOf(change, changes, policy));
  const steps = orderSteps(
    outcomes.flatMap((outcome) => outcome.steps),
    changes.references,
  );
  return {
    steps,
    refusals: outcomes.flatMap((outcome) => outcome.refusals).sort((a, b) => (a.object < b.object ? -1 : 1)),
    unmanaged: changes.unmanaged,
    warnings: outcomes.flatMap((outcome) => outcome.warnings),
    statements: steps.flatMap((step) => step.statements),
    unchanged: changes.unchanged,
  };
}

/** Plans against what is recorded, without a server. */
export function planOffline(recorded: LiveModel, desired: Model, policy: PlanPolicy): Plan {
  return planSteps(diff(desired, recorded), policy);
}

/** Plans the end of an environment: every object that it manages is dropped. */
export function planDestroy(recorded: LiveModel, policy: PlanPolicy): Plan {
  return planOffline(recorded, { kind: 'declared', objects: [] }, policy);
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

function outcomeOf(change: Change, changes: Changes, policy: PlanPolicy): Outcome {
  switch (change.kind) {
    case 'create':
      return renamedTable(change.desired, changes) === undefined
        ? created(change.desired, change.lost)
        : refusedRename(change.desired);
    case 'adopt':
    case 'record':
      return recordedOnly(change.desired, change.live);
    case 'foreign':
      return refusedForeign(change.desired, change.differences);
    case 'alter':
      return altered(change, policy);
    case 'drop':
      return dropped(change.live, changes, policy);
  }
}

function created(desired: DeclaredObject, lost: boolean): Outcome {
  const draft: StepDraft = {
    kind: createKind(desired.kind),
    statements: [desired.sql],
    risk: 'safe',
    mechanism: 'metadata',
    resolves: [],
  };
  const warning = `${desired.id} was applied before and is gone from the warehouse: it is created anew${desired.kind === 'table' ? ', empty' : ''}.`;
  return {
    object: desired.id,
    steps: stepsOf(desired, [draft], { kind: 'absent' }),
    refusals: [],
    warnings: lost ? [warning] : [],
  };
}

/** The managed table that a declared one was, by its `renamed-from`, if that is declared no more. */
function renamedTable(desired: DeclaredObject, changes: Changes): LiveObject | undefined {
  const found = changes.changes.find((change) => change.kind === 'drop' && change.live.id === desired.renamedFrom);
  return found?.kind === 'drop' && found.live.kind === 'table' ? found.live : undefined;
}

function newNameOf(live: LiveObject, changes: Changes): DeclaredObject | undefined {
  if (live.kind !== 'table') return undefined;
  const found = changes.changes.find((change) => change.kind === 'create' && change.desired.renamedFrom === live.id);
  return found?.kind === 'create' ? found.desired : undefined;
}

/** Never a new table and a dropped one: that is what a rename is declared to avoid. */
function refusedRename(desired: DeclaredObject): Outcome {
  const message =
    `it is \`${desired.renamedFrom ?? ''}\` by its \`renamed-from\`, and tables cannot be renamed yet. Creating it anew would ` +
    'leave the data behind. To go on, keep the old name, or rename the table in the warehouse by hand and remove the annotation.';
  return {
    object: desired.id,
    steps: [],
    refusals: [{ object: desired.id, file: desired.file, message }],
    warnings: [],
  };
}

function createKind(kind: ObjectKind): StepKind {
  return `create-${kind}`;
}

function recordedOnly(desired: DeclaredObject, live: LiveObject): Outcome {
  const draft: StepDraft = { kind: 'record', statements: [], risk: 'safe', mechanism: 'ledger', resolves: [] };
  const steps = stepsOf(desired, [draft], { kind: 'present', liveHash: live.liveHash });
  return { object: desired.id, steps, refusals: [], warnings: [] };
}

function refusedForeign(
  desired: DeclaredObject,
  differences: readonly { readonly path: string; readonly declared: string; readonly live: string }[],
): Outcome {
  const found = differences
    .map(({ path, declared, live }) => `${path}: declared ${shorten(declared)}, live ${shorten(live)}`)
    .join('; ');
  const message =
    `an object of this name exists that this environment does not manage, and it is different (${found}). ` +
    'What is not in the ledger is never altered. To go on, declare it as it is, so that it is adopted, or give yours another name.';
  return {
    object: desired.id,
    steps: [],
    refusals: [{ object: desired.id, file: desired.file, message }],
    warnings: [],
  };
}

/** Long texts such as queries say little in a message. */
export function shorten(text: string): string {
  const shown = text === '' ? "''" : text;
  return shown.length <= 160 ? shown : `${shown.slice(0, 157)}…`;
}

function altered(change: Extract<Change, { kind: 'alter' }>, policy: PlanPolicy): Outcome {
  const { desired, live, differences } = change;
  const verdict = verdictOn(change, policy);
  const tooRisky = verdict.steps.flatMap((step) => riskRefusal(step, policy));
  const refusals = [...verdict.refusals, ...tooRisky].map((message) => ({
    object: desired.id,
    file: desired.file,
    message,
  }));
  const warnings = change.drifted
    ? [
        `${desired.id} was changed outside of this environment (${differences.map(({ path }) => path).join(', ')}): the plan brings it back.`,
      ]
    : [];
  // An object that is refused in part is left alone as a whole.
  const steps =
    refusals.length > 0
      ? []
      : stepsOf(desired, verdict.steps, { kind: 'differs', liveHash: live.liveHash, differences });
  return { object: desired.id, steps, refusals, warnings: [...warnings, ...verdict.warnings] };
}

function verdictOn({ desired, live, differences }: Extract<Change, { kind: 'alter' }>, policy: PlanPolicy): Verdict {
  if (desired.kind !== live.kind) {
    const message = `it is a ${live.kind} and declared as a ${desired.kind}; the kind of an object is fixed. To go on, declare the new one under another name.`;
    return { steps: [], refusals: [message], warnings: [] };
  }
  switch (desired.kind) {
    case 'database':
      return { steps: [], refusals: [], warnings: [] };
    case 'table':
      return alterTable(desired, live, differences, policy);
    case 'view':
      return replaceView(desired, differences);
    case 'materialized-view':
      return alterMaterializedView(desired, differences);
  }
}

function riskRefusal(step: StepDraft, policy: PlanPolicy): readonly string[] {
  const allowed = policy.maxRisk ?? 'safe';
  if (step.risk === 'safe' || step.risk === 'destroys-data' || step.risk === allowed) return [];
  if (step.risk === 'locks-writers' && allowed === 'rewrites-data') return [];
  const what = step.risk === 'rewrites-data' ? 'rewrites all rows of the table' : 'stops writers';
  return [
    `${step.resolves.join(', ')}: \`${step.statements.join('; ')}\` ${what}, and the policy allows only what is ${allowed}. ` +
      'To go on, allow it in the policy, or declare what the table has.',
  ];
}

function dropped(live: LiveObject, changes: Changes, policy: PlanPolicy): Outcome {
  if (live.kind === 'database') return droppedDatabase(live, changes, policy);
  // The refusal of its new name says what is to be said.
  if (newNameOf(live, changes) !== undefined) return { object: live.id, steps: [], refusals: [], warnings: [] };
  const allowDrop = live.ledger?.allowDrop ?? false;
  if (!mayDestroy(allowDrop, policy)) return refusedDrop(live, allowDrop, policy);
  return { object: live.id, steps: [endStep(live, 'drop', [dropSql(live.id, live.kind)])], refusals: [], warnings: [] };
}

/** A database has nothing of its own to lose, so it is no reason for a refusal: it goes when all in it goes, or stays. */
function droppedDatabase(live: LiveObject, changes: Changes, policy: PlanPolicy): Outcome {
  const lodgers = changes.unmanaged.filter(({ object }) => object.startsWith(`${live.id}.`));
  const kept = changes.changes.filter(
    (change) =>
      change.kind === 'drop' &&
      change.live.id.startsWith(`${live.id}.`) &&
      !mayDestroy(change.live.ledger?.allowDrop ?? false, policy),
  );
  // The refusals of those objects say all there is to say.
  if (kept.length > 0) return { object: live.id, steps: [], refusals: [], warnings: [] };
  const reason =
    lodgers.length > 0
      ? `holds objects that are not managed here (${lodgers.map(({ object }) => object).join(', ')})`
      : policy.protection
        ? 'protection is on for the environment'
        : undefined;
  if (reason === undefined) {
    const step = endStep(live, 'drop', [dropSql(live.id, 'database')]);
    return { object: live.id, steps: [step], refusals: [], warnings: [] };
  }
  const warning = `Database ${live.id} is declared no more and stays, not managed any longer: ${reason}.`;
  return { object: live.id, steps: [endStep(live, 'release', [])], refusals: [], warnings: [warning] };
}

/** The last step of an object's life here. */
function endStep(live: LiveObject, kind: 'drop' | 'release', statements: readonly string[]): Step {
  return {
    id: `${kind} ${live.id}`,
    kind,
    object: live.id,
    objectKind: live.kind,
    statements,
    risk: kind === 'drop' ? 'destroys-data' : 'safe',
    mechanism: kind === 'drop' ? 'metadata' : 'ledger',
    dependsOn: [],
    expects: { kind: 'present', liveHash: live.liveHash },
    resolves: [],
    ignore: [],
    record: { writtenHash: '', queryHash: '', declaredProperties: [], allowDrop: live.ledger?.allowDrop ?? false },
  };
}

function refusedDrop(live: LiveObject, allowDrop: boolean, policy: PlanPolicy): Outcome {
  const message =
    `this ${live.kind} is applied and no longer declared. Dropping it takes two keys, and ` +
    `${missingKeys(allowDrop, policy)} is missing. To go on, declare it again, or give what is missing.`;
  return { object: live.id, steps: [], refusals: [{ object: live.id, message }], warnings: [] };
}

function stepsOf(desired: DeclaredObject, drafts: readonly StepDraft[], expects: Expectation): readonly Step[] {
  const record: StepRecord = {
    writtenHash: desired.hash,
    queryHash: queryHashOf(desired.definition),
    declaredProperties: Object.keys(declaredProperties(desired)).sort(),
    allowDrop: desired.allowDrop,
  };
  const steps: Step[] = [];
  for (const draft of drafts) {
    const same = steps.filter((step) => step.kind === draft.kind).length;
    steps.push({
      ...draft,
      id: `${draft.kind} ${desired.id}${same === 0 ? '' : ` ${same + 1}`}`,
      object: desired.id,
      objectKind: desired.kind,
      dependsOn: steps.slice(-1).map((step) => step.id),
      expects,
      declared: desired.definition,
      ignore: desired.ignore,
      record,
    });
  }
  return steps;
}

function declaredProperties({ definition }: DeclaredObject): Properties {
  return definition.kind === 'view' ? {} : definition.properties;
}
