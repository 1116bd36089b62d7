import type { LiveModel, LiveObject, Plan, PlanFacts, PlanPolicy, Step } from '../src';
import { cleanupPlan, diff, planSteps, renderPlan } from '../src';
import type { DeclaredSource } from '../src/load';

import { BOTH_KEYS, CAREFUL, declare, source } from './helpers/declare';
import { liveOf } from './helpers/live';

const REWRITE: PlanPolicy = { ...CAREFUL, maxRisk: 'rewrites-data' };

const LOAN = `CREATE TABLE ods.loan (loan_id BIGINT NOT NULL, amount DECIMAL(18, 2) NULL, note VARCHAR(20) NULL)
  PRIMARY KEY (loan_id) DISTRIBUTED BY HASH (loan_id)`;
const OTHER_KEY = LOAN.replace('amount DECIMAL(18, 2) NULL', 'amount DECIMAL(18, 2) NOT NULL').replace(
  'KEY (loan_id)',
  'KEY (loan_id, amount)',
);
const PARTITIONED = LOAN.replace('DISTRIBUTED', 'PARTITION BY (loan_id) DISTRIBUTED');
const OPEN_LOAN = 'CREATE VIEW cdm.open_loan AS SELECT loan_id, amount FROM ods.loan WHERE amount > 0';
const DAILY = `CREATE MATERIALIZED VIEW ads.daily DISTRIBUTED BY HASH (loan_id) REFRESH ASYNC EVERY (INTERVAL 10 MINUTE)
  AS SELECT loan_id, sum(amount) AS amount FROM cdm.open_loan GROUP BY loan_id`;
const TOP = `CREATE MATERIALIZED VIEW ads.top DISTRIBUTED BY HASH (loan_id) REFRESH MANUAL
  AS SELECT loan_id FROM ads.daily WHERE amount > 100`;
const LOAD = `CREATE ROUTINE LOAD ods.loan_load ON loan COLUMNS (loan_id, amount, note)
  PROPERTIES ("format" = "json") FROM KAFKA ("kafka_broker_list" = "k:9092", "kafka_topic" = "loan")`;

type Sources = readonly (string | DeclaredSource)[];

function load(sql = LOAD): DeclaredSource {
  return { ...source(sql), references: ['ods.loan'] };
}

function plan(before: Sources | LiveModel, after: Sources, policy: PlanPolicy = REWRITE, facts: PlanFacts = {}): Plan {
  const live = 'kind' in before ? before : liveOf(declare(...before));
  return planSteps(diff(declare(...after), live), policy, facts);
}

function kinds({ steps }: Plan): readonly string[] {
  return steps.map(({ kind }) => kind);
}

function find(found: Plan, kind: Step['kind']): Step {
  const step = found.steps.find((one) => one.kind === kind);
  if (step === undefined) throw new Error(`There is no ${kind}.`);
  return step;
}

describe('a table that cannot change in place', () => {
  test('is filled beside, compared, swapped and kept', () => {
    const found = plan([LOAN], [PARTITIONED]);
    expect(found.refusals).toEqual([]);
    expect(kinds(found)).toEqual(['create-shadow', 'copy', 'swap', 'put-away']);
    expect(found.statements.slice(1)).toEqual([
      'INSERT OVERWRITE `ods`.`loan__strata_new` (`loan_id`, `amount`, `note`) SELECT `loan_id`, `amount`, `note` FROM `ods`.`loan`',
      'ALTER TABLE ods.loan SWAP WITH loan__strata_new',
      'ALTER TABLE ods.loan__strata_new RENAME loan__strata_old_1',
    ]);
    expect(find(found, 'create-shadow').statements[0]).toMatch(/^CREATE TABLE ods\.loan__strata_new \(/);
    expect(find(found, 'copy')).toMatchObject({
      repeatable: true,
      target: 'ods.loan__strata_new',
      checks: [
        { left: 'SELECT COUNT(*) FROM `ods`.`loan`', right: 'SELECT COUNT(*) FROM `ods`.`loan__strata_new`' },
        { what: 'values of ods.loan and ods.loan__strata_new' },
      ],
    });
    expect(find(found, 'swap').settled).toEqual({ kind: 'definition', object: 'ods.loan' });
  });

  test('fails where the policy lets nothing be written anew, and says what would', () => {
    const found = plan([LOAN], [PARTITIONED], CAREFUL);
    expect(found.steps).toEqual([]);
    expect(found.refusals[0]?.message).toMatch(/partition: .* allow `rewrites-data` in the policy/);
  });

  test('casts what has another type', () => {
    const found = plan([LOAN], [LOAN.replace('loan_id BIGINT', 'loan_id LARGEINT')]);
    expect(find(found, 'copy').statements[0]).toContain('SELECT CAST(`loan_id` AS LARGEINT), `amount`');
  });

  test('fails for a cast that may lose values, without both keys', () => {
    const found = plan([LOAN], [LOAN.replace('VARCHAR(20)', 'VARCHAR(10)')]);
    expect(found.refusals[0]?.message).toMatch(/columns\.note\.type: .* a cast may lose values, which takes two keys/);
    const both = plan([LOAN], [LOAN.replace('VARCHAR(20)', 'VARCHAR(10)')], { ...BOTH_KEYS, maxRisk: 'rewrites-data' });
    expect(kinds(both)).toContain('swap');
  });

  test('lets a new column take its default', () => {
    const found = plan([LOAN], [PARTITIONED.replace('note VARCHAR', 'kind INT NOT NULL DEFAULT "1", note VARCHAR')]);
    expect(find(found, 'copy').statements[0]).toContain('(`loan_id`, `amount`, `note`) SELECT');
  });

  test('takes a renamed column from its former name', () => {
    const after = {
      ...source(PARTITIONED.replace('note VARCHAR', 'remark VARCHAR')),
      renamedColumns: [{ column: 'remark', from: 'note' }],
    };
    expect(find(plan([LOAN], [after]), 'copy').statements[0]).toContain('`remark`) SELECT `loan_id`, `amount`, `note`');
  });

  test('keeps its grants, given before it takes the place', () => {
    const facts: PlanFacts = {
      grants: [{ object: 'ods.loan', privileges: 'SELECT, INSERT', grantee: 'ROLE analyst', grantable: true }],
    };
    const found = plan([LOAN], [PARTITIONED], REWRITE, facts);
    expect(kinds(found)).toEqual(['create-shadow', 'copy', 'grant', 'swap', 'put-away']);
    expect(find(found, 'grant').statements).toEqual([
      'GRANT SELECT, INSERT ON TABLE `ods`.`loan__strata_new` TO ROLE analyst WITH GRANT OPTION',
    ]);
  });

  test('has its routine loads paused, and made anew where they were', () => {
    const found = plan([LOAN, load()], [PARTITIONED, load()]);
    expect(kinds(found)).toEqual([
      ...['create-shadow', 'copy', 'pause-loads', 'copy', 'swap', 'put-away', 'drop-routine-load', 'resume-loads'],
    ]);
    expect(find(found, 'pause-loads')).toMatchObject({
      statements: ['PAUSE ROUTINE LOAD FOR ods.loan_load'],
      blastRadius: { loads: ['ods.loan_load'] },
    });
    expect(find(found, 'resume-loads').statements[0]).toMatch(/"kafka_offsets" = "\{\{offsets\}\}"/);
  });

  test('fails with a routine load that is not declared here', () => {
    const live = liveOf(declare(LOAN, load()), { unmanaged: ['routine-load:ods.loan_load'] });
    expect(plan(live, [PARTITIONED]).refusals[0]?.message).toMatch(
      /Routine load ods\.loan_load writes into it by its id/,
    );
  });

  test('leaves a former shadow alone under another name', () => {
    const shadow = LOAN.replace('ods.loan', 'ods.loan__strata_new');
    const live = liveOf(declare(LOAN, shadow), { unmanaged: ['ods.loan__strata_new'] });
    const found = plan(live, [PARTITIONED]);
    expect(found.unmanaged).toEqual([]);
    expect(found.statements[0]).toBe('ALTER TABLE ods.loan__strata_new RENAME loan__strata_old_1');
    expect(found.statements.at(-1)).toBe('ALTER TABLE ods.loan__strata_new RENAME loan__strata_old_2');
  });

  test('is put away by the next plan when its run ended right behind the swap', () => {
    const shadow = LOAN.replace('ods.loan', 'ods.loan__strata_new');
    const live = liveOf(declare(PARTITIONED, shadow), { unmanaged: ['ods.loan__strata_new'] });
    expect(plan(live, [PARTITIONED]).statements).toEqual([
      'ALTER TABLE ods.loan__strata_new RENAME loan__strata_old_1',
    ]);
  });

  test('gets its load back by the next plan when its run ended before that', () => {
    const stranded = load(LOAD.replace('ON loan ', 'ON loan__strata_old_1 '));
    const live = liveOf(declare(PARTITIONED, stranded));
    const found = plan(live, [PARTITIONED, load()], { ...REWRITE });
    expect(found.refusals).toEqual([]);
    expect(found.steps.map(({ id }) => id)).toEqual([
      'drop-routine-load routine-load:ods.loan_load',
      'resume-loads routine-load:ods.loan_load',
    ]);
  });

  describe('whose load a run paused before it was cut off', () => {
    const LOAD_ID = 'routine-load:ods.loan_load';
    const RESUME = 'RESUME ROUTINE LOAD FOR ods.loan_load';

    /** Paused, with the ledger of one object as a run left it. */
    function cutOff(started: string, ...more: Sources): LiveModel {
      const live = liveOf(declare(LOAN, load(), ...more), { unmanaged: ['ods.loan__strata_new'] });
      const objects = live.objects.map((object): LiveObject => ({
        ...object,
        ...(object.id === LOAD_ID ? { paused: true } : {}),
        ...(object.id === started && object.ledger !== undefined
          ? { ledger: { ...object.ledger, state: 'started' } }
          : {}),
      }));
      return { ...live, objects };
    }
    const statements = (live: LiveModel, ...after: Sources): readonly string[] => plan(live, after).statements;

    test('goes on when the swap is declared no more', () => {
      const found = plan(cutOff('ods.loan'), [LOAN, load()]);
      expect(found.statements).toEqual([RESUME]);
      expect(found.warnings).toEqual([
        'Routine load ods.loan_load was paused by a run that was cut off: the plan lets it go on where it is.',
      ]);
      expect(find(found, 'resume-loads')).toMatchObject({ object: 'ods.loan', id: `resume-loads ${LOAD_ID}` });
    });

    test('goes on when only the shadow tells of that run', () => {
      const shadow = LOAN.replace('ods.loan', 'ods.loan__strata_new');
      expect(statements(cutOff('', shadow), LOAN, load())).toEqual(
        expect.arrayContaining([RESUME, 'ALTER TABLE ods.loan__strata_new RENAME loan__strata_old_1']),
      );
    });

    test('goes on behind another change of the table', () => {
      const wider = LOAN.replace('note VARCHAR(20) NULL', 'note VARCHAR(20) NULL, more INT NULL');
      const found = plan(cutOff('ods.loan'), [wider, load()]);
      expect(kinds(found)).toEqual(['add-columns', 'resume-loads']);
      expect(find(found, 'resume-loads').dependsOn).toContain('add-columns ods.loan');
    });

    test('is made anew with the swap when that is still declared', () => {
      const resumed = kinds(plan(cutOff('ods.loan'), [PARTITIONED, load()]));
      expect(resumed.filter((kind) => kind === 'resume-loads')).toHaveLength(1);
      expect(resumed.slice(-2)).toEqual(['drop-routine-load', 'resume-loads']);
    });

    test('goes on when the run was changing the load itself', () => {
      expect(statements(cutOff(LOAD_ID), LOAN, load())).toEqual([RESUME]);
      const slower = load(LOAD.replace('"json"', '"json", "max_batch_interval" = "20"'));
      expect(kinds(plan(cutOff(LOAD_ID), [LOAN, slower]))).toEqual(['alter-routine-load', 'resume-loads']);
    });

    test('stays paused when nobody was cut off: somebody paused it', () => {
      expect(statements(cutOff(''), LOAN, load())).toEqual([]);
      const slower = load(LOAD.replace('"json"', '"json", "max_batch_interval" = "20"'));
      expect(kinds(plan(cutOff(''), [LOAN, slower]))).toEqual(['alter-routine-load']);
      expect(kinds(plan(cutOff(''), [PARTITIONED, load()])).slice(-2)).toEqual(['resume-loads', 'pause-loads']);
    });
  });

  test('has the materialized views behind it reactivated, those on others last', () => {
    const found = plan([LOAN, OPEN_LOAN, DAILY, TOP], [PARTITIONED, OPEN_LOAN, DAILY, TOP]);
    expect(found.statements.slice(-2)).toEqual([
      'ALTER MATERIALIZED VIEW ads.daily ACTIVE',
      'ALTER MATERIALIZED VIEW ads.top ACTIVE',
    ]);
    expect(find(found, 'swap').blastRadius).toMatchObject({ inactive: ['ads.daily', 'ads.top'] });
    expect(found.steps.at(-1)?.dependsOn).toContain('activate ads.daily');
  });

  test('is estimated by the metadata of its partitions, and refused above the limit of the policy', () => {
    const statistics = new Map([['ods.loan', { rows: 1_000_000_000, bytes: 2 ** 40, partitions: 12 }]]);
    const found = plan([LOAN], [PARTITIONED], REWRITE, { statistics });
    expect(find(found, 'copy').estimate).toEqual({ duration: 'hours', bytes: 2 ** 40, rows: 1_000_000_000 });
    expect(renderPlan(found).join('\n')).toMatch(
      /-- copy ods\.loan: rewrites-data, swap, hours, writes 1 TiB, 1,000,000,000 rows/,
    );
    const limited = { ...REWRITE, maxRewriteBytes: 2 ** 30, source: 'policy.yaml, stage prod' };
    expect(plan([LOAN], [PARTITIONED], limited, { statistics }).refusals[0]?.message).toMatch(
      /writes 1 TiB anew, and the policy allows 1 GiB \(policy\.yaml, stage prod\)/,
    );
  });

  test('may get another key', () => {
    expect(kinds(plan([LOAN], [OTHER_KEY]))).toContain('swap');
  });
});

describe('a materialized view with another query', () => {
  const after = DAILY.replace('sum(', 'max(');

  test('is filled beside and swapped, so readers never see it empty', () => {
    const found = plan([LOAN, OPEN_LOAN, DAILY], [LOAN, OPEN_LOAN, after]);
    expect(kinds(found)).toEqual(['create-shadow', 'refresh', 'swap', 'put-away']);
    expect(found.statements[0]).toMatch(
      /^CREATE MATERIALIZED VIEW ads\.daily__strata_new[^]*REFRESH DEFERRED ASYNC EVERY/,
    );
    expect(found.statements.slice(1)).toEqual([
      'REFRESH MATERIALIZED VIEW `ads`.`daily__strata_new` WITH ASYNC MODE',
      'ALTER MATERIALIZED VIEW ads.daily SWAP WITH daily__strata_new',
      'DROP MATERIALIZED VIEW `ads`.`daily__strata_new`',
    ]);
  });

  test('takes no key, because its query makes its rows again', () => {
    expect(
      plan([LOAN, OPEN_LOAN, DAILY], [LOAN, OPEN_LOAN, after]).steps.some(({ risk }) => risk === 'destroys-data'),
    ).toBe(false);
  });

  test('has those on it reactivated', () => {
    const found = plan([LOAN, OPEN_LOAN, DAILY, TOP], [LOAN, OPEN_LOAN, after, TOP]);
    expect(found.statements.at(-1)).toBe('ALTER MATERIALIZED VIEW ads.top ACTIVE');
  });

  test('comes behind the column that it needs', () => {
    const found = plan(
      [LOAN, DAILY.replace('cdm.open_loan', 'ods.loan')],
      [
        LOAN.replace('note', 'fee INT NULL, note'),
        DAILY.replace('cdm.open_loan', 'ods.loan').replace('sum(amount)', 'sum(fee)'),
      ],
    );
    expect(kinds(found)[0]).toBe('add-columns');
    expect(find(found, 'create-shadow').dependsOn).toContain('add-columns ods.loan');
  });
});

describe('inactive materialized views', () => {
  test('are found and reactivated in the order of their bases', () => {
    const live = liveOf(declare(LOAN, OPEN_LOAN, DAILY, TOP), { inactive: ['ads.daily', 'ads.top'] });
    const found = plan(live, [LOAN, OPEN_LOAN, DAILY, TOP], CAREFUL);
    expect(found.statements).toEqual([
      'ALTER MATERIALIZED VIEW ads.daily ACTIVE',
      'ALTER MATERIALIZED VIEW ads.top ACTIVE',
    ]);
    expect(found.warnings[0]).toMatch(/ads\.daily is inactive \(base-table swapped: x\)/);
  });

  test('come of a replaced view, not of an unchanged one', () => {
    const found = plan([LOAN, OPEN_LOAN, DAILY], [LOAN, OPEN_LOAN.replace('> 0', '> 1'), DAILY], CAREFUL);
    expect(kinds(found)).toEqual(['replace-view', 'activate']);
    expect(plan([LOAN, OPEN_LOAN, DAILY], [LOAN, OPEN_LOAN, DAILY], CAREFUL).steps).toEqual([]);
  });

  test('come of a changed column only when they read it', () => {
    const view = DAILY.replace('cdm.open_loan', 'ods.loan');
    const wider = LOAN.replace('VARCHAR(20)', 'VARCHAR(40)');
    expect(kinds(plan([LOAN, view], [wider, view], CAREFUL))).toEqual(['alter-columns']);
    const view2 = view.replace('sum(amount)', 'max(note)');
    expect(kinds(plan([LOAN, view2], [wider, view2], CAREFUL))).toEqual(['alter-columns', 'activate']);
  });

  test('of others are named, and left alone', () => {
    const live = liveOf(declare(LOAN, OPEN_LOAN, DAILY), { version: '3.5.2', unmanaged: ['ads', 'ads.daily'] });
    const facts: PlanFacts = { dependencies: [{ view: 'ads.daily', base: 'ods.loan' }] };
    const found = plan(live, [LOAN.replace('HASH (loan_id)', 'HASH (loan_id) BUCKETS 8'), OPEN_LOAN], REWRITE, facts);
    expect(found.warnings).toEqual([
      expect.stringMatching(
        /ads\.daily is not managed here and becomes inactive by optimize ods\.loan: StarRocks never/,
      ),
    ]);
    expect(kinds(found)).toEqual(['optimize']);
  });
});

describe('renaming an object', () => {
  const renamed = (sql: string, from: string): DeclaredSource => ({ ...source(sql), renamedFrom: from });

  test('keeps the rows of a table', () => {
    const found = plan([LOAN], [renamed(LOAN.replace('ods.loan', 'ods.credit'), 'ods.loan')], CAREFUL);
    expect(found).toMatchObject({ refusals: [], statements: ['ALTER TABLE ods.loan RENAME credit'] });
    expect(kinds(found)).toEqual(['rename', 'release']);
  });

  test('comes before the changes of the table', () => {
    const after = LOAN.replace('ods.loan', 'ods.credit').replace('VARCHAR(20)', 'VARCHAR(40)');
    expect(kinds(plan([LOAN], [renamed(after, 'ods.loan')], CAREFUL))).toEqual(['rename', 'alter-columns', 'release']);
  });

  test('makes a view anew and drops the former one, without keys', () => {
    const after = renamed(OPEN_LOAN.replace('cdm.open_loan', 'cdm.running_loan'), 'cdm.open_loan');
    expect(kinds(plan([LOAN, OPEN_LOAN], [LOAN, after], CAREFUL))).toEqual(['create-view', 'drop']);
  });

  test('keeps what a materialized view holds', () => {
    const after = renamed(DAILY.replace('ads.daily', 'ads.per_day'), 'ads.daily');
    expect(plan([LOAN, OPEN_LOAN, DAILY], [LOAN, OPEN_LOAN, after], CAREFUL).statements).toEqual([
      'ALTER MATERIALIZED VIEW ads.daily RENAME per_day',
    ]);
  });

  test('fails across databases, because rows would stay behind', () => {
    const found = plan([LOAN], [renamed(LOAN.replace('ods.loan', 'dwd.loan'), 'ods.loan')], BOTH_KEYS);
    expect(found.refusals[0]?.message).toMatch(/a table stays in its database/);
    expect(found.statements).not.toContainEqual(expect.stringMatching(/DROP TABLE/));
  });
});

describe('cleaning up', () => {
  const live = (allowDrop: boolean): LiveModel =>
    liveOf(
      declare(
        source(LOAN, { allowDrop }),
        LOAN.replace('ods.loan', 'ods.loan__strata_old_1'),
        LOAN.replace('ods.loan', 'ods.mine__strata_old_1'),
      ),
      { unmanaged: ['ods.loan__strata_old_1', 'ods.mine__strata_old_1'] },
    );

  test('drops what was replaced, with both keys', () => {
    expect(cleanupPlan(live(true), { allowDataLoss: false, protection: false })).toEqual({
      drops: [{ object: 'ods.loan__strata_old_1', of: 'ods.loan', statement: 'DROP TABLE ods.loan__strata_old_1' }],
      kept: [],
    });
  });

  test.each<[string, boolean, PlanPolicy, RegExp]>([
    ['no key', false, CAREFUL, /allow-drop.* and protection off/],
    ['only its own', true, CAREFUL, /protection off/],
  ])('fails to drop rows with %s', (_what, allowDrop, policy, reason) => {
    const { drops, kept } = cleanupPlan(live(allowDrop), policy);
    expect(drops).toEqual([]);
    expect(kept[0]?.reason).toMatch(reason);
  });
});
