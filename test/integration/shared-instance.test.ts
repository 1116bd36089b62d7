import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '@strata/starrocks-embedded';
import type { EmbeddedServer } from '@strata/starrocks-embedded';
import { apply, connect, databasesOf, diff, introspect, loadModel, planSteps } from '@strata/starrocks-schema';
import type { Connection, Plan } from '@strata/starrocks-schema';
import { SqlLibrary } from '../../constructs/schema/sql-library';
import type { BuiltBundle } from '../../constructs/schema/sql-library';
import { teamFiles } from '../../constructs/schema/team-access';
import { root } from '../helpers/root';

jest.setTimeout(300_000);

const ADMIN = { user: 'admin', password: 'Shared-Test-1' };
const library = SqlLibrary.fromFolder(join(root, 'sql'));
const dataDir = mkdtempSync(join(tmpdir(), 'strata-shared-'));
let server: EmbeddedServer;
let admin: Connection;
let team: Connection;

const base = library.bundle(
  ['ods', 'cdm', 'ads'].map((layer) => library.layer(layer)),
  { refresh: 'manual' },
);

/** What a team deploys on the instance: the marts, over views on the rest. */
function bundleOf(name: string): BuiltBundle {
  const shared = {
    borrowed: ['ods', 'cdm'],
    databases: { ods: `${name}_ods`, cdm: `${name}_cdm`, ads: `${name}_ads` },
  };
  const limits = { cpuWeight: 2, memoryPercent: 20, concurrency: 5 };
  const access = {
    name,
    password: `sandbox:${name}`,
    layers: ['ads'],
    borrowed: shared.borrowed,
    warehouse: 'team',
    limits,
  };
  return library.bundle([library.layer('ads')], { refresh: 'manual', shared, generated: teamFiles(access) });
}

async function plan(environment: string, { bundle }: BuiltBundle): Promise<Plan> {
  const model = loadModel(bundle);
  const live = await introspect(admin, {
    environment,
    databases: databasesOf(model),
    objects: model.objects.map(({ id }) => id),
  });
  return planSteps(diff(model, live), { protection: true, allowDataLoss: false });
}

async function deploy(environment: string, bundle: BuiltBundle): Promise<void> {
  const made = await plan(environment, bundle);
  expect(made.refusals).toEqual([]);
  await apply(admin, made, {
    environment,
    pollMs: 20,
    resolveSecret: (reference) => Promise.resolve(`Password-of-${reference}-1`),
  });
}

beforeAll(async () => {
  server = await startServer({ port: 0, httpPort: 0, dataDir, ...ADMIN });
  admin = await connect({ host: '127.0.0.1', port: server.port, ...ADMIN });
  await deploy('base', base);
  await deploy('risk-dev', bundleOf('risk_dev'));
  await deploy('sales-dev', bundleOf('sales_dev'));
  await admin.query(`INSERT INTO ods.loan VALUES
    (1, '2026-11-01', '2026-11-01 08:00:00', 1, 1, 'cash', 1000, 0.18, 12, 'active', NULL, '2026-11-01 08:00:00')`);
  team = await connect({
    host: '127.0.0.1',
    port: server.port,
    user: 'risk_dev',
    password: 'Password-of-sandbox:risk_dev-1',
  });
});

afterAll(async () => {
  await team?.close();
  await admin?.close();
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('an environment on a shared instance', () => {
  test('is deployed as declared, and then nothing is left to do, for nobody', async () => {
    expect((await plan('risk-dev', bundleOf('risk_dev'))).statements).toEqual([]);
    expect((await plan('sales-dev', bundleOf('sales_dev'))).statements).toEqual([]);
    expect((await plan('base', base)).statements).toEqual([]);
  });

  test('reads the shared layers through views of its own', async () => {
    expect(await team.query('SELECT loan_id, product FROM risk_dev_ods.loan')).toEqual([
      { loan_id: 1, product: 'cash' },
    ]);
    await expect(team.query('SELECT count(*) AS n FROM risk_dev_cdm.fact_loan')).resolves.toHaveLength(1);
  });

  test('refreshes and reads marts of its own', async () => {
    await team.query('REFRESH MATERIALIZED VIEW risk_dev_ads.risk_vintage WITH SYNC MODE');
    await expect(team.query('SELECT count(*) AS n FROM risk_dev_ads.risk_vintage')).resolves.toHaveLength(1);
  });

  test.each([
    'SELECT * FROM ods.loan',
    'SELECT * FROM cdm.fact_loan',
    'SELECT * FROM ads.risk_vintage',
    'SELECT * FROM sales_dev_ods.loan',
    'SELECT * FROM sales_dev_ads.risk_vintage',
    'SELECT * FROM _strata.ledger',
    "UPDATE ods.loan SET product = 'car' WHERE loan_id = 1",
    'DELETE FROM ods.loan WHERE loan_id = 1',
    'TRUNCATE TABLE ods.loan',
    'DROP TABLE ods.loan',
    'ALTER TABLE ods.loan ADD COLUMN x INT',
    'CREATE TABLE ods.mine (k INT)',
    'CREATE VIEW risk_dev_ads.way_round AS SELECT * FROM ods.loan',
    'DROP VIEW sales_dev_ods.loan',
    'DROP DATABASE sales_dev_ads',
    'DROP DATABASE risk_dev_ads',
    'REFRESH MATERIALIZED VIEW ads.risk_vintage',
    'DROP USER sales_dev',
    "SET PASSWORD FOR 'sales_dev' = PASSWORD('x')",
    'DROP RESOURCE GROUP sales_dev',
    'GRANT SELECT ON ALL TABLES IN ALL DATABASES TO ROLE risk_dev',
    'CREATE DATABASE more',
  ])('fails to touch others: %s', async (sql) => {
    await expect(team.query(sql)).rejects.toThrow(/Access denied/);
  });

  test('leaves the rows of others as they are', async () => {
    expect(await admin.query('SELECT loan_id, product FROM ods.loan')).toEqual([{ loan_id: 1, product: 'cash' }]);
  });

  test('queries in its own warehouse', async () => {
    expect(await admin.query("SHOW PROPERTY FOR 'risk_dev'")).toContainEqual({
      key: 'session.warehouse',
      value: 'team',
    });
  });

  test('has a resource group with its limits', async () => {
    const groups = await admin.query('SHOW RESOURCE GROUPS ALL');
    expect(groups.filter((row) => Object.values(row).includes('risk_dev'))).toEqual([
      expect.objectContaining({ name: 'risk_dev', mem_limit: '20.0%', concurrency_limit: '5', cpu_weight: '2' }),
    ]);
  });

  test('loses nothing but its own when it goes', async () => {
    const own = bundleOf('sales_dev').bundle;
    const model = loadModel({ ...own, objects: [], layers: [] });
    const live = await introspect(admin, {
      environment: 'sales-dev',
      databases: own.layers.map(({ database }) => database),
    });
    const made = planSteps(diff(model, live), { protection: false, allowDataLoss: true });
    expect(made.statements.filter((sql) => !/sales_dev/.test(sql))).toEqual([]);
    await apply(admin, made, { environment: 'sales-dev', pollMs: 20 });
    const left = await admin.query('SHOW DATABASES');
    const names = left.flatMap((row) => Object.values(row)).map(String);
    expect(names.filter((name) => name.startsWith('sales_dev'))).toEqual([]);
    expect(names).toEqual(
      expect.arrayContaining(['ods', 'cdm', 'ads', 'risk_dev_ods', 'risk_dev_cdm', 'risk_dev_ads']),
    );
  });
});
