import type { ServerContext } from '../engine/context';
import { formatTime } from '../engine/times';
import type { NamedRecord } from '../storage/model';
import type { InfoRow } from './info-schema';
import { customPropertiesJson, jobPropertiesJson, progressJson, sourcePropertiesJson } from './routine-load';

const lastPart = (name: string): string => name.slice(name.indexOf('.') + 1);
const database = (name: string): string => name.slice(0, name.indexOf('.'));

/** Rows of information_schema.tasks for submitted tasks. */
export function submittedTaskRows(context: ServerContext): readonly InfoRow[] {
  return context.catalog.namedOf('task').map((task) => ({
    TASK_NAME: task.name,
    CREATE_TIME: formatTime(task.createdMs, context.timeZone),
    SCHEDULE: schedule(context, task),
    CATALOG: 'default_catalog',
    DATABASE: String(task.details['database']),
    DEFINITION: String(task.details['definition']),
    PROPERTIES: `(${Object.entries(task.properties)
      .map(([key, value]) => `'${key}'='${value}'`)
      .join(',')})`,
    CREATOR: task.creator,
  }));
}

function schedule(context: ServerContext, task: NamedRecord): string {
  const { every, unit, start } = task.details;
  if (typeof every !== 'number') return 'MANUAL';
  const first = typeof start === 'string' ? start : formatTime(task.createdMs, context.timeZone);
  return `PERIODICAL START(${first.replace(' ', 'T')}) EVERY(${String(every)} ${String(unit)}S)`;
}

/** What a job has read that never ran. */
const NO_STATISTICS = JSON.stringify({
  receivedBytes: 0,
  partitionLagTime: {},
  errorRows: 0,
  committedTaskNum: 0,
  loadedRows: 0,
  loadRowsRate: 0,
  abortedTaskNum: 0,
  totalRows: 0,
  unselectedRows: 0,
  receivedBytesRate: 0,
  taskExecuteTimeMs: 1,
});

/** Rows of information_schema.routine_load_jobs. */
export function routineLoadRows(context: ServerContext): readonly InfoRow[] {
  return context.catalog.namedOf('routine-load').map((job) => {
    const table = context.catalog.objects().find((object) => object.id === job.details['tableId']);
    const changed = typeof job.details['changedMs'] === 'number' ? job.details['changedMs'] : undefined;
    const time = changed === undefined ? null : formatTime(changed, context.timeZone);
    return {
      ID: job.id,
      NAME: lastPart(job.name),
      CREATE_TIME: formatTime(job.createdMs, context.timeZone),
      PAUSE_TIME: job.state === 'PAUSED' ? time : null,
      END_TIME: job.state === 'STOPPED' ? time : null,
      DB_NAME: database(job.name),
      TABLE_NAME: table?.name ?? null,
      STATE: job.state,
      DATA_SOURCE_TYPE: String(job.details['source']),
      CURRENT_TASK_NUM: 0,
      JOB_PROPERTIES: jobPropertiesJson(job),
      DATA_SOURCE_PROPERTIES: sourcePropertiesJson(job),
      CUSTOM_PROPERTIES: customPropertiesJson(job),
      STATISTICS: NO_STATISTICS,
      PROGRESS: progressJson(job),
      REASONS_OF_STATE_CHANGED: '',
      ERROR_LOG_URLS: '',
      TRACKING_SQL: '',
      OTHER_MSG: '',
      LATEST_SOURCE_POSITION: '{}',
      OFFSET_LAG: '{}',
      TIMESTAMP_PROGRESS: '{}',
    };
  });
}

/** Name of a table with the database that it is in when the statement does not say it. */
function qualified(home: string, written: string): string {
  const name = written.replaceAll('`', '');
  return name.includes('.') ? name : `${home}.${name}`;
}

/** Rows of information_schema.pipes. */
export function pipeRows(context: ServerContext): readonly InfoRow[] {
  return context.catalog.namedOf('pipe').map((pipe) => ({
    DATABASE_NAME: database(pipe.name),
    PIPE_ID: pipe.id,
    PIPE_NAME: lastPart(pipe.name),
    PROPERTIES: JSON.stringify(pipe.properties),
    STATE: pipe.state,
    TABLE_NAME: qualified(database(pipe.name), String(pipe.details['table'])),
    LOAD_STATUS: '{"loadedFiles":0,"loadedBytes":0,"loadingFiles":0}',
    CREATED_TIME: formatTime(pipe.createdMs, context.timeZone),
  }));
}
