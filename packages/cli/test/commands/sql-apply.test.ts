/** `strata sql apply` on the embedded server: who waits for whom. */

import { connect } from '@strata/starrocks-schema';
import { sqlWarehouse } from '../helpers/sql-warehouse';

jest.setTimeout(120_000);

const LOAN =
  'CREATE TABLE loan (id INT NOT NULL COMMENT "id")\nPRIMARY KEY (id)\nDISTRIBUTED BY HASH (id) BUCKETS 1;\n';
const WIDER = LOAN.replace('"id")', '"id", paid BOOLEAN NULL COMMENT "whether", since DATE NULL COMMENT "day")');

const warehouse = sqlWarehouse();
const { write, running } = warehouse;

/** What the row of the lock says: that another run lives, or that it has ended. */
async function lockIs(state: 'held' | 'released'): Promise<void> {
  await warehouse.connection.query(
    `INSERT INTO _strata.heartbeat SELECT lock_name, owner, 'berta@desk', '${state}', unix_timestamp() FROM _strata.heartbeat`,
  );
}

describe('strata sql apply while another run holds the lock', () => {
  beforeAll(async () => {
    write('sql/ods/loan.sql', LOAN);
    expect(await running('apply')).toMatchObject({ code: 0, out: `2 steps done, 0 were there already.\n` });
    write('sql/ods/loan.sql', WIDER);
    write('sql/ods/other.sql', LOAN.replace('loan', 'other'));
    await lockIs('held');
  });
  afterAll(() => lockIs('released'));

  test('fails at once, and says who holds it and for how long', async () => {
    const { code, err } = await running('apply');
    expect(code).toBe(1);
    expect(err).toMatch(/locked by berta@desk \(for \d+ s; last sign of life \d+ s ago\)/);
  });

  test('fails when it is not free in time', async () => {
    const { code, err } = await running('apply', ['--lock-timeout', '1s']);
    expect(code).toBe(1);
    expect(err).toMatch(/^waiting for berta@desk .*; 1 s left\n/);
    expect(err).toContain('is locked by berta@desk');
  });

  test('waits, plans anew what the other run has changed, and goes on', async () => {
    let freed: Promise<void> | undefined;
    const { code, out, err } = await running('apply', ['--lock-timeout', '1m'], {
      onLine: (text) => {
        if (text.includes('waiting for berta@desk')) freed ??= otherRunEnds();
      },
    });
    await freed;
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(out).toBe('2 steps done, 0 were there already.\n');
    const columns = await warehouse.connection.query(
      "SELECT COLUMN_NAME AS name FROM information_schema.columns WHERE TABLE_NAME = 'loan'",
    );
    expect(columns.map(({ name }) => name)).toEqual(['id', 'paid', 'since']);
  });

  async function otherRunEnds(): Promise<void> {
    await warehouse.connection.query('ALTER TABLE ods.loan ADD COLUMN paid BOOLEAN NULL COMMENT "whether"');
    await lockIs('released');
  }

  test.each(['5', 'soon', '-1m', '1.5h'])('fails for the time %s', async (time) => {
    const { code, err } = await running('apply', [`--lock-timeout=${time}`]);
    expect(code).toBe(1);
    expect(err).toContain(`e.g. 30s, 5m, 1h; got "${time}"`);
  });
});

describe('strata sql with a secret that has another value under the same name', () => {
  const [first, second] = [{ APP: 'First-value-1' }, { APP: 'Second-value-2' }];

  beforeAll(async () => {
    write('sql/ods/loan.sql', WIDER);
    write('sql/users/app.sql', "CREATE USER 'app'@'%' IDENTIFIED BY 'secret:env:APP';\n");
    expect(await running('apply', [], { env: first })).toMatchObject({ code: 0 });
  });

  test('plans nothing while it is the same, or has no value here', async () => {
    expect(await running('plan', [], { env: first })).toMatchObject({ code: 0 });
    expect(await running('plan')).toMatchObject({ code: 0 });
  });

  test('plans to give it anew, and names the reference alone', async () => {
    const { code, out, err } = await running('plan', ['--json'], { env: second });
    expect(code).toBe(2);
    expect((JSON.parse(out) as { statements: string[] }).statements).toEqual([
      `ALTER USER 'app'@'%' IDENTIFIED BY "secret:env:APP"`,
    ]);
    expect(out + err).not.toMatch(/First-value|Second-value/);
  });

  test('applies it', async () => {
    const { code, out, err } = await running('apply', [], { env: second });
    expect(code).toBe(0);
    expect(out + err).not.toMatch(/First-value|Second-value/);
    const options = { host: '127.0.0.1', port: warehouse.port, user: 'app' };
    await (await connect({ ...options, password: 'Second-value-2' })).close();
    await expect(connect({ ...options, password: 'First-value-1' })).rejects.toMatchObject({ code: 'STR1402' });
  });
});
