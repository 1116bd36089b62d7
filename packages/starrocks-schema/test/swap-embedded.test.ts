/** What the planner promises, on the embedded server. */

import type { Model, Plan, PlanPolicy } from '../src';
import { diff, planSteps, readFacts } from '../src';
import type { DeclaredSource } from '../src/load';

import { declare, source } from './helpers/declare';
import { embeddedWarehouse } from './helpers/embedded';
import { readManaged, runPlan } from './helpers/run-plan';

const POLICY: PlanPolicy = { allowDataLoss: false, protection: true, maxRisk: 'rewrites-data' };

const LOAN = `CREATE TABLE ods.loan (loan_id BIGINT NOT NULL COMMENT "", amount DECIMAL(18, 2) NULL COMMENT "", day DATE NOT NULL COMMENT "")
  PRIMARY KEY (loan_id) DISTRIBUTED BY HASH (loan_id) BUCKETS 2`;
const OTHER_KEY = `CREATE TABLE ods.loan (loan_id BIGINT NOT NULL COMMENT "", day DATE NOT NULL COMMENT "", amount DECIMAL(20, 4) NULL COMMENT "",
  kind INT NOT NULL DEFAULT "7" COMMENT "") PRIMARY KEY (loan_id, day) DISTRIBUTED BY HASH (loan_id) BUCKETS 4`;
const OPEN_LOAN = 'CREATE VIEW cdm.open_loan AS SELECT loan_id, amount FROM ods.loan WHERE amount > 1';
const DAILY = `CREATE MATERIALIZED VIEW ads.daily DISTRIBUTED BY HASH (loan_id) BUCKETS 2 REFRESH DEFERRED MANUAL
  AS SELECT loan_id, sum(amount) AS amount FROM cdm.open_loan GROUP BY loan_id`;

jest.setTimeout(120_000);

describe('the embedded server', () => {
  const warehouse = embeddedWarehouse();

  beforeEach(async () => {
    for (const database of ['ads', 'cdm', 'ods'])
      await warehouse.connection.query(`DROP DATABASE IF EXISTS ${database} FORCE`);
  });

  async function planFrom(before: Model, after: Model, policy = POLICY): Promise<Plan> {
    const live = await readManaged(warehouse.connection, before);
    return planSteps(diff(after, live), policy, await readFacts(warehouse.connection, ['ods', 'ads']));
  }

  async function setUp(...sources: readonly (string | DeclaredSource)[]): Promise<Model> {
    const model = declare(...sources);
    await runPlan(warehouse.connection, await planFrom(model, model));
    return model;
  }

  async function change(before: Model, ...sources: readonly (string | DeclaredSource)[]): Promise<Plan> {
    const model = declare(...sources);
    const plan = await planFrom(before, model);
    await runPlan(warehouse.connection, plan);
    const rest = await planFrom(model, model);
    expect(rest.statements).toEqual([]);
    return plan;
  }

  async function rows(sql: string): Promise<readonly string[]> {
    return (await warehouse.connection.query(sql)).map((row) => Object.values(row).map(String).join(' '));
  }

  test('has a table with another key, its rows, and what refers to it alive', async () => {
    const before = await setUp(LOAN, OPEN_LOAN, DAILY);
    await warehouse.connection.query(
      "INSERT INTO ods.loan VALUES (1, 10.5, '2026-01-01'), (2, NULL, '2026-01-02'), (3, 3.25, '2026-01-03')",
    );
    await warehouse.connection.query('REFRESH MATERIALIZED VIEW ads.daily WITH SYNC MODE');
    const plan = await change(before, OTHER_KEY, OPEN_LOAN, DAILY);
    const kinds = plan.steps.filter(({ statements }) => statements.length > 0).map(({ kind }) => kind);
    expect(kinds).toEqual(['create-shadow', 'copy', 'swap', 'put-away', 'activate']);
    expect(await rows('SELECT loan_id, amount, kind FROM ods.loan ORDER BY loan_id')).toEqual([
      ...['1 10.5000 7', '2 null 7', '3 3.2500 7'],
    ]);
    expect(await rows('SELECT COUNT(*) FROM ods.loan__strata_old_1')).toEqual(['3']);
    const active = "SELECT IS_ACTIVE FROM information_schema.materialized_views WHERE TABLE_NAME = 'daily'";
    expect(await rows(active)).toEqual(['true']);
    expect(await rows('SELECT loan_id FROM ads.daily ORDER BY loan_id')).toEqual(['1', '3']);
  });

  test('has a materialized view with another query, never empty', async () => {
    const before = await setUp(LOAN, DAILY.replace('cdm.open_loan', 'ods.loan'));
    await warehouse.connection.query("INSERT INTO ods.loan VALUES (1, 10.5, '2026-01-01')");
    await warehouse.connection.query('REFRESH MATERIALIZED VIEW ads.daily WITH SYNC MODE');
    await change(before, LOAN, DAILY.replace('cdm.open_loan', 'ods.loan').replace('sum(amount)', 'max(amount) + 1'));
    expect(await rows('SELECT amount FROM ads.daily')).toEqual(['11.50']);
  });

  test('has a table by another name, with its rows', async () => {
    const before = await setUp(LOAN);
    await warehouse.connection.query("INSERT INTO ods.loan VALUES (1, 10.5, '2026-01-01')");
    await change(before, { ...source(LOAN.replace('ods.loan', 'ods.credit')), renamedFrom: 'ods.loan' });
    expect(await rows('SELECT loan_id FROM ods.credit')).toEqual(['1']);
  });

  test('fails to swap in a copy with fewer rows', async () => {
    const before = await setUp(LOAN.replace('PRIMARY KEY (loan_id)', 'DUPLICATE KEY (loan_id)'));
    await warehouse.connection.query("INSERT INTO ods.loan VALUES (1, 10.5, '2026-01-01'), (1, 11.5, '2026-01-01')");
    const plan = await planFrom(before, declare(LOAN));
    await expect(runPlan(warehouse.connection, plan)).rejects.toThrow(
      /rows of ods\.loan and ods\.loan__strata_new: \[\["?2"?\]\] and \[\["?1"?\]\]/,
    );
    expect(await rows('SELECT COUNT(*) FROM ods.loan')).toEqual(['2']);
  });
});
