/** A swap that is cut off while loads are paused for it: the next run, whatever it plans, lets them go on. */

import type { Connection, Model, Plan, PlanPolicy } from '../src';
import { apply, databasesOf, diff, introspect, planSteps, readFacts } from '../src';

import { declare, source } from './helpers/declare';
import { embeddedWarehouse } from './helpers/embedded';

const POLICY: PlanPolicy = { allowDataLoss: false, protection: true, maxRisk: 'rewrites-data' };
const OPTIONS = { environment: 'demo', pollMs: 10, reconnectMs: 0, deadAfterSeconds: 0 } as const;

const LOAN =
  'CREATE TABLE ods.loan (id BIGINT NOT NULL, day DATE NOT NULL) PRIMARY KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1';
const OTHER_KEY = LOAN.replace('PRIMARY KEY (id)', 'PRIMARY KEY (id, day)');
const LOAD = source(
  `CREATE ROUTINE LOAD ods.follow ON loan COLUMNS (id, day) PROPERTIES ("format" = "json")
   FROM KAFKA ("kafka_broker_list" = "k:9092", "kafka_topic" = "t", "kafka_partitions" = "0", "kafka_offsets" = "7")`,
  { references: ['ods.loan'] },
);
const first = declare(LOAN, LOAD);
const second = declare(OTHER_KEY, LOAD);

jest.setTimeout(180_000);

describe('the embedded server', () => {
  const warehouse = embeddedWarehouse({ eachTest: true });

  async function planTo(model: Model): Promise<Plan> {
    const options = { environment: 'demo', databases: databasesOf(model), objects: model.objects.map(({ id }) => id) };
    const live = await introspect(warehouse.connection, options);
    return planSteps(diff(model, live), POLICY, await readFacts(warehouse.connection, databasesOf(model)));
  }

  async function job(): Promise<string> {
    const sql = `SELECT STATE AS state, TABLE_NAME AS name FROM information_schema.routine_load_jobs WHERE STATE <> 'STOPPED'`;
    return (await warehouse.connection.query(sql)).map(({ state, name }) => `${String(state)} ${String(name)}`).join();
  }

  /** The swap, cut off before its statement of this number; on a connection of its own. */
  async function cutOff(plan: Plan, at: number): Promise<void> {
    const lost = await warehouse.open();
    await warehouse.connection.query(`ADMIN SET FRONTEND CONFIG ("embedded_fault" = "cut-before:${at}")`);
    await expect(apply(lost, plan, OPTIONS)).rejects.toMatchObject({ code: expect.stringMatching(/^STR14/) as string });
    await lost.close();
  }

  /** Numbers of the statements of an undisturbed swap, from its pause to its swap. */
  async function dangerous(): Promise<readonly number[]> {
    const log: string[] = [];
    const logged = (inner: Connection): Connection => ({
      query: (sql) => {
        log.push(sql);
        return inner.query(sql);
      },
      fork: async () => logged(await inner.fork()),
      close: () => inner.close(),
    });
    await apply(logged(await warehouse.open()), await planTo(second), OPTIONS);
    const from = log.findIndex((sql) => sql.startsWith('PAUSE ROUTINE LOAD'));
    const to = log.findIndex((sql) => sql.includes('SWAP WITH'));
    expect(from).toBeGreaterThan(0);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index + 1);
  }

  test.each([
    ['the swap is declared no more', first],
    ['the swap is still wanted', second],
  ])('has no load left paused when %s', async (_, next) => {
    await apply(warehouse.connection, await planTo(first), OPTIONS);
    const places = await dangerous();
    let paused = 0;
    for (const at of places) {
      await warehouse.reset();
      await apply(warehouse.connection, await planTo(first), OPTIONS);
      await cutOff(await planTo(second), at);
      if ((await job()) === 'PAUSED loan') paused += 1;
      await apply(warehouse.connection, await planTo(next), OPTIONS);
      expect(`${at}: ${await job()}`).toBe(`${at}: NEED_SCHEDULE loan`);
      expect((await planTo(next)).statements).toEqual([]);
    }
    expect(paused).toBeGreaterThan(0);
  });
});
