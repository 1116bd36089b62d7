/**
 * How a creation goes on when an earlier one was cut off and files were edited since. Its plan is made against nothing,
 * so it cannot know those objects; the ledger in the warehouse does. Pure.
 */

import type { LiveModel, Model } from './model';
import { planOffline } from './plan';
import type { Plan, PlanPolicy, Refusal, Step } from './plan-types';

/**
 * Plans against what is there: objects of this environment's ledger are brought forward as far as that is safe for what
 * they hold; the rest are refusals. Objects that are declared no more are left to the next plan, which can show what it
 * drops.
 */
export function planResumption(desired: Model, live: LiveModel, policy: PlanPolicy): Plan {
  const declared = new Set(desired.objects.map((object) => object.id));
  const objects = live.objects.filter(({ id }) => declared.has(id));
  const plan = planOffline({ ...live, objects }, desired, policy);
  return { ...plan, refusals: [...plan.refusals, ...plan.steps.filter(({ risk }) => risk !== 'safe').map(unsafe)] };
}

function unsafe({ object, statements, risk }: Step): Refusal {
  return {
    object,
    message: `\`${statements.join('; ')}\` ${risk.replace('-', ' ')}, and a creation does only what is safe.`,
  };
}
