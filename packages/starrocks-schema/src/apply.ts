/** The only writer: brings a warehouse to what a plan says, once, under the lock, and resumably. */

import { hostname, userInfo } from 'node:os';

import type { ApplyOptions, ApplyProgress, ApplyResult } from './apply-types';
import type { Connection } from './connection-types';
import { ApplyError, ConnectionError, StatementError } from './errors';
import { introspect, readObject } from './introspect';
import { awaitColumnJobs, lastColumnJob, settleColumnJobs } from './jobs';
import { bootstrapLedger, warehouseTime, writeLedger } from './ledger';
import type { Lock } from './lock';
import { acquireLock, isAlreadyThere } from './lock';
import type { LedgerEntry, LiveModel, ObjectId } from './model';
import { splitId } from './model';
import { assertNoRefusals } from './plan';
import type { Plan, Step } from './plan-types';
import type { Problem, StepStatus } from './verify';
import { verifyPlan } from './verify';

const DEAD_AFTER_SECONDS = 120;
const HEARTBEAT_MS = 20_000;
const POLL_MS = 500;

/** What a run knows and has done so far. */
interface Run {
  readonly connection: Connection;
  readonly options: ApplyOptions;
  readonly plan: Plan;
  readonly lock: Lock;
  readonly live: LiveModel;
  readonly statuses: ReadonlyMap<string, StepStatus>;
  readonly applied: string[];
  readonly skipped: string[];
  /** Entries that the next INSERT takes along. */
  readonly unwritten: LedgerEntry[];
  readonly progress: (progress: ApplyProgress) => void;
}

/**
 * Applies a plan: takes the lock, verifies that the warehouse is what the plan was made from, runs the steps in their
 * order, and keeps the ledger. After a crash at any point the same plan, or a new one, goes on where it stopped.
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
    const run: Run = {
      connection,
      options,
      plan,
      lock,
      live,
      statuses,
      applied: [],
      skipped: [],
      unwritten: [],
      progress: options.onProgress ?? (() => undefined),
    };
    await runSteps(run, read);
    return { applied: run.applied, skipped: run.skipped, model: await read() };
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
    if (!(error instanceof ConnectionError) && !(error instanceof StatementError)) throw error;
  }
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
  for (const table of tables) {
    await settleColumnJobs(connection, table, jobOptions(table, options));
  }
}

function jobOptions(object: ObjectId, options: ApplyOptions): Parameters<typeof settleColumnJobs>[2] {
  return {
    pollMs: options.pollMs ?? POLL_MS,
    onProgress: (state, progress) => options.onProgress?.({ kind: 'job', object, state, progress }),
  };
}

async function runSteps(run: Run, read: () => Promise<LiveModel>): Promise<void> {
  try {
    for (const [index, step] of run.plan.steps.entries()) {
      stopIfAsked(run);
      await runStep(run, step, index + 1);
    }
    await flush(run);
  } catch (error) {
    throw await failure(run, error, read);
  }
}

function stopIfAsked({ options, applied, plan }: Run): void {
  if (options.signal?.aborted !== true) return;
  throw new ApplyError(
    'STR1426',
    `Stopped on request after ${applied.length} of ${plan.steps.length} steps. The warehouse is consistent; plan and apply again to go on.`,
  );
}

/** An error that tells what was reached. The ledger is brought up to date as far as the warehouse still answers. */
async function failure(run: Run, error: unknown, read: () => Promise<LiveModel>): Promise<unknown> {
  if (error instanceof ConnectionError) return error;
  if (!(error instanceof ApplyError) && !(error instanceof StatementError)) return error;
  let model = run.live;
  try {
    // Without the lock the ledger belongs to somebody else.
    if (error.code !== 'STR1423') await flush(run);
    model = await read();
  } catch (second) {
    if (!(second instanceof ConnectionError) && !(second instanceof StatementError)) throw second;
  }
  const result: ApplyResult = { applied: run.applied, skipped: run.skipped, model };
  if (error instanceof ApplyError) return new ApplyError(error.code, error.message, result, { cause: error });
  const message = `The warehouse refused \`${error.sql}\`: ${error.message} (error ${error.errno}). What came before is applied and recorded; remove the cause, plan and apply again.`;
  return new ApplyError('STR1424', message, result, { cause: error });
}

async function runStep(run: Run, step: Step, number: number): Promise<void> {
  const total = run.plan.steps.length;
  const skipped = run.statuses.get(step.id) === 'done';
  run.progress({ kind: 'step-started', step, number, total });
  if (!skipped && step.statements.length > 0) {
    await run.lock.check();
    run.unwritten.push(startedEntry(run, step));
    await flush(run);
    await execute(run, step);
  }
  (skipped ? run.skipped : run.applied).push(step.id);
  if (isLastOfObject(run.plan, step)) run.unwritten.push(await doneEntry(run, step));
  run.progress({ kind: 'step-done', step, number, total, skipped });
}

function isLastOfObject(plan: Plan, step: Step): boolean {
  return plan.steps.filter((other) => other.object === step.object).at(-1) === step;
}

async function execute(run: Run, step: Step): Promise<void> {
  const job = step.mechanism === 'async-job';
  const before = job ? await lastColumnJob(run.connection, step.object) : 0;
  for (const statement of step.statements) await send(run, step, statement);
  if (job) await awaitColumnJobs(run.connection, step.object, before, jobOptions(step.object, run.options));
}

/** The frontend may run a forwarded statement twice and report that its own creation exists: then it is looked at. */
async function send(run: Run, step: Step, statement: string): Promise<void> {
  try {
    await run.connection.query(statement);
  } catch (error) {
    if (step.expects.kind !== 'absent' || !isAlreadyThere(error)) throw error;
    const found = await readObject(run.connection, step.object, step.objectKind);
    const objects = found === undefined ? [] : [found];
    const { problems } = verifyPlan({ ...run.plan, steps: [step] }, { ...run.live, objects });
    const [problem] = problems;
    if (problem !== undefined) {
      throw new ApplyError(
        'STR1421',
        `${problem.object} was created by somebody else while this plan ran: ${problem.message}`,
      );
    }
    if (found === undefined) throw error;
  }
}

function startedEntry(run: Run, step: Step): LedgerEntry {
  const known = knownEntry(run, step.object);
  return {
    object: step.object,
    kind: step.objectKind,
    state: 'started',
    writtenHash: known?.writtenHash ?? '',
    liveHash: known?.liveHash ?? '',
    queryHash: known?.queryHash ?? '',
    pendingHash: step.record.writtenHash,
    declaredProperties: known?.declaredProperties ?? [],
    allowDrop: known?.allowDrop ?? step.record.allowDrop,
    engineVersion: run.live.engineVersion,
    fence: run.lock.token,
  };
}

function knownEntry({ live }: Run, object: ObjectId): LedgerEntry | undefined {
  return live.objects.find(({ id }) => id === object)?.ledger;
}

async function doneEntry(run: Run, step: Step): Promise<LedgerEntry> {
  const dropped = step.kind === 'drop' || step.kind === 'release';
  const object = dropped ? undefined : await readObject(run.connection, step.object, step.objectKind);
  return {
    object: step.object,
    kind: step.objectKind,
    state: dropped ? 'dropped' : 'done',
    ...step.record,
    liveHash: object?.liveHash ?? '',
    pendingHash: '',
    engineVersion: run.live.engineVersion,
    fence: run.lock.token,
  };
}

async function flush(run: Run): Promise<void> {
  if (run.unwritten.length === 0) return;
  const now = await warehouseTime(run.connection);
  await writeLedger(run.connection, run.options.environment, run.unwritten, now);
  run.unwritten.length = 0;
}
