/** A plan for people: per step what runs, what it costs, what it touches, and how to undo it. */

import { formatBytes } from './format';
import type { BlastRadius, Plan, Step } from './plan-types';

/** Lines without colours; statements end with a semicolon, all else is comment. */
export function renderPlan(plan: Plan): readonly string[] {
  return [
    ...plan.steps.flatMap(renderStep),
    ...plan.warnings.map((warning) => `-- warning: ${warning}`),
    ...plan.refusals.map(
      ({ object, file, message }) => `-- refused: ${object}${file === undefined ? '' : ` (${file})`}: ${message}`,
    ),
    `-- ${summaryOf(plan)}`,
  ];
}

function renderStep(step: Step): readonly string[] {
  return [
    `-- ${step.id}: ${[step.risk, step.mechanism, ...costOf(step)].join(', ')}`,
    ...radiusLines(step.blastRadius).map((line) => `--   ${line}`),
    ...(step.checks ?? []).map(({ what }) => `--   then compares the ${what}`),
    ...(step.wayBack === undefined ? [] : [`--   way back: ${step.wayBack}`]),
    ...step.statements.map((statement) => `${statement};`),
    '',
  ];
}

function costOf({ estimate, awaits }: Step): readonly string[] {
  return [
    ...(awaits === undefined ? [] : [`${awaits} job`]),
    ...(estimate === undefined ? [] : [estimate.duration]),
    ...(estimate?.bytes === undefined ? [] : [`writes ${formatBytes(estimate.bytes)}`]),
    ...(estimate?.rows === undefined ? [] : [`${estimate.rows.toLocaleString('en')} rows`]),
  ];
}

function radiusLines(radius: BlastRadius | undefined): readonly string[] {
  if (radius === undefined) return [];
  const never = new Set(radius.neverComesBack);
  const inactive = radius.inactive.filter((view) => !never.has(view));
  return [
    ...(inactive.length === 0 ? [] : [`inactive until reactivated: ${inactive.join(', ')}`]),
    ...(never.size === 0 ? [] : [`inactive, and never reactivated by StarRocks itself: ${[...never].join(', ')}`]),
    ...(radius.refreshes.length === 0 ? [] : [`refreshed: ${radius.refreshes.join(', ')}`]),
    ...(radius.loads.length === 0 ? [] : [`routine loads that pause: ${radius.loads.join(', ')}`]),
  ];
}

function summaryOf({ steps, refusals, unchanged, unmanaged }: Plan): string {
  const bytes = steps.reduce((sum, step) => sum + (step.rewrites === true ? (step.estimate?.bytes ?? 0) : 0), 0);
  const written = bytes === 0 ? '' : `, ${formatBytes(bytes)} written anew`;
  return `${unchanged} objects as declared, ${steps.length} steps${written}, ${refusals.length} refused, ${unmanaged.length} not managed here`;
}
