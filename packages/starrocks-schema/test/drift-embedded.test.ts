/** Drift on a server: reported per attribute, reverted, or adopted into the files. */

import type { DriftChoice, LiveModel, Model, Plan } from '../src';
import { adopt, apply, databasesOf, diff, drift, introspect, planRevert, planSteps } from '../src';

import { BOTH_KEYS, CAREFUL } from './helpers/declare';
import { embeddedWarehouse } from './helpers/embedded';
import { modelOfFiles } from './helpers/files';

const LOAN = `--@ allow-drop: note
-- What the core system lent.
CREATE TABLE loan (
  loan_id BIGINT NOT NULL COMMENT "id",
  note    STRING NULL COMMENT "remark"
)
PRIMARY KEY (loan_id)
COMMENT "One row per loan"
PROPERTIES ("datacache.enable" = "true");
`;
const FILES: Readonly<Record<string, string>> = {
  'ods/loan.sql': LOAN,
  'ods/quiet.sql': `--@ ignore: comment
CREATE TABLE quiet (id BIGINT NOT NULL COMMENT "id") PRIMARY KEY (id) COMMENT "one";`,
  'roles/analyst.sql': `CREATE ROLE analyst; GRANT SELECT, INSERT ON TABLE ods.loan TO ROLE analyst;`,
  'ads/loans.sql': `--@ freshness: 1h
CREATE MATERIALIZED VIEW loans DISTRIBUTED BY HASH (loan_id) REFRESH DEFERRED ASYNC AS SELECT loan_id FROM ods.loan;`,
};

jest.setTimeout(120_000);

describe('drift', () => {
  const warehouse = embeddedWarehouse();
  const model = modelOfFiles(FILES);
  let recorded: LiveModel;

  const read = (statements = false): Promise<LiveModel> =>
    introspect(warehouse.connection, {
      environment: 'demo',
      databases: databasesOf(model),
      objects: model.objects.map(({ id }) => id),
      statements,
    });
  const bring = async (plan: Plan): Promise<LiveModel> => {
    expect(plan.refusals).toEqual([]);
    return (await apply(warehouse.connection, plan, { environment: 'demo', pollMs: 20 })).model;
  };
  const whole = (...ids: readonly string[]): DriftChoice => new Map(ids.map((id) => [id, 'all' as const]));
  const planOf = async (wanted: Model): Promise<Plan> => planSteps(diff(wanted, await read()), CAREFUL);
  const meddle = async (): Promise<void> => {
    for (const sql of [
      'ALTER TABLE ods.loan COMMENT = "Loans"',
      'ALTER TABLE ods.quiet COMMENT = "two"',
      'REVOKE INSERT ON TABLE ods.loan FROM ROLE analyst',
      'ALTER MATERIALIZED VIEW ads.loans REFRESH ASYNC EVERY (INTERVAL 2 HOUR)',
    ]) {
      await warehouse.connection.query(sql);
    }
  };

  beforeAll(async () => {
    recorded = await bring(await planOf(model));
    await meddle();
  });

  test('is reported per attribute, without what is ignored', async () => {
    const found = drift(model, await read());
    expect(found.objects.map(({ object, attributes }) => [object, attributes.map(({ path }) => path)])).toEqual([
      ['ads.loans', ['refresh']],
      ['grants:role:analyst', ['privileges.INSERT ON TABLE ods.loan']],
      ['ods.loan', ['comment']],
    ]);
    expect(found.objects[2]?.attributes[0]).toEqual({
      path: 'comment',
      declared: 'One row per loan',
      live: 'Loans',
      changedIn: 'warehouse',
    });
  });

  test('is told apart from what the files declare newly', async () => {
    const newer = modelOfFiles({ ...FILES, 'ods/loan.sql': LOAN.replace('"remark"', '"free text"') });
    const paths = (reference?: LiveModel): Promise<unknown> =>
      read().then((live) =>
        drift(newer, live, reference)
          .objects.find(({ object }) => object === 'ods.loan')
          ?.attributes.map(({ path, changedIn }) => `${path} ${changedIn}`),
      );
    expect(await paths(recorded)).toEqual(['comment warehouse']);
    expect(await paths()).toEqual(['columns.note.comment unknown', 'comment unknown']);
  });

  test('is adopted: the files declare what is live, and keep their heads', async () => {
    const objects = ['ods.loan', 'ads.loans', 'grants:role:analyst'];
    const { files } = adopt(model, await read(true), whole(...objects), new Map(Object.entries(FILES)));
    const texts = Object.fromEntries(files.map(({ path, text }) => [path, text]));
    expect(texts['ods/loan.sql']).toMatch(/^--@ allow-drop: note\n-- What the core system lent\.\nCREATE TABLE loan/);
    expect(texts['ods/loan.sql']).toContain('COMMENT "Loans"');
    expect(texts['ads/loans.sql']).toMatch(/^--@ freshness: 2h\nCREATE/);
    const adopted = modelOfFiles({ ...FILES, ...texts });
    const plan = planSteps(diff(adopted, await read()), BOTH_KEYS);
    expect([plan.statements, plan.refusals]).toEqual([[], []]);
  });

  test('is reverted where that is wanted, and nothing else is touched', async () => {
    const live = await read();
    const plan = planRevert(model, live, whole('ods.loan', 'grants:role:analyst'), CAREFUL);
    expect(plan.statements).toEqual([
      'ALTER TABLE ods.loan COMMENT = "One row per loan"',
      'GRANT INSERT ON TABLE ods.loan TO ROLE analyst',
    ]);
    await bring(plan);
    expect(drift(model, await read()).objects.map(({ object }) => object)).toEqual(['ads.loans']);
  });

  test('names what is gone', async () => {
    await warehouse.connection.query('DROP MATERIALIZED VIEW ads.loans');
    expect(drift(model, await read()).objects).toEqual([
      { object: 'ads.loans', kind: 'materialized-view', file: 'ads/loans.sql', state: 'missing', attributes: [] },
    ]);
  });
});
