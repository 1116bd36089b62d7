import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Workspace } from '../../terraform-plugin/test/lab/terraform';
import { FakeControlPlane } from './helpers/control-plane';
import { bundleProvider, mainFile, sandboxFolder, strataWorkspace } from './helpers/provider';

jest.setTimeout(180_000);

const PLACE = `environment = "demo"\n  target = "sandbox"\n  region = "cn-hangzhou"\n`;

const admin = (password: string, version = '1'): string =>
  `resource "strata_starrocks_admin" "a" {\n  ${PLACE}  instance_name = "demo_dw"\n  password = "${password}"\n  secret_version = "${version}"\n}\n`;

const job = (sql: string): string =>
  `resource "strata_flink_job" "j" {\n  ${PLACE}  workspace_name = "flink"\n  namespace = "default"\n  name = "cdc"\n  sql = "${sql}"\n  parallelism = 2\n  job_manager_cu = 0.5\n  task_manager_cu = 1\n}\n`;

describe('the strata provider under real Terraform', () => {
  const cloud = new FakeControlPlane();
  const sandbox = sandboxFolder();
  let workspace: Workspace;
  const use = (body: string): void => workspace.write('main.tf', mainFile(body));
  const apply = () => workspace.run('apply', '-auto-approve', '-input=false');

  beforeAll(async () => {
    await cloud.start(sandbox);
    workspace = strataWorkspace(bundleProvider(), sandbox, { ADMIN_SECRET: 'Aa1@env-secret' });
    use(admin('env:ADMIN_SECRET'));
    expect(await workspace.run('init')).toMatchObject({ code: 0 });
  });

  afterAll(async () => {
    await cloud.stop();
    workspace.remove();
    rmSync(dirname(dirname(sandbox)), { recursive: true, force: true });
  });

  describe('strata_starrocks_admin', () => {
    test('fails when the password is not a reference, without repeating it', async () => {
      use(admin('hunter2-plain'));
      const run = await workspace.run('validate');
      expect(run.code).toBe(1);
      expect(run.output.replace(/\s+/g, ' ')).toContain('must be a reference to a secret, not the secret');
    });

    test('fails when there is no instance, and leaves no state', async () => {
      use(admin('env:ADMIN_SECRET'));
      expect(await workspace.run('plan')).toMatchObject({ code: 0 });
      const run = await apply();
      expect(run.output).toContain('STR1606: There is no StarRocks instance named demo_dw');
      expect(await workspace.state()).toEqual({});
    });

    test('sets the password to the secret, and keeps the secret out of the state', async () => {
      cloud.instances.push({ id: 'c-1', name: 'demo_dw', queryPort: 1 });
      expect(await apply()).toMatchObject({ code: 0 });
      expect(cloud.passwords.get('c-1')).toBe('Aa1@env-secret');
      expect(workspace.read('terraform.tfstate')).not.toContain('env-secret');
      expect(await workspace.run('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
    });

    test('sets it again when the version changes, from the sandbox as well', async () => {
      cloud.secrets.set('admin', 'Aa1@sandbox-secret');
      use(admin('sandbox:admin', '2'));
      expect(await apply()).toMatchObject({ code: 0 });
      expect(cloud.passwords.get('c-1')).toBe('Aa1@sandbox-secret');
    });

    test('sets it again on an instance that was made anew under the same name', async () => {
      cloud.instances.splice(0, 1, { id: 'c-2', name: 'demo_dw', queryPort: 1 });
      const plan = await workspace.run('plan');
      expect(plan.output).toContain('was made anew: the password of admin must be set again');
      expect(plan.output).toMatch(/instance_id += \(known after apply\)/);
      expect(await apply()).toMatchObject({ code: 0 });
      expect(cloud.passwords.get('c-2')).toBe('Aa1@sandbox-secret');
      expect((await workspace.state())['strata_starrocks_admin.a']).toMatchObject({ instance_id: 'c-2' });
      expect(await workspace.run('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
    });

    test('is imported by environment, target, region and instance; the next apply sets the password', async () => {
      expect(await workspace.run('state', 'rm', 'strata_starrocks_admin.a')).toMatchObject({ code: 0 });
      const id = 'demo/sandbox/cn-hangzhou/demo_dw';
      const run = await workspace.run('import', 'strata_starrocks_admin.a', id);
      expect(run).toMatchObject({ code: 0 });
      cloud.passwords.clear();
      expect((await apply()).output).toContain('will be updated in-place');
      expect(cloud.passwords.get('c-2')).toBe('Aa1@sandbox-secret');
    });

    test('fails to import an id with a part missing, and says what it is made of', async () => {
      expect(await workspace.run('state', 'rm', 'strata_starrocks_admin.a')).toMatchObject({ code: 0 });
      const run = await workspace.run('import', 'strata_starrocks_admin.a', 'demo/sandbox');
      expect(run.output.replace(/\s+/g, ' ')).toContain('must be environment/target/region/instance_name');
      expect(await apply()).toMatchObject({ code: 0 });
    });

    test('plans anew when the instance is gone', async () => {
      const [instance] = cloud.instances.splice(0, 1);
      const plan = await workspace.run('plan');
      expect(plan.output).toContain('strata_starrocks_admin.a will be created');
      if (instance !== undefined) cloud.instances.push(instance);
    });
  });

  describe('strata_flink_job', () => {
    // @trap 2.6-6
    test('creates a deployment and starts its job from nothing', async () => {
      use(job('INSERT 1'));
      expect(await apply()).toMatchObject({ code: 0 });
      expect((await workspace.state())['strata_flink_job.j']).toMatchObject({ job_id: 'j-1', state: 'RUNNING' });
      expect(cloud.jobs[0]?.restore).toMatchObject({ kind: 'NONE' });
      expect(cloud.deployments.get('d-1')).toMatchObject({
        streamingResourceSetting: {
          basicResourceSetting: {
            parallelism: 2,
            jobmanagerResourceSettingSpec: { cpu: 0.5, memory: '2Gi' },
            taskmanagerResourceSettingSpec: { cpu: 1, memory: '4Gi' },
          },
        },
      });
      expect(await workspace.run('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
    });

    test('fails with managers between two sizes', async () => {
      use(job('INSERT 1').replace('task_manager_cu = 1', 'task_manager_cu = 0.7'));
      const run = await workspace.run('validate');
      expect(run.output).toContain('task_manager_cu must be 0.5 or more in steps of 0.5, got 0.7');
      use(job('INSERT 1'));
    });

    test('changes the SQL between a stop with a savepoint and a start from it', async () => {
      use(job('INSERT 2'));
      cloud.calls.length = 0;
      expect((await apply()).output).toContain('will be updated in-place');
      expect(cloud.jobs).toMatchObject([
        { status: 'CANCELLED' },
        { status: 'RUNNING', restore: { kind: 'LATEST_STATE' } },
      ]);
      const changes = cloud.calls.filter((call) => /stop|start|PUT/.test(call)).map((call) => call.split('/').at(-1));
      expect(changes).toEqual(['j-1:stop', 'd-1', 'jobs:start']);
      expect(JSON.stringify(cloud.deployments.get('d-1'))).toContain('INSERT 2');
    });

    test('starts a job that has failed', async () => {
      for (const one of cloud.jobs) one.status = 'FAILED';
      expect((await workspace.run('plan')).output).toMatch(/state += "FAILED" -> \(known after apply\)/);
      expect(await apply()).toMatchObject({ code: 0 });
      expect((await workspace.state())['strata_flink_job.j']).toMatchObject({ job_id: 'j-3', state: 'RUNNING' });
    });

    test('takes a left-over deployment over: its job is stopped, and started with the new SQL', async () => {
      expect(await workspace.run('state', 'rm', 'strata_flink_job.j')).toMatchObject({ code: 0 });
      use(job('INSERT 3'));
      expect(await apply()).toMatchObject({ code: 0 });
      expect(cloud.deployments.size).toBe(1);
      expect(cloud.jobs.slice(-2)).toMatchObject([
        { jobId: 'j-3', status: 'CANCELLED' },
        { jobId: 'j-4', status: 'RUNNING', restore: { kind: 'LATEST_STATE' } },
      ]);
      expect(JSON.stringify(cloud.deployments.get('d-1'))).toContain('INSERT 3');
    });

    test('sets the variables that the SQL reads before the job starts, and keeps secrets out of the state', async () => {
      const withVariables = (host: string, version: string): string =>
        job('INSERT 3').replace(
          /}\n$/,
          `  variables = { "starrocks-host" = "${host}", "starrocks-password" = "env:ADMIN_SECRET" }\n  variables_version = "${version}"\n}\n`,
        );
      use(withVariables('starrocks-host:demo_dw', '1'));
      cloud.calls.length = 0;
      expect(await apply()).toMatchObject({ code: 0 });
      expect(Object.fromEntries(cloud.variables)).toEqual({
        'starrocks-host': { name: 'starrocks-host', kind: 'Plain', value: '127.0.0.1' },
        'starrocks-password': { name: 'starrocks-password', kind: 'Encrypted', value: 'Aa1@env-secret' },
      });
      const order = cloud.calls
        .filter((call) => /stop|start$|POST.*variables/.test(call))
        .map((call) => call.split('/').at(-1));
      expect(order).toEqual(['j-4:stop', 'variables', 'variables', 'jobs:start']);
      expect(workspace.read('terraform.tfstate')).not.toContain('env-secret');
      expect(await workspace.run('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
      use(withVariables('plain:fe.example', '2'));
      expect(await apply()).toMatchObject({ code: 0 });
      expect(cloud.variables.get('starrocks-host')).toMatchObject({ value: 'fe.example' });
      expect(cloud.jobs.at(-1)).toMatchObject({ jobId: 'j-6', status: 'RUNNING' });
    });

    test('a variable that somebody changed or deleted is set again', async () => {
      cloud.variables.delete('starrocks-password');
      cloud.variables.set('starrocks-host', { name: 'starrocks-host', kind: 'Plain', value: 'other' });
      expect((await workspace.run('plan')).output).toMatch(/starrocks-password" *=/);
      expect(await apply()).toMatchObject({ code: 0 });
      expect(cloud.variables.get('starrocks-host')).toMatchObject({ value: 'fe.example' });
      expect(cloud.variables.has('starrocks-password')).toBe(true);
    });

    test('a variable that holds the brokers of a Kafka cluster follows them', async () => {
      const withBrokers = job('INSERT 3').replace(
        /}\n$/,
        '  variables = { kafka-bootstrap-servers = "kafka-bootstrap:demo-kafka" }\n}\n',
      );
      use(withBrokers);
      const refused = await apply();
      expect(refused.code).toBe(1);
      expect(refused.output.replace(/[\s│]+/g, ' ')).toContain(
        'STR1606: Variable kafka-bootstrap-servers: there is no running Kafka cluster named demo-kafka',
      );
      cloud.brokers.set('demo-kafka', 'b1.example:9092,b2.example:9092');
      expect(await apply()).toMatchObject({ code: 0 });
      expect(cloud.variables.get('kafka-bootstrap-servers')).toMatchObject({
        kind: 'Plain',
        value: 'b1.example:9092,b2.example:9092',
      });
      expect(await workspace.run('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
      cloud.brokers.set('demo-kafka', 'b3.example:9092');
      expect(await apply()).toMatchObject({ code: 0 });
      expect(cloud.variables.get('kafka-bootstrap-servers')).toMatchObject({ value: 'b3.example:9092' });
    });

    test('a start label stays as long as the job goes on from its state, and is made again when it is gone', async () => {
      use(job('INSERT 3').replace(/}\n$/, '  variables = { labels = "start-label" }\n}\n'));
      expect(await apply()).toMatchObject({ code: 0 });
      const first = cloud.variables.get('labels')?.value;
      expect(first).toMatch(/^[a-z0-9]+$/);
      expect(await workspace.run('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
      use(job('INSERT 4').replace(/}\n$/, '  variables = { labels = "start-label" }\n}\n'));
      expect(await apply()).toMatchObject({ code: 0 });
      expect(cloud.variables.get('labels')).toMatchObject({ value: first });
    });

    test('fails for a variable that is neither a reference nor marked as plain, without repeating it', async () => {
      use(job('INSERT 3').replace(/}\n$/, '  variables = { password = "hunter2" }\n}\n'));
      const run = await workspace.run('validate');
      expect(run.output.replace(/\s+/g, ' ')).toContain('Variable password must be a reference to a secret');
    });

    test('is imported by environment, target, region, workspace, namespace and name', async () => {
      expect(await workspace.run('state', 'rm', 'strata_flink_job.j')).toMatchObject({ code: 0 });
      use(job('INSERT 3'));
      const run = await workspace.run('import', 'strata_flink_job.j', 'demo/sandbox/cn-hangzhou/flink/default/cdc');
      expect(run).toMatchObject({ code: 0 });
      const imported = (await workspace.state())['strata_flink_job.j'];
      expect(imported).toMatchObject({ deployment_id: 'd-1', sql: 'INSERT 4', state: 'RUNNING' });
      const planned = await workspace.run('plan');
      expect(planned.output).toContain('will be updated in-place');
    });

    test('Ctrl-C ends the wait for a job that does not start, says so, and keeps what was reached', async () => {
      cloud.firstState = 'STARTING';
      cloud.onCall = (call) => {
        if (call.startsWith('GET') && call.includes('/jobs/j-')) workspace.write('waits', '');
      };
      use(job('INSERT 4'));
      const { code, output } = await workspace.interrupt('waits', 'apply', '-auto-approve', '-input=false');
      cloud.onCall = () => undefined;
      cloud.firstState = 'RUNNING';
      expect(code).toBe(1);
      expect(output).toContain('STR1508: Terraform asked the provider to stop.');
      expect((await workspace.state())['strata_flink_job.j']).toMatchObject({ sql: 'INSERT 4', state: 'CANCELLED' });
      const started = cloud.jobs.at(-1);
      if (started?.status === 'STARTING') started.status = 'RUNNING';
      expect(await workspace.run('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
    });

    test('stops the job before it deletes the deployment', async () => {
      expect(await workspace.run('destroy', '-auto-approve')).toMatchObject({ code: 0 });
      expect(cloud.jobs.at(-1)?.status).toBe('CANCELLED');
      expect(cloud.deployments.size).toBe(0);
    });
  });

  test('fails when the port is the sandbox of another checkout, and touches nothing there', async () => {
    const own = cloud.checkout;
    cloud.checkout = '/elsewhere';
    cloud.passwords.clear();
    use(admin('env:ADMIN_SECRET', '3'));
    const run = await apply();
    cloud.checkout = own;
    expect(run.code).toBe(1);
    const output = run.output.replace(/\s+/g, ' ');
    expect(output).toContain('STR1602');
    expect(output).toContain('This is the sandbox of /elsewhere');
    expect(cloud.passwords.size).toBe(0);
  });

  test('without a sandbox a refresh warns and the plan goes on', async () => {
    use(admin('env:ADMIN_SECRET', '3'));
    expect(await apply()).toMatchObject({ code: 0 });
    const plan = await workspace.runWith({ STRATA_SANDBOX_DIR: '/nonexistent' }, 'plan', '-detailed-exitcode');
    expect(plan.code).toBe(0);
    expect(plan.output).toContain('this part of the plan is offline');
    expect(plan.output).toContain('npx strata sandbox up');
  });
});
