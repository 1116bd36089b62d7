import type { ApplyProgress, LiveModel, Model, Plan } from '../src';
import {
  ApplyError,
  apply,
  databasesOf,
  deserialiseModel,
  emptyModel,
  introspect,
  objectHashes,
  planOffline,
  serialiseModel,
} from '../src';
import { bootstrapLedger } from '../src/ledger';
import type { Lock } from '../src/lock';
import { acquireLock } from '../src/lock';

import { BOTH_KEYS, CAREFUL, declare, source } from './helpers/declare';
import type { Cut } from './helpers/fake-warehouse';
import { FakeWarehouse } from './helpers/fake-warehouse';

const LOAN =
  'CREATE TABLE ods.loan (loan_id BIGINT NOT NULL, amount DECIMAL(18, 2) NULL) PRIMARY KEY (loan_id) DISTRIBUTED BY HASH (loan_id)';
const LOAN_WIDER = LOAN.replace('2) NULL', '2) NULL, channel VARCHAR(8) NULL, kind INT NULL');
const OPEN = 'CREATE VIEW cdm.open_loan AS SELECT loan_id, amount FROM ods.loan WHERE amount > 0';
const DAILY =
  'CREATE MATERIALIZED VIEW ads.daily REFRESH ASYNC EVERY (INTERVAL 10 MINUTE) AS SELECT loan_id, sum(amount) AS amount FROM cdm.open_loan GROUP BY loan_id';

const OPTIONS = { environment: 'demo', reconnectMs: 0, pollMs: 1 };
const SECOND = declare(
  LOAN_WIDER,
  OPEN.replace('> 0', '> 1'),
  DAILY.replace('10 MINUTE', '15 MINUTE'),
  'CREATE TABLE ods.customer (id INT)',
);

function read(warehouse: FakeWarehouse, model: Model): Promise<LiveModel> {
  return introspect(warehouse.connect(), { environment: 'demo', databases: databasesOf(model) });
}

async function planNow(warehouse: FakeWarehouse, model: Model, policy = CAREFUL): Promise<Plan> {
  return planOffline(await read(warehouse, model), model, policy);
}

async function applied(model: Model): Promise<FakeWarehouse> {
  const warehouse = new FakeWarehouse();
  await apply(warehouse.connect(), planOffline(emptyModel('demo'), model, CAREFUL), OPTIONS);
  warehouse.clearLog();
  return warehouse;
}

async function failureOf(
  work: Promise<unknown>,
): Promise<ApplyError<{ readonly model: LiveModel; readonly applied: readonly string[] }>> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ApplyError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

describe('apply', () => {
  const first = declare(LOAN, OPEN, DAILY);

  test('creates everything; the second plan is empty and the hashes are the declared ones', async () => {
    const warehouse = new FakeWarehouse();
    const plan = planOffline(emptyModel('demo'), first, CAREFUL);
    const result = await apply(warehouse.connect(), plan, OPTIONS);
    expect([...warehouse.ddl].sort()).toEqual([...plan.statements].sort());
    expect([...result.applied].sort()).toEqual(plan.steps.map((step) => step.id).sort());
    expect((await planNow(warehouse, first)).steps).toEqual([]);
    expect(objectHashes(result.model)).toEqual(objectHashes(first));
  });

  test('writes nothing when there is nothing to do', async () => {
    const warehouse = await applied(first);
    await apply(warehouse.connect(), await planNow(warehouse, first), OPTIONS);
    expect(warehouse.log.filter((sql) => !/^(SELECT|SHOW)/.test(sql))).toEqual([]);
  });

  test('the model that it returns plans as the warehouse does, offline and after serialisation', async () => {
    const warehouse = new FakeWarehouse();
    const { model } = await apply(warehouse.connect(), planOffline(emptyModel('demo'), first, CAREFUL), OPTIONS);
    const text = serialiseModel(model);
    expect(serialiseModel(deserialiseModel(text))).toBe(text);
    expect(planOffline(deserialiseModel(text), SECOND, CAREFUL)).toEqual(await planNow(warehouse, SECOND));
  });

  test('changes in place, one ALTER per table, and then has nothing to do', async () => {
    const warehouse = await applied(first);
    const plan = await planNow(warehouse, SECOND);
    expect(plan.refusals).toEqual([]);
    await apply(warehouse.connect(), plan, OPTIONS);
    expect(warehouse.ddl.filter((sql) => sql.startsWith('ALTER TABLE'))).toHaveLength(1);
    expect(warehouse.ddl).toEqual(plan.statements);
    expect((await planNow(warehouse, SECOND)).steps).toEqual([]);
  });

  test('renames a column where it is, and resumes behind the rename', async () => {
    const warehouse = await applied(declare(LOAN));
    const renamed = {
      ...source(LOAN_WIDER.replace('amount DECIMAL', 'total DECIMAL')),
      renamedColumns: [{ column: 'total', from: 'amount' }],
    };
    const plan = await planNow(warehouse, declare(renamed));
    expect(plan.statements).toHaveLength(2);
    warehouse.refuse = { pattern: /ADD COLUMN/, errno: 1064, message: 'disk full' };
    await expect(apply(warehouse.connect(), plan, OPTIONS)).rejects.toMatchObject({ code: 'STR1424' });
    warehouse.refuse = undefined;
    const result = await apply(warehouse.connect(), plan, OPTIONS);
    expect(result.skipped).toEqual(['rename-column ods.loan']);
    expect(warehouse.ddl).toEqual(plan.statements);
    expect((await planNow(warehouse, declare(renamed))).steps).toEqual([]);
  });

  test('waits for the job of a column change and tells how it goes', async () => {
    const warehouse = await applied(first);
    warehouse.jobPolls = 3;
    const seen: ApplyProgress[] = [];
    await apply(warehouse.connect(), await planNow(warehouse, declare(LOAN_WIDER, OPEN, DAILY)), {
      ...OPTIONS,
      onProgress: (progress) => seen.push(progress),
    });
    expect(seen.map(({ kind }) => kind)).toEqual(['step-started', 'job', 'job', 'job', 'step-done']);
    expect((await planNow(warehouse, declare(LOAN_WIDER, OPEN, DAILY))).steps).toEqual([]);
  });

  test('fails when the warehouse cancels the job', async () => {
    const warehouse = await applied(first);
    warehouse.jobEnd = 'CANCELLED';
    const error = await failureOf(
      apply(warehouse.connect(), await planNow(warehouse, declare(LOAN_WIDER, OPEN, DAILY)), OPTIONS),
    );
    expect(error).toMatchObject({
      code: 'STR1425',
      message: expect.stringContaining('ods.loan was cancelled') as string,
    });
  });

  test('drops with both keys and forgets', async () => {
    const warehouse = await applied(first);
    const result = await apply(warehouse.connect(), await planNow(warehouse, declare(), BOTH_KEYS), OPTIONS);
    expect(objectHashes(result.model)).toEqual({});
    expect((await planNow(warehouse, declare())).steps).toEqual([]);
  });

  test('adopts what is there exactly as declared', async () => {
    const warehouse = new FakeWarehouse();
    warehouse.execute('CREATE DATABASE ods');
    warehouse.execute(LOAN);
    warehouse.clearLog();
    const model = declare(LOAN);
    const result = await apply(warehouse.connect(), planOffline(emptyModel('demo'), model, CAREFUL), OPTIONS);
    expect(warehouse.ddl).toEqual([]);
    expect(result.skipped).toEqual(['create-database ods', 'create-table ods.loan']);
    expect(objectHashes(result.model)).toEqual(objectHashes(model));
  });

  test('takes its own object for its own when the frontend ran the statement twice', async () => {
    const warehouse = new FakeWarehouse();
    let twice = true;
    warehouse.onStatement = (sql) => {
      if (!twice || !sql.startsWith('CREATE TABLE ods.')) return;
      twice = false;
      warehouse.execute(sql);
    };
    const result = await apply(warehouse.connect(), planOffline(emptyModel('demo'), declare(LOAN), CAREFUL), OPTIONS);
    expect(result.applied).toContain('create-table ods.loan');
  });

  test('fails for a foreign object of the same name, before anything is changed', async () => {
    const warehouse = new FakeWarehouse();
    warehouse.execute('CREATE DATABASE cdm');
    warehouse.execute('CREATE TABLE cdm.open_loan (x INT)');
    warehouse.clearLog();
    const error = await failureOf(apply(warehouse.connect(), planOffline(emptyModel('demo'), first, CAREFUL), OPTIONS));
    expect(error).toMatchObject({
      code: 'STR1421',
      message: expect.stringMatching(/cdm\.open_loan: .*does not manage/) as string,
    });
    expect(warehouse.ddl).toEqual([]);
  });

  test('fails for a stale plan and names the object', async () => {
    const warehouse = await applied(first);
    const plan = await planNow(warehouse, declare(LOAN_WIDER, OPEN, DAILY));
    warehouse.execute('ALTER TABLE ods.loan ADD COLUMN sneaked INT NULL');
    warehouse.clearLog();
    const error = await failureOf(apply(warehouse.connect(), plan, OPTIONS));
    expect(error).toMatchObject({
      code: 'STR1420',
      message: expect.stringMatching(/ods\.loan: .*columns\.sneaked/) as string,
    });
    expect(warehouse.ddl).toEqual([]);
  });

  test('fails for a plan with refusals', async () => {
    const warehouse = await applied(first);
    const plan = await planNow(warehouse, declare(LOAN.replace('BIGINT', 'INT'), OPEN, DAILY));
    await expect(apply(warehouse.connect(), plan, OPTIONS)).rejects.toMatchObject({ code: 'STR1410' });
  });

  test('fails when the warehouse refuses a statement, tells what was reached, and goes on later', async () => {
    const warehouse = new FakeWarehouse();
    warehouse.refuse = { pattern: /CREATE VIEW `?cdm/, errno: 1064, message: 'Getting analyzing error' };
    const error = await failureOf(apply(warehouse.connect(), planOffline(emptyModel('demo'), first, CAREFUL), OPTIONS));
    expect(error.code).toBe('STR1424');
    expect(error.message).toMatch(/refused `CREATE VIEW .*Getting analyzing error \(error 1064\)/s);
    expect(error.result?.applied).toContain('create-table ods.loan');
    expect(Object.keys(objectHashes(error.result?.model ?? emptyModel('demo')))).toContain('ods.loan');
    warehouse.refuse = undefined;
    warehouse.clearLog();
    const result = await apply(warehouse.connect(), planOffline(emptyModel('demo'), first, CAREFUL), OPTIONS);
    expect(warehouse.ddl.filter((sql) => sql.startsWith('CREATE TABLE'))).toEqual([]);
    expect(objectHashes(result.model)).toEqual(objectHashes(first));
  });

  test('stops after the current step when asked', async () => {
    const warehouse = new FakeWarehouse();
    const stop = new AbortController();
    const error = await failureOf(
      apply(warehouse.connect(), planOffline(emptyModel('demo'), first, CAREFUL), {
        ...OPTIONS,
        signal: stop.signal,
        onProgress: ({ kind }) => {
          if (kind === 'step-started') stop.abort();
        },
      }),
    );
    expect(error).toMatchObject({ code: 'STR1426', result: { applied: ['create-database ods'] } });
    expect(objectHashes(error.result?.model ?? emptyModel('demo'))).toHaveProperty('ods');
  });
});

describe('the lock', () => {
  const model = declare(LOAN);
  const plan = planOffline(emptyModel('demo'), model, CAREFUL);
  const dying: Cut = { at: 30, when: 'before' };

  /** A warehouse whose last run died with the lock in its hand. */
  async function abandoned(): Promise<FakeWarehouse> {
    const warehouse = new FakeWarehouse();
    const statements = await countStatements(plan);
    expect(statements).toBeGreaterThan(dying.at - 12);
    await expect(
      apply(warehouse.connect({ at: statements - 6, when: 'before' }), plan, { ...OPTIONS, holder: 'anna@laptop' }),
    ).rejects.toMatchObject({ code: 'STR1404' });
    return warehouse;
  }

  const WAITING = { ...OPTIONS, lockTimeoutMs: 60_000, lockPollMs: 1 };

  /** The lock in the hand of a run that lives. */
  async function held(warehouse: FakeWarehouse): Promise<Lock> {
    await bootstrapLedger(warehouse.connect());
    const options = { environment: 'demo', holder: 'berta@desk', deadAfterSeconds: 120, heartbeatMs: 1_000_000 };
    return acquireLock(warehouse.connect(), warehouse.connect(), options);
  }

  test('fails while another run holds it, and says who', async () => {
    const warehouse = await abandoned();
    warehouse.now += 60;
    const error = await failureOf(apply(warehouse.connect(), plan, OPTIONS));
    expect(error).toMatchObject({
      code: 'STR1422',
      message: expect.stringMatching(/locked by anna@laptop \(for 60 s; last sign of life 60 s ago\)/) as string,
    });
  });

  test('is taken over from a dead run, with a higher token', async () => {
    const warehouse = await abandoned();
    warehouse.now += 121;
    const result = await apply(warehouse.connect(), plan, OPTIONS);
    expect(result.model.objects.map((object) => object.ledger?.fence)).toEqual([2, 2]);
  });

  test('is waited for as long as it may take, and taken when the other run gives it back', async () => {
    const warehouse = new FakeWarehouse();
    const other = await held(warehouse);
    const seen: ApplyProgress[] = [];
    await apply(warehouse.connect(), plan, {
      ...WAITING,
      onProgress: (progress) => {
        seen.push(progress);
        if (progress.kind === 'locked' && seen.length === 3) void other.release();
      },
    });
    expect(seen.filter(({ kind }) => kind === 'locked').length).toBeGreaterThanOrEqual(3);
    expect(seen[0]).toMatchObject({ holder: expect.stringContaining('berta@desk') as string });
    expect(warehouse.ddl).toEqual(plan.statements);
  });

  test('is taken by who waits when the other run dies', async () => {
    const warehouse = new FakeWarehouse();
    const other = await held(warehouse);
    await apply(warehouse.connect(), plan, { ...WAITING, onProgress: () => (warehouse.now += 60) });
    expect(warehouse.ddl).toEqual(plan.statements);
    await other.forsake();
  });

  test('fails when it is not free in time, or the wait is ended', async () => {
    const warehouse = new FakeWarehouse();
    const other = await held(warehouse);
    const locked = { code: 'STR1422' };
    await expect(apply(warehouse.connect(), plan, { ...WAITING, lockTimeoutMs: 5 })).rejects.toMatchObject(locked);
    const stop = new AbortController();
    const ended = apply(warehouse.connect(), plan, { ...WAITING, signal: stop.signal, onProgress: () => stop.abort() });
    await expect(ended).rejects.toMatchObject(locked);
    expect(warehouse.ddl).toEqual([]);
    await other.release();
  });

  test('is no matter of other environments', async () => {
    const warehouse = await abandoned();
    const other = declare('CREATE TABLE other.a (x INT)');
    await apply(warehouse.connect(), planOffline(emptyModel('b'), other, CAREFUL), { ...OPTIONS, environment: 'b' });
  });

  test('fails for a run that lost it', async () => {
    const warehouse = new FakeWarehouse();
    let stolen = false;
    warehouse.onStatement = (sql) => {
      const lock = /CREATE VIEW `_strata`\.`(lock_demo_\w+_g)1`/.exec(sql);
      if (lock === null || stolen) return;
      stolen = true;
      queueMicrotask(() => undefined);
      const steal = `CREATE VIEW \`_strata\`.\`${lock[1] ?? ''}2\` AS SELECT 'x' AS owner, 'y' AS holder, 1 AS beat_at`;
      warehouse.onStatement = (next) => {
        if (!next.startsWith('CREATE DATABASE ods')) return;
        warehouse.onStatement = undefined;
        warehouse.execute(steal);
      };
    };
    const error = await failureOf(apply(warehouse.connect(), plan, OPTIONS));
    expect(error).toMatchObject({ code: 'STR1423', result: { applied: ['create-database ods'] } });
  });
});

async function countStatements(plan: Plan, warehouse = new FakeWarehouse()): Promise<number> {
  let count = 0;
  warehouse.onStatement = () => (count += 1);
  await apply(warehouse.connect(), plan, OPTIONS);
  return count;
}

jest.setTimeout(180_000);

describe('a run that is killed at any statement', () => {
  const model = declare(LOAN, OPEN, DAILY);

  async function killedAndResumed(
    warehouse: FakeWarehouse,
    plan: Plan,
    desired: Model,
    cut: Cut,
    replan: boolean,
  ): Promise<void> {
    await apply(warehouse.connect(cut), plan, OPTIONS).catch(() => undefined);
    warehouse.now += 1000;
    const next = replan ? await planNow(warehouse, desired) : plan;
    expect(next.refusals).toEqual([]);
    const result = await apply(warehouse.connect(), next, OPTIONS);
    expect(objectHashes(result.model)).toEqual(objectHashes(desired));
    expect((await planNow(warehouse, desired)).steps).toEqual([]);
  }

  /** Each statement once, however often the run was cut off; but for those that say of themselves that they may run again. */
  function expectOnce(warehouse: FakeWarehouse, plan: Plan): void {
    const again = new Set(plan.steps.flatMap((step) => (step.repeatable === true ? step.statements : [])));
    const once = (statements: readonly string[]) => statements.filter((sql) => !again.has(sql)).sort();
    expect(once(warehouse.ddl)).toEqual(once(plan.statements));
  }

  describe.each(['before', 'after'] as const)('cut %s it took effect', (when) => {
    test.each([false, true])('creates everything once (planned again: %s)', async (replan) => {
      const plan = planOffline(emptyModel('demo'), model, CAREFUL);
      const total = await countStatements(plan);
      for (let at = 1; at <= total; at += 1) {
        const warehouse = new FakeWarehouse();
        await killedAndResumed(warehouse, plan, model, { at, when }, replan);
        expectOnce(warehouse, plan);
      }
    });

    test.each([false, true])('changes everything once (planned again: %s)', async (replan) => {
      const plan = await planNow(await applied(model), SECOND);
      const total = await countStatements(plan, await applied(model));
      // The other half of the places is the other test's.
      for (let at = replan ? 1 : 2; at <= total; at += 2) {
        const warehouse = await applied(model);
        warehouse.jobPolls = 2;
        await killedAndResumed(warehouse, plan, SECOND, { at, when }, replan);
        expectOnce(warehouse, plan);
      }
    });
  });
});
