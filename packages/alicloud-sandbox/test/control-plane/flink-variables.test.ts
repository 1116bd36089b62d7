import { readFileSync } from 'node:fs';
import type { Reply, TestSandbox } from './helpers';
import { testSandbox } from './helpers';

describe('variables of a Flink namespace', () => {
  let sandbox: TestSandbox;
  let workspace: string;
  beforeAll(async () => {
    sandbox = testSandbox();
    await sandbox.start();
    const created = await sandbox.call('POST', '/sandbox/resources/alicloud_realtime_compute_vvp_instance', {
      vvp_instance_name: 'demo-flink',
      payment_type: 'PayAsYouGo',
    });
    workspace = String((created.body['attributes'] as Record<string, unknown>)['resource_id']);
  });
  afterAll(() => sandbox.remove());

  const call = (method: string, path: string, body?: unknown, namespace = 'demo-default'): Promise<Reply> =>
    sandbox.call(method, `/api/v2/namespaces/${namespace}/${path}`, body, { workspace });
  const secret = { name: 'password', kind: 'Encrypted', value: 'hidden-1' };

  test('are listed by pages, each namespace its own; secrets are neither given back nor kept', async () => {
    await call('POST', 'variables', { name: 'host', kind: 'Plain', value: 'fe' });
    await call('POST', 'variables', secret);
    const [host, password] = [
      { name: 'host', kind: 'Plain', value: 'fe' },
      { name: 'password', kind: 'Encrypted' },
    ];
    expect((await call('GET', 'variables')).body['data']).toEqual([host, password]);
    expect((await call('GET', 'variables?pageIndex=2&pageSize=1')).body['data']).toEqual([password]);
    expect((await call('GET', 'variables', undefined, 'other')).body['data']).toEqual([]);
    expect(readFileSync(sandbox.folder.stateFile, 'utf8')).not.toContain('hidden-1');
  });

  test('are changed and deleted by name', async () => {
    await call('PATCH', 'variables/host', { name: 'host', kind: 'Plain', value: 'fe-2' });
    expect((await call('GET', 'variables')).body['data']).toContainEqual({
      name: 'host',
      kind: 'Plain',
      value: 'fe-2',
    });
    await call('DELETE', 'variables/host');
    expect((await call('GET', 'variables')).body['data']).toHaveLength(1);
  });

  test('fail for a name twice, an unknown name, an unknown kind, and no value', async () => {
    expect(await call('POST', 'variables', secret)).toMatchObject({ status: 400, body: { Code: '990302' } });
    expect(await call('PATCH', 'variables/none', secret)).toMatchObject({ status: 404, body: { Code: '990301' } });
    expect((await call('POST', 'variables', { name: 'a', kind: 'Odd', value: 'x' })).status).toBe(400);
    expect((await call('POST', 'variables', { name: 'a', kind: 'Plain' })).status).toBe(400);
  });
});
