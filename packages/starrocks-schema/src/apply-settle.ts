/** Whether a step took effect, as the catalog shows it: after a crash, or when the answer was lost. */

import { awaitedBy, targetOf } from './apply-step';
import type { Connection } from './connection-types';
import { differencesOf } from './differences';
import { ApplyError } from './errors';
import { readObjects } from './introspect';
import type { JobWatch } from './jobs';
import type { LedgerEntry, LiveModel, LiveObject, ObjectId } from './model';
import type { Settled, Step } from './plan-types';
import { verifyStep } from './verify';

export interface SettleContext {
  /** Outlives a lost connection. */
  readonly connection: Connection;
  readonly jobs: JobWatch;
  /** What the warehouse held when the run began. */
  readonly live: LiveModel;
  readonly entryOf: (object: ObjectId) => LedgerEntry | undefined;
}

/** What the plan says how to see. */
export async function isSettled(context: SettleContext, step: Step, settled: Settled): Promise<boolean> {
  switch (settled.kind) {
    case 'exists':
      return (await readOne(context, settled.object)) !== undefined;
    case 'absent':
      return (await readOne(context, settled.object)) === undefined;
    case 'definition': {
      const live = await readOne(context, settled.object);
      return live !== undefined && isAsDeclared(context, step, live);
    }
    case 'query': {
      const [row] = await context.connection.query(settled.sql);
      const value = row === undefined ? undefined : Object.values(row)[0];
      return ['1', 'true'].includes(String(value).toLowerCase());
    }
  }
}

/** Whether a statement took effect whose answer was lost. @param before the last job ahead of it */
export async function hasHappened(context: SettleContext, step: Step, before: number): Promise<boolean> {
  const awaited = awaitedBy(step);
  if (awaited !== undefined && awaited !== 'refresh') {
    if ((await context.jobs.latest(awaited, targetOf(step))) > before) return true;
  }
  if (step.settled !== undefined) return isSettled(context, step, step.settled);
  if (step.repeatable === true) return false;
  const live = await readOne(context, step.object);
  const verdict = verifyStep(step, live, context.live.engineVersion, context.entryOf(step.object));
  if (typeof verdict !== 'string') throw new ApplyError(verdict.code, `${verdict.object}: ${verdict.message}`);
  return verdict === 'done';
}

/**
 * The frontend may run a forwarded statement twice and report that its own creation exists: what is there is looked at.
 *
 * @throws ApplyError (STR1421) when it is somebody else's.
 */
export async function isOurs(context: SettleContext, step: Step): Promise<boolean> {
  const live = await readOne(context, targetOf(step));
  if (live === undefined) return false;
  if (step.target !== undefined && step.target !== step.object) return isAsDeclared(context, step, live);
  if (step.expects.kind !== 'absent') return false;
  const verdict = verifyStep(step, live, context.live.engineVersion);
  if (typeof verdict !== 'string') {
    throw new ApplyError(
      'STR1421',
      `${verdict.object} was created by somebody else while this plan ran: ${verdict.message}`,
    );
  }
  return verdict === 'done';
}

async function readOne(context: SettleContext, object: ObjectId): Promise<LiveObject | undefined> {
  const [live] = await readObjects(context.connection, [object]);
  if (live === undefined) return undefined;
  const ledger = context.entryOf(object);
  return ledger === undefined ? live : { ...live, ledger };
}

function isAsDeclared(context: SettleContext, step: Step, live: LiveObject): boolean {
  if (step.declared === undefined) return false;
  const declared = { definition: step.declared, hash: step.record.writtenHash, ignore: step.ignore };
  return differencesOf(declared, live, context.live.engineVersion).length === 0;
}
