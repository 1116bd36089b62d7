import type {
  AlterMaterializedViewStatement,
  CancelRefreshStatement,
  CreateMaterializedViewStatement,
  DropMaterializedViewStatement,
  RefreshMaterializedViewStatement,
  RefreshScheme,
} from '@strata/starrocks-sql';

import { SqlError, analysisError, unsupported } from '../errors';
import { OK, textResult } from '../protocol/result';
import type { StatementResult } from '../protocol/result';
import { duckTable, quoteName } from '../storage/names';
import { duckType } from '../storage/types';
import type { MaterializedViewRecord, RefreshSchedule } from '../storage/model';
import type { ServerContext, SessionState } from './context';
import { userName } from './context';
import { exists } from './ddl-table';
import { deactivateReaders } from './inactive';
import { readViewQuery } from './ddl-view';
import { activate } from './mv-activation';
import { checkInterval, checkMaterializedView, checkViewProperties, refuseUnknown } from './mv-checks';
import { startRefresh } from './refresh';
import { createSyncView, dropSyncView } from './sync-mv';
import type { Refresh, RefreshRequest } from './refresh';
import { requireDatabase, requireMaterializedView, resolveName } from './targets';

export async function createMaterializedView(
  context: ServerContext,
  session: SessionState,
  statement: CreateMaterializedViewStatement,
): Promise<StatementResult> {
  const target = resolveName(session, statement.name);
  if (context.catalog.database(target.database) === undefined)
    throw analysisError(`Can not find database:${target.database} in default_catalog`);
  const isSync = statement.refresh === undefined && statement.distribution === undefined;
  // A synchronous one may not have the name of its table; it says so itself.
  if (!(isSync && context.catalog.object(target.database, target.name)?.kind === 'table'))
    if (exists(context, target, statement.ifNotExists)) return OK;
  if (isSync) return createSyncView(context, session, statement);
  const query = readViewQuery(context, session, statement.query.text, statement.columns);
  if (query.sources.length === 0) throw analysisError('Can not find base table in query statement');
  checkMaterializedView(context, session, statement, query);
  const refresh = readSchedule(statement.refresh);
  const now = Date.now();
  const view = await context.catalog.change(async (change) => {
    const id = change.nextId();
    const record: MaterializedViewRecord = {
      kind: 'materialized-view',
      id,
      ...target,
      ...query,
      comment: statement.comment ?? '',
      createdMs: now,
      updatedMs: now,
      createdIn: session.database,
      creator: userName(session),
      refresh,
      partitionBy: (statement.partitionBy ?? []).map((expression) => expression.text),
      distribution: statement.distribution ?? { kind: 'random' },
      orderBy: statement.orderBy ?? [],
      indexes: statement.indexes,
      properties: Object.fromEntries(statement.properties.map(({ key, value }) => [key, value])),
      taskId: change.nextId(),
      active: true,
      inactiveReason: '',
    };
    const columns = record.columns.map((column) => `${quoteName(column.name)} ${duckType(column.type)}`);
    await change.run(`CREATE TABLE ${duckTable(target.database, target.name)} (${columns.join(', ')})`);
    await change.putObject(record);
    return record;
  });
  if (refresh.moment !== 'DEFERRED') {
    // The view exists even when its first run fails; the run says why.
    await startAndLeave(context, view, { manual: false, sync: false, force: false });
  }
  return OK;
}

function readSchedule(scheme: RefreshScheme | undefined): RefreshSchedule {
  if (scheme === undefined) return { moment: undefined, mode: 'ASYNC' };
  if (scheme.mode === 'incremental') throw new SqlError(1064, 'rebuild mv job is not supported');
  return {
    moment: scheme.moment,
    mode: scheme.mode === 'manual' ? 'MANUAL' : 'ASYNC',
    ...(scheme.start === undefined ? {} : { start: scheme.start }),
    ...(scheme.every === undefined ? {} : { every: scheme.every }),
  };
}

export async function alterMaterializedView(
  context: ServerContext,
  session: SessionState,
  statement: AlterMaterializedViewStatement,
): Promise<StatementResult> {
  const view = requireMaterializedView(context, resolveName(session, statement.name));
  const { action } = statement;
  switch (action.kind) {
    case 'rename':
      exists(context, { database: view.database, name: action.to }, false);
      await context.catalog.change(async (change) => {
        await change.run(`ALTER TABLE ${duckTable(view.database, view.name)} RENAME TO ${quoteName(action.to)}`);
        await change.removeObject(view);
        await change.putObject({ ...view, name: action.to });
        await deactivateReaders(context, change, view, [], `base-table renamed: ${view.name}`);
      });
      return OK;
    case 'refresh':
      checkInterval(action.refresh.every);
      await put(context, { ...view, refresh: readSchedule(action.refresh) });
      return OK;
    case 'set-properties':
      refuseUnknown(action.properties);
      checkViewProperties(context, session, action.properties, {
        isManual: view.refresh.mode === 'MANUAL',
        isPartitioned: view.partitionBy.length > 0,
        isRandom: view.distribution.kind === 'random',
        columns: view.columns,
      });
      await put(context, {
        ...view,
        properties: { ...view.properties, ...Object.fromEntries(action.properties.map((p) => [p.key, p.value])) },
      });
      return OK;
    case 'set-status':
      await setStatus(context, session, view, action.status);
      return OK;
    case 'swap': {
      const other = requireMaterializedView(context, { database: view.database, name: action.with });
      await swap(context, view, other);
      return OK;
    }
    case 'add-column':
    case 'drop-column':
      throw unsupported('changing the columns of materialized views');
  }
}

function put(context: ServerContext, view: MaterializedViewRecord): Promise<void> {
  return context.catalog.change((change) => change.putObject(view));
}

async function setStatus(
  context: ServerContext,
  session: SessionState,
  view: MaterializedViewRecord,
  status: 'ACTIVE' | 'INACTIVE',
): Promise<void> {
  if (status === 'INACTIVE') {
    await put(context, {
      ...view,
      active: false,
      inactiveReason: 'user use alter materialized view set status to inactive',
    });
    return;
  }
  await activate(context, session, view);
}

async function swap(
  context: ServerContext,
  view: MaterializedViewRecord,
  other: MaterializedViewRecord,
): Promise<void> {
  const parked = `${view.name}__swapped`;
  await context.catalog.change(async (change) => {
    const rename = (from: string, to: string): Promise<void> =>
      change.run(`ALTER TABLE ${duckTable(view.database, from)} RENAME TO ${quoteName(to)}`);
    await rename(view.name, parked);
    await rename(other.name, view.name);
    await rename(parked, other.name);
    await change.putObject({ ...view, name: other.name });
    await change.putObject({ ...other, name: view.name });
    await deactivateReaders(context, change, view, [], `base-table swapped: ${view.name}`);
    await deactivateReaders(context, change, other, [], `base-table swapped: ${other.name}`);
  });
}

export async function dropMaterializedView(
  context: ServerContext,
  session: SessionState,
  statement: DropMaterializedViewStatement,
): Promise<StatementResult> {
  const target = resolveName(session, statement.name);
  requireDatabase(context, target.database);
  const object = context.catalog.object(target.database, target.name);
  if (object?.kind !== 'materialized-view') {
    if (await dropSyncView(context, target.database, target.name)) return OK;
    if (statement.ifExists) return OK;
    throw new SqlError(1064, `Materialized view ${target.name} is not found`);
  }
  await context.catalog.change(async (change) => {
    await change.run(`DROP TABLE ${duckTable(target.database, target.name)}`);
    await change.removeObject(object);
    await deactivateReaders(context, change, target, [], `base-table dropped: ${target.name}`);
  });
  return OK;
}

export async function runRefresh(
  context: ServerContext,
  session: SessionState,
  statement: RefreshMaterializedViewStatement,
): Promise<StatementResult> {
  const view = requireMaterializedView(context, resolveName(session, statement.name));
  if (!view.active) {
    throw new SqlError(
      1064,
      `Getting analyzing error. Detail message: Refresh materialized view failed because [${view.name}] is not active. You can try to active it with ALTER MATERIALIZED VIEW ${view.name} ACTIVE.`,
    );
  }
  if (statement.partition !== undefined && view.partitionBy.length === 0)
    throw analysisError('Not support refresh by partition for single partition mv');
  const request: RefreshRequest = { manual: true, sync: statement.mode === 'SYNC', force: statement.force };
  if (!request.sync) return textResult(['QUERY_ID'], [[(await startAndLeave(context, view, request)).queryId]]);
  const { queryId, done } = startRefresh(context, view, request);
  await done;
  return textResult(['QUERY_ID'], [[queryId]]);
}

/**
 * Starts a refresh whose outcome task_runs tells. A run that neither waits nor is slowed down is over when this returns,
 * so that small set-ups need not poll.
 */
async function startAndLeave(
  context: ServerContext,
  view: MaterializedViewRecord,
  request: RefreshRequest,
): Promise<Refresh> {
  const immediate = context.tasks.isImmediate(`mv-${view.id}`);
  const refresh = startRefresh(context, view, request);
  const settled = refresh.done.catch(() => undefined);
  if (immediate) await settled;
  return refresh;
}

export function cancelRefresh(
  context: ServerContext,
  session: SessionState,
  statement: CancelRefreshStatement,
): StatementResult {
  const view = requireMaterializedView(context, resolveName(session, statement.name));
  context.tasks.cancel(`mv-${view.id}`);
  return OK;
}
