import type { ServerContext, SessionState } from '../engine/context';
import { formatTime } from '../engine/times';
import { requireTable } from '../engine/targets';
import { INFO_TABLES } from '../info/definitions';
import type { InfoRow } from '../info/info-schema';
import { materializedViewRow } from '../info/materialized-views';
import { ColumnType } from '../protocol/constants';
import { resultColumn, rowsResult, textResult } from '../protocol/result';
import type { Row, StatementResult } from '../protocol/result';
import { isWord } from '../sql/scanner';
import type { Token } from '../sql/scanner';
import { applyTail, readTail } from './filter';
import { showAlter } from './alter-jobs';
import { showPipes, showRoutineLoads } from './jobs';
import { showData, showPartitions } from './partitions';
import { databaseOf } from './show';
import { unsupported } from '../errors';

/** SHOW of jobs, loads, materialized views and partitions. */
export function isHistoryShow(tokens: readonly Token[]): boolean {
  const first = tokens[0]?.text.toUpperCase() ?? '';
  if (first === 'ALL') return isWord(tokens[1], 'ROUTINE');
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
      return showPartitions(context, session, tokens, 1, false);
    case 'TEMPORARY':
      if (isWord(second, 'PARTITIONS')) return showPartitions(context, session, tokens, 2, true);
      break;
    case 'DATA':
      return showData(context, session, tokens);
    case 'INDEX':
    case 'INDEXES':
    case 'KEYS':
    case 'KEY':
      return showIndexes(context, session, tokens);
    case 'ROUTINE':
      if (isWord(second, 'LOAD')) return showRoutineLoads(context, session, tokens);
      break;
    case 'ALL':
      if (isWord(second, 'ROUTINE')) return showRoutineLoads(context, session, tokens);
      break;
    case 'PIPES':
      return showPipes(context, session, tokens);
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
  const statistics = await context.statistics.all();
  const rows = context.catalog
    .materializedViews()
    .filter((view) => view.database === database)
    .map((view): Row => {
      const row: InfoRow = materializedViewRow(context, view, statistics.get(view.id)?.rows ?? 0);
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
