import type { ServerContext, SessionState } from '../engine/context';
import { formatTime } from '../engine/times';
import { requireTable } from '../engine/targets';
import { INFO_TABLES } from '../info/definitions';
import type { InfoRow } from '../info/info-schema';
import { partitionKeyText } from '../info/partitions';
import { materializedViewRow, rowCounts } from '../info/rows';
import { ColumnType } from '../protocol/constants';
import { resultColumn, rowsResult, textResult } from '../protocol/result';
import type { Row, StatementResult } from '../protocol/result';
import { isWord } from '../sql/scanner';
import type { Token } from '../sql/scanner';
import { applyTail, readTail } from './filter';
import { showAlter } from './alter-jobs';
import { databaseOf } from './show';
import { unsupported } from '../errors';

/** SHOW of jobs, loads, materialized views and partitions. */
export function isHistoryShow(tokens: readonly Token[]): boolean {
  const first = tokens[0]?.text.toUpperCase() ?? '';
  return [
    'ALTER',
    'LOAD',
    'MATERIALIZED',
    'PARTITIONS',
    'TEMPORARY',
    'INDEX',
    'INDEXES',
    'KEYS',
    'KEY',
    'ROUTINE',
    'PIPES',
    'DELETE',
    'EXPORT',
    'DATA',
  ].includes(first);
}

export function showHistory(
  context: ServerContext,
  session: SessionState,
  tokens: readonly Token[],
): Promise<StatementResult> | StatementResult {
  const [first, second] = tokens;
  switch (first?.text.toUpperCase()) {
    case 'ALTER':
      return showAlter(context, session, tokens);
    case 'LOAD':
      return showLoad(context, session, tokens);
    case 'MATERIALIZED':
      return showMaterializedViews(context, session, tokens);
    case 'PARTITIONS':
      return showPartitions(context, session, tokens, 1);
    case 'TEMPORARY':
      if (isWord(second, 'PARTITIONS')) return textResult(PARTITION_COLUMNS, []);
      break;
    case 'INDEX':
    case 'INDEXES':
    case 'KEYS':
    case 'KEY':
      return showIndexes(context, session, tokens);
    case 'ROUTINE':
      if (isWord(second, 'LOAD')) return textResult(ROUTINE_LOAD_COLUMNS, []);
      break;
    case 'PIPES':
      return textResult(
        ['DATABASE_NAME', 'PIPE_ID', 'PIPE_NAME', 'STATE', 'TABLE_NAME', 'LOAD_STATUS', 'LAST_ERROR', 'CREATED_TIME'],
        [],
      );
    case 'EXPORT':
      return textResult(
        'JobId QueryId State Progress TaskInfo Path CreateTime StartTime FinishTime Timeout ErrorMsg'.split(' '),
        [],
      );
    case 'DELETE':
      return textResult(['TableName', 'PartitionName', 'CreateTime', 'DeleteCondition', 'State'], []);
    default:
      break;
  }
  throw unsupported(
    `SHOW ${tokens
      .slice(0, 2)
      .map((token) => token.text.toUpperCase())
      .join(' ')}`,
  );
}

const ROUTINE_LOAD_COLUMNS = (
  'Id Name CreateTime PauseTime EndTime DbName TableName State DataSourceType CurrentTaskNum JobProperties DataSourceProperties CustomProperties Statistic Progress ' +
  'TimestampProgress ReasonOfStateChanged ErrorLogUrls TrackingSQL OtherMsg Warehouse LatestSourcePosition OffsetLag'
).split(' ');

const LOAD_COLUMNS = (
  'JobId Label State Progress Type Priority ScanRows FilteredRows UnselectedRows SinkRows EtlInfo TaskInfo ErrorMsg CreateTime EtlStartTime EtlFinishTime LoadStartTime ' +
  'LoadFinishTime TrackingSQL JobDetails Warehouse'
).split(' ');

function showLoad(context: ServerContext, session: SessionState, tokens: readonly Token[]): StatementResult {
  const tail = readTail(tokens, 1);
  const database = databaseOf(context, session, tail.from);
  const rows = context.catalog
    .loads()
    .filter((load) => load.database === database)
    .map((load): Row => {
      const start = formatTime(load.createMs, context.timeZone);
      const end = formatTime(load.finishMs, context.timeZone);
      const done = load.state === 'VISIBLE';
      return [
        String(load.id),
        load.label,
        done ? 'FINISHED' : load.state === 'ABORTED' ? 'CANCELLED' : load.state,
        done ? 'ETL:100%; LOAD:100%' : 'ETL:0%; LOAD:0%',
        load.type,
        'NORMAL',
        String(load.totalRows),
        String(load.filteredRows),
        String(load.unselectedRows),
        String(load.loadedRows),
        null,
        'resource:N/A; timeout(s):14400; max_filter_ratio:0.0',
        load.error === '' ? null : load.error,
        start,
        start,
        start,
        start,
        end,
        load.trackingUrl,
        '{}',
        'default_warehouse',
      ];
    });
  return textResult(LOAD_COLUMNS, applyTail(LOAD_COLUMNS, rows, tail, 1));
}

const TYPE_CODES: Readonly<Record<string, (typeof ColumnType)['VAR_STRING' | 'LONGLONG' | 'DOUBLE' | 'DATETIME']>> = {
  bigint: ColumnType.LONGLONG,
  double: ColumnType.DOUBLE,
  datetime: ColumnType.DATETIME,
};

/** The names SHOW gives to columns of information_schema.materialized_views. */
const SHOWN_NAMES: Readonly<Record<string, string>> = {
  MATERIALIZED_VIEW_ID: 'id',
  TABLE_SCHEMA: 'database_name',
  TABLE_NAME: 'name',
  TABLE_ROWS: 'rows',
  MATERIALIZED_VIEW_DEFINITION: 'text',
};

async function showMaterializedViews(
  context: ServerContext,
  session: SessionState,
  tokens: readonly Token[],
): Promise<StatementResult> {
  if (!isWord(tokens[1], 'VIEWS') && !isWord(tokens[1], 'VIEW')) throw unsupported('SHOW MATERIALIZED …');
  const tail = readTail(tokens, 2);
  const database = databaseOf(context, session, tail.from);
  const definitions = (INFO_TABLES.information_schema['materialized_views'] ?? []).map((definition) =>
    definition.split(' '),
  );
  const columns = definitions.map(([name = '', type = 'text']) =>
    resultColumn(SHOWN_NAMES[name] ?? name.toLowerCase(), TYPE_CODES[type] ?? ColumnType.VAR_STRING),
  );
  const counts = await rowCounts(context);
  const rows = context.catalog
    .materializedViews()
    .filter((view) => view.database === database)
    .map((view): Row => {
      const row: InfoRow = materializedViewRow(context, view, counts);
      return definitions.map(([name = '']) => {
        const value = row[name];
        return value === null || value === undefined ? null : String(value);
      });
    });
  return rowsResult(
    columns,
    applyTail(
      columns.map((column) => column.name),
      rows,
      tail,
      2,
    ),
  );
}

const PARTITION_COLUMNS = (
  'PartitionId PartitionName CompactVersion VisibleVersion NextVersion State PartitionKey Range DistributionKey Buckets DataSize StorageSize RowCount EnableDataCache AsyncWrite AvgCS P50CS MaxCS ' +
  'DataVersion VersionEpoch VersionTxnType MetaSwitchVersion'
).split(' ');

async function showPartitions(
  context: ServerContext,
  session: SessionState,
  tokens: readonly Token[],
  at: number,
): Promise<StatementResult> {
  const tail = readTail(tokens, at);
  const [first = '', second] = tail.from;
  const target =
    second === undefined
      ? { database: databaseOf(context, session, []), name: first }
      : { database: first, name: second };
  const table = requireTable(context, target);
  const counts = await rowCounts(context);
  const list = table.partition?.kind === 'list' || table.partition?.kind === 'expression';
  const names = PARTITION_COLUMNS.map((name) => (name === 'Range' && list ? 'List' : name));
  const rows = table.partitions.map((partition): Row => {
    const count = table.partition === undefined ? String(counts.get(`${table.database}.${table.name}`) ?? 0) : null;
    const key = table.distribution.kind === 'hash' ? table.distribution.columns.join(', ') : 'ALL KEY';
    const known = [
      String(partition.id),
      partition.name,
      '0',
      '1',
      '2',
      'NORMAL',
      partitionKeyText(table),
      partition.values,
      key,
    ];
    return [
      ...known,
      String(table.distribution.buckets ?? 1),
      '0B',
      '0B',
      count,
      'true',
      'false',
      '0.00',
      '0.00',
      '0.00',
      '1',
      '0',
      'TXN_NORMAL',
      '0',
    ];
  });
  return textResult(names, applyTail(names, rows, tail, 1));
}

const INDEX_COLUMNS =
  'Table Non_unique Key_name Seq_in_index Column_name Collation Cardinality Sub_part Packed Null Index_type Comment'.split(
    ' ',
  );

function showIndexes(context: ServerContext, session: SessionState, tokens: readonly Token[]): StatementResult {
  const [first = '', second] = readTail(tokens, 1).from;
  const target =
    second === undefined
      ? { database: databaseOf(context, session, []), name: first }
      : { database: first, name: second };
  const table = requireTable(context, target);
  const rows = table.indexes.map((index): Row => [
    `${table.database}.${table.name}`,
    '',
    index.name,
    '',
    index.columns.join(','),
    '',
    '',
    '',
    '',
    '',
    index.type ?? 'BITMAP',
    index.comment ?? '',
  ]);
  return textResult(INDEX_COLUMNS, rows);
}
