/** Tasks, runs and loads as information_schema lists them, and what is always the same. */

import type { ServerContext } from '../engine/context';
import { globalVariable } from '../engine/context';
import { formatTime } from '../engine/times';
import { VARIABLE_DEFAULTS } from '../engine/variable-defaults';
import type { LoadRecord, TaskRunRecord } from '../storage/model';
import type { InfoRow } from './info-schema';
import { taskRow } from './materialized-views';
import { pipeRows, routineLoadRows, submittedTaskRows } from './named-rows';

function time(context: ServerContext, ms: number): string {
  return formatTime(ms, context.timeZone);
}

/** Rows of the tables that tell what ran, and of those that are always the same. */
export function historyRows(context: ServerContext, table: string): readonly InfoRow[] {
  switch (table) {
    case 'tasks':
      return [
        ...context.catalog.materializedViews().map((view) => taskRow(context, view)),
        ...submittedTaskRows(context),
      ];
    case 'routine_load_jobs':
      return routineLoadRows(context);
    case 'pipes':
      return pipeRows(context);
    case 'task_runs':
      return [...context.catalog.taskRuns(), ...context.tasks.runs()].map((run) => taskRunRow(context, run));
    case 'loads':
      return context.catalog.loads().map((load) => loadRow(context, load));
    case 'load_tracking_logs':
      return context.catalog.loads().flatMap(trackingRow);
    case 'session_variables':
    case 'global_variables':
      return Object.keys(VARIABLE_DEFAULTS).map((name) => ({
        VARIABLE_NAME: name,
        VARIABLE_VALUE: globalVariable(context, name) ?? '',
      }));
    case 'engines':
      return [
        {
          ENGINE: 'OLAP',
          SUPPORT: 'DEFAULT',
          COMMENT: 'Default storage engine of StarRocks',
          TRANSACTIONS: 'NO',
          XA: 'NO',
          SAVEPOINTS: 'NO',
        },
      ];
    case 'character_sets':
      return [
        {
          CHARACTER_SET_NAME: 'utf8',
          DEFAULT_COLLATE_NAME: 'utf8_general_ci',
          DESCRIPTION: 'UTF-8 Unicode',
          MAXLEN: 3,
        },
      ];
    case 'collations':
      return [
        {
          COLLATION_NAME: 'utf8_general_ci',
          CHARACTER_SET_NAME: 'utf8',
          ID: 33,
          IS_DEFAULT: 'Yes',
          IS_COMPILED: 'Yes',
          SORTLEN: 1,
        },
      ];
    default:
      return [];
  }
}

function taskRunRow(context: ServerContext, run: TaskRunRecord): InfoRow {
  return {
    QUERY_ID: run.queryId,
    TASK_NAME: run.taskName,
    CREATE_TIME: time(context, run.createMs),
    FINISH_TIME: run.finishMs === 0 ? null : time(context, run.finishMs),
    STATE: run.state,
    CATALOG: 'default_catalog',
    DATABASE: run.database,
    DEFINITION: run.definition,
    EXPIRE_TIME: time(context, run.createMs + 86_400_000),
    ERROR_CODE: run.error === '' ? 0 : -1,
    ERROR_MESSAGE: run.error === '' ? null : run.error,
    PROGRESS: run.state === 'SUCCESS' ? '100%' : '0%',
    EXTRA_MESSAGE: run.extra,
    PROPERTIES: run.properties,
    JOB_ID: run.jobId,
    PROCESS_TIME: time(context, run.createMs),
  };
}

function loadRow(context: ServerContext, load: LoadRecord): InfoRow {
  return {
    ID: load.id,
    LABEL: load.label,
    DB_NAME: load.database,
    TABLE_NAME: load.table,
    USER: load.user,
    WAREHOUSE: 'default_warehouse',
    STATE: load.state === 'VISIBLE' ? 'FINISHED' : load.state === 'ABORTED' ? 'CANCELLED' : load.state,
    PROGRESS: load.state === 'VISIBLE' ? 'ETL:100%; LOAD:100%' : 'ETL:0%; LOAD:0%',
    TYPE: load.type,
    PRIORITY: 'NORMAL',
    SCAN_ROWS: load.totalRows,
    SCAN_BYTES: load.bytes,
    FILTERED_ROWS: load.filteredRows,
    UNSELECTED_ROWS: load.unselectedRows,
    SINK_ROWS: load.loadedRows,
    CREATE_TIME: time(context, load.createMs),
    LOAD_START_TIME: time(context, load.createMs),
    LOAD_COMMIT_TIME: time(context, load.finishMs),
    LOAD_FINISH_TIME: time(context, load.finishMs),
    ERROR_MSG: load.error === '' ? null : load.error,
    TRACKING_SQL: load.trackingUrl === '' ? null : load.trackingUrl,
    JOB_ID: load.id,
  };
}

function trackingRow(load: LoadRecord): readonly InfoRow[] {
  if (load.trackingLog === undefined) return [];
  return [
    {
      JOB_ID: load.id,
      LABEL: load.label,
      DATABASE_NAME: load.database,
      TRACKING_LOG: load.trackingLog,
      TYPE: load.type,
    },
  ];
}
