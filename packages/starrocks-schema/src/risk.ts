/** What a policy lets a plan do. */

import { formatBytes } from './format';
import type { PlanPolicy, Risk, StepDraft } from './plan-types';

const RISKS: readonly Risk[] = ['safe', 'locks-writers', 'rewrites-data', 'destroys-data'];

export function worse(a: Risk, b: Risk): Risk {
  return RISKS.indexOf(a) >= RISKS.indexOf(b) ? a : b;
}

/** Whether tables and materialized views may be written anew. */
export function allowsRewrite({ maxRisk }: PlanPolicy): boolean {
  return maxRisk === 'rewrites-data';
}

const WHAT: Readonly<Record<Exclude<Risk, 'safe' | 'destroys-data'>, string>> = {
  'locks-writers': 'stops writers',
  'rewrites-data': 'rewrites all rows of the table',
};

/** Why a step is not allowed, with the rule that forbids it. What destroys data has keys of its own. */
export function riskRefusals(step: StepDraft, policy: PlanPolicy): readonly string[] {
  const what = `${step.resolves.join(', ')}: \`${step.statements.join('; ')}\``;
  const remedy = 'To go on, allow it in the policy, or declare what the table has.';
  const refusals: string[] = [];
  const allowed = policy.maxRisk ?? 'safe';
  if (step.risk !== 'destroys-data' && step.risk !== 'safe' && RISKS.indexOf(step.risk) > RISKS.indexOf(allowed)) {
    refusals.push(
      `${what} ${WHAT[step.risk]}, and the policy allows only what is ${allowed}${rule(policy)}. ${remedy}`,
    );
  }
  const bytes = step.rewrites === true ? (step.estimate?.bytes ?? 0) : 0;
  if (policy.maxRewriteBytes !== undefined && bytes > policy.maxRewriteBytes) {
    refusals.push(
      `${what} writes ${formatBytes(bytes)} anew, and the policy allows ${formatBytes(policy.maxRewriteBytes)}${rule(policy)}. ${remedy}`,
    );
  }
  return refusals;
}

function rule({ source }: PlanPolicy): string {
  return source === undefined ? '' : ` (${source})`;
}
