/** What one change comes to, and what it is judged by. */

import { hashOf } from './canonical';
import { queryHashOf } from './differences';
import type { PlanFacts } from './facts';
import { managedKeysOf } from './kinds/registry';
import type { DeclaredObject, LiveObject, ObjectId } from './model';
import type { Changes, Expectation, PlanPolicy, Refusal, Step, StepDraft, StepRecord } from './plan-types';
import type { Statistics } from './statistics';
import { estimateOf } from './statistics';
import type { SwapScene } from './swap/table-swap';

export interface Outcome {
  readonly object: ObjectId;
  readonly steps: readonly Step[];
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly string[];
}

export interface PlanContext {
  readonly changes: Changes;
  readonly policy: PlanPolicy;
  readonly facts: PlanFacts;
  readonly statistics: Statistics;
  readonly scene: SwapScene;
  /** By its former id, what is declared as renamed from it. */
  readonly renamed: ReadonlyMap<ObjectId, DeclaredObject>;
  /** Managed, and no longer declared. */
  readonly dropped: ReadonlyMap<ObjectId, LiveObject>;
}

export function outcome(object: ObjectId, parts: Partial<Omit<Outcome, 'object'>>): Outcome {
  return { object, steps: [], refusals: [], warnings: [], ...parts };
}

export function refusedOutcome({ id, file }: DeclaredObject, messages: readonly string[]): Outcome {
  return outcome(id, { refusals: messages.map((message) => ({ object: id, file, message })) });
}

/** Drafts as steps of a declared object, one behind the other. */
export function stepsOf(
  desired: DeclaredObject,
  drafts: readonly StepDraft[],
  expects: Expectation,
  statistics: Statistics = new Map(),
): readonly Step[] {
  const record = recordOf(desired);
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
      estimate: draft.estimate ?? estimateOf(draft, desired.id, statistics),
    });
  }
  return steps;
}

export function recordOf(desired: DeclaredObject): StepRecord {
  return {
    writtenHash: desired.hash,
    queryHash: queryHashOf(desired.definition),
    declaredProperties: [...managedKeysOf(desired.definition)].sort(),
    allowDrop: desired.allowDrop,
  };
}

/** The last step of an object's life here. */
export function endStep(live: LiveObject, kind: 'drop' | 'release', statements: readonly string[]): Step {
  return {
    id: `${kind} ${live.id}`,
    kind,
    object: live.id,
    objectKind: live.kind,
    statements,
    risk: kind === 'drop' ? 'destroys-data' : 'safe',
    mechanism: kind === 'drop' ? 'metadata' : 'ledger',
    dependsOn: [],
    expects: { kind: 'present', liveHash: live.liveHash, ...movedHash(live) },
    resolves: [],
    ignore: [],
    record: { writtenHash: '', queryHash: '', declaredProperties: [], allowDrop: live.ledger?.allowDrop ?? false },
    estimate: { duration: 'instant' },
    ...(kind === 'drop' && live.kind === 'table' ? { wayBack: `RECOVER TABLE ${live.id}, for a day` } : {}),
  };
}

/** The definition of what is bound to renamed objects has their new names already. */
function movedHash({ definition, liveHash }: LiveObject): { readonly movedHash?: string } {
  const hash = definition === undefined ? liveHash : hashOf(definition);
  return hash === liveHash ? {} : { movedHash: hash };
}
