/** Jobs that an ALTER TABLE leaves behind: the statement returns, the change comes later. */

import type { Connection, Row } from './connection-types';
import { ApplyError } from './errors';
import type { ObjectId } from './model';
import { splitId } from './model';
import { numberOf, textOf } from './row';
import { quoteName, quoteText } from './sql-text';

export interface JobOptions {
  readonly pollMs: number;
  readonly onProgress: (state: string, progress: string) => void;
}

const ENDED = new Set(['FINISHED', 'CANCELLED']);

/** Column jobs of a table, the newest first. */
async function columnJobs(connection: Connection, table: ObjectId): Promise<readonly Row[]> {
  const { database, name } = splitId(table);
  const rows = await connection.query(
    `SHOW ALTER TABLE COLUMN FROM ${quoteName(database)} WHERE TableName = ${quoteText(name)}`,
  );
  return [...rows].sort((a, b) => numberOf(b, 'jobid') - numberOf(a, 'jobid'));
}

/** Highest job of a table so far; jobs behind it are of the ALTER that follows. */
export async function lastColumnJob(connection: Connection, table: ObjectId): Promise<number> {
  const [newest] = await columnJobs(connection, table);
  return newest === undefined ? 0 : numberOf(newest, 'jobid');
}

/**
 * Waits until the jobs of a table behind `after` have ended. None means that the change was made at once.
 *
 * @throws ApplyError (STR1425) when one was cancelled.
 */
export async function awaitColumnJobs(
  connection: Connection,
  table: ObjectId,
  after: number,
  options: JobOptions,
): Promise<void> {
  for (;;) {
    const jobs = (await columnJobs(connection, table)).filter((job) => numberOf(job, 'jobid') > after);
    const cancelled = jobs.find((job) => textOf(job, 'state') === 'CANCELLED');
    if (cancelled !== undefined) throw cancelledJob(table, cancelled);
    const running = jobs.find((job) => !ENDED.has(textOf(job, 'state')));
    if (running === undefined) return;
    options.onProgress(textOf(running, 'state'), textOf(running, 'progress'));
    await pause(options.pollMs);
  }
}

/** Waits until no job of a table runs, whoever started it and however it ends: a run that died may have left one. */
export async function settleColumnJobs(connection: Connection, table: ObjectId, options: JobOptions): Promise<void> {
  for (;;) {
    const running = (await columnJobs(connection, table)).find((job) => !ENDED.has(textOf(job, 'state')));
    if (running === undefined) return;
    options.onProgress(textOf(running, 'state'), textOf(running, 'progress'));
    await pause(options.pollMs);
  }
}

function cancelledJob(table: ObjectId, job: Row): ApplyError {
  return new ApplyError(
    'STR1425',
    `Job ${textOf(job, 'jobid')} that changes the columns of ${table} was cancelled by the warehouse: ${textOf(job, 'msg') || 'no reason given'}. ` +
      'The table is as it was. Remove the cause and apply again.',
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
