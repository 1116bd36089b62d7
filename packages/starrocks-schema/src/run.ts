/** One run of a plan, wave by wave: what is independent runs side by side, and each wave costs one ledger write. */

import type { ApplyOptions, ApplyProgress } from './apply-types';
import type { Connection } from './connection-types';
import { ApplyError, ConnectionError } from './errors';
import { readObjects } from './introspect';
import type { JobOptions } from './jobs';
import { awaitColumnJobs, lastColumnJob } from './jobs';
import { isAlreadyThere, warehouseTime, writeLedger } from './ledger';
import type { Lock } from './lock';
import type { LedgerEntry, LiveModel, ObjectId } from './model';
import { wavesOf } from './order';
import { runParallel } from './parallel';
import type { Plan, Step } from './plan-types';
import type { StepStatus } from './verify';
import { verifyPlan } from './verify';

const PARALLELISM = 4;
const POLL_MS = 500;

export interface RunInput {
  readonly connection: Connection;
  readonly options: ApplyOptions;
  readonly plan: Plan;
  readonly lock: Lock;
  readonly live: LiveModel;
  readonly statuses: ReadonlyMap<string, StepStatus>;
}

/** What a run knows and has done so far. */
export interface Run extends RunInput {
  /** Connections that run steps; the first is the run's own. */
  readonly workers: Connection[];
  readonly applied: string[];
  readonly skipped: string[];
  /** Ledger entries that the next INSERT takes along. */
  readonly pending: LedgerEntry[];
  /** Seconds since 1970 by the clock of the warehouse. */
  readonly now: () => number;
  close(): Promise<void>;
}

export async function startRun(input: RunInput): Promise<Run> {
  const base = (await warehouseTime(input.connection)) - Math.floor(performance.now() / 1000);
  const workers = [input.connection];
  return {
    ...input,
    workers,
    applied: [],
    skipped: [],
    pending: [],
    now: () => base + Math.floor(performance.now() / 1000),
    async close() {
      await Promise.all(workers.slice(1).map((worker) => worker.close()));
    },
  };
}

/** Runs all waves. The first failure of a wave is thrown when the other steps of the wave have ended. */
export async function runSteps(run: Run): Promise<void> {
  for (const wave of wavesOf(run.plan.steps)) {
    stopIfAsked(run);
    await runWave(run, wave);
  }
  await writePending(run);
}

export function jobOptions(object: ObjectId, options: ApplyOptions): JobOptions {
  return {
    pollMs: options.pollMs ?? POLL_MS,
    onProgress: (state, progress) => options.onProgress?.({ kind: 'job', object, state, progress }),
  };
}

/** Writes the ledger entries that wait, all in one INSERT. */
export async function writePending(run: Run): Promise<void> {
  if (run.pending.length === 0) return;
  await writeLedger(run.connection, run.options.environment, run.pending, run.now());
  run.pending.length = 0;
}

function stopIfAsked({ options, applied, plan }: Run): void {
  if (options.signal?.aborted !== true) return;
  throw new ApplyError(
    'STR1426',
    `Stopped on request after ${applied.length} of ${plan.steps.length} steps. The warehouse is consistent; plan and apply again to go on.`,
  );
}

async function runWave(run: Run, wave: readonly Step[]): Promise<void> {
  const open = wave.filter((step) => run.statuses.get(step.id) !== 'done' && step.statements.length > 0);
  if (open.length > 0) {
    await run.lock.check();
    run.pending.push(...open.map((step) => startedEntry(run, step)));
    await writePending(run);
    await addWorkers(run, open.length);
  }
  const ended: Step[] = [];
  const failures = await runParallel(
    run.workers,
    wave,
    async (worker, step) => {
      await runStep(run, worker, step);
      ended.push(step);
    },
    () => run.options.signal?.aborted === true,
  );
  const lost = failures.find((failure) => failure instanceof ConnectionError);
  if (lost !== undefined) throw lost;
  run.pending.push(...(await doneEntries(run, ended)));
  if (failures.length > 0) throw failures[0];
  if (ended.length < wave.length) stopIfAsked(run);
}

async function addWorkers(run: Run, steps: number): Promise<void> {
  const wanted = Math.min(run.options.parallelism ?? PARALLELISM, steps);
  while (run.workers.length < wanted) run.workers.push(await run.connection.fork());
}

async function runStep(run: Run, worker: Connection, step: Step): Promise<void> {
  const skipped = run.statuses.get(step.id) === 'done';
  const place = { step, number: run.plan.steps.indexOf(step) + 1, total: run.plan.steps.length };
  report(run, { kind: 'step-started', ...place });
  if (!skipped) await execute(run, worker, step);
  (skipped ? run.skipped : run.applied).push(step.id);
  report(run, { kind: 'step-done', ...place, skipped });
}

function report(run: Run, progress: ApplyProgress): void {
  run.options.onProgress?.(progress);
}

async function execute(run: Run, worker: Connection, step: Step): Promise<void> {
  const isJob = step.mechanism === 'async-job';
  const before = isJob ? await lastColumnJob(worker, step.object) : 0;
  for (const statement of step.statements) await send(run, worker, step, statement);
  if (isJob) await awaitColumnJobs(worker, step.object, before, jobOptions(step.object, run.options));
}

/** The frontend may run a forwarded statement twice and report that its own creation exists: then it is looked at. */
async function send(run: Run, worker: Connection, step: Step, statement: string): Promise<void> {
  try {
    await worker.query(statement);
  } catch (error) {
    if (step.expects.kind !== 'absent' || !isAlreadyThere(error)) throw error;
    const objects = await readObjects(worker, [step.object]);
    const { problems } = verifyPlan({ ...run.plan, steps: [step] }, { ...run.live, objects });
    const [problem] = problems;
    if (problem !== undefined) {
      throw new ApplyError(
        'STR1421',
        `${problem.object} was created by somebody else while this plan ran: ${problem.message}`,
      );
    }
    if (objects.length === 0) throw error;
  }
}

function startedEntry(run: Run, step: Step): LedgerEntry {
  const known = run.live.objects.find(({ id }) => id === step.object)?.ledger;
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

/** Entries of the objects whose last step has ended, with what the engine prints now. */
async function doneEntries(run: Run, ended: readonly Step[]): Promise<readonly LedgerEntry[]> {
  const last = ended.filter((step) => lastStepOf(run.plan, step.object) === step);
  const kept = last.filter((step) => !isEnd(step)).map((step) => step.object);
  const objects = kept.length === 0 ? [] : await readObjects(run.connection, kept);
  const hashes = new Map(objects.map((object) => [object.id, object.liveHash]));
  return last.map((step) => ({
    object: step.object,
    kind: step.objectKind,
    state: isEnd(step) ? 'dropped' : 'done',
    ...step.record,
    liveHash: hashes.get(step.object) ?? '',
    pendingHash: '',
    engineVersion: run.live.engineVersion,
    fence: run.lock.token,
  }));
}

function isEnd(step: Step): boolean {
  return step.kind === 'drop' || step.kind === 'release';
}

function lastStepOf(plan: Plan, object: ObjectId): Step | undefined {
  return plan.steps.findLast((step) => step.object === object);
}
