import { apply, ApplyError, assertNoRefusals, outsideWindow } from '@strata/starrocks-schema';
import type { ApplyResult, Plan, Replan } from '@strata/starrocks-schema';
import type { Command } from 'commander';
import { Option } from 'commander';
import { CliError, printJson, printLine } from '../../output';
import { durationMs } from './duration';
import { progressOn } from './progress';
import { resolveFromShell } from './secrets';
import type { PlanOptions, Planned } from './warehouse';
import { planningCommand, planNow, withPlan } from './warehouse';

interface ApplyCommandOptions extends PlanOptions {
  /** In milliseconds. */
  readonly lockTimeout?: number;
}

/** Exit code 0: done or nothing to do, 1: an error; what is done is recorded, so the same command goes on from there. */
export function applyCommand(): Command {
  return planningCommand('apply', 'plan, then run the statements; resumes what was interrupted')
    .addOption(
      new Option(
        '--lock-timeout <time>',
        'wait so long for a run that holds the lock, e.g. 5m (default: refuse at once)',
      ).argParser(durationMs),
    )
    .action((options: ApplyCommandOptions) => withPlan(options, (planned) => run(planned, options)));
}

async function run(planned: Planned, options: ApplyCommandOptions): Promise<void> {
  const { connection, plan, policy } = planned;
  assertNoRefusals(plan);
  refuseOutsideWindow(plan, policy.window);
  const stop = new AbortController();
  const abandon = new AbortController();
  const progress = progressOn(process.stderr, plan.steps.length);
  const interrupt = (): void => {
    if (stop.signal.aborted) return abandon.abort();
    stop.abort();
    process.stderr.write(
      '\nStopping when the running statements are done. Ctrl-C again ends at once; either can be resumed.\n',
    );
  };
  process.on('SIGINT', interrupt);
  try {
    const result = await apply(connection, plan, {
      environment: options.environment,
      signal: stop.signal,
      abandon: abandon.signal,
      resolveSecret: resolveFromShell,
      replan: replanning(planned, options),
      ...(options.lockTimeout === undefined ? {} : { lockTimeoutMs: options.lockTimeout }),
      ...(options.json === true ? {} : { onProgress: progress.report }),
    });
    progress.end();
    report(result, options);
  } catch (error) {
    progress.end();
    if (options.json === true && error instanceof ApplyError) printJson(outcomeOf(error.result as ApplyResult));
    throw error;
  } finally {
    process.off('SIGINT', interrupt);
  }
}

/** Between the plan and the lock another run may have changed something; nobody has reviewed the plan, so it is made anew. */
function replanning(planned: Planned, options: PlanOptions): Replan {
  return {
    when: 'changed',
    plan: async () => {
      const { plan } = await planNow(planned, options);
      refuseOutsideWindow(plan, planned.policy.window);
      return plan;
    },
  };
}

/** @throws CliError STR1922 for changes that are not safe at a time that the policy does not give */
export function refuseOutsideWindow(plan: Plan, window: Planned['policy']['window']): void {
  if (window === undefined || plan.steps.every((step) => step.risk === 'safe')) return;
  const reason = outsideWindow(window, new Date());
  if (reason === undefined) return;
  const risky = plan.steps.filter((step) => step.risk !== 'safe').map((step) => step.id);
  throw new CliError('STR1922', `Nothing is applied: ${reason}. What is not safe of this plan: ${risky.join(', ')}.`);
}

function report(result: ApplyResult, { json }: PlanOptions): void {
  if (json === true) return printJson(outcomeOf(result));
  printLine(`${result.applied.length} steps done, ${result.skipped.length} were there already.`);
}

function outcomeOf({ applied, skipped, failed, blocked }: ApplyResult) {
  return { applied, skipped, failed, blocked };
}
