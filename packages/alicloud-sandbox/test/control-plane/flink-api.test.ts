import type { Reply, TestSandbox } from './helpers';
import { testSandbox } from './helpers';

describe('Realtime Compute for Apache Flink', () => {
  let sandbox: TestSandbox;
  let workspace: string;
  beforeEach(async () => {
    sandbox = testSandbox();
    await sandbox.start();
    const created = await sandbox.call('POST', '/sandbox/resources/alicloud_realtime_compute_vvp_instance', {
      vvp_instance_name: 'demo-flink',
      payment_type: 'PayAsYouGo',
    });
    workspace = String((created.body['attributes'] as Record<string, unknown>)['resource_id']);
  });
  afterEach(() => sandbox.remove());

  const call = (method: string, path: string, body?: unknown, inWorkspace = workspace): Promise<Reply> =>
    sandbox.call(method, `/api/v2/namespaces/demo-default/${path}`, body, { workspace: inWorkspace });
  const data = (reply: Reply) => reply.body['data'] as Record<string, unknown>;
  const deploy = async () =>
    String(data(await call('POST', 'deployments', { name: 'core', artifact: { kind: 'SQLSCRIPT' } }))['deploymentId']);
  const start = (deploymentId: string) =>
    call('POST', 'jobs:start', { deploymentId, restoreStrategy: { kind: 'NONE' } });

  test('finds a workspace by its name, with the id that deployments need', async () => {
    const found = await sandbox.call('GET', '/?Action=DescribeInstances&Version=2019-06-01&InstanceName=demo-flink');
    expect(found.body['Instances']).toMatchObject([{ InstanceName: 'demo-flink', ResourceId: workspace }]);
    const none = await sandbox.call('GET', '/?Action=DescribeInstances&Version=2019-06-01&InstanceName=other');
    expect(none.body['Instances']).toEqual([]);
  });

  test('starts a job, and says that nothing executes it', async () => {
    const job = data(await start(await deploy()));
    expect(job['status']).toEqual({
      currentJobStatus: 'RUNNING',
      message: 'Recorded by the sandbox; no Flink executes it.',
      running: { observedFlinkJobStatus: 'RUNNING', observedFlinkJobRestarts: 0 },
    });
  });

  test('knows that a changed deployment runs the old version until it is started again', async () => {
    const id = await deploy();
    const jobId = String(data(await start(id))['jobId']);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await call('PUT', `deployments/${id}`, { artifact: { kind: 'SQLSCRIPT', sqlArtifact: { sqlScript: 'new' } } });
    expect(data(await call('GET', `deployments/${id}`))).toMatchObject({ name: 'core', deploymentHasChanged: true });
    const stopped = data(await call('POST', `jobs/${jobId}:stop`, { stopStrategy: 'STOP_WITH_SAVEPOINT' }));
    expect(stopped).toMatchObject({ savepoint: `savepoint-${jobId}`, status: { currentJobStatus: 'CANCELLED' } });
    await start(id);
    expect(data(await call('GET', `deployments/${id}`))['deploymentHasChanged']).toBe(false);
  });

  test('forgets the jobs of a deleted deployment', async () => {
    const id = await deploy();
    const jobId = String(data(await start(id))['jobId']);
    await call('POST', `jobs/${jobId}:stop`, { stopStrategy: 'NONE' });
    expect((await call('DELETE', `deployments/${id}`)).status).toBe(200);
    expect((await call('GET', `jobs/${jobId}`)).status).toBe(404);
  });

  test('fails when a deployment with a running job is started again, or deleted', async () => {
    const id = await deploy();
    await start(id);
    expect(await start(id)).toMatchObject({ status: 400, body: { Code: '990304' } });
    expect(await call('DELETE', `deployments/${id}`)).toMatchObject({ status: 400, body: { Code: '990303' } });
  });

  test('fails for a second deployment of one name, an unknown one, and an unknown workspace', async () => {
    await deploy();
    expect(await call('POST', 'deployments', { name: 'core' })).toMatchObject({
      status: 400,
      body: { Code: '990302' },
    });
    expect((await call('GET', 'deployments/none')).status).toBe(404);
    expect((await call('GET', 'deployments', undefined, 'other')).status).toBe(404);
  });
});
