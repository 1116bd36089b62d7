/** One step: its statements, the job that they leave behind, and the checks of what came of it. */

import { pause } from './apply-pause';
import { reactionTo } from './apply-retry';
import type { RunSecrets } from './apply-secrets';
import type { SettleContext } from './apply-settle';
import { hasHappened, isOurs, isSettled } from './apply-settle';
import type { ApplyOptions, ApplyProgress } from './apply-types';
import type { ConnectionPool, Patience } from './connection-steady';
import { Attempts } from './connection-steady';
import type { Row } from './connection-types';
import { ApplyError, StatementError } from './errors';
import type { JobEnd, JobOptions, JobProgress } from './jobs';
import { cancelledJob } from './jobs';
import type { RefreshWatch } from './jobs-refresh';
import type { ObjectId } from './model';
import type { Places } from './parallel';
import type { Awaited, Check, Step } from './plan-types';
import { textOf } from './row';
import { substituteSecrets } from './secrets';
import { fillStatements } from './swap/fills';

/** A job that was cancelled for a passing cause is started again so often. */
const JOB_RETRIES = 3;

export interface StepContext extends SettleContext {
  readonly options: ApplyOptions;
  readonly secrets: RunSecrets;
  readonly pool: ConnectionPool;
  readonly refreshes: RefreshWatch;
  readonly places: Places;
  readonly patience: Patience;
  readonly jobOptions: JobOptions;
  readonly urgencyOf: (step: Step) => number;
  readonly report: (progress: ApplyProgress) => void;
  readonly onBegin: (step: Step) => void;
  /** Whether nothing more may begin. */
  readonly isStopped: () => boolean;
}

/** The run ends before this step did; the next run takes it up. */
export class StoppedError extends Error {
  public override readonly name = 'StoppedError';
}

/** The physical object whose turn a step needs. */
export function targetOf(step: Step): ObjectId {
  return step.target ?? step.object;
}

/** Which list shows the job of a step. */
export function awaitedBy(step: Step): Awaited | undefined {
  return step.awaits ?? (step.mechanism === 'async-job' ? 'schema-change' : undefined);
}

/** Runs a step whose `started` is durable. Answers whether there was anything to do. */
export async function executeStep(context: StepContext, step: Step): Promise<'applied' | 'skipped'> {
  if (step.settled !== undefined && isResumed(context, step) && (await isSettled(context, step, step.settled))) {
    return 'skipped';
  }
  for (let attempt = 1; ; attempt += 1) {
    const end = await attemptStep(context, step);
    if (end.kind === 'finished') break;
    if (end.kind === 'left') throw new StoppedError(step.id);
    if (!end.retryable || attempt > JOB_RETRIES) throw cancelledJob(targetOf(step), end);
    context.report({ kind: 'step-retried', step, message: `job ${end.job} was cancelled: ${end.message}` });
    await pause(context.jobOptions.pollMs, context.options.signal);
  }
  for (const check of step.checks ?? []) await runCheck(context, step, check);
  return 'applied';
}

/** Whether an earlier run began the same change of the object, or even ended it. */
function isResumed({ live }: StepContext, step: Step): boolean {
  const entry = live.objects.find(({ id }) => id === step.object)?.ledger;
  const missing = live.missing.find(({ object }) => object === step.object);
  const known = entry ?? missing;
  const hash = known?.state === 'started' ? known.pendingHash : known?.writtenHash;
  return hash === step.record.writtenHash;
}

async function attemptStep(context: StepContext, step: Step): Promise<JobEnd> {
  const awaited = awaitedBy(step);
  const target = targetOf(step);
  const before = awaited === undefined || awaited === 'refresh' ? 0 : await context.jobs.latest(awaited, target);
  let answer: readonly Row[] = [];
  for (const statement of await filled(context, step)) answer = await send(context, step, statement, before);
  const report = (progress: JobProgress): void => context.report({ kind: 'job', object: target, ...progress });
  switch (awaited) {
    case undefined:
      return { kind: 'finished' };
    case 'refresh': {
      const query = answer[0] === undefined ? '' : textOf(answer[0], 'query_id');
      return context.refreshes.follow(target, query, report);
    }
    case 'schema-change':
    case 'optimize':
    case 'rollup':
      return context.jobs.follow(awaited, target, before, report);
  }
}

/** Statements with what only this moment knows, e.g. how far a load has read. */
function filled({ pool }: StepContext, step: Step): Promise<readonly string[]> {
  return fillStatements(step.statements, step.fills ?? [], (sql) => pool.use((connection) => connection.query(sql)));
}

/** Sends one statement, until it took effect or is refused for good. */
async function send(context: StepContext, step: Step, statement: string, before: number): Promise<readonly Row[]> {
  const attempts = new Attempts(context.patience);
  for (;;) {
    try {
      return await context.places.use(context.urgencyOf(step), () => sendOnce(context, step, statement));
    } catch (error) {
      switch (reactionTo(error)) {
        case 'final':
          throw error;
        case 'there':
          return [];
        case 'exists':
          if (await isOurs(context, step)) return [];
          throw error;
        case 'wait':
          context.report({ kind: 'step-retried', step, message: `${targetOf(step)} is busy: ${messageOf(error)}` });
          await pause(context.jobOptions.pollMs, context.options.signal);
          break;
        case 'look':
        case 'lost':
          await attempts.next(error);
          context.report({ kind: 'step-retried', step, message: messageOf(error) });
          if (await hasHappened(context, step, before)) return [];
          break;
      }
    }
  }
}

async function sendOnce(context: StepContext, step: Step, statement: string): Promise<readonly Row[]> {
  const values = await context.secrets.valuesFor(step.object, statement);
  if (context.isStopped()) throw new StoppedError(step.id);
  context.onBegin(step);
  const sql = values.size === 0 ? statement : substituteSecrets(statement, values);
  try {
    return await context.pool.use((connection) => connection.query(sql));
  } catch (error) {
    if (!(error instanceof StatementError) || values.size === 0) throw error;
    // The warehouse may repeat the statement in its answer.
    throw new StatementError(error.errno, statement, hidden(error.message, values));
  }
}

function hidden(message: string, values: ReadonlyMap<string, string>): string {
  return [...values.values()].reduce((text, value) => (value === '' ? text : text.replaceAll(value, '***')), message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function runCheck(context: StepContext, step: Step, check: Check): Promise<void> {
  const [left, right] = [await context.connection.query(check.left), await context.connection.query(check.right)];
  const [a, b] = [cellsOf(left), cellsOf(right)];
  if (a.length === b.length && a.every((cell, index) => cell === b[index])) return;
  throw new ApplyError(
    'STR1427',
    `\`${step.id}\` did not leave what it should have: ${check.what} is ${a.join(', ')} on one side and ${b.join(', ')} on the other. ` +
      `Compared were \`${check.left}\` and \`${check.right}\`. Nothing was swapped; the rows of ${step.object} are as they were. ` +
      'Pause the writers that are not known here and apply again.',
  );
}

function cellsOf([row]: readonly Row[]): readonly string[] {
  return row === undefined ? [] : Object.values(row).map(String);
}
