import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { disagreements } from './cases/disagreements';
import { connect, openWarehouse } from './helpers/server';
import type { Warehouse } from './helpers/server';

/** Statements that a real frontend was given, each on a new database `c`, and the error numbers of its answers (0 = accepted). */
interface Recording {
  readonly setups: readonly (readonly string[])[];
  readonly cases: readonly {
    readonly id: string;
    readonly setup: number;
    readonly run: readonly string[];
    readonly errors: readonly number[];
    readonly cleanup?: readonly string[];
  }[];
}

const recording = JSON.parse(
  gunzipSync(readFileSync(join(__dirname, 'cases', 'statements.json.gz'))).toString('utf8'),
) as Recording;

let warehouse: Warehouse;

beforeAll(async () => {
  // Definitions only: more threads wait for one another.
  warehouse = await openWarehouse({ user: 'root', threads: 1 });
});

afterAll(() => warehouse.close());

async function newClient(): Promise<void> {
  warehouse.client.destroy();
  warehouse.client = await connect(warehouse.server, { user: 'root', database: 'c' });
}

async function answer(sql: string): Promise<number> {
  try {
    await warehouse.client.query(sql);
    return 0;
  } catch (error) {
    return (error as { errno?: number }).errno ?? -1;
  }
}

/** Set-up that the database holds and nothing has changed since. */
let fresh: number | undefined;

/** Answers of a case on a database as its set-up makes it. Statements that are refused leave it as it is for the next. */
async function answers(entry: Recording['cases'][number]): Promise<readonly number[]> {
  if (fresh !== entry.setup) {
    await answer('DROP DATABASE IF EXISTS c FORCE; CREATE DATABASE c; USE c');
    for (const sql of recording.setups[entry.setup] ?? []) await answer(sql);
  }
  const errors: number[] = [];
  for (const sql of entry.run) errors.push(await answer(sql));
  const isAsBefore = errors.every((error) => error !== 0) && entry.cleanup === undefined;
  fresh = isAsBefore ? entry.setup : undefined;
  if (!isAsBefore) await answer('ROLLBACK');
  // Nothing leads back from another user.
  if (entry.run.some((sql) => /^\s*execute\s+as\b/i.test(sql))) await newClient();
  for (const sql of entry.cleanup ?? []) await answer(sql);
  return errors;
}

const groups = new Map<string, Recording['cases'][number][]>();
for (const entry of recording.cases) {
  const group = entry.id.replace(/-\d+$/, '');
  groups.set(group, [...(groups.get(group) ?? []), entry]);
}

test.each([...groups])(
  'every statement of the group %s is answered as a real frontend answers it, but for those that are listed',
  async (_group, cases) => {
    const differing: string[] = [];
    for (const entry of cases) {
      const errors = await answers(entry);
      if (errors.join() !== entry.errors.join()) differing.push(entry.id);
    }
    expect(differing.filter((id) => !(id in disagreements))).toEqual([]);
    const agreeing = cases.filter((entry) => entry.id in disagreements && !differing.includes(entry.id));
    expect(agreeing.map((entry) => entry.id)).toEqual([]);
  },
  120_000,
);

test('at least 985 of 1000 statements are answered alike', () => {
  expect(Object.keys(disagreements).length / recording.cases.length).toBeLessThanOrEqual(0.015);
});
