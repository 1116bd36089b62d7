/** The engine against the embedded server: the whole way over the MySQL protocol. */

import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { buildBundle } from '@strata/starrocks-sql';

import type { Connection, LiveModel, Model, Plan } from '../src';
import { apply, databasesOf, emptyModel, introspect, loadModel, objectHashes, planOffline } from '../src';
import { ConnectionError } from '../src/errors';

import { BOTH_KEYS, CAREFUL } from './helpers/declare';
import { embeddedWarehouse } from './helpers/embedded';

const FIRST: Readonly<Record<string, string>> = {
  'ods/loan.sql': `CREATE TABLE loan (
  loan_id BIGINT NOT NULL COMMENT "id in the core system",
  paid_on DATE NOT NULL COMMENT "day",
  amount DECIMAL(18, 2) NULL COMMENT "CNY",
  note STRING
)
PRIMARY KEY (loan_id, paid_on)
COMMENT "One row per loan"
PARTITION BY date_trunc('month', paid_on)
DISTRIBUTED BY HASH (loan_id)
PROPERTIES ("datacache.partition_duration" = "3 MONTH");`,
  'ods/event.sql': `CREATE TABLE event (
  at DATETIME NOT NULL COMMENT "UTC",
  name VARCHAR(64) NOT NULL DEFAULT "none" COMMENT "it's \\"quoted\\"",
  count INT NULL DEFAULT "0" COMMENT "times",
  body JSON NULL COMMENT "payload"
)
DUPLICATE KEY (at)
DISTRIBUTED BY HASH (name) BUCKETS 2;`,
  'cdm/open_loan.sql':
    'CREATE VIEW open_loan (loan_id COMMENT "id", amount) COMMENT "Open loans" AS SELECT loan_id, amount FROM ods.loan WHERE amount > 0;',
  'ads/daily.sql': `--@ freshness: 10m
CREATE MATERIALIZED VIEW daily COMMENT "Totals" DISTRIBUTED BY HASH (loan_id) REFRESH ASYNC
AS SELECT loan_id, sum(amount) AS amount FROM cdm.open_loan GROUP BY loan_id;`,
};

const SECOND: Readonly<Record<string, string>> = {
  ...FIRST,
  'ods/loan.sql': (FIRST['ods/loan.sql'] ?? '')
    .replace(
      '  note STRING',
      '  channel VARCHAR(8) NULL COMMENT "where from",\n  note STRING,\n  kind INT NULL DEFAULT "1" COMMENT "kind"',
    )
    .replace('One row', 'A row'),
  'cdm/open_loan.sql': (FIRST['cdm/open_loan.sql'] ?? '').replace('> 0', '> 1'),
  'ads/daily.sql': (FIRST['ads/daily.sql'] ?? '').replace('10m', '15m'),
  'ods/customer.sql': 'CREATE TABLE customer (id INT NOT NULL) PRIMARY KEY (id);',
};

const OPTIONS = { environment: 'demo', reconnectMs: 0, pollMs: 20 };

function modelOf(files: Readonly<Record<string, string>>): Model {
  const list = Object.entries(files).map(([path, text]) => ({ path, text }));
  const { bundle, errors } = buildBundle(list, { layers: ['ods', 'cdm', 'ads'] });
  expect(errors).toEqual([]);
  return loadModel(bundle);
}

jest.setTimeout(180_000);

describe('the embedded server', () => {
  const first = modelOf(FIRST);
  const second = modelOf(SECOND);
  const warehouse = embeddedWarehouse({ eachTest: true });

  function read(model: Model): Promise<LiveModel> {
    return introspect(warehouse.connection, { environment: 'demo', databases: databasesOf(model) });
  }

  async function planNow(model: Model): Promise<Plan> {
    return planOffline(await read(model), model, CAREFUL);
  }

  const creation = planOffline(emptyModel('demo'), first, CAREFUL);

  test('creates everything; the second plan is empty, with the ledger and without', async () => {
    const { model } = await apply(warehouse.connection, creation, OPTIONS);
    expect(objectHashes(model)).toEqual(objectHashes(first));
    expect(await planNow(first)).toMatchObject({ steps: [], refusals: [], unmanaged: [] });
    const live = await read(first);
    const bare = { ...live, objects: live.objects.map((object) => ({ ...object, ledger: undefined })) };
    const plan = planOffline(bare, first, CAREFUL);
    expect(plan.refusals).toEqual([]);
    expect(plan.statements).toEqual([]);
  });

  test('adds columns, replaces a view, changes a schedule, creates a table; then has nothing to do', async () => {
    await apply(warehouse.connection, creation, OPTIONS);
    await warehouse.connection.query(
      "INSERT INTO ods.loan (loan_id, paid_on, amount, note) VALUES (1, '2026-01-02', 3.50, 'x')",
    );
    const plan = await planNow(second);
    expect(plan.refusals).toEqual([]);
    const { model } = await apply(warehouse.connection, plan, OPTIONS);
    expect(objectHashes(model)).toEqual(objectHashes(second));
    expect((await planNow(second)).steps).toEqual([]);
    expect(await warehouse.connection.query('SELECT loan_id, channel, note, kind FROM ods.loan')).toEqual([
      { loan_id: 1, channel: null, note: 'x', kind: 1 },
    ]);
  });

  test('drops everything with both keys', async () => {
    const { model } = await apply(warehouse.connection, creation, OPTIONS);
    const plan = planOffline(model, modelOf({}), BOTH_KEYS);
    const result = await apply(warehouse.connection, plan, OPTIONS);
    expect(objectHashes(result.model)).toEqual({});
    expect((await read(first)).objects).toEqual([]);
  });

  test('fails for a foreign object of the same name', async () => {
    await warehouse.connection.query('CREATE DATABASE ods');
    await warehouse.connection.query('CREATE TABLE ods.loan (x INT)');
    await expect(apply(warehouse.connection, creation, OPTIONS)).rejects.toMatchObject({ code: 'STR1421' });
  });

  test('fails for a table that another environment manages, however alike it is, and until it is dropped there', async () => {
    const other = { ...OPTIONS, environment: 'other' };
    await apply(warehouse.connection, creation, OPTIONS);
    const live = await introspect(warehouse.connection, { environment: 'other', databases: databasesOf(first) });
    const { refusals, steps } = planOffline(live, first, BOTH_KEYS);
    expect(refusals).toContainEqual({
      object: 'ods.loan',
      file: expect.stringContaining('loan.sql') as string,
      message: expect.stringMatching(
        /^the environment demo manages an object of this name, .* dropped there first\.$/,
      ) as string,
    });
    expect(steps.filter(({ object }) => object.includes('.') && object !== 'cdm.open_loan')).toEqual([]);
    await expect(
      apply(warehouse.connection, planOffline(emptyModel('other'), first, CAREFUL), other),
    ).rejects.toMatchObject({
      code: 'STR1421',
      message: expect.stringContaining('ods.loan: the environment demo manages') as string,
    });
    await apply(warehouse.connection, planOffline(await read(first), modelOf({}), BOTH_KEYS), OPTIONS);
    const { model } = await apply(warehouse.connection, planOffline(emptyModel('other'), first, CAREFUL), other);
    expect(objectHashes(model)).toEqual(objectHashes(first));
  });

  test('fails for a stale plan', async () => {
    await apply(warehouse.connection, creation, OPTIONS);
    const plan = await planNow(second);
    await warehouse.connection.query('ALTER TABLE ods.loan ADD COLUMN sneaked INT NULL');
    await expect(apply(warehouse.connection, plan, OPTIONS)).rejects.toMatchObject({
      code: 'STR1420',
      message: expect.stringContaining('columns.sneaked') as string,
    });
  });

  test('lets one of two runs in', async () => {
    const other = await warehouse.open();
    const runs = await Promise.allSettled([
      apply(warehouse.connection, creation, OPTIONS),
      apply(other, creation, OPTIONS),
    ]);
    await other.close();
    expect(runs.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(runs.find((run) => run.status === 'rejected')?.reason).toMatchObject({ code: 'STR1422' });
  });

  test('fails for a wrong password', async () => {
    await expect(warehouse.open({ password: 'wrong' })).rejects.toMatchObject({
      code: 'STR1402',
      message: expect.stringContaining('"admin"') as string,
    });
  });

  test('fails where nobody answers', async () => {
    const taken = createServer();
    const port = await listening(taken);
    await new Promise((resolve) => taken.close(resolve));
    await expect(warehouse.open({ port })).rejects.toMatchObject({ code: 'STR1401' });
  });

  test('fails where something else answers', async () => {
    const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const port = await listening(web);
    await expect(warehouse.open({ port })).rejects.toMatchObject({
      code: expect.stringMatching(/STR140[13]/) as string,
    });
    await new Promise((resolve) => web.close(resolve));
  });

  test('fails for a statement with its number and text, and stays usable', async () => {
    await expect(warehouse.connection.query('SELECT * FROM ods.nothing')).rejects.toMatchObject({
      name: 'StatementError',
    });
    await expect(warehouse.connection.query('SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
  });

  describe('killed in the middle', () => {
    // Each is a run of its own; every third statement is enough here, the fake warehouse is cut at each.
    test.each([
      ['before', 0],
      ['after', 1],
    ] as const)(
      '%s a statement, it goes on where it stopped',
      async (when, offset) => {
        for (let at = 1 + offset; at < 60; at += 6) {
          await apply(cutAt(warehouse.connection, at, when), creation, OPTIONS).catch(expectCut);
          const { model } = await apply(warehouse.connection, await planNow(first), {
            ...OPTIONS,
            deadAfterSeconds: 0,
          });
          expect(objectHashes(model)).toEqual(objectHashes(first));
          await apply(cutAt(warehouse.connection, at, when), await planNow(second), {
            ...OPTIONS,
            deadAfterSeconds: 0,
          }).catch(expectCut);
          const changed = await apply(warehouse.connection, await planNow(second), { ...OPTIONS, deadAfterSeconds: 0 });
          expect(objectHashes(changed.model)).toEqual(objectHashes(second));
          expect((await planNow(second)).steps).toEqual([]);
          await warehouse.reset();
        }
      },
      120_000,
    );
  });
});

function expectCut(error: unknown): void {
  expect(error).toMatchObject({ code: 'STR1404' });
}

function listening(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** The connection as a process sees it that dies at a statement. */
function cutAt(connection: Connection, at: number, when: 'before' | 'after'): Connection {
  let sent = 0;
  const lost = new ConnectionError('STR1404', 'The connection was lost.');
  const cut: Connection = {
    async query(sql) {
      sent += 1;
      if (sent > at || (sent === at && when === 'before')) throw lost;
      const rows = await connection.query(sql);
      if (sent === at) throw lost;
      return rows;
    },
    fork: () => (sent >= at ? Promise.reject(lost) : Promise.resolve(cut)),
    close: () => Promise.resolve(),
  };
  return cut;
}
