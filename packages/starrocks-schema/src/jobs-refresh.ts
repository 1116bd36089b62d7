/** Refreshes of materialized views: task runs, found by the query id that REFRESH answers, all with one look. */

import { Ticks } from './apply-pause';
import type { Connection, Row } from './connection-types';
import type { JobEnd, JobOptions, JobProgress } from './jobs';
import { percentOf } from './jobs';
import type { ObjectId } from './model';
import { splitId } from './model';
import { Batches } from './parallel';
import { textOf } from './row';
import { quoteValue } from './sql-text';

const OPEN = new Set(['PENDING', 'RUNNING']);
/** After so many looks a run that no table lists is one that never was. */
const LOOKS_WITHOUT_RUN = 20;
const COLUMNS = 'QUERY_ID, TASK_NAME, CREATE_TIME, STATE, PROGRESS, ERROR_MESSAGE, EXTRA_MESSAGE';

/** What one of many asks, and what it gets. */
interface Ask<Key, Answer> {
  readonly key: Key;
  answer: Answer;
}

export class RefreshWatch {
  private readonly tasks = new Batches<Ask<ObjectId, string>>((asks) => this.readTasks(asks));
  private readonly runs = new Batches<Ask<string, readonly Row[]>>((asks) =>
    this.ticks.look(() => this.readRuns(asks)),
  );
  private readonly ticks: Ticks;

  constructor(
    private readonly connection: Connection,
    private readonly options: JobOptions,
  ) {
    this.ticks = new Ticks(options.pollMs, options.signal);
  }

  /**
   * Waits until a refresh has ended. One refresh may be several runs, one after another: each names the partitions that
   * the next one does.
   *
   * @param query what REFRESH answered; empty for the refresh that a CREATE starts
   */
  public async follow(view: ObjectId, query: string, report: (progress: JobProgress) => void): Promise<JobEnd> {
    const task: Ask<ObjectId, string> = { key: view, answer: '' };
    await this.tasks.add([task]);
    let first: string | undefined;
    for (let looks = 1; ; looks += 1) {
      const all = await this.runsOf(task.answer);
      first ??= firstOf(all, query);
      const runs = first === undefined ? [] : all.filter((run) => textOf(run, 'create_time') >= (first ?? ''));
      const end = endOf(runs) ?? (runs.length === 0 && looks > LOOKS_WITHOUT_RUN ? withoutRun(view, query) : undefined);
      if (end !== undefined) return end;
      report(progressOf(runs, query));
      await this.ticks.next();
      if (this.options.signal?.aborted === true) return { kind: 'left' };
    }
  }

  /** Runs of a task, the newest first. */
  private async runsOf(task: string): Promise<readonly Row[]> {
    if (task === '') return [];
    const ask: Ask<string, readonly Row[]> = { key: task, answer: [] };
    await this.runs.add([ask]);
    return [...ask.answer].sort((a, b) => (textOf(a, 'create_time') < textOf(b, 'create_time') ? 1 : -1));
  }

  /** Names of the tasks of materialized views; empty for those that are not there. */
  private async readTasks(asks: readonly Ask<ObjectId, string>[]): Promise<void> {
    const ids = asks.map(({ key }) => splitId(key));
    const rows = await this.connection.query(
      `SELECT TABLE_SCHEMA, TABLE_NAME, TASK_NAME FROM information_schema.materialized_views WHERE TABLE_SCHEMA IN (${listOf(ids.map(({ database }) => database))}) ` +
        `AND TABLE_NAME IN (${listOf(ids.map(({ name }) => name))})`,
    );
    const tasks = new Map(
      rows.map((row) => [`${textOf(row, 'table_schema')}.${textOf(row, 'table_name')}`, textOf(row, 'task_name')]),
    );
    for (const ask of asks) ask.answer = tasks.get(ask.key) ?? '';
  }

  private async readRuns(asks: readonly Ask<string, readonly Row[]>[]): Promise<void> {
    const rows = await this.connection.query(
      `SELECT ${COLUMNS} FROM information_schema.task_runs WHERE TASK_NAME IN (${listOf(asks.map(({ key }) => key))})`,
    );
    for (const ask of asks) ask.answer = rows.filter((row) => textOf(row, 'task_name') === ask.key);
  }
}

function listOf(values: readonly string[]): string {
  return [...new Set(values)].map(quoteValue).join(', ');
}

/** When the refresh began: the run of its query, or the newest when it has no id. */
function firstOf(runs: readonly Row[], query: string): string | undefined {
  const run = query === '' ? runs[0] : runs.find((one) => textOf(one, 'query_id') === query);
  return run === undefined ? undefined : textOf(run, 'create_time');
}

function endOf(runs: readonly Row[]): JobEnd | undefined {
  const [newest] = runs;
  if (newest === undefined || runs.some((run) => OPEN.has(textOf(run, 'state')))) return undefined;
  const failed = runs.find((run) => textOf(run, 'state') === 'FAILED');
  if (failed !== undefined) {
    const message = textOf(failed, 'error_message');
    return { kind: 'cancelled', job: textOf(failed, 'query_id'), message, retryable: false };
  }
  return hasNext(newest) ? undefined : { kind: 'finished' };
}

/** Whether a run leaves partitions to a next one. */
function hasNext(run: Row): boolean {
  return /"nextPartition(Start|End|Values)":"[^"]+"/.test(textOf(run, 'extra_message'));
}

function withoutRun(view: ObjectId, query: string): JobEnd {
  if (query === '') return { kind: 'finished' };
  const message = `the warehouse accepted the refresh of ${view} and lists no run of it`;
  return { kind: 'cancelled', job: query, message, retryable: false };
}

function progressOf(runs: readonly Row[], query: string): JobProgress {
  const current = runs.find((run) => OPEN.has(textOf(run, 'state'))) ?? runs[0];
  if (current === undefined) return { job: query, state: 'PENDING', progress: '' };
  const progress = textOf(current, 'progress');
  return { job: textOf(current, 'query_id'), state: textOf(current, 'state'), progress, percent: percentOf(progress) };
}
