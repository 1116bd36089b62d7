/** `strata sql drift` on the embedded server: what was changed there is shown, and mended one by one. */

import { sqlWarehouse } from '../helpers/sql-warehouse';

jest.setTimeout(120_000);

const LOAN = `CREATE TABLE loan (
  id   INT NOT NULL COMMENT "id",
  paid BOOLEAN NULL COMMENT "whether"
)
PRIMARY KEY (id)
COMMENT "One row per loan"
DISTRIBUTED BY HASH (id) BUCKETS 1;
`;

const warehouse = sqlWarehouse();

describe('strata sql drift', () => {
  beforeAll(async () => {
    warehouse.write('sql/ods/loan.sql', LOAN);
    warehouse.write('sql/ods/other.sql', LOAN.replace('loan (', 'other ('));
    expect(await warehouse.running('apply')).toMatchObject({ code: 0 });
    expect(await warehouse.running('drift')).toMatchObject({ code: 0 });
    for (const sql of [
      'ALTER TABLE ods.loan COMMENT = "Loans"',
      'ALTER TABLE ods.loan MODIFY COLUMN paid COMMENT "whether it is"',
      'ALTER TABLE ods.other COMMENT = "Others"',
    ]) {
      await warehouse.connection.query(sql);
    }
  });

  test('ends with 2 and shows each attribute', async () => {
    const { code, out } = await warehouse.running('drift');
    expect(code).toBe(2);
    expect(out).toContain('ods.loan: changed (ods/loan.sql)');
    expect(out).toContain('  columns.paid.comment: declared whether, live whether it is\n');
  });

  test.each([
    ['an object', ['--object', 'ods.lone']],
    ['an attribute', ['--attribute', 'columns.id']],
    ['an attribute of that object', ['--object', 'ods.other', '--attribute', 'columns.paid']],
  ])('fails for %s that did not drift, and changes nothing', async (_, named) => {
    const { code, err } = await warehouse.running('drift', ['--adopt', ...named]);
    expect(code).toBe(1);
    expect(err).toBe(
      `${named.join(' ')} names nothing that drifted. What did: ods.loan (columns.paid.comment, comment); ods.other (comment).\n`,
    );
    expect(warehouse.read('sql/ods/loan.sql')).toBe(LOAN);
  });

  test('fails for --revert and --adopt together, and changes nothing', async () => {
    const { code, err } = await warehouse.running('drift', ['--revert', '--adopt']);
    expect(code).toBe(1);
    expect(err).toContain("option '--revert' cannot be used with option '--adopt'");
    expect(warehouse.read('sql/ods/loan.sql')).toBe(LOAN);
    expect(await warehouse.running('drift')).toMatchObject({ code: 2 });
  });

  test('adopts one attribute of one object, and ends with 2 for what is left', async () => {
    const named = ['--object', 'ods.loan', '--attribute', 'columns.paid'];
    const { code, out } = await warehouse.running('drift', ['--adopt', ...named]);
    expect(code).toBe(2);
    expect(out).toContain('written: ods/loan.sql\n');
    expect(warehouse.read('sql/ods/loan.sql')).toBe(LOAN.replace('"whether"', '"whether it is"'));
  });

  test('reverts one attribute of all objects, and then nothing is left', async () => {
    const { code, out, err } = await warehouse.running('drift', ['--revert', '--attribute', 'comment']);
    expect(code).toBe(0);
    expect(err).toMatch(/^1\/2 .*\n2\/2 .*\n$/);
    expect(out).toContain('ALTER TABLE ods.loan COMMENT = "One row per loan"');
    expect(out).toContain('ALTER TABLE ods.other COMMENT = "One row per loan"');
    expect(await warehouse.running('drift')).toMatchObject({ code: 0 });
    expect(await warehouse.running('apply')).toMatchObject({ code: 0 });
    expect(await warehouse.running('plan')).toMatchObject({ code: 0 });
  });
});

describe('strata sql drift --revert under a policy', () => {
  const INDEXED = LOAN.replace('"whether"\n', '"whether",\n  INDEX by_paid (paid) USING BITMAP\n');
  const tomorrow = new Date(Date.now() + 24 * 3_600_000);
  const day = tomorrow.toLocaleDateString('en', { weekday: 'short', timeZone: 'UTC' }).toLowerCase();
  const under = ['--revert', '--policy', 'policy.yaml', '--stage', 'prod'];

  beforeAll(async () => {
    for (const name of ['loan', 'other']) {
      warehouse.write(`sql/ods/${name}.sql`, INDEXED.replace('loan (', `${name} (`));
    }
    warehouse.write(
      'policy.yaml',
      `default: { maxRisk: rewrites-data }\nstages: { prod: { window: { days: [${day}], from: "12:00", to: "12:01" } } }\n`,
    );
    expect(await warehouse.running('apply', ['--max-risk', 'rewrites-data'])).toMatchObject({ code: 0 });
    await warehouse.connection.query('DROP INDEX by_paid ON ods.loan');
  });

  test('fails outside of its window for what is not safe, and changes nothing', async () => {
    const { code, err } = await warehouse.running('drift', under);
    expect(code).toBe(1);
    expect(err).toContain(`Nothing is applied: changes run on ${day} from 12:00 to 12:01 (UTC)`);
    expect(await warehouse.running('drift')).toMatchObject({ code: 2 });
  });

  test('fails for a stage that the file does not have, and names those that it has', async () => {
    const { code, err } = await warehouse.running('drift', [...under, '--stage', 'prood']);
    expect(code).toBe(1);
    expect(err).toContain('--stage prood: policy.yaml has no such stage; it has prod.');
    expect(await warehouse.running('drift')).toMatchObject({ code: 2 });
  });

  test('reverts where the stage of the environment has no window', async () => {
    expect(await warehouse.running('drift', ['--revert', '--policy', 'policy.yaml'])).toMatchObject({ code: 0 });
    expect(await warehouse.running('drift')).toMatchObject({ code: 0 });
  });
});
