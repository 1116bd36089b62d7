/**
 * How a creation goes on when an earlier one was cut off and files were edited since. Its plan is made against nothing,
 * so it cannot know those objects; the ledger in the warehouse does.
 */

import type { LiveModel, Model, Plan, PlanPolicy } from '@strata/starrocks-schema';
import type { SchemaEngine } from './engine';

export type Resumption =
  | { readonly kind: 'plan'; readonly plan: Plan }
  /** What a creation must not do by itself, one line for each object. */
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

/**
 * Plans against what is there: objects of this environment's ledger are brought forward if that is safe for what they
 * hold. Objects that are declared no more are left to the next plan, which can show what it drops.
 */
export function resume(engine: SchemaEngine, desired: Model, live: LiveModel, policy: PlanPolicy): Resumption {
  const declared = new Set(desired.objects.map((object) => object.id));
  const objects = live.objects.filter(({ id }) => declared.has(id));
  const plan = engine.plan(desired, { ...live, objects }, policy);
  const reasons = [
    ...plan.refusals.map(({ object, message }) => `${object}: ${message}`),
    ...plan.steps
      .filter(({ risk }) => risk !== 'safe')
      .map(({ object, statements, risk }) => `${object}: \`${statements.join('; ')}\` ${risk.replace('-', ' ')}.`),
  ];
  return reasons.length === 0 ? { kind: 'plan', plan } : { kind: 'refused', reasons };
}

/** What is in the warehouse, when a plan was refused because objects of this environment's ledger are different. */
export function modelOfRefusedPlan(error: unknown): LiveModel | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'STR1420') return undefined;
  return reachedModel(error);
}

/** What a failed apply says to have reached. */
export function reachedModel(error: unknown): LiveModel | undefined {
  if (!(error instanceof Error) || !('result' in error)) return undefined;
  const { result } = error as { readonly result?: { readonly model?: LiveModel } };
  return result?.model;
}
