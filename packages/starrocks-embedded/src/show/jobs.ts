/** SHOW of jobs that have a name: routine loads and pipes. */

import type { ServerContext, SessionState } from '../engine/context';
import type { ObjectName } from '../engine/targets';
import { SqlError, analysisError } from '../errors';
import type { InfoRow } from '../info/info-schema';
import { pipeRows, routineLoadRows } from '../info/named-rows';
import { ColumnType } from '../protocol/constants';
import { resultColumn, rowsResult, textResult } from '../protocol/result';
import type { Row, StatementResult } from '../protocol/result';
import { isSymbol, isWord } from '../sql/scanner';
import type { Token } from '../sql/scanner';
import { applyTail, readTail } from './filter';
import { databaseOf } from './show';

/** Columns of SHOW ROUTINE LOAD and those of information_schema.routine_load_jobs that they show. */
const ROUTINE_LOAD_COLUMNS: readonly (readonly [string, string])[] = [
  ['Id', 'ID'],
  ['Name', 'NAME'],
  ['CreateTime', 'CREATE_TIME'],
  ['PauseTime', 'PAUSE_TIME'],
  ['EndTime', 'END_TIME'],
  ['DbName', 'DB_NAME'],
  ['TableName', 'TABLE_NAME'],
  ['State', 'STATE'],
  ['DataSourceType', 'DATA_SOURCE_TYPE'],
  ['CurrentTaskNum', 'CURRENT_TASK_NUM'],
  ['JobProperties', 'JOB_PROPERTIES'],
  ['DataSourceProperties', 'DATA_SOURCE_PROPERTIES'],
  ['CustomProperties', 'CUSTOM_PROPERTIES'],
  ['Statistic', 'STATISTICS'],
  ['Progress', 'PROGRESS'],
  ['TimestampProgress', 'TIMESTAMP_PROGRESS'],
  ['ReasonOfStateChanged', 'REASONS_OF_STATE_CHANGED'],
  ['ErrorLogUrls', 'ERROR_LOG_URLS'],
  ['TrackingSQL', 'TRACKING_SQL'],
  ['OtherMsg', 'OTHER_MSG'],
  ['Warehouse', ''],
  ['LatestSourcePosition', 'LATEST_SOURCE_POSITION'],
  ['OffsetLag', 'OFFSET_LAG'],
];
const ENDED: ReadonlySet<unknown> = new Set(['STOPPED', 'CANCELLED']);

/** SHOW [ALL] ROUTINE LOAD [FOR [db.]job] [FROM db]: jobs that ended are listed with ALL only. */
export function showRoutineLoads(
  context: ServerContext,
  session: SessionState,
  tokens: readonly Token[],
): StatementResult {
  const all = isWord(tokens[0], 'ALL');
  const rest = tokens.slice(all ? 3 : 2);
  if (isWord(rest[0], 'TASK')) return showRoutineLoadTasks(context, session, rest.slice(1));
  const named = readJob(rest);
  const tail = readTail(rest, named.next);
  const database = databaseOf(context, session, named.database === undefined ? tail.from : [named.database]);
  const jobs = routineLoadRows(context).filter(
    (row) =>
      row['DB_NAME'] === database &&
      (all || !ENDED.has(row['STATE'])) &&
      (named.name === undefined || row['NAME'] === named.name),
  );
  if (named.name !== undefined && jobs.length === 0)
    throw analysisError(`There is no job named ${named.name} in db ${database}. Include history? ${String(all)}`);
  const names = ROUTINE_LOAD_COLUMNS.map(([name]) => name);
  const rows = jobs.map((row): Row =>
    ROUTINE_LOAD_COLUMNS.map(([name, column]) => (name === 'Warehouse' ? 'default_warehouse' : cell(row[column]))),
  );
  return textResult(names, applyTail(names, rows, tail, 1));
}

interface NamedJob {
  readonly database: string | undefined;
  readonly name: string | undefined;
  /** Index of the first token behind. */
  readonly next: number;
}

/** `FOR [db.]job` at the start of the tokens. */
function readJob(tokens: readonly Token[]): NamedJob {
  if (!isWord(tokens[0], 'FOR')) return { database: undefined, name: undefined, next: 0 };
  if (isSymbol(tokens[2], '.')) return { database: tokens[1]?.text, name: tokens[3]?.text, next: 4 };
  return { database: undefined, name: tokens[1]?.text, next: 2 };
}

function cell(value: InfoRow[string] | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

const TASK_COLUMNS =
  'TaskId TxnId TxnStatus JobId CreateTime LastScheduledTime ExecuteStartTime Timeout BeId DataSourceProperties Message Warehouse'.split(
    ' ',
  );

/** SHOW ROUTINE LOAD TASK WHERE JobName = '…': jobs wait to be scheduled here, so that they have no tasks. */
function showRoutineLoadTasks(
  context: ServerContext,
  session: SessionState,
  tokens: readonly Token[],
): StatementResult {
  const tail = readTail(tokens, 0);
  const [condition, ...others] = tail.where;
  if (condition?.operator !== '=' || condition.column.toLowerCase() !== 'jobname' || others.length > 0)
    throw analysisError(
      'show routine load job only support one equal expr which is sames like JobName="ILoveStarRocks"',
    );
  const [job = ''] = condition.values;
  const database = databaseOf(context, session, tail.from);
  const live = routineLoadRows(context).some(
    (row) => row['DB_NAME'] === database && row['NAME'] === job && !ENDED.has(row['STATE']),
  );
  if (!live) throw analysisError(`The job named ${job} does not exists or job state is stopped or cancelled`);
  return textResult(TASK_COLUMNS, []);
}

const PIPE_DETAILS = [
  resultColumn('DATABASE_ID', ColumnType.LONGLONG),
  resultColumn('ID', ColumnType.LONGLONG),
  resultColumn('NAME', ColumnType.VAR_STRING),
  resultColumn('TYPE', ColumnType.VAR_STRING),
  resultColumn('TABLE_NAME', ColumnType.VAR_STRING),
  resultColumn('SOURCE', ColumnType.VAR_STRING),
  resultColumn('SQL', ColumnType.VAR_STRING),
  resultColumn('PROPERTIES', ColumnType.VAR_STRING),
];

/** DESC PIPE. */
export function describePipe(context: ServerContext, { database, name }: ObjectName): StatementResult {
  const pipe = context.catalog.named('pipe', `${database}.${name}`);
  const row = pipeRows(context).find((other) => other['DATABASE_NAME'] === database && other['PIPE_NAME'] === name);
  if (pipe === undefined || row === undefined)
    throw new SqlError(5801, `Getting analyzing error. Detail message: Unknown pipe '${database}.${name}'.`);
  const insert = String(pipe.details['insert']);
  const path = /["']path["']\s*=\s*["']([^"']*)["']/i.exec(insert)?.[1] ?? '';
  return rowsResult(PIPE_DETAILS, [
    [
      String(context.catalog.database(database)?.id ?? 0),
      String(pipe.id),
      name,
      'FILE',
      cell(row['TABLE_NAME']),
      `FILE_SOURCE(path=${path})`,
      insert,
      JSON.stringify(pipe.properties),
    ],
  ]);
}

const PIPE_COLUMNS = [
  resultColumn('DATABASE_NAME', ColumnType.VAR_STRING),
  resultColumn('PIPE_ID', ColumnType.LONGLONG),
  resultColumn('PIPE_NAME', ColumnType.VAR_STRING),
  resultColumn('STATE', ColumnType.VAR_STRING),
  resultColumn('TABLE_NAME', ColumnType.VAR_STRING),
  resultColumn('LOAD_STATUS', ColumnType.VAR_STRING),
  resultColumn('LAST_ERROR', ColumnType.VAR_STRING),
  resultColumn('CREATED_TIME', ColumnType.DATETIME),
];

/** SHOW PIPES [LIKE …] [FROM db]. */
export function showPipes(context: ServerContext, session: SessionState, tokens: readonly Token[]): StatementResult {
  const tail = readTail(tokens, 1);
  const database = databaseOf(context, session, tail.from);
  const names = PIPE_COLUMNS.map((column) => column.name);
  const rows = pipeRows(context)
    .filter((row) => row['DATABASE_NAME'] === database)
    .map((row): Row => names.map((name) => cell(row[name])));
  return rowsResult(PIPE_COLUMNS, applyTail(names, rows, tail, 2));
}
