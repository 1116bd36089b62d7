/** What Terraform's plan says of a schema: a pure function of configuration, bundle and recorded model. */

import type { LiveModel, Model, Plan, PlanPolicy } from '@strata/starrocks-schema';
import type { Diagnostics } from '@strata/terraform-plugin';
import type { SchemaEngine } from './engine';

/** The environment's key to the destruction of data; the objects' own are in the bundle and the ledger. */
export function policyOf(values: {
  readonly allow_data_loss: boolean | null;
  readonly protection: boolean | null;
}): PlanPolicy {
  return { allowDataLoss: values.allow_data_loss ?? false, protection: values.protection ?? true };
}

/** Computed attributes of a plan. */
export interface PlannedSchema {
  readonly objects: Readonly<Record<string, string>>;
  readonly changes: readonly string[];
}

/** Plans what is declared against what is recorded, and reports refusals and warnings. */
export function planSchema(
  engine: SchemaEngine,
  desired: Model,
  live: LiveModel,
  policy: PlanPolicy,
  diagnostics: Diagnostics,
): PlannedSchema {
  const plan = engine.plan(desired, live, policy);
  reportRefusals(plan, diagnostics, ['bundle']);
  for (const warning of plan.warnings) diagnostics.warning(warning);
  reportUnmanaged(plan, diagnostics);
  return { objects: engine.hashes(desired), changes: plan.statements };
}

/** Plans the destruction of everything that the environment manages. */
export function planDestruction(
  engine: SchemaEngine,
  live: LiveModel,
  policy: PlanPolicy,
  environment: string,
  diagnostics: Diagnostics,
): void {
  const plan = engine.plan(engine.nothing(), live, policy);
  if (plan.refusals.length > 0) {
    diagnostics.error(
      `STR1610: The SQL objects of ${environment} must not be destroyed: ${plan.refusals.length} of them are protected. First deploy \`protection: off\` and \`allowDataLoss: on\`.`,
      `${plan.refusals.map((refusal) => refusal.object).join(', ')}\n\n` +
        `Both keys must be deployed before the destruction: \`protection: off\` in the environment's file together with ` +
        `\`allowDataLoss: on\` there, or \`--@ allow-drop: *\` in each object's file. Then destroy again.`,
    );
    return;
  }
  if (plan.statements.length > 0) {
    diagnostics.warning(
      `Destroying the SQL objects of ${environment} deletes their data.`,
      `These statements will run:\n${plan.statements.join('\n')}`,
    );
  }
}

function reportRefusals(plan: Plan, diagnostics: Diagnostics, path: readonly string[]): void {
  for (const refusal of plan.refusals) {
    const where = refusal.file === undefined ? refusal.object : `${refusal.file} (${refusal.object})`;
    diagnostics.error(`STR1608: ${where} cannot be brought to what is declared.`, refusal.message, path);
  }
}

function reportUnmanaged(plan: Plan, diagnostics: Diagnostics): void {
  if (plan.unmanaged.length === 0) return;
  const names = plan.unmanaged.map((one) => one.object).join(', ');
  diagnostics.warning(
    `The warehouse has ${plan.unmanaged.length} objects that no file declares and this environment does not manage.`,
    `They are left as they are: ${names}.`,
  );
}
