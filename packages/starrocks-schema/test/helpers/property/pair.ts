/** One change of a warehouse from a random library to another, through apply with its lock and its ledger, and what must hold behind it. */

import type { Connection, LiveModel, Model, Plan, PlanPolicy } from '../../../src';
import { apply, databasesOf, diff, introspect, planSteps, readFacts } from '../../../src';
import { problemsOf } from '../as-declared';
import { modelOfFiles } from '../files';
import { complete, filesOf } from './library';
import type { Library, Part } from './part';
import { freeColumns, rowsSql, tableName } from './tables';

const POLICY: PlanPolicy = { allowDataLoss: true, protection: false, maxRisk: 'rewrites-data' };
const OPTIONS = { pollMs: 5, reconnectMs: 0, deadAfterSeconds: 0 } as const;
const ENVIRONMENT = 'demo';
const ROWS = 4;

export interface Change {
  readonly from: Library;
  /** As far as the planner takes it: what it refuses stays as it was. */
  readonly to: Library;
  readonly plan: Plan;
  readonly refused: readonly string[];
}

/** Plans a change. What is refused is left as it was, as an operator would, until nothing is refused. */
export async function planChange(connection: Connection, from: Library, to: Library): Promise<Change> {
  const refused: string[] = [];
  let next = to;
  for (;;) {
    const model = modelOf(next, from);
    const plan = await planTo(connection, model);
    if (plan.refusals.length === 0) return { from, to: next, plan, refused };
    refused.push(...plan.refusals.map(({ object, message }) => `${object}: ${message}`));
    const without = withoutRefused(next, from, new Set(plan.refusals.map(({ object }) => object)));
    if (sameLibrary(next, from)) throw new Error(`To change nothing is refused:\n${refused.join('\n')}`);
    // What is refused because of another object stays with it: then nothing changes.
    next = sameLibrary(without, next) ? from : without;
  }
}

export function modelOf(library: Library, former: Library): Model {
  return modelOfFiles(filesOf(library, former));
}

async function planTo(connection: Connection, model: Model): Promise<Plan> {
  const live = await read(connection, model);
  return planSteps(diff(model, live), POLICY, await readFacts(connection, databasesOf(model)));
}

function read(connection: Connection, model: Model): Promise<LiveModel> {
  return introspect(connection, {
    environment: ENVIRONMENT,
    databases: databasesOf(model),
    objects: model.objects.map(({ id }) => id),
  });
}

/** The parts that were refused by their objects as they were. */
function withoutRefused(library: Library, former: Library, objects: ReadonlySet<string>): Library {
  const isRefused = (key: string): boolean =>
    [...objects].some((object) => new RegExp(`[.:]${key}(_next)?($|[@(])`).test(object));
  const next = new Map<string, Part>(library);
  for (const key of new Set([...library.keys(), ...former.keys()])) {
    const before = former.get(key);
    if (!isRefused(key)) continue;
    if (before === undefined) next.delete(key);
    else next.set(key, before);
  }
  return complete(next);
}

function sameLibrary(left: Library, right: Library): boolean {
  return JSON.stringify([...left.values()]) === JSON.stringify([...right.values()]);
}

/** Applies a change and says what does not hold behind it; empty when all does. */
export async function applyChange(connection: Connection, change: Change): Promise<readonly string[]> {
  const rows = await keptRows(connection, change, 'before');
  await runChange(connection, change.plan);
  return problemsBehind(connection, change, rows);
}

export async function runChange(connection: Connection, plan: Plan): Promise<void> {
  const resolveSecret = (name: string): Promise<string> => Promise.resolve(`value of ${name}`);
  await apply(connection, plan, { environment: ENVIRONMENT, ...OPTIONS, resolveSecret });
}

/** What does not hold behind a change. @param rows of the kept tables before it */
export async function problemsBehind(
  connection: Connection,
  change: Change,
  rows: readonly string[],
): Promise<readonly string[]> {
  const model = modelOf(change.to, change.to);
  const state = await problemsOf(connection, model, { environment: ENVIRONMENT, policy: POLICY });
  return [...state, ...rowProblems(rows, await keptRows(connection, change, 'after'))];
}

/** Rows for the tables that a change made. */
export async function fillNew(connection: Connection, { from, to }: Change): Promise<void> {
  for (const part of to.values()) {
    if (part.recipe === 'table' && !from.has(part.key)) await connection.query(rowsSql(part, ROWS));
  }
}

// -------------------------------------------------------------------------------------------------------------- rows

/** The rows of the tables that a change keeps, as text. */
export function keptRows(
  connection: Connection,
  { from, to }: Change,
  when: 'before' | 'after',
): Promise<readonly string[]> {
  return Promise.all(keptTables(from, to).map((pair) => contents(connection, pair[when === 'before' ? 0 : 1], pair)));
}

type Kept = readonly [before: Part, after: Part];

function keptTables(from: Library, to: Library): readonly Kept[] {
  return [...to.values()].flatMap((after): Kept[] => {
    const before = from.get(after.key);
    return after.recipe === 'table' && before !== undefined ? [[before, after]] : [];
  });
}

/** Rows of a table in the columns that it has before and after, by the names that it has now. */
async function contents(connection: Connection, now: Part, [before, after]: Kept): Promise<string> {
  const both = freeColumns(now).filter(({ key }) =>
    [before, after].every((part) => freeColumns(part).some((column) => column.key === key)),
  );
  const names = ['id', 'day', 'amount', ...both.map(({ name }) => name)];
  const keys = ['id', 'day', 'amount', ...both.map(({ key }) => key)];
  const rows = await connection.query(`SELECT ${names.join(', ')} FROM ods.${tableName(now)} ORDER BY id`);
  const shown = rows.map((row) => names.map((name) => plain(String(row[name]))).join(' '));
  return `${now.key} (${keys.sort().join(' ')}): ${shown.join(' | ')}`;
}

/** `2026-01-03 00:00:00`, `20260103.00` and `20260103` are one value. */
function plain(text: string): string {
  const compact = text.replace(/ 00:00:00$/, '').replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$1$2$3');
  return Number.isNaN(Number(compact)) ? compact : String(Number(compact));
}

function rowProblems(before: readonly string[], after: readonly string[]): readonly string[] {
  return before.flatMap((rows, index) =>
    rows === after[index] ? [] : [`rows were ${rows}\n     and are ${after[index] ?? 'gone'}`],
  );
}
