/** One run of a plan: a step begins as soon as what it needs is done and the ledger says that it begins. */

import { Recorder } from './apply-record';
import { Schedule } from './apply-schedule';
import { RunSecrets } from './apply-secrets';
import { StoppedError, awaitedBy, executeStep, targetOf } from './apply-step';
import type { StepContext } from './apply-step';
import type { ApplyFailure, ApplyOptions } from './apply-types';
import { ConnectionPool } from './connection-steady';
import type { Patience } from './connection-steady';
import type { Connection } from './connection-types';
import { ApplyError, StatementError } from './errors';
import type { JobOptions } from './jobs';
import { JobWatch } from './jobs';
import { RefreshWatch } from './jobs-refresh';
import { warehouseTime } from './ledger';
import type { Lock } from './lock';
import type { LiveModel } from './model';
import { Places, Turns } from './parallel';
import type { Plan, Step } from './plan-types';
import type { StepStatus } from './verify';

const PARALLELISM = 8;
const POLL_MS = 500;
const STALL_MS = 600_000;

interface RunInput {
  /** The caller's: only forked. */
  readonly base: Connection;
  /** Outlives a lost connection. */
  readonly connection: Connection;
  readonly patience: Patience;
  readonly options: ApplyOptions;
  readonly plan: Plan;
  readonly lock: Lock;
  readonly live: LiveModel;
  readonly statuses: ReadonlyMap<string, StepStatus>;
}

/** What a run did. */
export interface Outcome {
  readonly applied: readonly string[];
  readonly skipped: readonly string[];
  readonly failed: readonly (ApplyFailure & { readonly error: unknown })[];
  readonly blocked: readonly string[];
  /** What ended the run before all that could be done was done. */
  readonly fatal?: unknown;
}

function jobOptionsOf(options: ApplyOptions): JobOptions {
  return { pollMs: options.pollMs ?? POLL_MS, stallMs: options.stallMs ?? STALL_MS, signal: options.signal };
}

/** Runs all steps that can be run. Never throws: the outcome has the failures. */
export async function runPlan(input: RunInput): Promise<Outcome> {
  const base = (await warehouseTime(input.connection)) - Math.floor(performance.now() / 1000);
  return new Run(input, () => base + Math.floor(performance.now() / 1000)).go();
}

class Run {
  private readonly applied: string[] = [];
  private readonly skipped: string[] = [];
  private readonly failed: (ApplyFailure & { readonly error: unknown })[] = [];
  private readonly ended = new Set<string>();
  private readonly begun = new Set<string>();
  private readonly active = new Set<Promise<void>>();
  private readonly turns = new Turns();
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly schedule: Schedule;
  private readonly recorder: Recorder;
  private readonly context: StepContext;
  private fatal: unknown;

  constructor(
    private readonly input: RunInput,
    now: () => number,
  ) {
    const { base, connection, patience, options, plan, live, lock } = input;
    this.numbers = new Map(plan.steps.map((step, index) => [step.id, index + 1]));
    this.schedule = new Schedule(plan.steps);
    const { environment, resolveSecret } = options;
    const secrets = new RunSecrets(environment, resolveSecret);
    this.recorder = new Recorder({ connection, environment, plan, live, lock, secrets, now });
    const jobOptions = jobOptionsOf(options);
    this.context = {
      connection,
      options,
      secrets,
      live,
      patience,
      jobOptions,
      pool: new ConnectionPool(base, patience),
      places: new Places(Math.max(1, options.parallelism ?? PARALLELISM)),
      jobs: new JobWatch(connection, jobOptions),
      refreshes: new RefreshWatch(connection, jobOptions),
      entryOf: (object) => this.recorder.entryOf(object),
      urgencyOf: (step) => this.schedule.urgencyOf(step),
      report: (progress) => options.onProgress?.(progress),
      onBegin: (step) => this.onBegin(step),
      isStopped: () => this.isStopped(),
    };
  }

  public async go(): Promise<Outcome> {
    this.launch(this.schedule.first());
    const abandoned = whenAborted(this.input.options.abandon);
    while (this.active.size > 0 && this.input.options.abandon?.aborted !== true) {
      await Promise.race([...this.active, abandoned]);
    }
    if (this.input.options.abandon?.aborted === true) this.fatal ??= stoppedAtOnce();
    await this.finish();
    return {
      applied: this.applied,
      skipped: this.skipped,
      failed: this.failed,
      blocked: this.blocked(),
      fatal: this.fatal,
    };
  }

  private async finish(): Promise<void> {
    this.recorder.stop();
    if (this.input.options.abandon?.aborted === true) return;
    try {
      // Without the lock the ledger belongs to somebody else.
      if (!isOf(this.fatal, 'STR1423')) await this.recorder.finish();
    } catch (error) {
      this.fatal ??= error;
    }
    await this.context.pool.close();
  }

  private blocked(): readonly string[] {
    const failed = new Set(this.failed.map(({ step }) => step));
    return this.input.plan.steps.map(({ id }) => id).filter((id) => !this.ended.has(id) && !failed.has(id));
  }

  private isStopped(): boolean {
    return this.fatal !== undefined || this.input.options.signal?.aborted === true;
  }

  private launch(steps: readonly Step[]): void {
    for (const step of steps) this.track(this.take(step));
  }

  private track(work: Promise<void>): void {
    const tracked = work.finally(() => this.active.delete(tracked));
    this.active.add(tracked);
  }

  private async take(step: Step): Promise<void> {
    if (this.isStopped()) return;
    try {
      const outcome = await this.runStep(step);
      this.end(step, outcome);
    } catch (error) {
      this.fail(step, error);
    }
  }

  private async runStep(step: Step): Promise<'applied' | 'skipped'> {
    if (this.input.statuses.get(step.id) === 'done') {
      this.onBegin(step);
      return 'skipped';
    }
    if (step.statements.length === 0) {
      this.onBegin(step);
      return 'applied';
    }
    await this.recorder.started(step);
    return this.turns.use(targetOf(step), () => {
      if (this.isStopped()) throw new StoppedError(step.id);
      return executeStep(this.context, step);
    });
  }

  private end(step: Step, outcome: 'applied' | 'skipped'): void {
    (outcome === 'applied' ? this.applied : this.skipped).push(step.id);
    this.ended.add(step.id);
    this.context.report({ kind: 'step-done', ...this.place(step), skipped: outcome === 'skipped' });
    this.launch(this.schedule.done(step));
    this.track(
      this.recorder.ended(step).catch((error: unknown) => {
        this.fatal ??= error;
      }),
    );
  }

  private fail(step: Step, error: unknown): void {
    if (error instanceof StoppedError) return;
    const isOfStep = error instanceof StatementError || (error instanceof ApplyError && error.code !== 'STR1423');
    if (!isOfStep) {
      this.fatal ??= error;
      return;
    }
    const message = error instanceof StatementError ? refused(error) : error.message;
    this.failed.push({ step: step.id, object: step.object, code: error.code, message, error });
    this.context.report({ kind: 'step-failed', step, message });
  }

  private onBegin(step: Step): void {
    if (this.begun.has(step.id)) return;
    this.begun.add(step.id);
    this.context.report({ kind: 'step-started', ...this.place(step) });
  }

  private place(step: Step): { readonly step: Step; readonly number: number; readonly total: number } {
    return { step, number: this.numbers.get(step.id) ?? 0, total: this.input.plan.steps.length };
  }
}

function whenAborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}

function isOf(error: unknown, code: string): boolean {
  return error instanceof ApplyError && error.code === code;
}

function stoppedAtOnce(): ApplyError {
  return new ApplyError(
    'STR1426',
    'Stopped at once: statements that run now end in the warehouse without being recorded. Plan and apply again to go on.',
  );
}

function refused(error: StatementError): string {
  return `The warehouse refused \`${error.sql}\`: ${error.message} (error ${error.errno}).`;
}

/** Jobs that an earlier run may have left on the tables of a plan end before the catalog is judged. */
export async function settleJobs(connection: Connection, plan: Plan, options: ApplyOptions): Promise<void> {
  const jobs = new JobWatch(connection, jobOptionsOf(options));
  const waits = new Map<string, () => Promise<void>>();
  for (const step of plan.steps) {
    const awaited = awaitedBy(step);
    if (awaited === undefined || awaited === 'refresh') continue;
    const object = targetOf(step);
    waits.set(`${awaited} ${object}`, () =>
      jobs.settle(awaited, object, (progress) => options.onProgress?.({ kind: 'job', object, ...progress })),
    );
  }
  await Promise.all([...waits.values()].map((wait) => wait()));
}
