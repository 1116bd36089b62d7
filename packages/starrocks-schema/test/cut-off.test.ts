/** Plans that were cut off within an object: what the ledger says of it decides whether its state is our own work. */

import type { LiveModel, Model, Plan } from '../src';
import { planOffline } from '../src';
import { verifyPlan } from '../src/verify';

import { BOTH_KEYS, declare, source } from './helpers/declare';
import type { DeclaredSource } from '../src/load';
import { liveOf } from './helpers/live';

const POLICY = { ...BOTH_KEYS, maxRisk: 'rewrites-data' } as const;
const GROUP = 'CREATE RESOURCE GROUP g TO (user=\'a\') WITH ("cpu_weight" = "2", "mem_limit" = "20%")';
const NO_CLASSIFIER = 'CREATE RESOURCE GROUP g WITH ("cpu_weight" = "2", "mem_limit" = "20%")';
const TASK = 'SUBMIT TASK ods.nightly SCHEDULE EVERY (INTERVAL 1 DAY) AS INSERT INTO ods.a SELECT 1';
const LOAN = 'CREATE TABLE ods.loan (id BIGINT NOT NULL) DUPLICATE KEY (id)';

function plan(from: Model, to: Model): Plan {
  return planOffline(liveOf(from), to, POLICY);
}

/** What is live, with a ledger that says that the plan began to change an object. */
function begun(live: LiveModel, { steps }: Plan, object: string): LiveModel {
  const written = steps.find((step) => step.object === object)?.record.writtenHash ?? '';
  const entry = { state: 'started', pendingHash: written } as const;
  const former = live.objects.find(({ id }) => id === object)?.ledger ?? liveOf(declare(TASK)).objects[0]?.ledger;
  if (former === undefined) throw new Error('There is an entry.');
  const ledger = { ...former, object, ...entry };
  const isThere = live.objects.some(({ id }) => id === object);
  return {
    ...live,
    objects: live.objects.map((each) => (each.id === object ? { ...each, ledger } : each)),
    missing: isThere ? [] : [ledger],
  };
}

function role(...grants: readonly string[]): DeclaredSource {
  const statements = grants.map((grant) => source(`GRANT ${grant} TO ROLE analyst`).statement);
  return { ...source('CREATE ROLE analyst'), grants: statements };
}

describe('a run that ended between two statements of an object', () => {
  const classifiers = plan(declare(GROUP), declare(GROUP.replace("'a'", "'b'")));

  test('sets classifiers that were taken away already', () => {
    const live = begun(liveOf(declare(NO_CLASSIFIER)), classifiers, 'resource-group:g');
    expect([...verifyPlan(classifiers, live).statuses.values()]).toEqual(['run']);
  });

  test('fails when somebody else took the classifiers away', () => {
    expect(verifyPlan(classifiers, liveOf(declare(NO_CLASSIFIER))).problems).toMatchObject([{ code: 'STR1420' }]);
  });

  test('fails when somebody else changed what the plan does not', () => {
    const other = NO_CLASSIFIER.replace('20%', '30%');
    const live = begun(liveOf(declare(other)), classifiers, 'resource-group:g');
    expect(verifyPlan(classifiers, live).problems).toMatchObject([{ code: 'STR1420', object: 'resource-group:g' }]);
  });

  test('submits a task that was dropped already', () => {
    const anew = plan(declare(TASK), declare(TASK.replace('1 DAY', '2 DAY')));
    const live = begun(liveOf(declare('CREATE DATABASE ods')), anew, 'task:ods.nightly');
    expect([...verifyPlan(anew, live).statuses.values()]).toEqual(['run']);
  });

  test('fails when somebody else dropped the task', () => {
    const anew = plan(declare(TASK), declare(TASK.replace('1 DAY', '2 DAY')));
    expect(verifyPlan(anew, liveOf(declare('CREATE DATABASE ods'))).problems).toMatchObject([{ code: 'STR1420' }]);
  });

  test('revokes what is left of grants that end', () => {
    const [all, some] = [
      declare(LOAN, role('SELECT ON TABLE ods.loan', 'CREATE TABLE ON DATABASE ods')),
      declare(LOAN, role('SELECT ON TABLE ods.loan')),
    ];
    const end = plan(all, declare(LOAN));
    const statuses = verifyPlan(end, begun(liveOf(some), end, 'grants:role:analyst')).statuses;
    expect(statuses.get('drop grants:role:analyst')).toBe('run');
    expect(verifyPlan(end, liveOf(some)).problems).toMatchObject([{ object: 'grants:role:analyst' }]);
  });

  test('drops grants on a table that has its new name already', () => {
    const credit = LOAN.replace('loan', 'credit');
    const renamed = { ...source(credit), renamedFrom: 'ods.loan' };
    const end = plan(declare(LOAN, role('SELECT ON TABLE ods.loan')), declare(renamed));
    const live = liveOf(declare(credit, role('SELECT ON TABLE ods.credit')));
    expect(verifyPlan(end, live).problems).toEqual([]);
  });

  describe('in the middle of new grants', () => {
    const both = declare(LOAN, role('SELECT ON TABLE ods.loan', 'CREATE TABLE ON DATABASE ods'));
    const some = liveOf(declare(LOAN, role('SELECT ON TABLE ods.loan')), { unmanaged: ['grants:role:analyst'] });
    const other = liveOf(declare(LOAN, role('DELETE ON TABLE ods.loan')), { unmanaged: ['grants:role:analyst'] });
    const grant = plan(declare(LOAN, source('CREATE ROLE analyst')), both);

    test('gives the rest, with its plan and with a new one', () => {
      expect([...verifyPlan(grant, some).statuses.values()]).toEqual(['run']);
      const anew = planOffline(some, both, POLICY);
      expect([anew.refusals, anew.statements]).toEqual([[], ['GRANT CREATE TABLE ON DATABASE ods TO ROLE analyst']]);
    });

    test('fails when somebody else granted what is not declared', () => {
      expect(verifyPlan(grant, other).problems).toMatchObject([{ code: 'STR1421' }]);
      expect(planOffline(other, both, POLICY).refusals).toHaveLength(1);
    });
  });

  test('lets a load go on behind its own change, not behind that of its table', () => {
    const follow = (least: number): string =>
      `CREATE ROUTINE LOAD ods.follow ON loan WHERE id > ${least} FROM KAFKA ("kafka_broker_list" = "127.0.0.1:9092", "kafka_topic" = "t")`;
    const change = plan(declare(LOAN, follow(0)), declare(`${LOAN} COMMENT "one"`, follow(1)));
    const live = begun(liveOf(declare(LOAN, follow(0))), change, 'ods.loan');
    const paused = live.objects.map((each) => (each.kind === 'routine-load' ? { ...each, paused: true } : each));
    const anew = planOffline({ ...live, objects: paused }, declare(`${LOAN} COMMENT "one"`, follow(1)), POLICY);
    const ids = anew.steps.map(({ id }) => id);
    expect(ids.filter((id) => id.endsWith('ods.follow'))).toEqual([
      'alter-routine-load routine-load:ods.follow',
      'resume-loads routine-load:ods.follow',
    ]);
    expect(anew.steps.find(({ kind }) => kind === 'resume-loads')?.dependsOn).toContain(
      'alter-routine-load routine-load:ods.follow',
    );
  });
});
