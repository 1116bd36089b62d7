import type { ApplyProgress, Connection, LiveModel, Model, Plan } from '@strata/starrocks-schema';
import { apply, connect, databasesOf, diff, introspect, loadModel, planSteps } from '@strata/starrocks-schema';
import { Command } from 'commander';
import { resolve } from 'node:path';
import { printError, printJson, printLine } from '../output';
import { readLibrary } from '../sql-files';
import { endpointOf } from './sql/endpoint';

interface SchemaOptions {
  readonly url: string;
  readonly dir: string;
  readonly environment: string;
  readonly allowDataLoss?: boolean;
  readonly protection: boolean;
  readonly json?: boolean;
}

/** Exit code 0: nothing to do, 2: changes are pending, 1: an error, or changes that are refused. */
export function planCommand(): Command {
  return schemaCommand('plan', 'show the statements that bring the warehouse to what the files declare').action(
    (options: SchemaOptions) => withPlan(options, (_connection, plan) => show(plan, options)),
  );
}

/** Exit code 0: done or nothing to do. */
export function applyCommand(): Command {
  return schemaCommand('apply', 'plan, then run the statements; resumes what was interrupted').action(
    (options: SchemaOptions) => withPlan(options, (connection, plan) => run(connection, plan, options)),
  );
}

/** Exit code 0: everything is as declared, 2: it is not. */
export function statusCommand(): Command {
  return schemaCommand('status', 'count what is as declared, what is not, and what is not managed here').action(
    (options: SchemaOptions) => withPlan(options, (_connection, plan) => status(plan, options)),
  );
}

function schemaCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--url <url>', 'the warehouse; the password may come from STRATA_PASSWORD', 'mysql://root@127.0.0.1:9030')
    .option('--dir <folder>', 'the folder of the layers ods, cdm, ads', 'sql')
    .option('--environment <id>', 'whose objects these are: objects of others are never touched', 'local')
    .option('--allow-data-loss', 'let objects be dropped; needs --no-protection too')
    .option('--no-protection', 'switch off the protection against drops')
    .option('--json', 'print JSON');
}

async function withPlan(
  options: SchemaOptions,
  work: (connection: Connection, plan: Plan) => void | Promise<void>,
): Promise<void> {
  const desired = loadModel(readLibrary(resolve(options.dir)));
  const connection = await connect(endpointOf(options.url));
  try {
    await work(connection, planOf(desired, await liveModel(connection, desired, options), options));
  } finally {
    await connection.close();
  }
}

function liveModel(connection: Connection, desired: Model, { environment }: SchemaOptions): Promise<LiveModel> {
  return introspect(connection, { environment, databases: databasesOf(desired) });
}

function planOf(desired: Model, live: LiveModel, { allowDataLoss, protection }: SchemaOptions): Plan {
  return planSteps(diff(desired, live), { allowDataLoss: allowDataLoss === true, protection });
}

function show(plan: Plan, { json }: SchemaOptions): void {
  process.exitCode = plan.refusals.length > 0 ? 1 : plan.steps.length > 0 ? 2 : 0;
  if (json === true) return printJson(plan);
  for (const step of plan.steps) {
    printLine(`-- ${step.id} (${step.risk})`);
    for (const statement of step.statements) printLine(`${statement};\n`);
  }
  for (const warning of plan.warnings) printLine(`Warning: ${warning}`);
  for (const refusal of plan.refusals)
    printError(refusal.file === undefined ? refusal.message : `${refusal.file}: ${refusal.message}`);
  printLine(summary(plan));
}

async function run(connection: Connection, plan: Plan, options: SchemaOptions): Promise<void> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    const result = await apply(connection, plan, {
      environment: options.environment,
      signal: stop.signal,
      ...(options.json === true ? {} : { onProgress }),
    });
    if (options.json === true) printJson({ applied: result.applied, skipped: result.skipped });
    else printLine(`${result.applied.length} steps done, ${result.skipped.length} were there already.`);
  } finally {
    process.off('SIGINT', interrupt);
  }
}

function onProgress(progress: ApplyProgress): void {
  switch (progress.kind) {
    case 'waiting-for-lock':
      return printLine(`waiting for ${progress.holder}, who applies at the moment`);
    case 'step-started':
      return;
    case 'step-done':
      return printLine(
        `${progress.number}/${progress.total}  ${progress.step.id}${progress.skipped ? ' (was there)' : ''}`,
      );
    case 'job':
      return printLine(`        ${progress.object}: ${progress.state} ${progress.progress}`);
  }
}

function status(plan: Plan, { json }: SchemaOptions): void {
  const report = {
    asDeclared: plan.unchanged,
    pending: plan.steps.map((step) => step.id),
    refused: plan.refusals.map((refusal) => refusal.object),
    unmanaged: plan.unmanaged.map((object) => object.object),
  };
  process.exitCode = report.pending.length + report.refused.length > 0 ? 2 : 0;
  if (json === true) return printJson(report);
  printLine(summary(plan));
  for (const object of report.unmanaged) printLine(`  not managed here: ${object}`);
}

function summary({ unchanged, steps, refusals, unmanaged }: Plan): string {
  return `${unchanged} objects as declared, ${steps.length} steps pending, ${refusals.length} refused, ${unmanaged.length} not managed here`;
}
