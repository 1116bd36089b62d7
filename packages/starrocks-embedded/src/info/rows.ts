import type { ServerContext, SessionState } from '../engine/context';
import { globalVariable } from '../engine/context';
import { duckRows } from '../engine/queries';
import { extraMessage } from '../engine/refresh';
import { BUILTIN_ROLES } from '../engine/security';
import { createMaterializedViewText, nameList, plainDefault } from '../engine/show-create';
import { formatTime } from '../engine/times';
import { VARIABLE_DEFAULTS } from '../engine/variable-defaults';
import { userKey } from '../storage/catalog';
import type { ColumnRecord, MaterializedViewRecord, ObjectRecord, TableRecord } from '../storage/model';
import { typeFacts, typeText } from '../storage/types';
import { pipeRows, routineLoadRows, submittedTaskRows } from './named-rows';
import { partitionRows } from './partitions';
import { INFO_TABLES } from './definitions';
import type { InfoDatabase } from './definitions';
import type { InfoRow } from './info-schema';

/** Rows of a table of information_schema or sys as they are now; tables that this server has nothing for are empty. */
export async function infoRows(
  context: ServerContext,
  database: InfoDatabase,
  table: string,
): Promise<readonly InfoRow[]> {
  if (database === 'sys') return sysRows(context, table);
  switch (table) {
    case 'schemata':
      return databaseNames(context).map((name) => ({
        CATALOG_NAME: 'def',
        SCHEMA_NAME: name,
        DEFAULT_CHARACTER_SET_NAME: 'utf8',
        DEFAULT_COLLATION_NAME: 'utf8_general_ci',
      }));
    case 'tables':
      return tableRows(context);
    case 'columns':
      return [
        ...context.catalog
          .objects()
          .flatMap((object) => object.columns.map((column, index) => columnRow(object, column, index))),
      ];
    case 'tables_config':
      return context.catalog.objects().map(configRow);
    case 'views':
      return context.catalog.objects().flatMap((object) => (object.kind === 'view' ? [viewRow(object)] : []));
    case 'materialized_views': {
      const counts = await rowCounts(context);
      return [
        ...context.catalog.materializedViews().map((view) => materializedViewRow(context, view, counts)),
        ...context.catalog.objects().flatMap((object) => (object.kind === 'table' ? syncViewRows(object) : [])),
      ];
    }
    case 'partitions_meta':
      return partitionRows(context);
    default:
      return historyRows(context, table);
  }
}

function historyRows(context: ServerContext, table: string): readonly InfoRow[] {
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
      return [...context.catalog.taskRuns(), ...context.tasks.runs()].map((run) => ({
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
      }));
    case 'loads':
      return context.catalog.loads().map((load) => ({
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
      }));
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

/** All databases in the order of SHOW DATABASES. */
export function databaseNames(context: ServerContext): readonly string[] {
  const own = context.catalog.databases().map((database) => database.name);
  return ['information_schema', ...own, 'sys'].sort();
}

function time(context: ServerContext, ms: number): string {
  return formatTime(ms, context.timeZone);
}

/** Rows of every stored object by `database.name`, as DuckDB counts them without reading the data. */
export async function rowCounts(context: ServerContext): Promise<ReadonlyMap<string, number>> {
  const rows = await duckRows(
    context.store.reader,
    "SELECT schema_name, table_name, estimated_size FROM duckdb_tables() WHERE database_name = '__warehouse' AND schema_name <> '__strata'",
  );
  return new Map(rows.map(([schema, table, size]) => [`${String(schema)}.${String(table)}`, Number(size)]));
}

async function tableRows(context: ServerContext): Promise<readonly InfoRow[]> {
  const counts = await rowCounts(context);
  const own = context.catalog.objects().map((object) => tableRow(context, object, counts));
  const virtual = (Object.keys(INFO_TABLES) as InfoDatabase[]).flatMap((database) =>
    Object.keys(INFO_TABLES[database]).map((name) => ({
      TABLE_CATALOG: 'def',
      TABLE_SCHEMA: database,
      TABLE_NAME: name,
      TABLE_TYPE: 'SYSTEM VIEW',
      CREATE_TIME: time(context, context.startMs),
      CHECK_TIME: '1970-01-01 00:00:00',
      TABLE_COLLATION: 'utf8_general_ci',
      TABLE_COMMENT: '',
    })),
  );
  return [...own, ...virtual];
}

function tableRow(context: ServerContext, object: ObjectRecord, counts: ReadonlyMap<string, number>): InfoRow {
  const stored = object.kind === 'table';
  const sizes: InfoRow =
    object.kind !== 'view'
      ? { TABLE_ROWS: counts.get(`${object.database}.${object.name}`) ?? 0, AVG_ROW_LENGTH: 0, DATA_LENGTH: 0 }
      : {};
  return {
    TABLE_CATALOG: 'def',
    TABLE_SCHEMA: object.database,
    TABLE_NAME: object.name,
    TABLE_TYPE: stored ? 'BASE TABLE' : 'VIEW',
    ENGINE: object.kind === 'view' ? null : 'StarRocks',
    ...sizes,
    CREATE_TIME: time(context, object.createdMs),
    UPDATE_TIME: stored ? time(context, object.updatedMs) : null,
    CHECK_TIME: '1970-01-01 00:00:00',
    TABLE_COLLATION: 'utf8_general_ci',
    TABLE_COMMENT: object.comment === '' && stored ? 'OLAP' : object.comment,
  };
}

function columnKey(object: ObjectRecord, column: ColumnRecord): string {
  if (object.kind !== 'table' || !column.key) return '';
  const keys = { PRIMARY: 'PRI', UNIQUE: 'UNI', DUPLICATE: 'DUP', AGGREGATE: 'AGG' } as const;
  return keys[object.model];
}

function columnRow(object: ObjectRecord, column: ColumnRecord, index: number): InfoRow {
  const facts = typeFacts(column.type);
  return {
    TABLE_SCHEMA: object.database,
    TABLE_NAME: object.name,
    COLUMN_NAME: column.name,
    ORDINAL_POSITION: index + 1,
    COLUMN_DEFAULT: plainDefault(column.default),
    IS_NULLABLE: column.nullable ? 'YES' : 'NO',
    DATA_TYPE: facts.dataType,
    CHARACTER_MAXIMUM_LENGTH: facts.charLength,
    CHARACTER_OCTET_LENGTH: facts.charLength,
    NUMERIC_PRECISION: facts.precision,
    NUMERIC_SCALE: facts.scale,
    COLUMN_TYPE: typeText(column.type, 'full').replace(/^decimal\((\d+), (\d+)\)$/, 'decimal($1,$2)'),
    COLUMN_KEY: columnKey(object, column),
    EXTRA: '',
    PRIVILEGES: '',
    COLUMN_COMMENT: column.comment,
    COLUMN_SIZE: facts.columnSize,
    DECIMAL_DIGITS: facts.decimalDigits,
    GENERATION_EXPRESSION: column.generated ?? null,
  };
}

function configRow(object: ObjectRecord): InfoRow {
  const base = { TABLE_SCHEMA: object.database, TABLE_NAME: object.name, TABLE_ID: object.id };
  if (object.kind === 'view')
    return { ...base, TABLE_ENGINE: 'VIEW', TABLE_MODEL: '', PROPERTIES: '{}', DISTRIBUTE_BUCKET: 0 };
  const { distribution } = object;
  const table = object.kind === 'table';
  const sort = object.orderBy.map((item) => item.expression.text.replaceAll('`', ''));
  return {
    ...base,
    TABLE_ENGINE: table ? 'CLOUD_NATIVE' : 'CLOUD_NATIVE_MATERIALIZED_VIEW',
    TABLE_MODEL: table ? tableModel(object) : 'DUP_KEYS',
    PRIMARY_KEY: table && object.model === 'PRIMARY' ? nameList(object.keys) : '',
    PARTITION_KEY: partitionKey(object),
    DISTRIBUTE_KEY: distribution.kind === 'hash' ? nameList(distribution.columns) : '',
    DISTRIBUTE_TYPE: distribution.kind === 'hash' ? 'HASH' : 'RANDOM',
    DISTRIBUTE_BUCKET: distribution.buckets ?? 0,
    SORT_KEY: nameList(sort.length > 0 ? sort : table ? object.keys : []),
    PROPERTIES: JSON.stringify(
      Object.fromEntries(Object.entries(object.properties).sort(([a], [b]) => (a < b ? -1 : 1))),
    ),
  };
}

function tableModel(table: TableRecord): string {
  const models = { PRIMARY: 'PRI_KEYS', UNIQUE: 'UNQ_KEYS', DUPLICATE: 'DUP_KEYS', AGGREGATE: 'AGG_KEYS' } as const;
  return models[table.model];
}

function partitionKey(object: TableRecord | MaterializedViewRecord): string {
  if (object.kind === 'materialized-view') return object.partitionBy.join(', ');
  const { partition } = object;
  switch (partition?.kind) {
    case undefined:
      return '';
    case 'range':
    case 'list':
      return nameList(partition.columns);
    case 'range-expression':
      return partition.expression.text;
    case 'expression':
      return partition.expressions.map((expression) => expression.text).join(', ');
  }
}

function viewRow(view: Extract<ObjectRecord, { kind: 'view' }>): InfoRow {
  return {
    TABLE_CATALOG: 'def',
    TABLE_SCHEMA: view.database,
    TABLE_NAME: view.name,
    VIEW_DEFINITION: view.query,
    CHECK_OPTION: 'NONE',
    IS_UPDATABLE: 'NO',
    DEFINER: '',
    SECURITY_TYPE: '',
    CHARACTER_SET_CLIENT: 'utf8',
    COLLATION_CONNECTION: 'utf8_general_ci',
  };
}

/** Synchronous materialized views are indexes of their table: they stand in this list alone. */
function syncViewRows(table: TableRecord): readonly InfoRow[] {
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
export function materializedViewRow(
  context: ServerContext,
  view: MaterializedViewRecord,
  counts: ReadonlyMap<string, number>,
): InfoRow {
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
    TABLE_ROWS: counts.get(`${view.database}.${view.name}`) ?? 0,
    MATERIALIZED_VIEW_DEFINITION: createMaterializedViewText(view),
    QUERY_REWRITE_STATUS: 'VALID',
    CREATOR: view.creator,
    ...done,
  };
}

function taskRow(context: ServerContext, view: MaterializedViewRecord): InfoRow {
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

function sysRows(context: ServerContext, table: string): readonly InfoRow[] {
  const { catalog } = context;
  switch (table) {
    case 'role_edges':
      return [
        ...catalog
          .users()
          .flatMap((user) =>
            user.roles.map((role) => ({ FROM_ROLE: role, TO_ROLE: null, TO_USER: userKey(user.name, user.host) })),
          ),
        ...catalog
          .roles()
          .flatMap((role) => role.roles.map((from) => ({ FROM_ROLE: from, TO_ROLE: role.name, TO_USER: null }))),
      ];
    case 'grants_to_users':
    case 'grants_to_roles':
      return catalog
        .grants()
        .filter((grant) => grant.granteeKind === (table === 'grants_to_users' ? 'user' : 'role'))
        .map((grant) => {
          const [, type = grant.target, name = ''] = /^(\S+(?: VIEW)?) (.*)$/.exec(grant.target) ?? [];
          const [first = '', second] = name.split('.');
          return {
            GRANTEE: grant.grantee,
            OBJECT_CATALOG: grant.catalog,
            OBJECT_DATABASE: first,
            OBJECT_NAME: second ?? null,
            OBJECT_TYPE: type,
            PRIVILEGE_TYPE: grant.privileges.join(', '),
            IS_GRANTABLE: grant.withGrantOption ? 'YES' : 'NO',
          };
        });
    case 'object_dependencies':
      return catalog.objects().flatMap((object) => dependencyRows(context, object));
    default:
      return [];
  }
}

function dependencyRows(context: ServerContext, object: ObjectRecord): readonly InfoRow[] {
  if (object.kind !== 'materialized-view') return [];
  return object.sources.map((source) => {
    const [database = '', name = ''] = source.split('.');
    const base = context.catalog.object(database, name);
    const types = {
      table: 'CLOUD_NATIVE',
      view: 'VIEW',
      'materialized-view': 'CLOUD_NATIVE_MATERIALIZED_VIEW',
    } as const;
    return {
      object_id: object.id,
      object_name: object.name,
      object_database: object.database,
      object_catalog: 'default_catalog',
      object_type: types['materialized-view'],
      ref_object_id: base?.id ?? null,
      ref_object_name: name,
      ref_object_database: database,
      ref_object_catalog: 'default_catalog',
      ref_object_type: base === undefined ? null : types[base.kind],
    };
  });
}

/** Roles with their comments: those that every server has, then the others. */
export function roleList(
  context: ServerContext,
): readonly { readonly name: string; readonly builtin: boolean; readonly comment: string | null }[] {
  return [
    ...Object.entries(BUILTIN_ROLES).map(([name, comment]) => ({ name, builtin: true, comment })),
    ...context.catalog.roles().map((role) => ({ name: role.name, builtin: false, comment: role.comment })),
  ];
}

/** Sessions as SHOW PROCESSLIST lists them. */
export function sessionList(context: ServerContext): readonly SessionState[] {
  return [...context.sessions.values()];
}
