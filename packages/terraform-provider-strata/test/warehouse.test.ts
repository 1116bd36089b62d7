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

const repayment = (more = '', head = ''): SqlFile => ({
  path: 'ods/repayment.sql',
  text: `${head}CREATE TABLE repayment (repayment_id BIGINT NOT NULL COMMENT "id", amount DECIMAL(18, 2) NOT NULL COMMENT "CNY"${more})
    PRIMARY KEY (repayment_id) DISTRIBUTED BY HASH (repayment_id);`,
});
const total: SqlFile = {
  path: 'ads/total.sql',
  text: 'CREATE VIEW total AS SELECT sum(amount) AS amount FROM ods.repayment;',
};

describe('strata_schema under real Terraform, with the embedded StarRocks', () => {
  const cloud = new FakeControlPlane();
  const sandbox = sandboxFolder();
  const dataDir = mkdtempSync(join(tmpdir(), 'strata-embedded-'));
  let server: Awaited<ReturnType<typeof startServer>>;
  let workspace: Workspace;
  let connection: Connection;

  function use(files: readonly SqlFile[], more = ''): void {
    const { text, sha256 } = bundleOf(files);
    workspace.write('bundle.json', text);
    workspace.write(
      'main.tf',
      mainFile(`
resource "strata_schema" "s" {
  environment = "demo"
  target = "sandbox"
  region = "cn-hangzhou"
  instance_name = "demo_dw"
  user = "admin"
  password = "env:ADMIN_SECRET"
  bundle = "bundle.json"
  bundle_sha256 = "${sha256}"
  ${more}
}
`),
    );
  }
  const apply = () => workspace.run('apply', '-auto-approve', '-input=false');
  const isEmpty = async () => expect(await workspace.run('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });

  beforeAll(async () => {
    await cloud.start(sandbox);
    server = await startServer({ port: 0, httpPort: 0, dataDir, user: 'admin', password: 'Aa1@secret', threads: 1 });
    connection = await connect({ host: '127.0.0.1', port: server.port, user: 'admin', password: 'Aa1@secret' });
    workspace = strataWorkspace(bundleProvider(), sandbox, { ADMIN_SECRET: 'Aa1@secret' });
    use([repayment(), total]);
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

  test('is planned before the instance exists, with its statements', async () => {
    const plan = await workspace.run('plan', '-input=false');
    expect(plan).toMatchObject({ code: 0 });
    expect(plan.output).toMatch(/CREATE TABLE .*repayment/);
    expect(plan.output).toMatch(/CREATE VIEW .*total/);
  });

  // @trap 0.1-3
  // @trap 2.1-8
  test('creates all objects; the second plan is empty', async () => {
    cloud.instances.push({ id: 'c-1', name: 'demo_dw', queryPort: server.port });
    expect(await apply()).toMatchObject({ code: 0 });
    await connection.query('INSERT INTO ods.repayment VALUES (1, 10.50), (2, 4.50)');
    expect(await connection.query('SELECT * FROM ads.total')).toEqual([{ amount: '15.00' }]);
    await isEmpty();
    expect(workspace.read('terraform.tfstate')).not.toContain('Aa1@secret');
  });

  test('adds a column in place and shows the statement', async () => {
    use([repayment(', note VARCHAR(64) NULL COMMENT "remark"'), total]);
    const run = await apply();
    expect(run.output).toContain('will be updated in-place');
    expect(run.output).toMatch(/ALTER TABLE .*ADD COLUMN/s);
    expect(run).toMatchObject({ code: 0 });
    expect(await connection.query('SELECT count(note) AS n FROM ods.repayment')).toEqual([{ n: 0 }]);
    await isEmpty();
  });

  test('fails to drop a column without the keys, in the plan', async () => {
    use([repayment(), total]);
    const plan = await workspace.run('plan');
    expect(plan.code).toBe(1);
    expect(plan.output).toMatch(/STR1608: .*ods.repayment/);
  });

  test('fails with a wrong password, names the user and leaves the state', async () => {
    use([repayment(', note VARCHAR(64) NULL COMMENT "remark"'), total], 'read_timeout_seconds = 5');
    const plan = await workspace.runWith({ ADMIN_SECRET: 'wrong' }, 'plan');
    expect(plan).toMatchObject({ code: 0 });
    expect(plan.output).toContain('offline');
    expect(plan.output).not.toContain('"wrong"');
  });

  test('is destroyed with both keys only', async () => {
    const files = [repayment(', note VARCHAR(64) NULL COMMENT "remark"', '--@ allow-drop: *\n'), total];
    use(files);
    expect(await apply()).toMatchObject({ code: 0 });
    const refused = await workspace.run('destroy', '-auto-approve');
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('STR1610');
    use(files, 'protection = false\n  allow_data_loss = true');
    expect(await apply()).toMatchObject({ code: 0 });
    expect(await workspace.run('destroy', '-auto-approve')).toMatchObject({ code: 0 });
    await expect(connection.query('SELECT * FROM ods.repayment')).rejects.toThrow();
  });
});
