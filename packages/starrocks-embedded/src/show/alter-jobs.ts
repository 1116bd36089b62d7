import type { ServerContext, SessionState } from '../engine/context';
import { formatTime } from '../engine/times';
import { unsupported } from '../errors';
import { textResult } from '../protocol/result';
import type { Row, StatementResult } from '../protocol/result';
import { isWord } from '../sql/scanner';
import type { Token } from '../sql/scanner';
import type { AlterJobRecord } from '../storage/model';
import { applyTail, readTail } from './filter';
import { databaseOf } from './show';

const COLUMN_JOBS =
  'JobId TableName CreateTime FinishTime IndexName IndexId OriginIndexId SchemaVersion TransactionId State Msg Progress Timeout Warehouse'.split(
    ' ',
  );
const ROLLUP_JOBS =
  'JobId TableName CreateTime FinishedTime BaseIndexName RollupIndexName RollupId TransactionId State Msg Progress Timeout'.split(
    ' ',
  );
const OPTIMIZE_JOBS = 'JobId TableName CreateTime FinishTime Operation TransactionId State Msg Progress Timeout'.split(
  ' ',
);

/** Times of SHOW are in this zone whatever the session's is. */
const SHOW_ZONE = '+08:00';

/** SHOW ALTER TABLE COLUMN, ROLLUP or OPTIMIZE, and SHOW ALTER MATERIALIZED VIEW. */
export function showAlter(context: ServerContext, session: SessionState, tokens: readonly Token[]): StatementResult {
  const words = isWord(tokens[1], 'MATERIALIZED') ? 'ROLLUP' : (tokens[2]?.text.toUpperCase() ?? '');
  const tail = readTail(tokens, 3);
  const database = databaseOf(context, session, tail.from);
  const jobs = (kind: AlterJobRecord['kind']): readonly AlterJobRecord[] =>
    context.catalog.alterJobs().filter((job) => job.kind === kind && job.database === database);
  switch (words) {
    case 'COLUMN':
      return textResult(COLUMN_JOBS, applyTail(COLUMN_JOBS, jobs('COLUMN').map(columnRow), tail));
    case 'ROLLUP':
      return textResult(ROLLUP_JOBS, applyTail(ROLLUP_JOBS, jobs('ROLLUP').map(rollupRow), tail));
    case 'OPTIMIZE':
      return textResult(OPTIMIZE_JOBS, applyTail(OPTIMIZE_JOBS, jobs('OPTIMIZE').map(optimizeRow), tail));
    default:
      throw unsupported(`SHOW ALTER TABLE ${words}`);
  }
}

function times(job: AlterJobRecord): readonly [string, string | null] {
  return [formatTime(job.createMs, SHOW_ZONE), job.finishMs === undefined ? null : formatTime(job.finishMs, SHOW_ZONE)];
}

/** Part of the work that is done, as a job shows it while it runs. */
function progress(job: AlterJobRecord): string | null {
  return job.state === 'RUNNING' ? '0/1' : null;
}

function columnRow(job: AlterJobRecord): Row {
  return [
    String(job.id),
    job.table,
    ...times(job),
    job.indexName,
    String(job.indexId),
    String(job.originIndexId),
    `${job.schemaVersion}:0`,
    String(job.transactionId),
    job.state,
    job.msg,
    progress(job),
    job.fast ? '1' : '86400',
    'default_warehouse',
  ];
}

function rollupRow(job: AlterJobRecord): Row {
  return [
    String(job.id),
    job.table,
    ...times(job),
    job.table,
    job.indexName,
    String(job.indexId),
    String(job.transactionId),
    job.state,
    job.msg,
    progress(job),
    '86400000000',
  ];
}

function optimizeRow(job: AlterJobRecord): Row {
  return [
    String(job.id),
    job.table,
    ...times(job),
    job.operation ?? '',
    String(job.transactionId),
    job.state,
    job.msg,
    progress(job),
    '86400',
  ];
}
