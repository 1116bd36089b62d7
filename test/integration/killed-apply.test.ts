/**
 * An apply whose process is killed: at every boundary of a statement of a long plan, and at random ones again and again. Each
 * resumed run goes on where the killed one stopped; at the end the warehouse is as declared, nothing was done twice, and no
 * row is lost. `npm run soak` kills thousands.
 */

import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startServer } from '@strata/starrocks-embedded';
import type { EmbeddedServer } from '@strata/starrocks-embedded';
import { apply, connect, databasesOf, introspect, loadModel, planOffline } from '@strata/starrocks-schema';
import type { Connection, Model, Plan, PlanPolicy } from '@strata/starrocks-schema';

import { problemsOf } from '../../packages/starrocks-schema/test/helpers/as-declared';
import { randomOf } from '../../packages/starrocks-schema/test/helpers/property/random';
import type { Random } from '../../packages/starrocks-schema/test/helpers/property/random';
import { KEPT_TABLES, ROWS, bundleOf } from './killed-change';
import type { State } from './killed-change';
import { Door } from './killed-door';
import type { Aim, Moment } from './killed-door';
import { Killer } from './killer';

const FIRST_SEED = Number(process.env.STRATA_SOAK_SEED ?? 1);
const SEEDS = Number(process.env.STRATA_SOAK_SEEDS ?? 13);
/** Where a soak keeps how many were killed. */
const LOG = process.env.STRATA_SOAK_LOG;
/** So many writing statements a process gets at most before it is killed. */
const LONGEST_LIFE = 24;

const POLICY: PlanPolicy = { allowDataLoss: true, protection: false, maxRisk: 'rewrites-data' };
const ENVIRONMENT = 'killed';
const OPTIONS = { environment: ENVIRONMENT, reconnectMs: 0, pollMs: 5, deadAfterSeconds: 0 } as const;
const ADMINISTRATOR = { user: 'admin', password: 'Password_1' } as const;

jest.setTimeout(600_000);

const models: Readonly<Record<State, Model>> = {
  before: loadModel(bundleOf('before')),
  after: loadModel(bundleOf('after')),
};
const bundle = JSON.stringify(bundleOf('after'));
const folder = mkdtempSync(join(tmpdir(), 'strata-killed-'));
let server: EmbeddedServer;
let connection: Connection;
let door: Door;
let killer: Killer;
let rows: readonly string[];

beforeAll(async () => {
  server = await startServer({ port: 0, httpPort: 0, dataDir: join(folder, 'data'), ...ADMINISTRATOR });
  killer = new Killer();
});

afterAll(async () => {
  killer.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The first state, with rows. */
beforeEach(async () => {
  await server.reset();
  door = await Door.open(server.port);
  connection = await connect({ host: '127.0.0.1', port: server.port, ...ADMINISTRATOR });
  const resolveSecret = (name: string): Promise<string> => Promise.resolve(`value of ${name}`);
  await apply(connection, await planTo('before'), { ...OPTIONS, resolveSecret });
  const values = Array.from({ length: ROWS }, (_value, index) => `(${index + 1}, ${index * 3})`).join(', ');
  for (const table of KEPT_TABLES.before) await connection.query(`INSERT INTO ${table} (id, amount) VALUES ${values}`);
  await connection.query('ADMIN SET FRONTEND CONFIG ("embedded_job_delay_ms" = "10")');
  rows = await contents('before');
});

afterEach(async () => {
  await door.close();
  await connection.close();
});

async function planTo(state: State): Promise<Plan> {
  const model = models[state];
  const objects = model.objects.map(({ id }) => id);
  const live = await introspect(connection, { environment: ENVIRONMENT, databases: databasesOf(model), objects });
  const plan = planOffline(live, model, POLICY);
  expect(plan.refusals).toEqual([]);
  return plan;
}

function contents(state: State): Promise<readonly string[]> {
  const read = async (table: string): Promise<string> =>
    JSON.stringify(await connection.query(`SELECT id, amount FROM ${table} ORDER BY id`));
  return Promise.all(KEPT_TABLES[state].map(read));
}

async function expectDone(plan: Plan, replanned: boolean): Promise<void> {
  expect(await problemsOf(connection, models.after, { environment: ENVIRONMENT, policy: POLICY })).toEqual([]);
  expect(await contents('after')).toEqual(rows);
  const twice = onceOnly(plan, replanned).filter((sql) => door.took.filter((one) => one === sql).length > 1);
  expect(twice).toEqual([]);
}

/**
 * Statements that may take effect once only: not what a step says may run again, what does nothing the second time, and second
 * tables, which a new plan makes anew.
 */
function onceOnly(plan: Plan, replanned: boolean): readonly string[] {
  return plan.steps
    .filter(({ repeatable, target }) => repeatable !== true && !(replanned && target !== undefined))
    .flatMap(({ statements }) => statements)
    .filter((sql) => !/^(GRANT|REVOKE) | IF EXISTS /.test(sql));
}

/** Kills process after process until one comes to its end. @returns how many were killed */
async function killAll(plan: Plan, life: (number: number) => Life): Promise<number> {
  for (let kills = 0; ; kills += 1) {
    const { aim, parallelism, replanned } = life(kills);
    const job = { plan: replanned ? undefined : plan, bundle, parallelism };
    if (await killer.letDie(door, job, aim)) continue;
    if (LOG !== undefined) appendFileSync(LOG, `${kills}\n`);
    return kills;
  }
}

/** How one process lives and dies. */
interface Life {
  readonly aim: Aim;
  readonly parallelism: number;
  /** Whether it plans anew, or goes on with the first plan. */
  readonly replanned: boolean;
}

test('the change has more than sixty steps', async () => {
  expect((await planTo('after')).steps.length).toBeGreaterThan(60);
});

test('is killed before and behind each statement, and before the ledger knows', async () => {
  const plan = await planTo('after');
  const met = new Set<string>();
  const aim: Aim = (sql, moment) => {
    const news = boundariesOf(sql, moment).filter((boundary) => !met.has(boundary));
    for (const boundary of news) met.add(boundary);
    return news.length > 0;
  };
  const kills = await killAll(plan, (number) => ({ aim, parallelism: 1, replanned: number % 4 === 3 }));
  const missed = plan.statements
    .filter((sql) => !/'secret:|"secret:|\{\{/.test(sql))
    .flatMap((sql) => [`before ${sql}`, `after ${sql}`])
    .filter((boundary) => !met.has(boundary));
  expect(missed).toEqual([]);
  expect(kills).toBeGreaterThan(2 * plan.statements.length);
  await expectDone(plan, true);
});

/** Each statement on an object has two; the ledger has one for each object that is done, before it is told. */
function boundariesOf(sql: string, moment: Moment): readonly string[] {
  if (!sql.includes('`_strata`')) return [`${moment} ${sql}`];
  if (moment === 'after') return [];
  return [...sql.matchAll(/\('[0-9a-f]{32}', '[^']*', '([^']*)', '[^']*', 'done'/g)].map(
    ([, object = '']) => `before the ledger knows ${object}`,
  );
}

test.each(Array.from({ length: SEEDS }, (_value, index) => FIRST_SEED + index))(
  'is killed at random statements, with seed %d',
  async (seed) => {
    const random = randomOf(seed);
    const plan = await planTo('after');
    const replanned = seed % 2 === 1;
    await killAll(plan, () => ({ aim: randomAim(random), parallelism: 8, replanned }));
    await expectDone(plan, replanned);
  },
);

function randomAim(random: Random): Aim {
  const [at, when] = [1 + random(LONGEST_LIFE), random(2) === 0 ? 'before' : 'after'];
  let seen = 0;
  return (_sql, moment) => {
    if (moment === when) seen += 1;
    return moment === when && seen === at;
  };
}
