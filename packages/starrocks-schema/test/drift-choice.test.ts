/** Drift that is reverted or adopted attribute by attribute. */

import type { DriftChoice, LiveModel, Model, Plan } from '../src';
import { adopt, apply, chosenDrift, databasesOf, diff, drift, introspect, planRevert, planSteps } from '../src';

import { BOTH_KEYS, CAREFUL } from './helpers/declare';
import { embeddedWarehouse } from './helpers/embedded';
import { modelOfFiles } from './helpers/files';

const LOAN = `-- What the core system lent.
CREATE TABLE loan (
  loan_id BIGINT NOT NULL COMMENT "id",
  amount  INT NULL COMMENT "CNY",
  note    VARCHAR(20) NULL COMMENT "remark"
)
PRIMARY KEY (loan_id)
COMMENT "One row per loan"
DISTRIBUTED BY HASH (loan_id) BUCKETS 1;
`;
const FILES: Readonly<Record<string, string>> = {
  'ods/loan.sql': LOAN,
  'ods/other.sql':
    'CREATE TABLE other (id BIGINT NOT NULL COMMENT "id") PRIMARY KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1;',
  'roles/analyst.sql': `CREATE ROLE analyst COMMENT "reads"; GRANT SELECT, INSERT ON TABLE ods.loan TO ROLE analyst;`,
  'ads/loans.sql': `CREATE VIEW loans (id COMMENT "id") COMMENT "all" AS SELECT loan_id FROM ods.loan;`,
};
const GRANTS = 'grants:role:analyst';

jest.setTimeout(120_000);

describe('of what drifted', () => {
  const warehouse = embeddedWarehouse({ eachTest: true });
  const model = modelOfFiles(FILES);

  const read = (): Promise<LiveModel> =>
    introspect(warehouse.connection, {
      environment: 'demo',
      databases: databasesOf(model),
      objects: model.objects.map(({ id }) => id),
      statements: true,
    });
  const run = async (plan: Plan): Promise<void> => {
    expect(plan.refusals).toEqual([]);
    await apply(warehouse.connection, plan, { environment: 'demo', pollMs: 10 });
  };
  const drifted = async (desired: Model = model): Promise<readonly string[]> =>
    drift(desired, await read()).objects.flatMap(({ object, attributes }) =>
      attributes.map(({ path }) => `${object} ${path}`),
    );
  const choose = async (attributes: readonly string[], objects: readonly string[] = []): Promise<DriftChoice> =>
    chosenDrift(drift(model, await read()), { objects, attributes });
  /** The library behind an adoption. */
  const adopted = async (choice: DriftChoice): Promise<Readonly<Record<string, string>>> => {
    const { files, notes } = adopt(model, await read(), choice, new Map(Object.entries(FILES)));
    expect(notes).toEqual([]);
    return { ...FILES, ...Object.fromEntries(files.map(({ path, text }) => [path, text])) };
  };

  beforeEach(async () => {
    await run(planSteps(diff(model, await read()), CAREFUL));
    for (const sql of [
      'ALTER TABLE ods.loan COMMENT = "Loans"',
      'ALTER TABLE ods.loan MODIFY COLUMN amount COMMENT "yuan"',
      'ALTER TABLE ods.loan MODIFY COLUMN note VARCHAR(40) NULL COMMENT "remark"',
      'ALTER TABLE ods.loan ADD COLUMN extra DATE NULL COMMENT "" AFTER amount',
      'ALTER TABLE ods.other COMMENT = "two"',
      'REVOKE INSERT ON TABLE ods.loan FROM ROLE analyst',
      'GRANT DELETE ON TABLE ods.loan TO ROLE analyst',
    ]) {
      await warehouse.connection.query(sql);
    }
  });

  const ALL = [
    'grants:role:analyst privileges.INSERT ON TABLE ods.loan',
    'grants:role:analyst privileges.DELETE ON TABLE ods.loan',
    'ods.loan columns.amount.comment',
    'ods.loan columns.note.type',
    'ods.loan columns.extra',
    'ods.loan comment',
    'ods.other comment',
  ];

  test('all is chosen where nothing is named; objects and attributes narrow it', async () => {
    expect(await drifted()).toEqual(ALL);
    const whole = (...ids: readonly string[]) => ids.map((id) => [id, 'all']);
    expect([...(await choose([]))]).toEqual(whole(GRANTS, 'ods.loan', 'ods.other'));
    expect([...(await choose([], ['ods.other']))]).toEqual(whole('ods.other'));
    expect([...(await choose(['comment']))]).toEqual([['ods.loan', ['comment']], ...whole('ods.other')]);
    expect([...(await choose(['columns.amount', 'columns.note'], ['ods.loan', GRANTS]))]).toEqual([
      ['ods.loan', ['columns.amount.comment', 'columns.note.type']],
    ]);
    expect([...(await choose(['columns.am']))]).toEqual([]);
  });

  test('one attribute is reverted, and the rest is drift as before', async () => {
    const plan = planRevert(model, await read(), await choose(['comment'], ['ods.loan']), CAREFUL);
    expect(plan.statements).toEqual(['ALTER TABLE ods.loan COMMENT = "One row per loan"']);
    await run(plan);
    expect(await drifted()).toEqual(ALL.filter((one) => one !== 'ods.loan comment'));
    const { refusals } = planSteps(diff(model, await read()), BOTH_KEYS);
    expect(refusals.map(({ message }) => message)).toEqual([expect.stringMatching(/columns\.note\.type/)]);
  });

  test('one grant is reverted', async () => {
    const choice = await choose(['privileges.INSERT ON TABLE ods.loan']);
    const plan = planRevert(model, await read(), choice, CAREFUL);
    expect(plan.statements).toEqual(['GRANT INSERT ON TABLE ods.loan TO ROLE analyst']);
    await run(plan);
    expect(await drifted()).toEqual(ALL.filter((one) => !one.includes('INSERT')));
  });

  test('one attribute is adopted: the file has it and else what it had', async () => {
    const files = await adopted(await choose(['columns.amount', 'columns.extra'], ['ods.loan']));
    expect(files['ods/loan.sql']).toBe(
      LOAN.replace('"CNY",\\n', '"yuan",\\n').replace('COMMENT "CNY",', 'COMMENT "yuan",\n  extra   DATE NULL,'),
    );
    expect(await drifted(modelOfFiles(files))).toEqual(ALL.filter((one) => !/columns\.(amount|extra)/.test(one)));
  });

  test('what is adopted in turn adds up to all', async () => {
    const parts = [['comment'], ['columns.note.type'], ['columns.amount', 'columns.extra']];
    let files = FILES;
    for (const attributes of parts) {
      const current = modelOfFiles(files);
      const choice = chosenDrift(drift(current, await read()), { objects: ['ods.loan'], attributes });
      const result = adopt(current, await read(), choice, new Map(Object.entries(files)));
      files = { ...files, ...Object.fromEntries(result.files.map(({ path, text }) => [path, text])) };
    }
    expect(await drifted(modelOfFiles(files))).toEqual(ALL.filter((one) => !one.startsWith('ods.loan')));
  });

  test('one grant is adopted; its role and the other grants stay as declared', async () => {
    const files = await adopted(await choose(['privileges.DELETE ON TABLE ods.loan']));
    expect(files['roles/analyst.sql']).toContain('CREATE ROLE analyst COMMENT "reads"');
    expect(await drifted(modelOfFiles(files))).toEqual(ALL.filter((one) => !one.includes('DELETE')));
  });
});
