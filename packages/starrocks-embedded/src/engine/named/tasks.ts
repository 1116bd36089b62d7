import { parseStatement } from '@strata/starrocks-sql';
import type { AlterTaskStatement, Statement, SubmitTaskStatement } from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../../errors';
import { OK, textResult } from '../../protocol/result';
import type { StatementResult } from '../../protocol/result';
import type { NamedRecord } from '../../storage/model';
import { backgroundSession, newQueryId } from '../context';
import type { ServerContext, SessionState } from '../context';
import { addNamed, dropNamed, putNamed, toRecord } from './store';

/** Runs a statement of a task; given by the executor, which runs all others too. */
export type RunStatement = (
  context: ServerContext,
  session: SessionState,
  statement: Statement,
) => Promise<StatementResult>;

/** SUBMIT TASK: without a schedule it runs once, at once. */
export async function submitTask(
  context: ServerContext,
  session: SessionState,
  statement: SubmitTaskStatement,
  run: RunStatement,
): Promise<StatementResult> {
  const name = statement.name?.parts.at(-1) ?? `ctas-${newQueryId()}`;
  const database =
    statement.name !== undefined && statement.name.parts.length > 1
      ? (statement.name.parts[0] ?? '')
      : session.database;
  requireTarget(context, session, statement.body.text);
  const { schedule } = statement;
  const isNew = await addNamed(context, session, {
    kind: 'task',
    name,
    properties: toRecord(statement.properties),
    state: 'ACTIVE',
    details: {
      database,
      definition: statement.body.text,
      ...(schedule === undefined
        ? {}
        : {
            every: Number(schedule.every.value.text),
            unit: schedule.every.unit,
            start: schedule.start,
          }),
    },
  });
  if (!isNew) throw analysisError(`Task name [${name}] already exists`);
  const task = context.catalog.named('task', name);
  if (schedule === undefined && task !== undefined) void runTask(context, task, run).catch(() => undefined);
  return textResult(['TaskName', 'Status'], [[name, 'SUBMITTED']]);
}

function requireTarget(context: ServerContext, session: SessionState, body: string): void {
  const match = /^\s*insert\s+(?:into|overwrite)\s+(?:table\s+)?([\w.`]+)/i.exec(body);
  if (match === null) return;
  const parts = (match[1] ?? '').replaceAll('`', '').split('.');
  const name = parts.at(-1) ?? '';
  if (context.catalog.object(parts.at(-2) ?? session.database, name) === undefined)
    throw analysisError(`Table ${name} is not found`);
}

/** Runs the statement of a task as a task run. A failure is noted and thrown. */
export async function runTask(context: ServerContext, task: NamedRecord, run: RunStatement): Promise<void> {
  const queryId = newQueryId();
  const database = String(task.details['database']);
  const definition = String(task.details['definition']);
  const record = {
    queryId,
    taskName: task.name,
    database,
    definition,
    createMs: Date.now(),
    finishMs: 0,
    error: '',
    extra: '',
    properties: JSON.stringify(task.properties),
    jobId: newQueryId(),
  };
  await context.tasks.run(record, async () => {
    let error = '';
    try {
      await run(context, backgroundSession(context, database, task.creator), parseStatement(definition));
    } catch (failure) {
      error = failure instanceof Error ? failure.message : String(failure);
    }
    const state = error === '' ? 'SUCCESS' : 'FAILED';
    await context.catalog.change((change) =>
      change.put('task_runs', queryId, { ...record, finishMs: Date.now(), state, error }),
    );
    if (error !== '') throw new SqlError(1064, error);
  });
}

export async function alterTask(context: ServerContext, statement: AlterTaskStatement): Promise<StatementResult> {
  const name = statement.name.parts.at(-1) ?? '';
  const task = context.catalog.named('task', name);
  if (task === undefined) {
    if (statement.ifExists) return OK;
    throw analysisError(`Task ${name} is not exist`);
  }
  const { action } = statement;
  if (action.kind === 'set-properties')
    await putNamed(context, { ...task, properties: { ...task.properties, ...toRecord(action.properties) } });
  else await putNamed(context, { ...task, state: action.kind === 'suspend' ? 'PAUSE' : 'ACTIVE' });
  return OK;
}

export async function dropTask(context: ServerContext, name: string, ifExists: boolean): Promise<StatementResult> {
  if (!(await dropNamed(context, 'task', name)) && !ifExists) throw analysisError(`Task ${name} is not exist`);
  return OK;
}
