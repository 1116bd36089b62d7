/** Materialized views and their tasks as information_schema lists them. */

import type { ServerContext } from '../engine/context';
import { extraMessage } from '../engine/refresh';
import { createMaterializedViewText } from '../engine/show-create';
import { formatTime } from '../engine/times';
import type { MaterializedViewRecord, TableRecord } from '../storage/model';
import type { InfoRow } from './info-schema';

function time(context: ServerContext, ms: number): string {
  return formatTime(ms, context.timeZone);
}

/** Synchronous materialized views are indexes of their table: they stand in this list alone. */
export function syncViewRows(table: TableRecord): readonly InfoRow[] {
  return (table.rollups ?? []).flatMap(({ id, name, query }) =>
    query === undefined
      ? []
      : [
          {
            MATERIALIZED_VIEW_ID: id,
            TABLE_SCHEMA: table.database,
            TABLE_NAME: name,
            REFRESH_TYPE: 'ROLLUP',
            IS_ACTIVE: 'true',
            INACTIVE_REASON: '',
            PARTITION_TYPE: '',
            TABLE_ROWS: 0,
            MATERIALIZED_VIEW_DEFINITION: `CREATE MATERIALIZED VIEW \`${name}\` AS ${query.replaceAll('\n', '')}`,
          },
        ],
  );
}

/** Row of information_schema.materialized_views. */
export function materializedViewRow(context: ServerContext, view: MaterializedViewRecord, rows: number): InfoRow {
  const last = view.lastRefresh;
  const none = {
    LAST_REFRESH_STATE: 'null',
    LAST_REFRESH_FORCE_REFRESH: 'false',
    LAST_REFRESH_START_PARTITION: '',
    LAST_REFRESH_END_PARTITION: '',
    LAST_REFRESH_BASE_REFRESH_PARTITIONS: '{}',
    LAST_REFRESH_MV_REFRESH_PARTITIONS: '',
    LAST_REFRESH_ERROR_CODE: '',
    LAST_REFRESH_ERROR_MESSAGE: '',
    EXTRA_MESSAGE: '',
  };
  const done =
    last === undefined
      ? none
      : {
          LAST_REFRESH_START_TIME: time(context, last.startMs),
          LAST_REFRESH_FINISHED_TIME: time(context, last.finishMs),
          LAST_REFRESH_DURATION: (last.finishMs - last.startMs) / 1000,
          LAST_REFRESH_STATE: last.state,
          LAST_REFRESH_FORCE_REFRESH: String(last.force),
          LAST_REFRESH_START_PARTITION: 'NULL',
          LAST_REFRESH_END_PARTITION: 'NULL',
          LAST_REFRESH_BASE_REFRESH_PARTITIONS: '{}',
          LAST_REFRESH_MV_REFRESH_PARTITIONS: `[${view.name}]`,
          LAST_REFRESH_ERROR_CODE: last.error === '' ? '0' : '-1',
          LAST_REFRESH_ERROR_MESSAGE: last.error,
          EXTRA_MESSAGE: extraMessage(last),
          LAST_REFRESH_PROCESS_TIME: time(context, last.startMs),
          LAST_REFRESH_JOB_ID: last.jobId,
        };
  return {
    MATERIALIZED_VIEW_ID: view.id,
    TABLE_SCHEMA: view.database,
    TABLE_NAME: view.name,
    REFRESH_TYPE: view.refresh.mode,
    IS_ACTIVE: String(view.active),
    INACTIVE_REASON: view.inactiveReason,
    PARTITION_TYPE: view.partitionBy.length === 0 ? 'UNPARTITIONED' : 'RANGE',
    TASK_ID: view.taskId,
    TASK_NAME: `mv-${view.id}`,
    TABLE_ROWS: rows,
    MATERIALIZED_VIEW_DEFINITION: createMaterializedViewText(view),
    QUERY_REWRITE_STATUS: 'VALID',
    CREATOR: view.creator,
    ...done,
  };
}

/** Row of information_schema.tasks for the refreshes of a view. */
export function taskRow(context: ServerContext, view: MaterializedViewRecord): InfoRow {
  return {
    TASK_NAME: `mv-${view.id}`,
    CREATE_TIME: time(context, view.createdMs),
    SCHEDULE: scheduleText(context, view),
    CATALOG: 'default_catalog',
    DATABASE: view.database,
    DEFINITION: `insert overwrite \`${view.name}\` ${view.query}`,
    PROPERTIES: `('mvId'='${view.id}','warehouse'='default_warehouse')`,
    CREATOR: view.creator,
  };
}

function scheduleText(context: ServerContext, view: MaterializedViewRecord): string {
  const { refresh } = view;
  if (refresh.mode === 'MANUAL') return 'MANUAL';
  if (refresh.every === undefined) return 'EVENT_TRIGGERED';
  const start = (refresh.start ?? time(context, view.createdMs)).replace(' ', 'T');
  return `PERIODICAL START(${start}) EVERY(${refresh.every.value.text} ${refresh.every.unit}S)`;
}
