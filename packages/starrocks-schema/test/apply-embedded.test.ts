/** Apply against the embedded server with its faults: cut connections, elections, cancelled jobs, full disks, slow refreshes. */

import type { ApplyProgress, ApplyResult, Model, Plan, PlanPolicy } from '../src';
import { apply, databasesOf, introspect, objectHashes, planOffline } from '../src';

import { CutConnection } from './helpers/cut';
import { declare, source } from './helpers/declare';
import { embeddedWarehouse } from './helpers/embedded';

const POLICY: PlanPolicy = { allowDataLoss: true, protection: false, maxRisk: 'rewrites-data' };
const OPTIONS = { environment: 'demo', pollMs: 10, reconnectMs: 10_000 } as const;

const LOAN = 'CREATE TABLE ods.loan (id BIGINT NOT NULL, amount BIGINT NULL) PRIMARY KEY (id) DISTRIBUTED BY HASH (id)';
const OPEN = 'CREATE VIEW cdm.open AS SELECT id, amount FROM ods.loan WHERE amount > 0';
const DAILY =
  'CREATE MATERIALIZED VIEW ads.daily DISTRIBUTED BY HASH (id) REFRESH DEFERRED MANUAL AS SELECT id, sum(amount) AS amount FROM ods.loan GROUP BY id';
const first = declare(LOAN, OPEN, DAILY);
const second = declare(
  `${LOAN} PROPERTIES ("bloom_filter_columns" = "amount")`,
  OPEN.replace('> 0', '> 1'),
  DAILY.replace('GROUP BY', 'WHERE id > 1 GROUP BY'),
);

jest.setTimeout(60_000);

describe('the embedded server', () => {
  const warehouse = embeddedWarehouse({ eachTest: true });

  beforeEach(async () => {
    await apply(warehouse.connection, await planTo(first), OPTIONS);
    await warehouse.connection.query('INSERT INTO ods.loan VALUES (1, 10), (2, 20), (3, 30)');
  });

  async function planTo(model: Model): Promise<Plan> {
    return planOffline(
      await introspect(warehouse.connection, { environment: 'demo', databases: databasesOf(model) }),
      model,
      POLICY,
    );
  }

  function set(key: string, value: string | number): Promise<unknown> {
    return warehouse.connection.query(`ADMIN SET FRONTEND CONFIG ("embedded_${key}" = "${value}")`);
  }

  async function expectSecond(result: ApplyResult): Promise<void> {
    expect(objectHashes(result.model)).toEqual(objectHashes(second));
    const fresh = await warehouse.open();
    expect(await fresh.query('SELECT count(*) AS n FROM ods.loan')).toEqual([{ n: 3 }]);
    expect(await fresh.query('SELECT id FROM ads.daily ORDER BY id')).toEqual([{ id: 2 }, { id: 3 }]);
    await fresh.close();
  }

  const places = [1, 2, 3, 5, 8, 13, 17, 21];

  test.each(places)('an election at statement %d is survived', async (at) => {
    const plan = await planTo(second);
    await set('fault', `leader-switch:${at}`);
    await expectSecond(await apply(warehouse.connection, plan, OPTIONS));
  });

  test.each(places)('a connection that is cut before statement %d is made anew', async (at) => {
    const plan = await planTo(second);
    await set('fault', `cut-before:${at}`);
    await expectSecond(await apply(warehouse.connection, plan, OPTIONS));
  });

  test.each(places)('a connection that is cut after statement %d is made anew, and nothing runs twice', async (at) => {
    const plan = await planTo(second);
    await set('fault', `cut-after:${at}`);
    await expectSecond(await apply(warehouse.connection, plan, OPTIONS));
  });

  test('fails for a cancelled job, goes on with the rest, and later with the job', async () => {
    const plan = await planTo(second);
    await set('fault', 'job-cancelled:1');
    const error: unknown = await apply(warehouse.connection, plan, OPTIONS).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'STR1425', result: { failed: [{ object: 'ods.loan' }] } });
    await expectSecond(await apply(warehouse.connection, await planTo(second), OPTIONS));
  });

  test('a refresh is followed by its run', async () => {
    const plan = await planTo(second);
    await set('task_delay_ms', 100);
    const seen: ApplyProgress[] = [];
    await expectSecond(await apply(warehouse.connection, plan, { ...OPTIONS, onProgress: (one) => seen.push(one) }));
    const states = seen.flatMap((one) => (one.kind === 'job' && one.object.startsWith('ads.daily') ? [one.state] : []));
    expect(states).toContain('RUNNING');
  });

  test.each(['with its plan', 'with a new plan'])(
    'a view that was renamed and not yet rebuilt when a run ended is rebuilt by the next, %s',
    async (how) => {
      const renamed = declare(LOAN, OPEN, {
        ...source(DAILY.replace('ads.daily', 'ads.totals').replace('GROUP BY', 'WHERE id > 1 GROUP BY')),
        renamedFrom: 'ads.daily',
      });
      const plan = await planTo(renamed);
      const cut = new CutConnection((sql) => (sql.includes('RENAME totals') ? 'after' : undefined));
      const options = { ...OPTIONS, reconnectMs: 0, deadAfterSeconds: 0 };
      await expect(apply(cut.over(warehouse.connection), plan, options)).rejects.toMatchObject({ code: 'STR1404' });
      await cut.close();
      await apply(warehouse.connection, how === 'with its plan' ? plan : await planTo(renamed), options);
      expect((await planTo(renamed)).steps).toEqual([]);
      const shown = await warehouse.connection.query('SHOW CREATE MATERIALIZED VIEW ads.totals');
      expect(JSON.stringify(shown)).toContain('WHERE id > 1');
    },
  );
});
