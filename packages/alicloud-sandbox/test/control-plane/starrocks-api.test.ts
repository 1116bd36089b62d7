import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import type { TestSandbox } from './helpers';
import { testSandbox } from './helpers';

const FIRST_PASSWORD = 'First-pass_1';
const INSTANCE = {
  instance_name: 'demo-starrocks',
  admin_password: FIRST_PASSWORD,
  version: '3.3',
  run_mode: 'shared_data',
  frontend_node_groups: [{ cu: 8, resident_node_number: 1 }],
  backend_node_groups: [{ cu: 8, resident_node_number: 3 }],
};

describe('EMR Serverless StarRocks', () => {
  let sandbox: TestSandbox;
  let id: string;
  beforeAll(async () => {
    sandbox = testSandbox();
    await sandbox.start();
    id = String((await sandbox.call('POST', '/sandbox/resources/alicloud_star_rocks_instance', INSTANCE)).body['id']);
  }, 60_000);
  afterAll(() => sandbox.remove());

  const api = async (path: string, parameters: Record<string, string>) =>
    (await sandbox.call('POST', `/webapi/${path}?${new URLSearchParams(parameters).toString()}`)).body['Data'];
  const gateway = async () => ((await api('gateway/list', { InstanceId: id })) as Record<string, number>[])[0];
  const login = async (password: string) => {
    const port = (await gateway())?.['SandboxQueryPort'];
    const connection = await createConnection({ host: '127.0.0.1', user: 'admin', password, ...(port && { port }) });
    const [rows] = await connection.query('SELECT 1 AS one');
    await connection.end();
    return rows;
  };

  test('is found by its name', async () => {
    expect(await api('starrocks/describeInstances', { InstanceName: 'demo-starrocks' })).toMatchObject([
      { InstanceId: id, InstanceStatus: 'running', Version: '3.3' },
    ]);
    expect(await api('starrocks/describeInstances', { InstanceName: 'other' })).toEqual([]);
  });

  test('answers the MySQL protocol at its gateway', async () => {
    expect(await login(FIRST_PASSWORD)).toEqual([{ one: 1 }]);
  });

  test('takes a new password for admin; the old one is refused then', async () => {
    await api('password/modify', { InstanceId: id, Password: 'Second-pass_2' });
    expect(await login('Second-pass_2')).toEqual([{ one: 1 }]);
    await expect(login(FIRST_PASSWORD)).rejects.toMatchObject({ errno: 1045 });
  });

  test('keeps its password over a restart of the control plane, and none in its files', async () => {
    await sandbox.stop();
    await sandbox.start();
    expect(await login('Second-pass_2')).toEqual([{ one: 1 }]);
    expect(readFileSync(sandbox.folder.stateFile, 'utf8')).not.toMatch(/First-pass|Second-pass/);
  }, 60_000);

  test('has a default warehouse; more are created, resized and released', async () => {
    const names = async () =>
      ((await api('nodegroup/describeNodeGroups', { InstanceId: id })) as Record<string, unknown>[]).map((group) => [
        group['NodeGroupName'],
        group['ResidentNodeNumber'],
      ]);
    const group = { instance_id: id, node_group_name: 'etl', cu: 8, resident_node_number: 1 };
    const created = await sandbox.call('POST', '/sandbox/resources/alicloud_star_rocks_node_group', group);
    const nodeGroup = String((created.body['attributes'] as Record<string, unknown>)['node_group_id']);
    await api('resourceChange/modifyNodeNumber', { InstanceId: id, NodeGroupId: nodeGroup, Target: '4' });
    expect(await names()).toEqual([
      ['defaultFeNodeGroup', 1],
      ['default_warehouse', 3],
      ['etl', 4],
    ]);
    await api('lifecycle/releaseNodeGroup', { InstanceId: id, NodeGroupId: nodeGroup });
    expect(await names()).toHaveLength(2);
  });

  test('takes its server and data with it when it is deleted', async () => {
    const created = await sandbox.call('POST', '/sandbox/resources/alicloud_star_rocks_instance', {
      ...INSTANCE,
      instance_name: 'short-lived',
    });
    const other = String(created.body['id']);
    const folder = join(sandbox.folder.instances, other);
    expect(existsSync(folder)).toBe(true);
    await sandbox.call('DELETE', `/sandbox/resources/alicloud_star_rocks_instance/${other}`);
    expect(existsSync(folder)).toBe(false);
  }, 60_000);

  test('fails for an instance without a password', async () => {
    const without = { ...INSTANCE, admin_password: '' };
    expect(await sandbox.call('POST', '/sandbox/resources/alicloud_star_rocks_instance', without)).toMatchObject({
      status: 400,
      body: { Message: 'AdminPassword is mandatory.' },
    });
  });
});
