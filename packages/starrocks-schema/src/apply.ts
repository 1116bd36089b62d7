/** The only writer: brings a warehouse to what a plan says, once, under the lock, and resumably. */

import { hostname, userInfo } from 'node:os';

import type { ApplyOptions, ApplyResult, Replan } from './apply-types';
import { steadyConnection } from './connection-steady';
import type { Patience } from './connection-steady';
import type { Connection } from './connection-types';
import { ApplyError, ConnectionError, StatementError } from './errors';
import type { IntrospectOptions } from './introspect';
import { introspect } from './introspect';
import { bootstrapLedger } from './ledger';
import type { Lock, LockOptions } from './lock';
import { waitForLock } from './lock-wait';
import type { LiveModel } from './model';
import { splitId } from './model';
import { assertNoRefusals } from './plan';
import type { Plan } from './plan-types';
import type { Outcome } from './run';
import { runPlan, settleJobs } from './run';
import type { Problem, Verification } from './verify';
import { verifyPlan } from './verify';

const DEAD_AFTER_SECONDS = 120;
const HEARTBEAT_MS = 20_000;
const LOCK_POLL_MS = 2_000;
const RECONNECT_MS = 60_000;

/**
 * Applies a plan: takes the lock, verifies that the warehouse is what the plan was made from, runs each step as soon as
 * what it needs is done, and keeps the ledger. What fails stops only what depends on it. After a crash at any point the
 * same plan, or a new one, goes on where it stopped.
 *
 * @throws PlanError (STR1410) when the plan has refusals.
 * @throws ApplyError STR1420 stale plan, STR1421 foreign object, STR1422 locked, STR1423 lock lost, STR1424 statement
 *   refused, STR1425 job cancelled, STR1426 stopped, STR1427 check failed, STR1428 job stuck; `result` tells what was
 *   reached, once the lock was held.
 * @throws ConnectionError when the warehouse is lost on the way and does not come back.
 */
export async function apply(connection: Connection, plan: Plan, options: ApplyOptions): Promise<ApplyResult> {
  assertNoRefusals(plan);
  const patience: Patience = { reconnectMs: options.reconnectMs ?? RECONNECT_MS, signal: options.signal };
  const steady = steadyConnection(connection, patience);
  try {
    return await applyOn(steady, connection, patience, plan, options);
  } finally {
    await steady.close();
  }
}

async function applyOn(
  connection: Connection,
  base: Connection,
  patience: Patience,
  plan: Plan,
  options: ApplyOptions,
): Promise<ApplyResult> {
  const readFor = (wanted: Plan): Promise<LiveModel> => introspect(connection, readOptions(wanted, options));
  if (plan.steps.length === 0) return { ...NOTHING, model: await readFor(plan) };
  await bootstrapLedger(connection);
  const lock = await takeLock(connection, options);
  try {
    const settledFor = async (wanted: Plan): Promise<LiveModel> => {
      await settleJobs(connection, wanted, options);
      return readFor(wanted);
    };
    const current = await fitting(plan, options, settledFor);
    const outcome = await runPlan({ base, connection, patience, options, lock, ...current });
    return await resultOf(outcome, current.plan, current.live, () => readFor(current.plan));
  } finally {
    await (options.abandon?.aborted === true ? lock.forsake() : releaseQuietly(lock));
  }
}

const NOTHING = { applied: [], skipped: [], failed: [], blocked: [] } as const;

function readOptions(plan: Plan, { environment, resolveSecret }: ApplyOptions): IntrospectOptions {
  const objects = [...new Set(plan.steps.map((step) => step.object))];
  const databases = [...new Set(objects.map((object) => splitId(object).database))];
  return { environment, objects, databases, resolveSecret };
}

/** A plan that fits the warehouse, and what the warehouse held then. */
interface Fitting {
  readonly plan: Plan;
  readonly live: LiveModel;
  readonly statuses: Verification['statuses'];
}

/** The plan to run, if it fits the warehouse; made anew where that is allowed. Under the lock. */
async function fitting(
  plan: Plan,
  { replan }: ApplyOptions,
  readFor: (plan: Plan) => Promise<LiveModel>,
): Promise<Fitting> {
  const live = await readFor(plan);
  const { statuses, problems } = verifyPlan(plan, live);
  if (problems.length === 0) return { plan, live, statuses };
  if (replan === undefined || !problems.every((problem) => mayReplan(problem, replan))) throw misfit(problems, live);
  const anew = await replan.plan(live);
  assertNoRefusals(anew);
  const seen = await readFor(anew);
  const second = verifyPlan(anew, seen);
  if (second.problems.length > 0) throw misfit(second.problems, seen);
  return { plan: anew, live: seen, statuses: second.statuses };
}

function mayReplan({ code, unfinished }: Problem, { when }: Replan): boolean {
  switch (when) {
    case 'unfinished':
      return unfinished;
    case 'changed':
      return code === 'STR1420';
  }
}

function misfit(problems: readonly Problem[], model: LiveModel): ApplyError {
  const lines = problems.map(({ object, message }) => `- ${object}: ${message}`);
  const foreign = problems.some(({ code }) => code === 'STR1421');
  const result: ApplyResult = { ...NOTHING, model };
  return new ApplyError(
    foreign ? 'STR1421' : 'STR1420',
    `The warehouse is not what the plan was made from, so nothing is changed:\n${lines.join('\n')}`,
    result,
  );
}

async function takeLock(connection: Connection, options: ApplyOptions): Promise<Lock> {
  const { environment, signal, onProgress } = options;
  const beats = await connection.fork();
  const wanted: LockOptions = {
    environment,
    holder: options.holder ?? `${userInfo().username}@${hostname()}, process ${process.pid}`,
    deadAfterSeconds: options.deadAfterSeconds ?? DEAD_AFTER_SECONDS,
    heartbeatMs: options.heartbeatMs ?? HEARTBEAT_MS,
  };
  try {
    return await waitForLock(connection, beats, wanted, {
      timeoutMs: options.lockTimeoutMs ?? 0,
      pollMs: options.lockPollMs ?? LOCK_POLL_MS,
      signal,
      onWait: (holder, leftMs) => onProgress?.({ kind: 'locked', holder, leftMs }),
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

/** What was reached, or the error that tells it. */
async function resultOf(
  outcome: Outcome,
  plan: Plan,
  before: LiveModel,
  read: () => Promise<LiveModel>,
): Promise<ApplyResult> {
  const { applied, skipped, blocked, fatal } = outcome;
  const failed = outcome.failed.map(({ step, object, code, message }) => ({ step, object, code, message }));
  const stopped =
    fatal === undefined && failed.length === 0 && blocked.length > 0 ? stoppedAfter(applied, plan) : fatal;
  if (stopped === undefined && failed.length === 0) return { ...NOTHING, applied, skipped, model: await read() };
  if (stopped !== undefined && !isOfStatement(stopped)) throw asError(stopped);
  const result: ApplyResult = { applied, skipped, failed, blocked, model: await readQuietly(read, before) };
  if (stopped !== undefined) throw withResult(stopped, result);
  const [first] = outcome.failed;
  if (first === undefined) return result;
  const code = first.error instanceof ApplyError ? first.error.code : 'STR1424';
  throw new ApplyError(code, failureText(result), result, { cause: first.error });
}

function isOfStatement(error: unknown): error is ApplyError | StatementError {
  return error instanceof ApplyError || error instanceof StatementError;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function stoppedAfter(applied: readonly string[], plan: Plan): ApplyError {
  return new ApplyError(
    'STR1426',
    `Stopped on request after ${applied.length} of ${plan.steps.length} steps. The warehouse is consistent; plan and apply again to go on.`,
  );
}

function withResult(error: ApplyError | StatementError, result: ApplyResult): ApplyError {
  const code = error instanceof ApplyError ? error.code : 'STR1424';
  return new ApplyError(code, error.message, result, { cause: error });
}

function failureText({ failed, blocked, applied }: ApplyResult): string {
  const waiting =
    blocked.length === 0
      ? ''
      : ` Not begun, because they need what failed: ${blocked.slice(0, 20).join(', ')}${blocked.length > 20 ? ` and ${blocked.length - 20} more` : ''}.`;
  const after = `The other ${applied.length} steps are applied and recorded; remove the cause, plan and apply again.`;
  const [only] = failed;
  if (failed.length === 1 && only !== undefined) return `${only.message}${waiting} ${after}`;
  const lines = failed.map(({ step, message }) => `- ${step}: ${message}`);
  return `${failed.length} steps failed:\n${lines.join('\n')}\n${waiting.trim()} ${after}`;
}

/** The last that is known, when the warehouse does not answer any more. */
async function readQuietly(read: () => Promise<LiveModel>, before: LiveModel): Promise<LiveModel> {
  try {
    return await read();
  } catch (error) {
    if (!isOfWarehouse(error)) throw error;
    return before;
  }
}
