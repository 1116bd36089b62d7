import { SqlError } from '../errors';
import type { MaterializedViewRecord, RefreshOutcome, TaskRunRecord } from '../storage/model';
import { duckTable, quoteName } from '../storage/names';
import { duckType } from '../storage/types';
import type { ServerContext } from './context';
import { newQueryId } from './context';
import { duckError, runDuck } from './queries';

export interface RefreshRequest {
  readonly manual: boolean;
  readonly sync: boolean;
  readonly force: boolean;
}

/** A refresh that was asked for: its id at once, its end later. A failure is noted in task_runs and thrown. */
export interface Refresh {
  readonly queryId: string;
  readonly done: Promise<void>;
}

/** Asks for a materialized view to be computed anew. It waits while other tasks have all the slots. */
export function startRefresh(context: ServerContext, view: MaterializedViewRecord, request: RefreshRequest): Refresh {
  const queryId = newQueryId();
  const jobId = newQueryId();
  const createMs = Date.now();
  const pending = runRecord(view, queryId, jobId, createMs);
  const done = context.tasks.run(pending, async (isCancelled) => {
    const startMs = Date.now();
    const failure = await attempt(context, view, isCancelled);
    const finishMs = Date.now();
    const error = failure?.message ?? '';
    const state = failure === undefined ? 'SUCCESS' : 'FAILED';
    const outcome: RefreshOutcome = { queryId, jobId, startMs, finishMs, state, error, ...request };
    await note(context, view, { ...pending, finishMs, state, error, extra: extraMessage(outcome) }, outcome);
    if (failure !== undefined)
      throw new SqlError(failure.errorNumber, `refresh materialized view ${view.name} failed: ${failure.message}`, {
        cause: failure,
      });
    context.dataChanged(view.database, view.name);
  });
  return { queryId, done };
}

async function attempt(
  context: ServerContext,
  asked: MaterializedViewRecord,
  isCancelled: () => boolean,
): Promise<SqlError | undefined> {
  if (isCancelled()) return new SqlError(1064, 'task run is cancelled');
  const view = currentView(context, asked);
  if (view === undefined) return new SqlError(1064, `Materialized view ${asked.name} is not found`);
  if (!view.active) return new SqlError(1064, `Materialized view: ${view.name}/${view.id} is not active`);
  try {
    await fill(context, view);
    return undefined;
  } catch (error) {
    return duckError(error);
  }
}

/** The view by its id: it may have been renamed or swapped while the run waited. */
function currentView(context: ServerContext, asked: MaterializedViewRecord): MaterializedViewRecord | undefined {
  const same = context.catalog.object(asked.database, asked.name);
  if (same?.kind === 'materialized-view' && same.id === asked.id) return same;
  return context.catalog.materializedViews().find((view) => view.id === asked.id);
}

async function fill(context: ServerContext, view: MaterializedViewRecord): Promise<void> {
  const names = view.columns.map((column) => quoteName(column.name));
  const cells = view.columns.map((column, index) => `CAST(${names[index] ?? ''} AS ${duckType(column.type)})`);
  await context.catalog.change(async (change) => {
    const current = currentView(context, view) ?? view;
    const target = duckTable(current.database, current.name);
    await change.run(`DELETE FROM ${target}`);
    await runDuck(() =>
      change.run(
        `INSERT INTO ${target} SELECT ${cells.join(', ')} FROM (${view.sql}) AS __source(${names.join(', ')})`,
      ),
    );
  });
}

function runRecord(
  view: MaterializedViewRecord,
  queryId: string,
  jobId: string,
  createMs: number,
): Omit<TaskRunRecord, 'state'> {
  return {
    queryId,
    taskName: `mv-${view.id}`,
    database: view.database,
    definition: `insert overwrite \`${view.name}\` ${view.query}`,
    createMs,
    finishMs: 0,
    error: '',
    extra: '',
    properties: JSON.stringify({ mvId: String(view.id), warehouse: 'default_warehouse' }),
    jobId,
  };
}

async function note(
  context: ServerContext,
  view: MaterializedViewRecord,
  run: TaskRunRecord,
  outcome: RefreshOutcome,
): Promise<void> {
  await context.catalog.change(async (change) => {
    await change.put('task_runs', run.queryId, run);
    const current = currentView(context, view);
    if (current !== undefined)
      await change.putObject({ ...current, lastRefresh: outcome, updatedMs: outcome.finishMs });
  });
}

/** Column EXTRA_MESSAGE of a refresh. */
export function extraMessage(outcome: RefreshOutcome): string {
  return JSON.stringify({
    queryIds: [outcome.queryId],
    isManual: outcome.manual,
    isSync: outcome.sync,
    isReplay: false,
    priority: outcome.manual ? 80 : 50,
    lastTaskRunState: outcome.state,
  });
}
