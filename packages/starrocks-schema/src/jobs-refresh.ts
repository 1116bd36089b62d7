/** Refreshes of materialized views: task runs, found by the query id that REFRESH answers. */

import { pause } from './apply-pause';
import type { Connection, Row } from './connection-types';
import type { JobEnd, JobOptions, JobProgress } from './jobs';
import { percentOf } from './jobs';
import type { ObjectId } from './model';
import { splitId } from './model';
import { textOf } from './row';
import { quoteValue } from './sql-text';

const OPEN = new Set(['PENDING', 'RUNNING']);
/** After so many looks a run that no table lists is one that never was. */
const LOOKS_WITHOUT_RUN = 20;
const COLUMNS = 'QUERY_ID, TASK_NAME, CREATE_TIME, STATE, PROGRESS, ERROR_MESSAGE, EXTRA_MESSAGE';

/**
 * Waits until a refresh has ended. One refresh may be several runs, one after another: each names the partitions that
 * the next one does.
 *
 * @param query what REFRESH answered; empty for the refresh that a CREATE starts
 */
export async function followRefresh(
  connection: Connection,
  view: ObjectId,
  query: string,
  options: JobOptions,
  report: (progress: JobProgress) => void,
): Promise<JobEnd> {
  const task = await taskOf(connection, view);
  let looks = 0;
  let first: string | undefined;
  for (;;) {
    const all = task === '' ? [] : await runsOf(connection, task);
    first ??= firstOf(all, query);
    const runs = first === undefined ? [] : all.filter((run) => textOf(run, 'create_time') >= (first ?? ''));
    const end = endOf(runs);
    if (end !== undefined) return end;
    looks += 1;
    if (runs.length === 0 && looks > LOOKS_WITHOUT_RUN) return withoutRun(view, query);
    report(progressOf(runs, query));
    await pause(options.pollMs, options.signal);
    if (options.signal?.aborted === true) return { kind: 'left' };
  }
}

/** Names of the task of a materialized view; empty when it is not there. */
async function taskOf(connection: Connection, view: ObjectId): Promise<string> {
  const { database, name } = splitId(view);
  const [row] = await connection.query(
    `SELECT TASK_NAME FROM information_schema.materialized_views WHERE TABLE_SCHEMA = ${quoteValue(database)} AND TABLE_NAME = ${quoteValue(name)}`,
  );
  return row === undefined ? '' : textOf(row, 'task_name');
}

async function runsOf(connection: Connection, task: string): Promise<readonly Row[]> {
  const rows = await connection.query(
    `SELECT ${COLUMNS} FROM information_schema.task_runs WHERE TASK_NAME = ${quoteValue(task)}`,
  );
  return [...rows].sort((a, b) => (textOf(a, 'create_time') < textOf(b, 'create_time') ? 1 : -1));
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
