/**
 * Jobs that an ALTER TABLE leaves behind: the statement returns, the change comes later. They are followed by their id,
 * all jobs of a database with one look.
 */

import { Ticks } from './apply-pause';
import { isRetryableCancellation } from './apply-retry';
import type { Connection, Row } from './connection-types';
import { ApplyError, StatementError } from './errors';
import type { ObjectId } from './model';
import { splitId } from './model';
import { Batches } from './parallel';
import type { Awaited } from './plan-types';
import { numberOf, textOf } from './row';
import { quoteName, quoteText } from './sql-text';

/** Jobs that SHOW ALTER TABLE lists. */
type AlterJob = Exclude<Awaited, 'refresh'>;

export interface JobProgress {
  /** `0` before the warehouse says. */
  readonly job: string;
  readonly state: string;
  /** As the warehouse says it, e.g. `37%`. */
  readonly progress: string;
  /** 0 to 100, where the warehouse tells. */
  readonly percent?: number;
}

export interface JobOptions {
  /** How often a job is looked at, in milliseconds. */
  readonly pollMs: number;
  /** A job that stands in FINISHED_REWRITING for so long is given up: the warehouse neither ends nor cancels it. */
  readonly stallMs: number;
  /** Ends the watching; the jobs go on. */
  readonly signal?: AbortSignal;
}

export type JobEnd =
  | { readonly kind: 'finished' }
  /** The cause passes by itself: the statement may be sent again. */
  | { readonly kind: 'cancelled'; readonly job: string; readonly message: string; readonly retryable: boolean }
  /** Nobody looks any more. */
  | { readonly kind: 'left' };

const ENDED = new Set(['FINISHED', 'CANCELLED']);

const LISTS: Readonly<Record<AlterJob, string>> = {
  'schema-change': 'COLUMN',
  optimize: 'OPTIMIZE',
  rollup: 'ROLLUP',
};

interface Look {
  readonly list: AlterJob;
  readonly table: ObjectId;
  rows: readonly Row[];
}

export class JobWatch {
  private readonly looks = new Batches<Look>((wanted) => this.ticks.look(() => this.lookAll(wanted)));
  private readonly ticks: Ticks;

  constructor(
    private readonly connection: Connection,
    private readonly options: JobOptions,
  ) {
    this.ticks = new Ticks(options.pollMs, options.signal);
  }

  /** Highest job of a table so far; those behind it are of the statement that follows. 0 without any. */
  public async latest(list: AlterJob, table: ObjectId): Promise<number> {
    return Math.max(0, ...(await this.jobsOf(list, table)).map(idOf));
  }

  /**
   * Waits until the jobs of a table behind `after` have ended. None means that the change was made at once, or by a job
   * that this version of the engine does not list; the next statement on the table then waits for it.
   *
   * @throws ApplyError (STR1428) when one does not move any more.
   */
  public async follow(
    list: AlterJob,
    table: ObjectId,
    after: number,
    report: (progress: JobProgress) => void,
  ): Promise<JobEnd> {
    const stall = new Stall(this.options.stallMs);
    for (;;) {
      const jobs = (await this.jobsOf(list, table)).filter((job) => idOf(job) > after);
      const cancelled = jobs.find((job) => textOf(job, 'state') === 'CANCELLED');
      const running = jobs.find((job) => !ENDED.has(textOf(job, 'state')));
      if (running === undefined) return cancelled === undefined ? { kind: 'finished' } : cancelledEnd(cancelled);
      report(progressOf(running));
      stall.check(table, running);
      await this.ticks.next();
      if (this.options.signal?.aborted === true) return { kind: 'left' };
    }
  }

  /** Waits until no job of a table runs, whoever started it and however it ends: a run that died may have left one. */
  public async settle(list: AlterJob, table: ObjectId, report: (progress: JobProgress) => void): Promise<void> {
    await this.follow(list, table, 0, report);
  }

  private async jobsOf(list: AlterJob, table: ObjectId): Promise<readonly Row[]> {
    const look: Look = { list, table, rows: [] };
    await this.looks.add([look]);
    return look.rows;
  }

  /** One query per database and list, however many tables are followed. */
  private async lookAll(looks: readonly Look[]): Promise<void> {
    const groups = new Map<string, Look[]>();
    for (const look of looks) {
      const key = `${look.list} ${splitId(look.table).database}`;
      groups.set(key, [...(groups.get(key) ?? []), look]);
    }
    for (const group of groups.values()) await this.lookGroup(group);
  }

  /** A database that is yet to be made has no jobs. */
  private async rowsOf(sql: string): Promise<readonly Row[]> {
    try {
      return await this.connection.query(sql);
    } catch (error) {
      if (error instanceof StatementError && /Unknown database/i.test(error.message)) return [];
      throw error;
    }
  }

  private async lookGroup(group: readonly Look[]): Promise<void> {
    const [first] = group;
    if (first === undefined) return;
    const { database, name } = splitId(first.table);
    const one = group.every((look) => look.table === first.table);
    const rows = await this.rowsOf(
      `SHOW ALTER TABLE ${LISTS[first.list]} FROM ${quoteName(database)}${one ? ` WHERE TableName = ${quoteText(name)}` : ''}`,
    );
    for (const look of group) {
      look.rows = rows.filter((row) => textOf(row, 'tablename') === splitId(look.table).name);
    }
  }
}

/** Notices a job that stands still where StarRocks can neither end nor cancel it. */
class Stall {
  private since: number | undefined;

  constructor(private readonly stallMs: number) {}

  public check(table: ObjectId, job: Row): void {
    if (textOf(job, 'state') !== 'FINISHED_REWRITING') {
      this.since = undefined;
      return;
    }
    this.since ??= performance.now();
    if (performance.now() - this.since < this.stallMs) return;
    throw new ApplyError(
      'STR1428',
      `Job ${textOf(job, 'jobid')} on ${table} stands in FINISHED_REWRITING for more than ${Math.round(this.stallMs / 1000)} s: ` +
        'all rows are rewritten and the last publication does not come, which StarRocks can neither end nor cancel by itself. ' +
        'Look at the object storage and at loads that hang on this table; from 4.2 on `CANCEL ALTER TABLE … FORCE` ends the job. Then apply again.',
    );
  }
}

function idOf(job: Row): number {
  return numberOf(job, 'jobid');
}

function cancelledEnd(job: Row): JobEnd {
  const message = textOf(job, 'msg');
  return { kind: 'cancelled', job: textOf(job, 'jobid'), message, retryable: isRetryableCancellation(message) };
}

function progressOf(job: Row): JobProgress {
  const progress = textOf(job, 'progress');
  return { job: textOf(job, 'jobid'), state: textOf(job, 'state'), progress, percent: percentOf(progress) };
}

/** `37%`, or `3/12` tasks. */
export function percentOf(progress: string): number | undefined {
  const [, done, of] = /^(\d+(?:\.\d+)?)\s*(?:%|\/\s*(\d+))$/.exec(progress.trim()) ?? [];
  if (done === undefined) return undefined;
  if (of === undefined) return Math.min(100, Number(done));
  return Number(of) === 0 ? undefined : Math.min(100, Math.round((100 * Number(done)) / Number(of)));
}

/** The failure of a step whose job was cancelled. */
export function cancelledJob(table: ObjectId, end: Extract<JobEnd, { kind: 'cancelled' }>): ApplyError {
  return new ApplyError(
    'STR1425',
    `Job ${end.job} that changes ${table} was cancelled by the warehouse: ${end.message === '' ? 'no reason given' : end.message}. ` +
      'The table is as it was. Remove the cause and apply again.',
  );
}
