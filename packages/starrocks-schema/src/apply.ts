/** The only writer: brings a warehouse to what a plan says, once, under the lock, and resumably. */

import { hostname, userInfo } from 'node:os';

import type { ApplyOptions, ApplyResult } from './apply-types';
import type { Connection } from './connection-types';
import { ApplyError, ConnectionError, StatementError } from './errors';
import { introspect } from './introspect';
import { settleColumnJobs } from './jobs';
import { bootstrapLedger } from './ledger';
import type { Lock } from './lock';
import { acquireLock } from './lock';
import type { LiveModel } from './model';
import { splitId } from './model';
import { assertNoRefusals } from './plan';
import type { Plan } from './plan-types';
import type { Run } from './run';
import { jobOptions, runSteps, startRun, writePending } from './run';
import type { Problem } from './verify';
import { verifyPlan } from './verify';

const DEAD_AFTER_SECONDS = 120;
const HEARTBEAT_MS = 20_000;

/**
 * Applies a plan: takes the lock, verifies that the warehouse is what the plan was made from, runs the steps in waves
 * that depend on each other, and keeps the ledger. After a crash at any point the same plan, or a new one, goes on where
 * it stopped.
 *
 * @throws PlanError (STR1410) when the plan has refusals.
 * @throws ApplyError STR1420 stale plan, STR1421 foreign object, STR1422 locked, STR1423 lock lost, STR1424 statement
 *   refused, STR1425 job cancelled, STR1426 stopped; `result` tells what was reached, once the lock was held.
 * @throws ConnectionError when the warehouse is lost on the way.
 */
export async function apply(connection: Connection, plan: Plan, options: ApplyOptions): Promise<ApplyResult> {
  assertNoRefusals(plan);
  const databases = [...new Set(plan.steps.map((step) => splitId(step.object).database))];
  const read = (): Promise<LiveModel> => introspect(connection, { environment: options.environment, databases });
  if (plan.steps.length === 0) return { applied: [], skipped: [], model: await read() };
  await bootstrapLedger(connection);
  const lock = await takeLock(connection, options);
  try {
    await settleJobs(connection, plan, options);
    const live = await read();
    const { statuses, problems } = verifyPlan(plan, live);
    refuseProblems(problems, { applied: [], skipped: [], model: live });
    const run = await startRun({ connection, options, plan, lock, live, statuses });
    try {
      await runSteps(run);
      return { applied: run.applied, skipped: run.skipped, model: await read() };
    } catch (error) {
      throw await failure(run, error, read);
    } finally {
      await run.close();
    }
  } finally {
    await releaseQuietly(lock);
  }
}

async function takeLock(connection: Connection, options: ApplyOptions): Promise<Lock> {
  const beats = await connection.fork();
  try {
    return await acquireLock(connection, beats, {
      environment: options.environment,
      holder: options.holder ?? `${userInfo().username}@${hostname()}, process ${process.pid}`,
      deadAfterSeconds: options.deadAfterSeconds ?? DEAD_AFTER_SECONDS,
      heartbeatMs: options.heartbeatMs ?? HEARTBEAT_MS,
    });
  } catch (error) {
    await beats.close();
    throw error;
  }
}

/** A lock that cannot be given back dies of age; the failure before it matters more. */
async function releaseQuietly(lock: Lock): Promise<void> {
  try {
    await lock.release();
  } catch (error) {
    if (!isOfWarehouse(error)) throw error;
  }
}

function isOfWarehouse(error: unknown): error is ConnectionError | StatementError {
  return error instanceof ConnectionError || error instanceof StatementError;
}

function refuseProblems(problems: readonly Problem[], result: ApplyResult): void {
  const [first] = problems;
  if (first === undefined) return;
  const lines = problems.map(({ object, message }) => `- ${object}: ${message}`);
  const foreign = problems.find(({ code }) => code === 'STR1421');
  throw new ApplyError(
    (foreign ?? first).code,
    `The warehouse is not what the plan was made from, so nothing is changed:\n${lines.join('\n')}`,
    result,
  );
}

/** Waits for jobs that an earlier run may have left on the tables of the plan, before the catalog is judged. */
async function settleJobs(connection: Connection, plan: Plan, options: ApplyOptions): Promise<void> {
  const tables = new Set(plan.steps.filter((step) => step.mechanism === 'async-job').map((step) => step.object));
  for (const table of tables) await settleColumnJobs(connection, table, jobOptions(table, options));
}

/** An error that tells what was reached. The ledger is brought up to date as far as the warehouse still answers. */
async function failure(run: Run, error: unknown, read: () => Promise<LiveModel>): Promise<unknown> {
  if (!(error instanceof ApplyError) && !(error instanceof StatementError)) return error;
  let model = run.live;
  try {
    // Without the lock the ledger belongs to somebody else.
    if (error.code !== 'STR1423') await writePending(run);
    model = await read();
  } catch (second) {
    if (!isOfWarehouse(second)) throw second;
  }
  const result: ApplyResult = { applied: run.applied, skipped: run.skipped, model };
  if (error instanceof ApplyError) return new ApplyError(error.code, error.message, result, { cause: error });
  const message =
    `The warehouse refused \`${error.sql}\`: ${error.message} (error ${error.errno}). ` +
    'What came before is applied and recorded; remove the cause, plan and apply again.';
  return new ApplyError('STR1424', message, result, { cause: error });
}
