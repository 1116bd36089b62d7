/** Objects that are renamed together with changes of what is bound to them. */

import type { DeclaredSource } from '../src/load';
import type { Plan } from '../src';
import { planOffline } from '../src';
import { verifyPlan } from '../src/verify';

import { BOTH_KEYS, declare, source } from './helpers/declare';
import { liveOf } from './helpers/live';

const LOAN = 'CREATE TABLE ods.loan (id BIGINT NOT NULL, amount BIGINT NULL) DUPLICATE KEY (id)';
const CREDIT = { ...source(LOAN.replace('loan', 'credit')), renamedFrom: 'ods.loan' };
const FOLLOW = `CREATE ROUTINE LOAD ods.follow ON loan PROPERTIES ("max_error_number" = "0")
  FROM KAFKA ("kafka_broker_list" = "127.0.0.1:9092", "kafka_topic" = "loan")`;
const POLICY = { ...BOTH_KEYS, maxRisk: 'rewrites-data' } as const;

function role(...grants: readonly string[]): DeclaredSource {
  return {
    ...source('CREATE ROLE analyst'),
    grants: grants.map((grant) => source(`GRANT ${grant} TO ROLE analyst`).statement),
  };
}

function change(from: readonly (string | DeclaredSource)[], to: readonly (string | DeclaredSource)[]): Plan {
  const plan = planOffline(liveOf(declare(...from)), declare(...to), POLICY);
  expect(plan.refusals).toEqual([]);
  return plan;
}

function ids({ steps }: Plan): readonly string[] {
  return steps.map(({ id }) => id);
}

describe('a table that gets another name', () => {
  test('keeps its grants: nothing is granted or revoked, the ledger takes in the new name', () => {
    const plan = change([LOAN, role('SELECT ON TABLE ods.loan')], [CREDIT, role('SELECT ON TABLE ods.credit')]);
    expect(plan.statements).toEqual(['ALTER TABLE ods.loan RENAME credit']);
    expect(plan.steps.find(({ object }) => object === 'grants:role:analyst')).toMatchObject({
      kind: 'record',
      dependsOn: expect.arrayContaining(['rename ods.credit']) as string[],
    });
  });

  test('loses a grant by its new name, behind the rename', () => {
    const plan = change(
      [LOAN, role('SELECT ON TABLE ods.loan', 'INSERT ON TABLE ods.loan')],
      [CREDIT, role('SELECT ON TABLE ods.credit')],
    );
    expect(plan.statements).toEqual([
      'ALTER TABLE ods.loan RENAME credit',
      'REVOKE INSERT ON TABLE ods.credit FROM ROLE analyst',
    ]);
    expect(plan.steps[1]?.dependsOn).toContain('rename ods.credit');
  });

  test('loses all grants of a role that ends, by its new name', () => {
    const plan = change([LOAN, role('SELECT ON TABLE ods.loan')], [CREDIT]);
    expect(plan.statements.slice(0, 2)).toEqual([
      'ALTER TABLE ods.loan RENAME credit',
      'REVOKE SELECT ON TABLE ods.credit FROM ROLE analyst',
    ]);
  });

  test('keeps its load, which is declared on the new name', () => {
    const plan = change([LOAN, FOLLOW], [CREDIT, FOLLOW.replace('ON loan', 'ON credit')]);
    expect(plan.statements).toEqual(['ALTER TABLE ods.loan RENAME credit']);
    expect(ids(plan)).toContain('record routine-load:ods.follow');
  });

  test('fails to take a load to another table that is there', () => {
    const other = LOAN.replace('loan', 'other');
    const live = liveOf(declare(LOAN, other, FOLLOW));
    const plan = planOffline(live, declare(CREDIT, other, FOLLOW.replace('ON loan', 'ON other')), POLICY);
    expect(plan.refusals.map(({ object }) => object)).toEqual(['routine-load:ods.follow']);
  });
});

describe('a table that is swapped', () => {
  const UNIQUE = LOAN.replace('DUPLICATE', 'UNIQUE');

  test('loses a grant behind the swap, which would bring it back', () => {
    const plan = change([LOAN, role('SELECT ON TABLE ods.loan')], [UNIQUE, source('CREATE ROLE analyst')]);
    const more = change(
      [LOAN, role('SELECT ON TABLE ods.loan', 'CREATE TABLE ON DATABASE ods')],
      [UNIQUE, role('CREATE TABLE ON DATABASE ods')],
    );
    for (const { statements } of [plan, more]) {
      const [swap, revoke] = [/SWAP WITH/, /^REVOKE SELECT ON TABLE ods\.loan /].map((pattern) =>
        statements.findIndex((sql) => pattern.test(sql)),
      );
      expect(swap).toBeGreaterThanOrEqual(0);
      expect(revoke).toBeGreaterThan(swap ?? 0);
    }
  });

  test('loses a grant before its table ends', () => {
    const plan = change(
      [LOAN, role('SELECT ON TABLE ods.loan', 'CREATE TABLE ON DATABASE ods')],
      ['CREATE DATABASE ods', role('CREATE TABLE ON DATABASE ods')],
    );
    expect(plan.statements).toEqual(['REVOKE SELECT ON TABLE ods.loan FROM ROLE analyst', 'DROP TABLE ods.loan']);
    expect(plan.steps[0]?.dependsOn).toEqual([]);
  });

  test('and renamed keeps its grants', () => {
    const plan = change(
      [LOAN, role('SELECT ON TABLE ods.loan')],
      [
        { ...CREDIT, statement: source(UNIQUE.replace('loan', 'credit')).statement },
        role('SELECT ON TABLE ods.credit'),
      ],
    );
    expect(plan.statements).toContain('GRANT SELECT ON TABLE `ods`.`credit__strata_new` TO ROLE analyst');
  });
});

describe('a materialized view that gets another name', () => {
  const VIEW = 'CREATE VIEW cdm.open AS SELECT id, amount FROM ods.loan WHERE amount > 0';
  const DAILY =
    'CREATE MATERIALIZED VIEW ads.daily DISTRIBUTED BY HASH (id) REFRESH DEFERRED MANUAL AS SELECT id, sum(amount) AS amount FROM cdm.open GROUP BY id';
  const RENAMED = { ...source(DAILY.replace('daily', 'totals')), renamedFrom: 'ads.daily' };

  test('is reactivated by its new name when its base is replaced in the same plan', () => {
    const plan = change([LOAN, VIEW, DAILY], [LOAN, VIEW.replace('> 0', '> 1'), RENAMED]);
    expect(ids(plan)).toEqual([
      'replace-view cdm.open',
      'rename ads.totals',
      'activate ads.totals',
      'release ads.daily',
    ]);
  });

  test('is reactivated by its new name when it was inactive before', () => {
    const live = liveOf(declare(LOAN, VIEW, DAILY), { inactive: ['ads.daily'] });
    const plan = planOffline(live, declare(LOAN, VIEW, RENAMED), POLICY);
    expect(ids(plan)).toEqual(['rename ads.totals', 'activate ads.totals', 'release ads.daily']);
  });
});

describe('a plan with a rename that was cut off', () => {
  const WIDER = {
    ...source(LOAN.replace('loan', 'credit').replace(')', ', note STRING NULL)')),
    renamedFrom: 'ods.loan',
  };
  const plan = planOffline(liveOf(declare(LOAN)), declare(WIDER), POLICY);
  const statuses = (live: Parameters<typeof verifyPlan>[1]): readonly unknown[] => [
    ...verifyPlan(plan, live).statuses.values(),
  ];

  test('runs all of it when nothing was done', () => {
    expect(statuses(liveOf(declare(LOAN)))).toEqual(['run', 'run', 'run']);
  });

  test('goes on behind the rename', () => {
    expect(statuses(liveOf(declare(LOAN.replace('loan', 'credit'))))).toEqual(['done', 'run', 'done']);
  });

  test('has nothing to do when all was done', () => {
    expect(statuses(liveOf(declare(WIDER)))).toEqual(['done', 'done', 'done']);
  });

  test('fails when somebody else made an object of the new name', () => {
    const live = liveOf(declare(LOAN, LOAN.replace('loan', 'credit')), { unmanaged: ['ods.credit'] });
    expect(verifyPlan(plan, live).problems.map(({ code, object }) => [code, object])).toEqual([
      ['STR1421', 'ods.credit'],
    ]);
  });
});

test('a default role is granted before it becomes one', () => {
  const user = "CREATE USER app IDENTIFIED BY 'secret:env:APP'";
  const plan = change(['CREATE ROLE analyst', user], ['CREATE ROLE analyst', `${user} DEFAULT ROLE analyst`]);
  expect(plan.statements.slice(-2)).toEqual([
    "GRANT analyst TO USER 'app'@'%'",
    "ALTER USER 'app'@'%' DEFAULT ROLE analyst",
  ]);
});
