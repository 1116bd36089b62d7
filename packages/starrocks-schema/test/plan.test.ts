import type { LiveModel } from '../src';
import { assertNoRefusals, databasesOf, diff, emptyModel, introspect, planOffline, planSteps, apply } from '../src';
import type { Plan, PlanPolicy } from '../src';
import type { DeclaredSource } from '../src/load';

import { BOTH_KEYS, CAREFUL, declare, source } from './helpers/declare';
import { liveOf } from './helpers/live';
import { FakeWarehouse } from './helpers/fake-warehouse';

const LOAN = `CREATE TABLE ods.loan (
  loan_id BIGINT NOT NULL COMMENT "id",
  amount DECIMAL(18, 2) NULL COMMENT "CNY",
  note VARCHAR(20) NULL COMMENT ""
) PRIMARY KEY (loan_id) COMMENT "One row per loan" DISTRIBUTED BY HASH (loan_id)
PROPERTIES ("datacache.partition_duration" = "3 MONTHS")`;
const OPEN_LOAN = 'CREATE VIEW cdm.open_loan AS SELECT loan_id, amount FROM ods.loan WHERE amount > 0';
const DAILY = `CREATE MATERIALIZED VIEW ads.daily DISTRIBUTED BY HASH (loan_id) REFRESH ASYNC EVERY (INTERVAL 10 MINUTE)
PROPERTIES ("partition_refresh_number" = "1") AS SELECT loan_id, sum(amount) AS amount FROM cdm.open_loan GROUP BY loan_id`;

function planFrom(
  before: readonly (string | DeclaredSource)[],
  after: readonly (string | DeclaredSource)[],
  policy: PlanPolicy = CAREFUL,
): Plan {
  return planOffline(liveOf(declare(...before)), declare(...after), policy);
}

describe('planning against nothing', () => {
  test('creates databases, then tables, then what refers to them, whatever the order of the files', () => {
    const plan = planOffline(emptyModel('demo'), declare(DAILY, OPEN_LOAN, LOAN), CAREFUL);
    expect(plan.steps.map((step) => step.id)).toEqual([
      'create-database ads',
      'create-database cdm',
      'create-database ods',
      'create-table ods.loan',
      'create-view cdm.open_loan',
      'create-materialized-view ads.daily',
    ]);
    expect(plan.statements).toHaveLength(6);
    expect(plan.statements[0]).toBe('CREATE DATABASE ads');
  });

  test('leaves out IF NOT EXISTS, so that what exists is noticed', () => {
    const plan = planOffline(emptyModel('demo'), declare('CREATE TABLE IF NOT EXISTS ods.a (x INT)'), CAREFUL);
    expect(plan.statements.join()).not.toContain('IF NOT EXISTS');
  });

  test('gives the same plan twice', () => {
    const plan = (): Plan => planOffline(emptyModel('demo'), declare(LOAN, OPEN_LOAN, DAILY), CAREFUL);
    expect(plan()).toEqual(plan());
  });
});

describe('planning against what was applied', () => {
  test('is empty when nothing changed', () => {
    const plan = planFrom([LOAN, OPEN_LOAN, DAILY], [LOAN, OPEN_LOAN, DAILY]);
    expect(plan).toMatchObject({ steps: [], refusals: [], unmanaged: [], warnings: [], unchanged: 6 });
  });

  test.each([
    ['the layout of a view', OPEN_LOAN, OPEN_LOAN.replace('SELECT', 'SELECT -- all that is open\n  ')],
    ['the spelling of types', LOAN, LOAN.replace('BIGINT', 'bigint(20)').replace('DECIMAL(18, 2)', 'decimal(18,2)')],
    ['an omitted NULL', LOAN, LOAN.replace('VARCHAR(20) NULL', 'VARCHAR(20)')],
    ['the spelling of an interval', LOAN, LOAN.replace('3 MONTHS', '3 month')],
  ])('is empty when only %s changed', (_what, before, after) => {
    const base = before === OPEN_LOAN ? [LOAN] : [];
    expect(planFrom([...base, before], [...base, after]).statements).toEqual([]);
  });

  test.each<[string, string, string, readonly RegExp[]]>([
    [
      'a new column at the end',
      LOAN,
      LOAN.replace('COMMENT ""\n)', 'COMMENT "",\n  channel VARCHAR(8) NULL COMMENT "where from"\n)'),
      [/^ALTER TABLE `?ods`?\.`?loan`? ADD COLUMN `?channel`? VARCHAR\(8\) NULL COMMENT "where from"$/],
    ],
    [
      'two new columns in one statement, in their places',
      LOAN,
      LOAN.replace('amount DEC', 'a INT NULL, b INT NULL, amount DEC'),
      [/ADD COLUMN `?a`? INT NULL AFTER `?loan_id`?,\s*ADD COLUMN `?b`? INT NULL AFTER `?a`?/],
    ],
    [
      'a wider string',
      LOAN,
      LOAN.replace('VARCHAR(20)', 'VARCHAR(40)'),
      [/MODIFY COLUMN `?note`? VARCHAR\(40\) NULL COMMENT ""/],
    ],
    [
      'the order of columns',
      LOAN,
      LOAN.replace(/( {2}amount.*),\n( {2}note.*)\n/, '$2,\n$1\n'),
      [/MODIFY COLUMN note VARCHAR\(20\) NULL COMMENT "" AFTER loan_id$/],
    ],
    ['a table comment', LOAN, LOAN.replace('One row', 'A row'), [/^ALTER TABLE ods\.loan COMMENT = "A row per loan"$/]],
    [
      'a column comment',
      LOAN,
      LOAN.replace('"CNY"', '"yuan"'),
      [/^ALTER TABLE ods\.loan MODIFY COLUMN amount COMMENT "yuan"$/],
    ],
    [
      'a property',
      LOAN,
      LOAN.replace('3 MONTHS', '6 MONTHS'),
      [/^ALTER TABLE ods\.loan SET \("datacache.partition_duration" = "6 MONTHS"\)$/],
    ],
    [
      'a view',
      OPEN_LOAN,
      OPEN_LOAN.replace('> 0', '> 1'),
      [/^CREATE OR REPLACE VIEW cdm\.open_loan\s+AS\s+SELECT .* > 1$/s],
    ],
    [
      'the schedule of a materialized view',
      DAILY,
      DAILY.replace('10 MINUTE', '15 MINUTE'),
      [/^ALTER MATERIALIZED VIEW ads\.daily REFRESH ASYNC EVERY \(INTERVAL 15 MINUTE\)$/],
    ],
    [
      'a property of a materialized view',
      DAILY,
      DAILY.replace('"1"', '"4"'),
      [/^ALTER MATERIALIZED VIEW ads\.daily SET \("partition_refresh_number" = "4"\)$/],
    ],
  ])('changes %s in place', (_what, before, after, expected) => {
    const base = before === LOAN ? [] : before === OPEN_LOAN ? [LOAN] : [LOAN, OPEN_LOAN];
    const plan = planFrom([...base, before], [...base, after]);
    expect(plan.refusals).toEqual([]);
    expect(plan.statements).toHaveLength(expected.length);
    expected.forEach((pattern, index) => expect(plan.statements[index]).toMatch(pattern));
  });

  test('replaces a view behind the column that it needs', () => {
    const plan = planFrom(
      [LOAN, OPEN_LOAN],
      [
        LOAN.replace('COMMENT ""\n', 'COMMENT "", kind INT NULL\n'),
        OPEN_LOAN.replace('amount FROM', 'amount, kind FROM'),
      ],
    );
    expect(plan.steps.map((step) => step.kind)).toEqual(['add-columns', 'replace-view']);
    expect(plan.steps[1]?.dependsOn).toContain('add-columns ods.loan');
  });

  test.each([
    [
      'another key',
      LOAN,
      LOAN.replace('KEY (loan_id)', 'KEY (loan_id, amount)').replace('2) NULL', '2) NOT NULL'),
      /key: declared PRIMARY \(loan_id, amount\), live PRIMARY \(loan_id\)/,
    ],
    ['partitions', LOAN, LOAN.replace('DISTRIBUTED', 'PARTITION BY (loan_id) DISTRIBUTED'), /partition/],
    [
      'a narrower type',
      LOAN,
      LOAN.replace('VARCHAR(20)', 'VARCHAR(10)'),
      /columns\.note\.type: declared varchar\(10\), live varchar\(20\); StarRocks does not change/,
    ],
    [
      'NULL to NOT NULL',
      LOAN,
      LOAN.replace('note VARCHAR(20) NULL', 'note VARCHAR(20) NOT NULL'),
      /cannot become NOT NULL/,
    ],
    ['a default', LOAN, LOAN.replace('VARCHAR(20) NULL', 'VARCHAR(20) NULL DEFAULT "x"'), /cannot change the default/],
    [
      'a new column without a value',
      LOAN,
      LOAN.replace('amount DEC', 'a INT NOT NULL, amount DEC'),
      /NULL or has a DEFAULT/,
    ],
    [
      'a type that keeps less of its values',
      LOAN,
      LOAN.replace('note VARCHAR(20)', 'note INT'),
      /columns\.note\.type: .* a cast may lose values, which takes two keys/,
    ],
    ['a rewrite', LOAN, LOAN.replace('DECIMAL(18, 2)', 'DECIMAL(20, 2)'), /rewrites all rows/],
    [
      'a dropped column',
      LOAN,
      LOAN.replace('  note VARCHAR(20) NULL COMMENT ""\n', '').replace('"CNY",', '"CNY"'),
      /dropping a column destroys its data/,
    ],
    [
      'a fixed property',
      LOAN,
      LOAN.replace('PROPERTIES (', 'PROPERTIES ("compression" = "ZSTD", '),
      /"compression" is fixed/,
    ],
    ['a removed property', LOAN, LOAN.replace(/PROPERTIES.*/, ''), /a property cannot be taken away/],
    [
      'the query of a materialized view',
      DAILY,
      DAILY.replace('sum(', 'max('),
      /query: .* fixes this when a materialized view is created/,
    ],
    [
      'a view that becomes a table',
      OPEN_LOAN,
      'CREATE TABLE cdm.open_loan (loan_id BIGINT)',
      /is a view and declared as a table/,
    ],
  ])('fails for %s', (_what, before, after, message) => {
    const base = before === LOAN ? [] : before === OPEN_LOAN ? [LOAN] : [LOAN, OPEN_LOAN];
    const plan = planFrom([...base, before], [...base, after]);
    expect(plan.refusals.map((refusal) => refusal.message).join('\n')).toMatch(message);
    expect(plan.statements).toEqual([]);
    expect(() => assertNoRefusals(plan)).toThrow(/refused, so nothing is applied:\n- \w+\.\w+ \(sql/);
  });

  test('fails for all refused changes at once', () => {
    const plan = planFrom(
      [LOAN, OPEN_LOAN, DAILY],
      [LOAN.replace('VARCHAR(20) NULL', 'INT NOT NULL'), DAILY.replace('sum(', 'max(')],
    );
    expect([...new Set(plan.refusals.map((refusal) => refusal.object))]).toEqual([
      'ads.daily',
      'cdm.open_loan',
      'ods.loan',
    ]);
  });

  test('rewrites where the policy allows it', () => {
    const after = LOAN.replace('DECIMAL(18, 2)', 'DECIMAL(20, 2)');
    const plan = planFrom([LOAN], [after], { ...CAREFUL, maxRisk: 'rewrites-data' });
    expect(plan.steps).toMatchObject([{ kind: 'alter-columns', risk: 'rewrites-data' }]);
  });

  test('lets attributes differ that the file says to ignore', () => {
    const after = source(LOAN.replace('3 MONTHS', '6 MONTHS'), { ignore: ['properties'] });
    expect(planFrom([LOAN], [after]).statements).toEqual([]);
  });
});

describe('renaming a column', () => {
  const renamed = LOAN.replace('note VARCHAR', 'remark VARCHAR');
  const annotated = (sql: string): DeclaredSource => ({
    ...source(sql),
    renamedColumns: [{ column: 'remark', from: 'note' }],
  });

  test('is one statement, when the file says so', () => {
    const plan = planFrom([LOAN], [annotated(renamed)]);
    expect(plan).toMatchObject({ refusals: [], statements: ['ALTER TABLE ods.loan RENAME COLUMN note TO remark'] });
  });

  test('comes before a column that is added beside it', () => {
    const plan = planFrom([LOAN], [annotated(renamed.replace('remark VARCHAR', 'kind INT NULL, remark VARCHAR'))]);
    expect(plan.steps.map((step) => step.kind)).toEqual(['rename-column', 'add-columns']);
    expect(plan.statements[1]).toMatch(/ADD COLUMN kind INT NULL AFTER amount$/);
  });

  test('fails together with a change of the same column', () => {
    const plan = planFrom([LOAN], [annotated(renamed.replace('VARCHAR(20)', 'VARCHAR(40)'))]);
    expect(plan.refusals[0]?.message).toMatch(/columns\.remark\.type: .* a column is renamed alone/);
  });

  test('is over when it is done', () => {
    expect(planFrom([renamed], [annotated(renamed)]).steps).toEqual([]);
  });

  test('fails when it is not said: a dropped column is one, an added one another', () => {
    const plan = planFrom([LOAN], [renamed]);
    expect(plan.refusals[0]?.message).toMatch(/columns\.note: declared \(absent\).*destroys its data/);
  });
});

describe('dropping', () => {
  test.each<[string, boolean, PlanPolicy, RegExp]>([
    ['no key', false, CAREFUL, /`--@ allow-drop` .* and protection off/],
    ['only its own', true, CAREFUL, /protection off for the environment is missing/],
    ["only the environment's", false, { allowDataLoss: false, protection: false }, /allow-drop/],
  ])('fails with %s', (_what, allowDrop, policy, message) => {
    const plan = planFrom([source(LOAN, { allowDrop }), OPEN_LOAN], [OPEN_LOAN], policy);
    expect(plan.refusals[0]?.message).toMatch(message);
    expect(plan.statements).toEqual([]);
  });

  test('takes both keys', () => {
    const policy = { allowDataLoss: false, protection: false };
    const plan = planFrom(
      [source(LOAN, { allowDrop: true }), 'CREATE TABLE ods.b (x INT)'],
      ['CREATE TABLE ods.b (x INT)'],
      policy,
    );
    expect(plan.steps).toMatchObject([
      { id: 'drop ods.loan', risk: 'destroys-data', statements: ['DROP TABLE ods.loan'] },
    ]);
  });

  test('drops what refers first, databases last', () => {
    const plan = planFrom([LOAN, OPEN_LOAN, DAILY], [], BOTH_KEYS);
    expect(plan.statements).toEqual([
      'DROP MATERIALIZED VIEW ads.daily',
      'DROP VIEW cdm.open_loan',
      'DROP TABLE ods.loan',
      'DROP DATABASE ads',
      'DROP DATABASE cdm',
      'DROP DATABASE ods',
    ]);
  });

  test('drops a column with both keys', () => {
    const after = LOAN.replace('  note VARCHAR(20) NULL COMMENT ""\n', '').replace('"CNY",', '"CNY"');
    const plan = planFrom([LOAN], [after], BOTH_KEYS);
    expect(plan.steps).toMatchObject([{ kind: 'alter-columns', risk: 'destroys-data' }]);
  });
});

describe('what others made', () => {
  async function withForeign(sql: string): Promise<LiveModel> {
    const warehouse = new FakeWarehouse();
    const model = declare(LOAN);
    await apply(warehouse.connect(), planOffline(emptyModel('demo'), model, CAREFUL), { environment: 'demo' });
    warehouse.execute(sql);
    return introspect(warehouse.connect(), { environment: 'demo', databases: databasesOf(model) });
  }

  test('is reported and never touched', async () => {
    const plan = planOffline(await withForeign('CREATE TABLE ods.scratch (x INT)'), declare(LOAN), BOTH_KEYS);
    expect(plan.unmanaged).toEqual([{ object: 'ods.scratch', kind: 'table' }]);
    expect(plan.steps).toEqual([]);
  });

  test('is adopted when it is as declared', async () => {
    const live = await withForeign('CREATE TABLE ods.scratch (x INT)');
    const plan = planSteps(diff(declare(LOAN, 'CREATE TABLE ods.scratch (x int(11) NULL)'), live), CAREFUL);
    expect(plan.steps).toMatchObject([{ kind: 'record', object: 'ods.scratch', statements: [] }]);
  });

  test('fails when it is different', async () => {
    const live = await withForeign('CREATE TABLE ods.scratch (x INT)');
    const plan = planSteps(diff(declare(LOAN, 'CREATE TABLE ods.scratch (x BIGINT)'), live), CAREFUL);
    expect(plan.refusals[0]?.message).toMatch(
      /does not manage, and it is different \(columns\.x\.type: declared bigint, live int\)/,
    );
  });

  test('keeps a database that holds it', async () => {
    const plan = planOffline(await withForeign('CREATE TABLE ods.scratch (x INT)'), declare(), BOTH_KEYS);
    expect(plan.statements).toEqual(['DROP TABLE ods.loan']);
    expect(plan.warnings.join()).toMatch(/Database ods .*ods\.scratch/);
  });

  test('a change made by hand is brought back, with a warning', async () => {
    const plan = planOffline(await withForeign('ALTER TABLE ods.loan COMMENT = "mine"'), declare(LOAN), CAREFUL);
    expect(plan.statements).toEqual(['ALTER TABLE ods.loan COMMENT = "One row per loan"']);
    expect(plan.warnings.join()).toMatch(/changed outside/);
  });

  test('a table that is gone is made anew, with a warning', async () => {
    const plan = planOffline(await withForeign('DROP TABLE ods.loan'), declare(LOAN), CAREFUL);
    expect(plan.steps.map((step) => step.kind)).toEqual(['create-table']);
    expect(plan.warnings.join()).toMatch(/gone from the warehouse: it is created anew, empty/);
  });
});

describe('a declared model', () => {
  test('fails when an object is declared twice, and says where', () => {
    expect(() => declare(LOAN, LOAN)).toThrow(
      /ods\.loan is declared in sql\/ods\/loan\.sql and in sql\/ods\/loan\.sql/,
    );
  });

  test('fails for a statement that declares nothing', () => {
    expect(() => declare('DROP TABLE ods.loan')).toThrow(/is a drop-table statement/);
  });
});

describe('a renamed table', () => {
  const renamed: DeclaredSource = {
    ...source(LOAN.replace('ods.loan', 'ods.credit')),
    renamedFrom: 'ods.loan',
  };

  test('keeps its rows, also with both keys: it is not made anew', () => {
    const plan = planFrom([LOAN], [renamed], BOTH_KEYS);
    expect(plan).toMatchObject({ refusals: [], statements: ['ALTER TABLE ods.loan RENAME credit'] });
  });

  test('is made where its old name never was', () => {
    const plan = planFrom([], [renamed]);
    expect(plan.steps.map((step) => step.id)).toContain('create-table ods.credit');
    expect(plan.refusals).toEqual([]);
  });
});
