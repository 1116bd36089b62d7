/** What becomes of objects that differ from their declaration. */

import { kindOf } from './kinds/registry';
import type { Outcome, PlanContext } from './outcome';
import { outcome, refusedOutcome, stepsOf } from './outcome';
import type { Change, StepDraft, Verdict } from './plan-types';
import { riskRefusals } from './risk';
import { alterTable } from './rules-table';
import { alterMaterializedView, replaceView } from './rules-view';
import { estimateOf } from './statistics';
import { strandedLoad } from './swap/loads';

type Alter = Extract<Change, { kind: 'alter' }>;

export function altered(change: Alter, context: PlanContext): Outcome {
  const { desired, live, differences } = change;
  const verdict = judgeChange(change, context);
  const drifted = change.drifted
    ? [
        `${desired.id} was changed outside of this environment (${differences.map(({ path }) => path).join(', ')}): the plan brings it back.`,
      ]
    : [];
  const warnings = [...drifted, ...verdict.warnings];
  // An object that is refused in part is left alone as a whole.
  if (verdict.refusals.length > 0) return { ...refusedOutcome(desired, verdict.refusals), warnings };
  const expects = { kind: 'differs', liveHash: live.liveHash, differences } as const;
  return outcome(desired.id, { steps: stepsOf(desired, verdict.steps, expects, context.statistics), warnings });
}

/** How it is done, or why not: by what the engine can, and by what the policy allows. */
export function judgeChange(change: Alter, context: PlanContext): Verdict {
  const verdict = verdictOn(change, context);
  const steps = verdict.steps.map((step): StepDraft => ({
    ...step,
    estimate: estimateOf(step, change.live.id, context.statistics),
  }));
  const tooRisky = steps.flatMap((step) => riskRefusals(step, context.policy));
  return { ...verdict, steps, refusals: [...verdict.refusals, ...tooRisky] };
}

function verdictOn({ desired, live, differences }: Alter, { policy, scene }: PlanContext): Verdict {
  if (desired.kind !== live.kind) {
    const message = `it is a ${live.kind} and declared as a ${desired.kind}; the kind of an object is fixed. To go on, declare the new one under another name.`;
    return { steps: [], refusals: [message], warnings: [] };
  }
  switch (desired.kind) {
    case 'database':
      return { steps: [], refusals: [], warnings: [] };
    case 'table':
      return alterTable(desired, live, differences, policy, scene);
    case 'view':
      return replaceView(desired, differences);
    case 'materialized-view':
      return alterMaterializedView(desired, differences, policy, scene);
    case 'routine-load': {
      const steps = strandedLoad(live, differences, scene.declared);
      if (steps.length > 0) return { steps, refusals: [], warnings: [] };
      return kindOf(desired.kind).alter(desired, live, differences, policy);
    }
    default:
      return kindOf(desired.kind).alter(desired, live, differences, policy);
  }
}
