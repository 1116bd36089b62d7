import type { Catalog, CatalogChange } from '../storage/catalog';
import type { AlterJobRecord, AlterJobState } from '../storage/model';
import { SqlError, analysisError } from '../errors';
import type { Switches } from './switches';

/** Applies what a job was made for. */
type ApplyJob = (change: CatalogChange, job: AlterJobRecord) => Promise<void>;

/** Where the states of a job begin, as parts of its time. */
const STAGES: Readonly<Record<AlterJobRecord['kind'], readonly (readonly [AlterJobState, number])[]>> = {
  COLUMN: [
    ['RUNNING', 0.2],
    ['FINISHED_REWRITING', 0.8],
  ],
  ROLLUP: [
    ['RUNNING', 0.2],
    ['FINISHED_REWRITING', 0.8],
  ],
  OPTIMIZE: [['RUNNING', 0.2]],
};

const DOCS = 'https://docs.starrocks.io/docs/sql-reference/sql-statements';

/** Schema changes that take time: PENDING, RUNNING, FINISHED_REWRITING, then FINISHED or CANCELLED. */
export class AlterJobs {
  private readonly timers = new Map<number, NodeJS.Timeout[]>();
  private readonly working = new Set<Promise<unknown>>();

  constructor(
    private readonly catalog: Catalog,
    private readonly switches: Switches,
    private readonly apply: ApplyJob,
    /** Called after a job ended well. */
    private readonly finished: (job: AlterJobRecord) => Promise<void>,
  ) {}

  /** The job that a table is in, if any. */
  public open(tableId: number): AlterJobRecord | undefined {
    return this.catalog.alterJobs().find((job) => job.tableId === tableId && !isOver(job.state));
  }

  /** @throws SqlError when a job of the table is not over. */
  public refuseBusy(table: { readonly id: number; readonly name: string }): void {
    const job = this.open(table.id);
    if (job === undefined) return;
    const wait = 'Please wait until the current operation completes. To check the status of the operation, see';
    switch (job.kind) {
      case 'COLUMN':
        throw new SqlError(
          1064,
          `A schema change operation is in progress on the table ${table.name}. ${wait} ${DOCS}/table_bucket_part_index/SHOW_ALTER`,
        );
      case 'ROLLUP':
        throw new SqlError(
          1064,
          `A materialized view or rollup index is being created on the table ${table.name}. ${wait} ${DOCS}/materialized_view/SHOW_ALTER_MATERIALIZED_VIEW or ${DOCS}/table_bucket_part_index/SHOW_ALTER`,
        );
      case 'OPTIMIZE':
        throw new SqlError(
          1064,
          `The table ${table.name} is currently in state OPTIMIZE. ${wait} ${DOCS}/table_bucket_part_index/SHOW_ALTER`,
        );
    }
  }

  /** Notes a job in a change. Without a delay it is applied there and then; else `follow` must be called after the change. */
  public async start(change: CatalogChange, job: AlterJobRecord): Promise<AlterJobRecord> {
    const cancels = this.switches.cancelsJob();
    if (this.switches.get('embedded_job_delay_ms') === 0 && !cancels) {
      await this.apply(change, job);
      return this.put(change, { ...job, state: 'FINISHED', finishMs: Date.now(), transactionId: change.nextId() });
    }
    return this.put(change, { ...job, cancels });
  }

  /** Lets the job of a committed change run its course. */
  public follow(job: AlterJobRecord): void {
    if (isOver(job.state)) return;
    const total = this.switches.get('embedded_job_delay_ms');
    const stages = STAGES[job.kind].filter(([state]) => order(state) > order(job.state));
    const timers = stages.map(([state, part]) => this.later(total * part, () => this.move(job.id, state)));
    timers.push(this.later(total * (job.cancels === true ? 0.5 : 1), () => this.end(job.id)));
    this.timers.set(job.id, timers);
  }

  /** Goes on with the jobs of an earlier run of the server. */
  public resume(): void {
    for (const job of this.catalog.alterJobs()) this.follow(job);
  }

  /** @throws SqlError when there is nothing to cancel. */
  public async cancel(
    table: { readonly id: number; readonly name: string },
    kind: AlterJobRecord['kind'],
    reason: string,
  ): Promise<void> {
    const job = this.open(table.id);
    if (job?.kind !== kind) {
      const state = kind === 'ROLLUP' ? 'ROLLUP' : 'SCHEMA_CHANGE';
      const advice = kind === 'ROLLUP' ? " Use 'ALTER TABLE DROP ROLLUP' if you want to." : '';
      throw new SqlError(1064, `Table[${table.name}] is not under ${state}/WAITING_STABLE.${advice}`);
    }
    if (job.state === 'FINISHED_REWRITING')
      throw new SqlError(1064, `Job can not be cancelled. State: FINISHED_REWRITING`);
    await this.cancelJob(job, reason);
  }

  public async stop(): Promise<void> {
    for (const timers of this.timers.values()) for (const timer of timers) clearTimeout(timer);
    this.timers.clear();
    await Promise.allSettled(this.working);
  }

  private later(ms: number, work: () => Promise<void>): NodeJS.Timeout {
    const timer = setTimeout(() => {
      const running = work().catch(() => undefined);
      this.working.add(running);
      void running.finally(() => this.working.delete(running));
    }, ms);
    timer.unref();
    return timer;
  }

  private find(id: number): AlterJobRecord | undefined {
    const job = this.catalog.alterJobs().find((candidate) => candidate.id === id);
    return job === undefined || isOver(job.state) ? undefined : job;
  }

  private async move(id: number, state: AlterJobState): Promise<void> {
    await this.catalog.change(async (change) => {
      const job = this.find(id);
      if (job !== undefined && order(state) > order(job.state))
        await this.put(change, {
          ...job,
          state,
          transactionId: job.transactionId === -1 ? change.nextId() : job.transactionId,
        });
    });
  }

  private async end(id: number): Promise<void> {
    const job = this.find(id);
    if (job === undefined) return;
    if (job.cancels === true) {
      await this.cancelJob(job, 'fail to create tablet: embedded fault');
      return;
    }
    try {
      await this.catalog.change(async (change) => {
        const current = this.find(id);
        if (current === undefined) return;
        await this.apply(change, current);
        await this.put(change, { ...current, state: 'FINISHED', finishMs: Date.now() });
      });
      await this.finished(job);
    } catch (error) {
      await this.cancelJob(job, error instanceof Error ? error.message : String(error));
    }
  }

  private async cancelJob(job: AlterJobRecord, reason: string): Promise<void> {
    for (const timer of this.timers.get(job.id) ?? []) clearTimeout(timer);
    this.timers.delete(job.id);
    await this.catalog.change(async (change) => {
      const current = this.find(job.id);
      if (current === undefined) throw analysisError(`Job ${job.id} is over`);
      await this.put(change, { ...current, state: 'CANCELLED', msg: reason, finishMs: Date.now() });
    });
  }

  private async put(change: CatalogChange, job: AlterJobRecord): Promise<AlterJobRecord> {
    await change.put('alter_jobs', String(job.id), job);
    return job;
  }
}

function isOver(state: AlterJobState): boolean {
  return state === 'FINISHED' || state === 'CANCELLED';
}

function order(state: AlterJobState): number {
  return ['PENDING', 'WAITING_TXN', 'RUNNING', 'FINISHED_REWRITING', 'FINISHED', 'CANCELLED'].indexOf(state);
}
