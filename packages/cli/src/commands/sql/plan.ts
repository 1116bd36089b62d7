import type { Plan } from '@strata/starrocks-schema';
import { renderPlan } from '@strata/starrocks-schema';
import type { Command } from 'commander';
import { printJson, printLine } from '../../output';
import type { PlanOptions } from './warehouse';
import { planningCommand, withPlan } from './warehouse';

/** Exit code 0: nothing to do, 2: changes are pending, 1: an error, or changes that are refused. */
export function planCommand(): Command {
  return planningCommand('plan', 'show the statements that bring the warehouse to what the files declare').action(
    (options: PlanOptions) =>
      withPlan(options, ({ plan }) => {
        show(plan, options);
        return Promise.resolve();
      }),
  );
}

/** Exit code 0: everything is as declared, 2: it is not. */
export function statusCommand(): Command {
  return planningCommand('status', 'count what is as declared, what is not, and what is not managed here').action(
    (options: PlanOptions) =>
      withPlan(options, ({ plan }) => {
        status(plan, options);
        return Promise.resolve();
      }),
  );
}

function show(plan: Plan, { json }: PlanOptions): void {
  process.exitCode = plan.refusals.length > 0 ? 1 : plan.steps.length > 0 ? 2 : 0;
  if (json === true) printJson(plan);
  else for (const line of renderPlan(plan)) printLine(line);
}

function status(plan: Plan, { json }: PlanOptions): void {
  const report = {
    asDeclared: plan.unchanged,
    pending: plan.steps.map((step) => step.id),
    refused: plan.refusals.map((refusal) => refusal.object),
    unmanaged: plan.unmanaged.map((object) => object.object),
  };
  process.exitCode = report.pending.length + report.refused.length > 0 ? 2 : 0;
  if (json === true) return printJson(report);
  printLine(
    `${report.asDeclared} objects as declared, ${report.pending.length} steps pending, ${report.refused.length} refused, ${report.unmanaged.length} not managed here`,
  );
  for (const step of report.pending) printLine(`  pending: ${step}`);
  for (const object of report.refused) printLine(`  refused: ${object}`);
  for (const object of report.unmanaged) printLine(`  not managed here: ${object}`);
}
