/**
 * An apply that is killed at a random statement, before it took effect or after it and before the ledger knows, again and
 * again until it comes to its end: it ends in the declared state, has done nothing twice and lost no row.
 * `npm run soak` raises the number of kills.
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { startServer } from '@strata/starrocks-embedded';
import type { EmbeddedServer } from '@strata/starrocks-embedded';
import {
  ApplyError,
  ConnectionError,
  apply,
  connect,
  databasesOf,
  introspect,
  loadModel,
  objectHashes,
  planOffline,
} from '@strata/starrocks-schema';
import type { Connection, Model, Plan, PlanPolicy } from '@strata/starrocks-schema';

import { KEPT_TABLES, ROWS, bundleOf } from './killed-change';
import { Killer } from './killer';

const IS_SOAK = process.env.STRATA_SOAK_KILLS !== undefined;
const KILLS = Number(process.env.STRATA_SOAK_KILLS ?? 60);
const SEED = Number(process.env.STRATA_SOAK_SEED ?? 1);
/** So many writing statements a killed run gets at most. */
const LONGEST_LIFE = 10;

const POLICY: PlanPolicy = { allowDataLoss: true, protection: false, maxRisk: 'rewrites-data' };
const ENVIRONMENT = 'killed';
const OPTIONS = { environment: ENVIRONMENT, reconnectMs: 0, pollMs: 5, deadAfterSeconds: 0 } as const;

jest.setTimeout(600_000 + KILLS * 5_000);

const before = loadModel(bundleOf('before'));
const after = loadModel(bundleOf('after'));
const folder = mkdtempSync(join(tmpdir(), 'strata-killed-'));
let server: EmbeddedServer;
let connection: Connection;

beforeAll(async () => {
  server = await startServer({ port: 0, httpPort: 0, dataDir: join(folder, 'data'), user: 'root' });
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  connection = await connect({ host: '127.0.0.1', port: server.port, user: 'root', password: '' });
});

afterEach(() => connection.close());

async function planTo(model: Model): Promise<Plan> {
  const live = await introspect(connection, { environment: ENVIRONMENT, databases: databasesOf(model) });
  const plan = planOffline(live, model, POLICY);
  expect(plan.refusals).toEqual([]);
  return plan;
}

/** The first state, with rows. */
async function prepare(): Promise<void> {
  await connection.close();
  await server.reset();
  connection = await connect({ host: '127.0.0.1', port: server.port, user: 'root', password: '' });
  await apply(connection, await planTo(before), OPTIONS);
  const rows = Array.from({ length: ROWS }, (_value, index) => `(${index + 1}, ${index * 3})`).join(', ');
  for (const table of KEPT_TABLES) await connection.query(`INSERT INTO ${table} (id, amount) VALUES ${rows}`);
  await connection.query('ADMIN SET FRONTEND CONFIG ("embedded_job_delay_ms" = "10")');
}

async function contents(table: string): Promise<string> {
  return JSON.stringify(await connection.query(`SELECT id, amount FROM ${table} ORDER BY id`));
}

async function expectDone(rows: readonly string[]): Promise<void> {
  const live = await introspect(connection, { environment: ENVIRONMENT, databases: databasesOf(after) });
  expect(objectHashes(live)).toMatchObject(objectHashes(after));
  expect(planOffline(live, after, POLICY).steps).toEqual([]);
  expect(await Promise.all(KEPT_TABLES.map(contents))).toEqual(rows);
}

/** Statements that may take effect once only: what a step says may run again, and second tables, which a new plan makes anew. */
function onceOnly(plan: Plan, replanned: boolean): readonly string[] {
  return plan.steps
    .filter(({ repeatable, target }) => repeatable !== true && !(replanned && target !== undefined))
    .flatMap(({ statements }) => statements);
}

/** Pseudo-random numbers in [0, 1), always the same for a seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test('the change has sixty steps', async () => {
  await prepare();
  expect((await planTo(after)).steps.length).toBeGreaterThanOrEqual(60);
});

test(`${KILLS} kills at random statements`, async () => {
  const random = randomOf(SEED);
  let kills = 0;
  for (let change = 0; kills < KILLS; change += 1) {
    await prepare();
    const rows = await Promise.all(KEPT_TABLES.map(contents));
    const replanned = change % 2 === 1;
    let plan = await planTo(after);
    const once = onceOnly(plan, replanned);
    const done: string[] = [];
    for (let isKilled = true; isKilled;) {
      const killer = new Killer(1 + Math.floor(random() * LONGEST_LIFE), random() < 0.5 ? 'before' : 'after');
      isKilled = await killedApply(killer, plan);
      done.push(...killer.took);
      if (isKilled) kills += 1;
      if (isKilled && replanned) plan = await planTo(after);
    }
    const twice = once.filter((sql) => done.filter((one) => one === sql).length > 1);
    expect({ change, twice }).toEqual({ change, twice: [] });
    await expectDone(rows);
  }
});

if (IS_SOAK) {
  test.each(['before', 'after'] as const)('a kill %s each writing statement, one after another', async (when) => {
    for (let at = 1, isKilled = true; isKilled; at += 1) {
      await prepare();
      const rows = await Promise.all(KEPT_TABLES.map(contents));
      const plan = await planTo(after);
      const killer = new Killer(at, when);
      isKilled = await killedApply(killer, plan);
      const { took } = killer;
      if (isKilled) {
        const survivor = new Killer(Number.POSITIVE_INFINITY, 'before');
        await killedApply(survivor, plan);
        took.push(...survivor.took);
      }
      const twice = onceOnly(plan, false).filter((sql) => took.filter((one) => one === sql).length > 1);
      expect({ at, twice }).toEqual({ at, twice: [] });
      await expectDone(rows);
    }
  });
}

/** Runs until the killer strikes. Answers whether it did. */
async function killedApply(killer: Killer, plan: Plan): Promise<boolean> {
  const victim = await connect({ host: '127.0.0.1', port: server.port, user: 'root', password: '' });
  try {
    await apply(killer.watch(victim), plan, OPTIONS);
    return false;
  } catch (error) {
    if (!killer.struck) throw error;
    expect(error instanceof ConnectionError || error instanceof ApplyError).toBe(true);
    return true;
  } finally {
    await victim.close();
    await killer.closed();
  }
}

test('processes that are killed', async () => {
  await prepare();
  const rows = await Promise.all(KEPT_TABLES.map(contents));
  const file = join(folder, 'bundle.json');
  writeFileSync(file, JSON.stringify(bundleOf('after')));
  await connection.query('ADMIN SET FRONTEND CONFIG ("embedded_ddl_delay_ms" = "20")');
  for (const lifeMs of [150, 300, 500]) await killedProcess(file, lifeMs);
  await connection.query('ADMIN SET FRONTEND CONFIG ("embedded_ddl_delay_ms" = "0")');
  // A statement that was on its way when its process died ends in the server.
  await sleep(200);
  await apply(connection, await planTo(after), OPTIONS);
  await expectDone(rows);
});

/** Lets a process apply for some time once it has begun, and kills it. */
async function killedProcess(file: string, lifeMs: number): Promise<void> {
  const child = spawn(process.execPath, [join(__dirname, 'killed-process.cjs'), String(server.port), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), ended]);
  await Promise.race([sleep(lifeMs), ended]);
  child.kill('SIGKILL');
  await ended;
}
