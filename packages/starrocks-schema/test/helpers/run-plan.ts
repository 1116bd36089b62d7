/** Runs the statements of a plan one after the other, without ledger and lock: what the planner promises, and no more. */

import type { Connection, LiveModel, Model, Plan, Step } from '../../src';
import { databasesOf, introspect } from '../../src';

import { liveOf } from './live';

/** What the warehouse holds, with a ledger that says that the model was applied. */
export async function readManaged(connection: Connection, model: Model): Promise<LiveModel> {
  const read = await introspect(connection, { environment: 'demo', databases: databasesOf(model) });
  const recorded = new Map(
    liveOf(model, { version: read.engineVersion }).objects.map(({ id, ledger }) => [id, ledger]),
  );
  const objects = read.objects.map((object) => {
    const ledger = recorded.get(object.id);
    // Another hash than what was written: so the definitions themselves are compared.
    return ledger === undefined
      ? object
      : { ...object, ledger: { ...ledger, liveHash: object.liveHash, writtenHash: 'x' } };
  });
  return { ...read, objects };
}

/** @throws Error when a check fails. */
export async function runPlan(connection: Connection, plan: Plan): Promise<void> {
  if (plan.refusals.length > 0)
    throw new Error(plan.refusals.map(({ object, message }) => `${object}: ${message}`).join('\n'));
  for (const step of plan.steps) {
    for (const statement of step.statements) await connection.query(statement);
    if (step.awaits !== undefined) await settle(connection, step);
    for (const { what, left, right } of step.checks ?? []) {
      const [a, b] = [await connection.query(left), await connection.query(right)];
      const values = [a, b].map((rows) => JSON.stringify(rows.map((row) => Object.values(row))));
      if (values[0] !== values[1]) throw new Error(`${what}: ${values.join(' and ')}`);
    }
  }
}

async function settle(connection: Connection, { object, awaits }: Step): Promise<void> {
  if (awaits === 'refresh') return refreshed(connection);
  const [database = '', table = ''] = object.split('.');
  for (const kind of ['COLUMN', 'OPTIMIZE']) {
    for (;;) {
      const rows = await connection.query(`SHOW ALTER TABLE ${kind} FROM ${database} WHERE TableName = "${table}"`);
      const states = rows.map((row) => String(Object.entries(row).find(([key]) => key.toLowerCase() === 'state')?.[1]));
      if (states.includes('CANCELLED')) throw new Error(`A job of ${object} was cancelled.`);
      if (states.every((state) => state === 'FINISHED')) break;
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
  }
}

async function refreshed(connection: Connection): Promise<void> {
  const open = "SELECT QUERY_ID FROM information_schema.task_runs WHERE STATE IN ('PENDING', 'RUNNING')";
  while ((await connection.query(open)).length > 0) {
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}
