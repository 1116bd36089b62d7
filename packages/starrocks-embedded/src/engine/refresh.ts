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

/** Computes a materialized view anew and notes the run. Answers the id of the query; a failure is noted and thrown. */
export async function refreshMaterializedView(
  context: ServerContext,
  view: MaterializedViewRecord,
  request: RefreshRequest,
): Promise<string> {
  const queryId = newQueryId();
  const startMs = Date.now();
  try {
    await fill(context, view);
    await note(context, view, request, queryId, startMs, '');
  } catch (error) {
    const failure = duckError(error);
    await note(context, view, request, queryId, startMs, failure.message);
    throw new SqlError(failure.errorNumber, `refresh materialized view ${view.name} failed: ${failure.message}`, {
      cause: error,
    });
  }
  context.dataChanged(view.database, view.name);
  return queryId;
}

async function fill(context: ServerContext, view: MaterializedViewRecord): Promise<void> {
  const names = view.columns.map((column) => quoteName(column.name));
  const cells = view.columns.map((column, index) => `CAST(${names[index] ?? ''} AS ${duckType(column.type)})`);
  const target = duckTable(view.database, view.name);
  await context.catalog.change(async (change) => {
    await change.run(`DELETE FROM ${target}`);
    await runDuck(() =>
      change.run(
        `INSERT INTO ${target} SELECT ${cells.join(', ')} FROM (${view.sql}) AS __source(${names.join(', ')})`,
      ),
    );
  });
}

async function note(
  context: ServerContext,
  view: MaterializedViewRecord,
  request: RefreshRequest,
  queryId: string,
  startMs: number,
  error: string,
): Promise<void> {
  const state = error === '' ? 'SUCCESS' : 'FAILED';
  const outcome: RefreshOutcome = {
    queryId,
    jobId: newQueryId(),
    startMs,
    finishMs: Date.now(),
    state,
    error,
    ...request,
  };
  const run: TaskRunRecord = {
    queryId,
    taskName: `mv-${view.id}`,
    database: view.database,
    definition: `insert overwrite \`${view.name}\` ${view.query}`,
    createMs: startMs,
    finishMs: outcome.finishMs,
    state,
    error,
    extra: extraMessage(outcome),
    properties: JSON.stringify({ mvId: String(view.id), warehouse: 'default_warehouse' }),
    jobId: outcome.jobId,
  };
  await context.catalog.change(async (change) => {
    await change.put('task_runs', queryId, run);
    const current = context.catalog.object(view.database, view.name);
    if (current?.kind === 'materialized-view')
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
