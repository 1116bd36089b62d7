/** What goes wrong on the way: refusals, a frontend that is away, loads that cancel jobs, and a second run. */

import type { ApplyProgress, ApplyResult, Connection, Model, Plan, Replan } from '../src';
import {
  ApplyError,
  apply,
  databasesOf,
  emptyModel,
  introspect,
  objectHashes,
  planOffline,
  planResumption,
} from '../src';
import { StatementError } from '../src/errors';
import type { Step } from '../src/plan-types';

import { BOTH_KEYS, CAREFUL, declare } from './helpers/declare';
import { FakeWarehouse } from './helpers/fake-warehouse';
import { liveOf } from './helpers/live';

const OPTIONS = { environment: 'demo', pollMs: 1, reconnectMs: 5_000 } as const;

const A = 'CREATE TABLE ods.a (id BIGINT NOT NULL) PRIMARY KEY (id)';
const B = 'CREATE TABLE ods.b (id BIGINT NOT NULL) PRIMARY KEY (id)';
const OF_A = 'CREATE VIEW cdm.of_a AS SELECT id FROM ods.a';
const OF_B = 'CREATE VIEW cdm.of_b AS SELECT id FROM ods.b';
const model = declare(A, B, OF_A, OF_B);
const creation = planOffline(emptyModel('demo'), model, CAREFUL);

async function failureOf(work: Promise<unknown>): Promise<ApplyError<ApplyResult>> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApplyError)) throw new Error(`Expected an ApplyError, got ${String(error)}`);
  return error as ApplyError<ApplyResult>;
}

function withStep(plan: Plan, id: string, changes: Partial<Step>): Plan {
  return { ...plan, steps: plan.steps.map((step) => (step.id === id ? { ...step, ...changes } : step)) };
}

/** Refuses statements that match, the first few times. */
function refuseFirst(warehouse: FakeWarehouse, pattern: RegExp, times: number, message: string, errno = 1064): void {
  let left = times;
  warehouse.onStatement = (sql) => {
    if (left === 0 || !pattern.test(sql)) return;
    left -= 1;
    throw new StatementError(errno, sql, message);
  };
}

/** A connection that holds each statement until the next turn of the loop, and counts those that run at once. */
function counting(warehouse: FakeWarehouse, pattern: RegExp): { readonly connection: Connection; most: number } {
  const counter = { most: 0, now: 0 };
  const of = (inner: Connection): Connection => ({
    async query(sql) {
      if (!pattern.test(sql)) return inner.query(sql);
      counter.now += 1;
      counter.most = Math.max(counter.most, counter.now);
      await new Promise((resolve) => setTimeout(resolve, 2));
      counter.now -= 1;
      return inner.query(sql);
    },
    fork: async () => of(await inner.fork()),
    close: () => inner.close(),
  });
  return {
    connection: of(warehouse.connect()),
    get most() {
      return counter.most;
    },
  };
}

describe('a refused statement', () => {
  test('stops what needs it, and nothing else', async () => {
    const warehouse = new FakeWarehouse();
    warehouse.refuse = { pattern: /CREATE TABLE ods\.a/, errno: 1064, message: 'no' };
    const error = await failureOf(apply(warehouse.connect(), creation, OPTIONS));
    expect(error).toMatchObject({ code: 'STR1424', result: { blocked: ['create-view cdm.of_a'] } });
    expect(error.message).toContain('Not begun, because they need what failed: create-view cdm.of_a.');
    expect(error.result?.applied).toEqual(expect.arrayContaining(['create-table ods.b', 'create-view cdm.of_b']));
  });

  test('is told together with all others', async () => {
    const warehouse = new FakeWarehouse();
    warehouse.refuse = { pattern: /CREATE TABLE ods/, errno: 1064, message: 'no' };
    const error = await failureOf(apply(warehouse.connect(), creation, OPTIONS));
    expect(error.result?.failed.map(({ step }) => step).sort()).toEqual(['create-table ods.a', 'create-table ods.b']);
    expect(error.message).toMatch(/^2 steps failed:\n- create-table ods\.[ab]: .*\n- create-table ods\.[ab]: /s);
  });
});

describe('a refusal that passes by itself', () => {
  test.each([
    ['no leader', 'Cannot open null host.', 1064],
    ['forwarded too often', 'forward too many times', 5401],
    ['the lock of the catalog', 'Failed to acquire globalStateMgr lock. Try again or use another node', 1064],
    ['a busy table', 'A schema change operation is in progress on the table a. Please wait', 1064],
  ])('%s: the statement is sent again', async (_what, message, errno) => {
    const warehouse = new FakeWarehouse();
    refuseFirst(warehouse, /CREATE TABLE ods\.a/, 2, message, errno);
    const seen: string[] = [];
    const result = await apply(warehouse.connect(), creation, {
      ...OPTIONS,
      onProgress: ({ kind }) => seen.push(kind),
    });
    expect(objectHashes(result.model)).toEqual(objectHashes(model));
    expect(seen.filter((kind) => kind === 'step-retried')).toHaveLength(2);
  });

  test('is looked at before it is sent again: what took effect is not repeated', async () => {
    const warehouse = new FakeWarehouse();
    let open = true;
    warehouse.onStatement = (sql) => {
      if (!open || !sql.startsWith('CREATE TABLE ods.a')) return;
      open = false;
      warehouse.execute(sql);
      throw new StatementError(1064, sql, 'Cannot open null host.');
    };
    await apply(warehouse.connect(), creation, OPTIONS);
    expect(warehouse.ddl.filter((sql) => sql.startsWith('CREATE TABLE ods.a'))).toHaveLength(1);
  });

  test('is met by the ledger and the lock as well', async () => {
    const warehouse = new FakeWarehouse();
    refuseFirst(warehouse, /INSERT INTO `_strata`/, 3, 'Cannot open null host.');
    await expect(apply(warehouse.connect(), creation, OPTIONS)).resolves.toMatchObject({ blocked: [] });
  });

  test('fails when it does not pass', async () => {
    const warehouse = new FakeWarehouse();
    refuseFirst(warehouse, /CREATE TABLE ods\.a/, 1000, 'Cannot open null host.');
    const error = await failureOf(apply(warehouse.connect(), creation, { ...OPTIONS, reconnectMs: 300 }));
    expect(error).toMatchObject({ code: 'STR1424', result: { failed: [{ step: 'create-table ods.a' }] } });
  });
});

describe('limits', () => {
  const many = declare(...Array.from({ length: 12 }, (_value, index) => A.replace('ods.a', `ods.t${index}`)));
  const plan = planOffline(emptyModel('demo'), many, CAREFUL);

  test.each([1, 3])('no more than %d statements run at once', async (parallelism) => {
    const warehouse = new FakeWarehouse();
    const counter = counting(warehouse, /^CREATE TABLE ods/);
    await apply(counter.connection, plan, { ...OPTIONS, parallelism });
    expect(counter.most).toBe(parallelism);
  });

  test('eight by default', async () => {
    const counter = counting(new FakeWarehouse(), /^CREATE TABLE ods/);
    await apply(counter.connection, plan, OPTIONS);
    expect(counter.most).toBe(8);
  });

  test('what begins together goes into one write of the ledger', async () => {
    const warehouse = new FakeWarehouse();
    await apply(warehouse.connect(), plan, OPTIONS);
    const writes = warehouse.log.filter((sql) => sql.startsWith('INSERT INTO `_strata`.`ledger`'));
    expect(writes.length).toBeLessThanOrEqual(3);
  });

  test('no statement is sent before the ledger says so', async () => {
    const warehouse = new FakeWarehouse();
    await apply(warehouse.connect(), plan, OPTIONS);
    const first = (pattern: RegExp): number => warehouse.log.findIndex((sql) => pattern.test(sql));
    for (const { object } of plan.steps) {
      const [told, made] = [first(new RegExp(`^INSERT.*'${object}'`)), first(new RegExp(`^CREATE.* ${object}\\b`))];
      expect(told).toBeGreaterThanOrEqual(0);
      expect(told).toBeLessThan(made);
    }
  });
});

describe('a job of the warehouse', () => {
  const wider = declare(A.replace('NOT NULL)', 'NOT NULL, extra INT NULL)'), B, OF_A, OF_B);

  async function widened(warehouse: FakeWarehouse): Promise<Plan> {
    await apply(warehouse.connect(), creation, OPTIONS);
    const live = await introspect(warehouse.connect(), { environment: 'demo', databases: databasesOf(wider) });
    return planOffline(live, wider, { ...CAREFUL, maxRisk: 'rewrites-data' });
  }

  test('is started again when a load cancelled it for a partition', async () => {
    const warehouse = new FakeWarehouse();
    const plan = await widened(warehouse);
    warehouse.jobEnd = 'CANCELLED';
    warehouse.jobMessage = 'partition p20260101 was created by a load: conflict with alter job';
    warehouse.onStatement = (sql) => {
      if (warehouse.ddl.some((one) => one.startsWith('ALTER')) && sql.startsWith('ALTER'))
        warehouse.jobEnd = 'FINISHED';
    };
    const { model: after } = await apply(warehouse.connect(), plan, OPTIONS);
    expect(objectHashes(after)).toEqual(objectHashes(wider));
    expect(warehouse.ddl.filter((sql) => sql.startsWith('ALTER TABLE'))).toHaveLength(2);
  });

  test('tells how far it is, in percent', async () => {
    const warehouse = new FakeWarehouse();
    const plan = await widened(warehouse);
    warehouse.jobPolls = 3;
    const seen: ApplyProgress[] = [];
    await apply(warehouse.connect(), plan, { ...OPTIONS, onProgress: (progress) => seen.push(progress) });
    expect(seen).toContainEqual({
      kind: 'job',
      object: 'ods.a',
      job: '1',
      state: 'RUNNING',
      progress: '50%',
      percent: 50,
    });
  });

  test('is left to the next run when this one is to stop', async () => {
    const warehouse = new FakeWarehouse();
    const plan = await widened(warehouse);
    warehouse.jobPolls = 1_000;
    const stop = new AbortController();
    const error = await failureOf(
      apply(warehouse.connect(), plan, {
        ...OPTIONS,
        signal: stop.signal,
        onProgress: ({ kind }) => kind === 'job' && stop.abort(),
      }),
    );
    expect(error.code).toBe('STR1426');
    warehouse.endJobs();
    const { model: after } = await apply(warehouse.connect(), plan, OPTIONS);
    expect(objectHashes(after)).toEqual(objectHashes(wider));
    expect(warehouse.ddl.filter((sql) => sql.startsWith('ALTER TABLE'))).toHaveLength(1);
  });

  test('fails when it stands still behind its last phase', async () => {
    const warehouse = new FakeWarehouse();
    const plan = await widened(warehouse);
    warehouse.jobPolls = 1_000;
    warehouse.jobState = 'FINISHED_REWRITING';
    const error = await failureOf(apply(warehouse.connect(), plan, { ...OPTIONS, stallMs: 20 }));
    expect(error).toMatchObject({ code: 'STR1428', message: expect.stringContaining('FINISHED_REWRITING') as string });
  });
});

describe('stopping', () => {
  test('at once: does not wait for what runs, and leaves the lock to die', async () => {
    const warehouse = new FakeWarehouse();
    const inner = warehouse.connect();
    const stop = new AbortController();
    const hanging: Connection = {
      query: (sql) => (sql.startsWith('CREATE TABLE ods') ? new Promise(() => stop.abort()) : inner.query(sql)),
      fork: () => Promise.resolve(hanging),
      close: () => Promise.resolve(),
    };
    const error = await failureOf(apply(hanging, creation, { ...OPTIONS, abandon: stop.signal }));
    expect(error).toMatchObject({ code: 'STR1426', message: expect.stringContaining('at once') as string });
    await expect(apply(warehouse.connect(), creation, OPTIONS)).rejects.toMatchObject({ code: 'STR1422' });
    warehouse.now += 121;
    await expect(apply(warehouse.connect(), creation, OPTIONS)).resolves.toMatchObject({ failed: [] });
  });
});

describe('checks', () => {
  const check = {
    what: 'the number of rows',
    left: 'SELECT unix_timestamp() AS now_s',
    right: 'SELECT current_version()',
  };

  test('fails when two sides differ, and nothing behind it begins', async () => {
    const warehouse = new FakeWarehouse();
    const plan = withStep(creation, 'create-table ods.a', { checks: [check] });
    const error = await failureOf(apply(warehouse.connect(), plan, OPTIONS));
    expect(error).toMatchObject({ code: 'STR1427', result: { blocked: ['create-view cdm.of_a'] } });
    expect(error.message).toContain('the number of rows is 1000000 on one side and 3.5.0-fake on the other');
  });

  test('pass when they are equal', async () => {
    const plan = withStep(creation, 'create-table ods.a', { checks: [{ ...check, right: check.left }] });
    await expect(apply(new FakeWarehouse().connect(), plan, OPTIONS)).resolves.toMatchObject({ failed: [] });
  });
});

describe('secrets', () => {
  const secret = "CREATE TABLE ods.a (id BIGINT NOT NULL) PRIMARY KEY (id) COMMENT 'secret:env:KEY'";
  const plan = withStep(creation, 'create-table ods.a', { statements: [secret] });
  const options = { ...OPTIONS, resolveSecret: () => Promise.resolve('hunter2') };

  test('enter the statement that is sent and nothing else', async () => {
    const warehouse = new FakeWarehouse();
    const seen: ApplyProgress[] = [];
    await apply(warehouse.connect(), plan, { ...options, onProgress: (progress) => seen.push(progress) });
    expect(warehouse.log.filter((sql) => sql.includes('hunter2'))).toHaveLength(1);
    expect(JSON.stringify(seen)).not.toContain('hunter2');
  });

  test('fails without telling them, even when the warehouse repeats the statement', async () => {
    const warehouse = new FakeWarehouse();
    warehouse.refuse = { pattern: /CREATE TABLE ods\.a/, errno: 1064, message: "near 'hunter2'" };
    const error = await failureOf(apply(warehouse.connect(), plan, options));
    expect(error.message).toContain('secret:env:KEY');
    expect(`${error.message} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain('hunter2');
  });
});

describe('a creation behind one that did not end', () => {
  const changed = declare(A.replace('NOT NULL)', 'NOT NULL, extra INT NULL)'), B, OF_A, OF_B);
  const again = planOffline(emptyModel('demo'), changed, CAREFUL);
  const resumption: Replan = { when: 'unfinished', plan: (live) => planResumption(changed, live, CAREFUL) };

  async function unfinished(): Promise<FakeWarehouse> {
    const warehouse = new FakeWarehouse();
    warehouse.refuse = { pattern: /CREATE VIEW cdm/, errno: 1064, message: 'no' };
    await failureOf(apply(warehouse.connect(), creation, OPTIONS));
    warehouse.refuse = undefined;
    return warehouse;
  }

  test('goes on from what the ledger knows, when it may plan anew: with the lock in its hand', async () => {
    const warehouse = await unfinished();
    const locks: number[] = [];
    const count = (): number => warehouse.log.filter((sql) => sql.startsWith('CREATE VIEW `_strata`.`lock_')).length;
    const before = count();
    const plan: Replan['plan'] = (live) => {
      locks.push(count() - before);
      return resumption.plan(live);
    };
    const { model: after } = await apply(warehouse.connect(), again, { ...OPTIONS, replan: { ...resumption, plan } });
    expect(locks).toEqual([1]);
    expect(objectHashes(after)).toEqual(objectHashes(changed));
  });

  test('leaves what is declared no more to the next plan', async () => {
    const warehouse = await unfinished();
    const less = declare(A.replace('NOT NULL)', 'NOT NULL, extra INT NULL)'), OF_A);
    const plan = planOffline(emptyModel('demo'), less, BOTH_KEYS);
    const replan: Replan = { when: 'unfinished', plan: (live) => planResumption(less, live, BOTH_KEYS) };
    await apply(warehouse.connect(), plan, { ...OPTIONS, replan });
    expect(warehouse.ddl.filter((sql) => sql.startsWith('DROP'))).toEqual([]);
  });

  test('fails before anything is changed when its plan is refused', async () => {
    const warehouse = await unfinished();
    const other = declare(A.replace('BIGINT', 'INT'), B, OF_A, OF_B);
    const plan = planOffline(emptyModel('demo'), other, CAREFUL);
    const replan: Replan = { when: 'unfinished', plan: (live) => planResumption(other, live, CAREFUL) };
    const done = warehouse.ddl.length;
    await expect(apply(warehouse.connect(), plan, { ...OPTIONS, replan })).rejects.toMatchObject({ code: 'STR1410' });
    expect(warehouse.ddl).toHaveLength(done);
  });

  test('fails when it may not', async () => {
    const warehouse = await unfinished();
    await expect(apply(warehouse.connect(), again, OPTIONS)).rejects.toMatchObject({ code: 'STR1420' });
  });

  test('fails for what is not in the ledger, whatever it may', async () => {
    const warehouse = new FakeWarehouse();
    warehouse.execute('CREATE DATABASE ods');
    warehouse.execute(A.replace('BIGINT', 'INT'));
    const work = apply(warehouse.connect(), again, { ...OPTIONS, replan: { ...resumption, when: 'changed' } });
    await expect(work).rejects.toMatchObject({ code: 'STR1421' });
  });

  test('does only what is safe: the rest is refused by name', () => {
    const view = 'CREATE MATERIALIZED VIEW cdm.m REFRESH MANUAL AS SELECT id FROM ods.a';
    const before = liveOf(declare(A, view));
    const desired = declare(A, view.replace('SELECT id', 'SELECT id + 1 AS id'));
    const { refusals } = planResumption(desired, before, { ...CAREFUL, maxRisk: 'rewrites-data' });
    expect(refusals).toContainEqual({
      object: 'cdm.m',
      message:
        '`REFRESH MATERIALIZED VIEW `cdm`.`m__strata_new` WITH ASYNC MODE` rewrites data, and a creation does only what is safe.',
    });
  });
});

describe('a plan that nobody has reviewed', () => {
  const wider = declare(A.replace('NOT NULL)', 'NOT NULL, extra INT NULL)'), B, OF_A, OF_B);
  const widest = declare(A.replace('NOT NULL)', 'NOT NULL, extra INT NULL, more INT NULL)'), B, OF_A, OF_B);
  const planOf = async (warehouse: FakeWarehouse, desired: Model): Promise<Plan> =>
    planOffline(
      await introspect(warehouse.connect(), { environment: 'demo', databases: databasesOf(desired) }),
      desired,
      CAREFUL,
    );

  /** Another run brings a column between the plan and the lock. */
  async function overtaken(): Promise<{ readonly warehouse: FakeWarehouse; readonly plan: Plan }> {
    const warehouse = new FakeWarehouse();
    await apply(warehouse.connect(), creation, OPTIONS);
    const plan = await planOf(warehouse, widest);
    await apply(warehouse.connect(), await planOf(warehouse, wider), OPTIONS);
    return { warehouse, plan };
  }

  test('is made anew when another run was faster', async () => {
    const { warehouse, plan } = await overtaken();
    const replan: Replan = { when: 'changed', plan: () => planOf(warehouse, widest) };
    const { model: after } = await apply(warehouse.connect(), plan, { ...OPTIONS, replan });
    expect(objectHashes(after)).toEqual(objectHashes(widest));
  });

  test('fails when only leavings of an unfinished run may change it', async () => {
    const { warehouse, plan } = await overtaken();
    const replan: Replan = { when: 'unfinished', plan: () => planOf(warehouse, widest) };
    await expect(apply(warehouse.connect(), plan, { ...OPTIONS, replan })).rejects.toMatchObject({ code: 'STR1420' });
  });
});
