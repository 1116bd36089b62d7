/** INSERT, UPDATE and DELETE as loads: with a label, a record, and a log of the rows that were refused. */

import { FilteredRows, SqlError } from '../errors';
import type { StatementResult } from '../protocol/result';
import { objectKey } from '../storage/catalog';
import type { CatalogChange } from '../storage/catalog';
import type { LoadRecord, TableRecord } from '../storage/model';
import { newQueryId, queryScope, systemVariable, userName } from './context';
import type { ServerContext, SessionState } from './context';
import { NO_OUTSIDERS, settlePartitions } from './partition/settle';
import { requireOn } from './privileges';

/** A write that is to be run: `work` answers the number of rows that it touched. */
interface StatementLoad {
  readonly table: TableRecord;
  readonly type: LoadRecord['type'];
  readonly label?: string | undefined;
  /** Partitions that the rows have to be in, when they are named. */
  readonly partitions?: readonly string[] | undefined;
  readonly work: (change: CatalogChange) => Promise<number>;
}

/** Runs a write as a load, and answers as a frontend does. */
export async function runLoad(
  context: ServerContext,
  session: SessionState,
  load: StatementLoad,
): Promise<StatementResult> {
  const { table } = load;
  requireOn(context, session, load.type, table);
  const begun = newRecord(context, session, load);
  const { loadedRows, filteredRows } = await context.catalog
    .change((change) => write(context, session, change, load, begun))
    .catch((error: unknown) => {
      if (error instanceof FilteredRows) return refuseRows(context, begun, error);
      throw error;
    });
  context.dataChanged(table.database, table.name);
  return {
    kind: 'ok',
    affectedRows: loadedRows,
    ...(filteredRows === 0 ? {} : { warnings: filteredRows }),
    info: `{'label':'${begun.label}', 'status':'VISIBLE', 'txnId':'${begun.id}'}`,
  };
}

function newRecord(context: ServerContext, session: SessionState, { table, type, label }: StatementLoad): LoadRecord {
  return {
    id: context.catalog.nextId(),
    label: label ?? `${type.toLowerCase()}_${newQueryId()}`,
    database: table.database,
    table: table.name,
    user: userName(session),
    type,
    state: 'PREPARE',
    totalRows: 0,
    filteredRows: 0,
    unselectedRows: 0,
    loadedRows: 0,
    bytes: 0,
    createMs: Date.now(),
    finishMs: 0,
    error: '',
    trackingUrl: '',
  };
}

const keyOf = ({ database, label }: LoadRecord): string => objectKey(database, label);

/** @throws FilteredRows when more rows are refused than the session allows. */
async function write(
  context: ServerContext,
  session: SessionState,
  change: CatalogChange,
  { table, type, partitions, work }: StatementLoad,
  begun: LoadRecord,
): Promise<LoadRecord> {
  const used = context.catalog.load(begun.database, begun.label);
  if (used !== undefined && used.state !== 'ABORTED')
    throw new SqlError(1064, `Label [${begun.label}] has already been used.`);
  const total = await work(change);
  const outsiders =
    type === 'DELETE' ? NO_OUTSIDERS : await settlePartitions(change, queryScope(context, session), table, partitions);
  if (outsiders.count > total * filterRatio(context, session)) throw new FilteredRows(outsiders.reasons);
  const done: LoadRecord = {
    ...begun,
    state: 'VISIBLE',
    totalRows: total,
    filteredRows: outsiders.count,
    loadedRows: total - outsiders.count,
    finishMs: Date.now(),
    ...trackingOf(begun, outsiders.reasons),
  };
  await change.put('loads', keyOf(begun), done);
  return done;
}

/** Share of the rows of a statement that may be refused without refusing all. */
function filterRatio(context: ServerContext, session: SessionState): number {
  return Number(systemVariable(context, session, 'insert_max_filter_ratio') ?? 0);
}

function trackingOf(load: LoadRecord, reasons: readonly string[]): Pick<LoadRecord, 'trackingUrl' | 'trackingLog'> {
  if (reasons.length === 0) return { trackingUrl: '' };
  return {
    trackingUrl: `select tracking_log from information_schema.load_tracking_logs where job_id=${load.id}`,
    trackingLog: reasons.map((reason) => `Error: ${reason}\n`).join(''),
  };
}

/** Keeps what was refused where the answer says that it can be read. */
async function refuseRows(context: ServerContext, begun: LoadRecord, refusal: FilteredRows): Promise<never> {
  const tracking = trackingOf(begun, refusal.reasons);
  const error = `Insert has filtered data, txn_id = ${begun.id}, tracking sql = ${tracking.trackingUrl}`;
  await context.catalog.change((change) =>
    change.put('loads', keyOf(begun), { ...begun, state: 'ABORTED', finishMs: Date.now(), error, ...tracking }),
  );
  throw new SqlError(1064, error, { cause: refusal });
}
