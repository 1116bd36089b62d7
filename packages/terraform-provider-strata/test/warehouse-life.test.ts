import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startServer } from '@strata/starrocks-embedded';
import { connect } from '@strata/starrocks-schema';
import type { Connection } from '@strata/starrocks-schema';
import type { SqlFile } from '@strata/starrocks-sql';
import type { Workspace } from '../../terraform-plugin/test/lab/terraform';
import { bundleOf } from './helpers/bundle';
import { FakeControlPlane } from './helpers/control-plane';
import { bundleProvider, mainFile, sandboxFolder, strataWorkspace } from './helpers/provider';

jest.setTimeout(180_000);

const ADDRESS = 'strata_schema.s';

const repayment = (more = '', key = 'repayment_id', head = ''): SqlFile => ({
  path: 'ods/repayment.sql',
  text: `${head}CREATE TABLE repayment (repayment_id BIGINT NOT NULL COMMENT "id", amount DECIMAL(18, 2) NOT NULL COMMENT "CNY"${more})
    PRIMARY KEY (${key}) DISTRIBUTED BY HASH (repayment_id);`,
});
const note = ', note VARCHAR(64) NULL COMMENT "remark"';
const total = (column = 'amount', head = ''): SqlFile => ({
  path: 'ads/total.sql',
  text: `${head}CREATE VIEW total AS SELECT sum(${column}) AS amount FROM ods.repayment;`,
});

describe('the life of a strata_schema under real Terraform, with the embedded StarRocks', () => {
  const cloud = new FakeControlPlane();
  const sandbox = sandboxFolder();
  const dataDir = mkdtempSync(join(tmpdir(), 'strata-embedded-'));
  let server: Awaited<ReturnType<typeof startServer>>;
  let workspace: Workspace;
  let connection: Connection;

  function use(files: readonly SqlFile[], more = '', environment = 'demo'): void {
    const { text, sha256 } = bundleOf(files);
    workspace.write('bundle.json', text);
    const place = `environment = "${environment}"\n  target = "sandbox"\n  region = "cn-hangzhou"\n  instance_name = "demo_dw"`;
    const login = `user = "admin"\n  password = "env:ADMIN_SECRET"`;
    const bundle = `bundle = "bundle.json"\n  bundle_sha256 = "${sha256}"`;
    workspace.write(
      'main.tf',
      mainFile(`resource "strata_schema" "s" {\n  ${place}\n  ${login}\n  ${bundle}\n  ${more}\n}\n`),
    );
  }
  const flat = (text: string): string => text.replace(/\s+/g, ' ');
  const plan = async () => flat((await workspace.run('plan', '-input=false')).output);
  const apply = async () => {
    const run = await workspace.run('apply', '-auto-approve', '-input=false');
    return { code: run.code, output: flat(run.output) };
  };
  const isEmpty = async () => expect(await workspace.run('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
  const columns = async () => Object.keys((await connection.query('SELECT * FROM ods.repayment LIMIT 1'))[0] ?? {});

  beforeAll(async () => {
    await cloud.start(sandbox);
    server = await startServer({ port: 0, httpPort: 0, dataDir, user: 'admin', password: 'Aa1@secret', threads: 1 });
    cloud.instances.push({ id: 'c-1', name: 'demo_dw', queryPort: server.port });
    connection = await connect({ host: '127.0.0.1', port: server.port, user: 'admin', password: 'Aa1@secret' });
    workspace = strataWorkspace(bundleProvider(), sandbox, { ADMIN_SECRET: 'Aa1@secret' });
    use([repayment(), total('missing')]);
    expect(await workspace.run('init')).toMatchObject({ code: 0 });
  });

  afterAll(async () => {
    await connection.close();
    await server.stop();
    await cloud.stop();
    workspace.remove();
    rmSync(dataDir, { recursive: true, force: true });
    rmSync(dirname(dirname(sandbox)), { recursive: true, force: true });
  });

  test('a creation that fails half-way leaves no object in the state, so nothing is tainted', async () => {
    const run = await apply();
    expect(run.code).toBe(1);
    expect(run.output).toContain('STR1424');
    expect(await workspace.state()).toEqual({});
    await connection.query('INSERT INTO ods.repayment VALUES (1, 10.50)');
  });

  test('fails to go on when an object it left is declared with another key; names both ways out', async () => {
    use([repayment('', 'repayment_id, amount'), total()]);
    const run = await apply();
    expect(run.code).toBe(1);
    expect(run.output).toContain('STR1616');
    expect(run.output).toContain('- ods.repayment:');
    expect(run.output).toContain(
      "terraform import <address of this resource> 'demo/sandbox/cn-hangzhou/demo_dw/admin/env:ADMIN_SECRET'",
    );
    expect(run.output).toContain('npx strata sql plan --environment demo --url mysql://admin@127.0.0.1:');
    expect(await workspace.state()).toEqual({});
  });

  test('imported, what exists is in the state, and the plan refuses by name what cannot be', async () => {
    const id = 'demo/sandbox/cn-hangzhou/demo_dw/admin/env:ADMIN_SECRET';
    expect(await workspace.run('import', ADDRESS, id)).toMatchObject({ code: 0 });
    expect(Object.keys((await workspace.state())[ADDRESS]?.['objects'] ?? {})).toContain('ods.repayment');
    expect(await plan()).toMatch(/STR1608: .*ods.repayment/);
    expect(await workspace.run('state', 'rm', ADDRESS)).toMatchObject({ code: 0 });
  });

  test('fails to import with a password that is refused: there is nothing to plan from', async () => {
    const id = 'demo/sandbox/cn-hangzhou/demo_dw/admin/env:WRONG';
    const run = await workspace.runWith({ WRONG: 'wrong-one' }, 'import', ADDRESS, id);
    expect(run.code).toBe(1);
    expect(run.output).toContain('STR1402');
    expect(await workspace.state()).toEqual({});
  });

  test('a creation goes on after a safe edit: it brings its own object forward, keeps the rows and says so', async () => {
    use([repayment(note), total()]);
    const run = await apply();
    expect(run.output).toContain('had left objects that are declared differently now: they were brought forward');
    expect(run.code).toBe(0);
    expect(await columns()).toEqual(['repayment_id', 'amount', 'note']);
    expect(await connection.query('SELECT amount FROM ads.total')).toEqual([{ amount: '10.50' }]);
    await isEmpty();
  });

  test('a failed update keeps what was reached; the next plan has only the rest', async () => {
    const channel = `${note}, channel INT NULL COMMENT "1 app, 2 shop"`;
    use([repayment(channel), total('missing')]);
    expect((await apply()).code).toBe(1);
    expect(await columns()).toContain('channel');
    use([repayment(channel), total('amount + 1')]);
    const planned = await plan();
    expect(planned).not.toContain('ADD COLUMN');
    expect(planned).toContain('amount + 1');
    expect((await apply()).code).toBe(0);
    await isEmpty();
  });

  test('a refused login is said to be one, in the plan', async () => {
    const run = await workspace.runWith({ ADMIN_SECRET: 'wrong-one' }, 'plan', '-input=false');
    expect(run.code).toBe(0);
    expect(flat(run.output)).toContain('The plan of demo_dw is offline: the warehouse refused the login');
    expect(run.output).not.toContain('wrong-one');
  });

  test('a secret with another value is given anew; neither value is in the plan or the state', async () => {
    const user = { path: 'users/app.sql', text: "CREATE USER 'app'@'%' IDENTIFIED BY 'secret:env:APP_SECRET';" };
    const channel = `${note}, channel INT NULL COMMENT "1 app, 2 shop"`;
    use([repayment(channel), total('amount + 1'), user]);
    const first = { APP_SECRET: 'First-value-1' };
    const second = { APP_SECRET: 'Second-value-2' };
    expect(await workspace.runWith(first, 'apply', '-auto-approve', '-input=false')).toMatchObject({ code: 0 });
    expect(await workspace.runWith(first, 'plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
    const planned = await workspace.runWith(second, 'plan', '-input=false');
    expect(planned.output).toContain(`ALTER USER 'app'@'%' IDENTIFIED BY \\"secret:env:APP_SECRET\\"`);
    const applied = await workspace.runWith(second, 'apply', '-auto-approve', '-input=false');
    expect(applied.code).toBe(0);
    expect(`${planned.output}${applied.output}${JSON.stringify(await workspace.state())}`).not.toMatch(/-value-/);
    const app = { host: '127.0.0.1', port: server.port, user: 'app', password: 'Second-value-2' };
    await (await connect(app)).close();
    expect(await workspace.runWith(second, 'plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
  });

  test('fails to move to another environment without both keys, in the plan; with them the objects are made anew', async () => {
    const files = [repayment(note, 'repayment_id', '--@ allow-drop: *\n'), total('amount', '--@ allow-drop: *\n')];
    const keys = 'protection = false\n  allow_data_loss = true';
    use(files, keys, 'other');
    expect(await plan()).toContain('STR1610: The SQL objects of demo must not be destroyed');
    use([repayment(`${note}, channel INT NULL COMMENT "1 app, 2 shop"`), total('amount + 1')], keys);
    expect((await apply()).code).toBe(0);
    use(files, keys, 'other');
    const run = await apply();
    expect(run.output).toContain('must be replaced');
    expect(run.code).toBe(0);
    expect((await workspace.state())[ADDRESS]).toMatchObject({ id: 'other/demo_dw' });
    expect(await connection.query('SELECT count(*) AS n FROM ods.repayment')).toEqual([{ n: 0 }]);
    await isEmpty();
  });
});
