import type { TestSandbox } from './helpers';
import { testSandbox } from './helpers';
import type { OfficialClient } from './official-client';
import { officialClient } from './official-client';

type Row = Readonly<Record<string, unknown>>;

describe('Realtime Compute for Apache Flink, as the official provider calls it', () => {
  let sandbox: TestSandbox;
  let client: OfficialClient;
  let id: string;
  let workspace: string;
  let surroundings: { readonly VpcId: string; readonly VSwitchIds: readonly string[] };
  const console_ = (action: string, parameters: Row, method?: 'GET' | 'POST') =>
    client.rpc('2019-06-01', action, parameters, method);
  const make = async (InstanceName: string) => {
    const request = {
      ...surroundings,
      InstanceName,
      Region: 'cn-shanghai',
      ZoneId: 'cn-shanghai-b',
      Storage: { Oss: { Bucket: 'lake' } },
      ResourceSpec: { Cpu: 4, MemoryGB: 16 },
      ChargeType: 'POST',
    };
    // It sends some of them twice.
    const twice = { 'CreateInstanceRequest.VpcId': request.VpcId, 'CreateInstanceRequest.ChargeType': 'POST' };
    const made = await console_('CreateInstance', { CreateInstanceRequest: request, ...twice });
    return String((made['OrderInfo'] as Row)['InstanceId']);
  };
  const find = async (InstanceId = id) => {
    const parameters = { DescribeInstancesRequest: { InstanceId, Region: 'cn-shanghai' } };
    return ((await console_('DescribeInstances', parameters, 'GET'))['Instances'] as Row[])[0];
  };
  const pace = (milliseconds: number) => sandbox.call('POST', '/sandbox/pace', { milliseconds });

  beforeAll(async () => {
    sandbox = testSandbox();
    client = officialClient((await sandbox.start()).port);
    const create = async (type: string, attributes: Row) =>
      String((await sandbox.call('POST', `/sandbox/resources/${type}`, attributes)).body['id']);
    const VpcId = await create('alicloud_vpc', { cidr_block: '10.0.0.0/8' });
    const vSwitch = await create('alicloud_vswitch', { vpc_id: VpcId, cidr_block: '10.1.0.0/16' });
    surroundings = { VpcId, VSwitchIds: [vSwitch] };
    id = await make('demo-flink');
    workspace = String((await find())?.['ResourceId']);
  });
  afterAll(() => sandbox.remove());
  afterEach(() => pace(0));

  describe('a workspace', () => {
    test('is made of a nested request and described with what is read of it', async () => {
      expect(await find()).toMatchObject({
        ...surroundings,
        InstanceId: id,
        InstanceName: 'demo-flink',
        ClusterStatus: 'RUNNING',
        ChargeType: 'POST',
        Region: 'cn-shanghai',
        ZoneId: 'cn-shanghai-b',
        ResourceSpec: { Cpu: 4, MemoryGB: 16 },
        Storage: { Oss: { Bucket: 'lake' } },
        Tags: [],
      });
    });

    test('is resized, moved to a resource group and tagged', async () => {
      await console_('ModifyPrepayInstanceSpec', {
        'ModifyPrepayInstanceSpecRequest.InstanceId': id,
        ModifyPrepayInstanceSpecRequest: { ResourceSpec: { Cpu: 8, MemoryGB: 32 }, Region: 'cn-shanghai' },
      });
      await console_('ChangeResourceGroup', {
        ResourceId: id,
        ResourceRegionId: 'cn-shanghai',
        ResourceGroupId: 'rg-2',
      });
      const tagged = { 'ResourceId.1': id, ResourceType: 'vvpinstance' };
      const two = { 'Tag.1.Key': 'team', 'Tag.1.Value': 'demo', 'Tag.2.Key': 'stage', 'Tag.2.Value': 'dev' };
      await console_('TagResources', { ...tagged, ...two });
      await console_('UntagResources', { ...tagged, 'TagKey.1': 'team' });
      expect(await find()).toMatchObject({
        ResourceSpec: { Cpu: 8, MemoryGB: 32 },
        ResourceGroupId: 'rg-2',
        Tags: [{ Key: 'stage', Value: 'dev' }],
      });
      expect(await console_('ListTagResources', tagged)).toMatchObject({
        TagResources: [{ ResourceId: id, ResourceType: 'vvpinstance', TagKey: 'stage', TagValue: 'dev' }],
      });
    });

    test('is listed page by page', async () => {
      const listed = await console_('DescribeInstances', { DescribeInstancesRequest: { PageIndex: 2, PageSize: 1 } });
      expect(listed).toMatchObject({ TotalCount: 1, TotalPage: 1, PageIndex: 2, Instances: [] });
    });

    test('has namespaces, one from the beginning', async () => {
      const of = (name: string, more: Row = {}) => ({ [name]: { InstanceId: id, Region: 'cn-shanghai', ...more } });
      await console_('CreateNamespace', of('CreateNamespaceRequest', { Namespace: 'own' }));
      expect(await console_('DescribeNamespaces', of('DescribeNamespacesRequest'))).toMatchObject({
        Namespaces: [{ Namespace: 'demo-flink-default' }, { Namespace: 'own' }],
      });
      await console_('DeleteNamespace', of('DeleteNamespaceRequest', { Namespace: 'own' }));
      expect(await console_('DescribeNamespaces', of('DescribeNamespacesRequest'))).toMatchObject({ TotalCount: 1 });
    });

    test('is made, changed and deleted after its time; then a list of it is empty', async () => {
      await pace(3_600_000);
      const other = await make('short-lived');
      expect(await find(other)).toMatchObject({ ClusterStatus: 'CREATING' });
      await pace(0);
      expect(await find(other)).toMatchObject({ ClusterStatus: 'RUNNING' });
      await pace(3_600_000);
      await console_('DeleteInstance', { DeleteInstanceRequest: { InstanceId: other, Region: 'cn-shanghai' } });
      expect(await find(other)).toMatchObject({ ClusterStatus: 'DELETING' });
      await pace(0);
      expect(await find(other)).toBeUndefined();
    });

    test('fails without an id, for one that does not exist, and for an operation that the sandbox does not have', async () => {
      await expect(console_('DeleteInstance', {})).rejects.toMatchObject({ code: 'MissingInstanceId' });
      const none = { DeleteInstanceRequest: { InstanceId: 'f-none' } };
      await expect(console_('DeleteInstance', none)).rejects.toMatchObject({ code: 'ResourceNotFound' });
      await expect(console_('CreateMoon', {})).rejects.toMatchObject({ code: 'InvalidAction.NotFound' });
    });
  });

  describe('deployments and jobs', () => {
    const call = (method: string, path: string, body?: unknown, query: Row = {}) =>
      client.roa(`/api/v2/namespaces/demo-flink-default/${path}`, { method, body, query, headers: { workspace } });
    const data = async (...parameters: Parameters<typeof call>) => (await call(...parameters))['data'] as Row;
    const WITHOUT_CONF = {
      name: 'core',
      executionMode: 'STREAMING',
      engineVersion: 'vvr-11.7-jdk11-flink-1.20',
      artifact: { kind: 'SQLSCRIPT', sqlArtifact: { sqlScript: 'select 1' } },
      deploymentTarget: { mode: 'PER_JOB', name: 'default-queue' },
      streamingResourceSetting: { resourceSettingMode: 'BASIC', basicResourceSetting: { parallelism: 2 } },
    };
    const DEPLOYMENT = { ...WITHOUT_CONF, flinkConf: { 'taskmanager.numberOfTaskSlots': '2' } };

    test('a deployment is made, read back as it was given, replaced as a whole, and deleted', async () => {
      const made = await data('POST', 'deployments', DEPLOYMENT);
      expect(made).toMatchObject({ ...DEPLOYMENT, workspace, namespace: 'demo-flink-default' });
      const path = `deployments/${String(made['deploymentId'])}`;
      await data('PUT', path, { ...WITHOUT_CONF, description: 'new' });
      const after = await data('GET', path);
      expect(after).toMatchObject({ ...WITHOUT_CONF, description: 'new' });
      expect(after).not.toHaveProperty('flinkConf');
      await data('DELETE', path);
      const gone = { code: '990301', statusCode: 404 };
      await expect(call('GET', path)).rejects.toMatchObject(gone);
    });

    test('a job is started, stopped and deleted, with its states over time', async () => {
      const deploymentId = (await data('POST', 'deployments', DEPLOYMENT))['deploymentId'];
      const restoreStrategy = { kind: 'NONE', allowNonRestoredState: false, jobStartTimeInMs: 0 };
      await pace(3_600_000);
      const job = await data('POST', 'jobs%3Astart', { deploymentId, restoreStrategy });
      const path = `jobs/${String(job['jobId'])}`;
      const status = async () => ((await data('GET', path))['status'] as Row)['currentJobStatus'];
      expect(job).toMatchObject({ workspace, namespace: 'demo-flink-default', restoreStrategy });
      expect(await status()).toBe('STARTING');
      await pace(0);
      expect(await status()).toBe('RUNNING');
      await pace(3_600_000);
      await data('POST', `${path}%3Astop`, { stopStrategy: 'STOP_WITH_SAVEPOINT' });
      expect(await status()).toBe('CANCELLING');
      await pace(0);
      expect(await status()).toBe('CANCELLED');
      await expect(call('POST', `${path}%3Astop`, {})).rejects.toMatchObject({ code: '990305' });
      await data('DELETE', path);
      await expect(call('GET', path)).rejects.toMatchObject({ code: '990301' });
      await data('DELETE', `deployments/${String(deploymentId)}`);
    });

    test('a job that runs is deleted without being stopped first, so its deployment can go', async () => {
      const deploymentId = (await data('POST', 'deployments', DEPLOYMENT))['deploymentId'];
      const { jobId } = await data('POST', 'jobs%3Astart', { deploymentId });
      await expect(call('DELETE', `deployments/${String(deploymentId)}`)).rejects.toMatchObject({ code: '990303' });
      await data('DELETE', `jobs/${String(jobId)}`);
      await data('DELETE', `deployments/${String(deploymentId)}`);
      expect(await call('GET', 'deployments', undefined, { pageSize: '1' })).toMatchObject({ totalSize: 0, data: [] });
    });

    test('the versions of the engine are on offer', async () => {
      const answer = await client.roa('/api/v2/engine-version-meta.json', { method: 'GET', headers: { workspace } });
      expect(answer).toMatchObject({ data: { defaultEngineVersion: 'vvr-11.7-jdk11-flink-1.20' } });
    });

    test('an error has the form of this API, with a request id of its own', async () => {
      const { body } = await sandbox.call('GET', '/api/v2/namespaces/n/jobs/none', undefined, { workspace });
      expect(body).toMatchObject({ success: false, httpCode: 404, errorCode: '990301', Code: '990301' });
      expect(body['requestId']).toMatch(/^[0-9A-F-]{36}$/);
    });
  });

  test('everything in a workspace goes with it', async () => {
    const path = `/api/v2/namespaces/demo-flink-default/deployments`;
    await client.roa(path, { body: { name: 'left' }, headers: { workspace } });
    await console_('DeleteInstance', { DeleteInstanceRequest: { InstanceId: id } });
    expect((await sandbox.call('GET', '/sandbox/status')).body['flinkJobs']).toEqual([]);
    await expect(client.roa(path, { method: 'GET', headers: { workspace } })).rejects.toMatchObject({ code: '990301' });
  });
});

describe('what callers ask of their account', () => {
  let sandbox: TestSandbox;
  let client: OfficialClient;
  let host: string;
  beforeAll(async () => {
    sandbox = testSandbox();
    const { port } = await sandbox.start();
    client = officialClient(port);
    host = `127.0.0.1:${port}`;
  });
  afterAll(() => sandbox.remove());

  test('who calls', async () => {
    expect(await client.rpc('2015-04-01', 'GetCallerIdentity', {})).toMatchObject({ IdentityType: 'Account' });
  });

  test('where an API is: here', async () => {
    const parameters = { Id: 'cn-shanghai', ServiceCode: 'emrstarrocks', Type: 'openAPI' };
    expect(await client.rpc('2015-06-12', 'DescribeEndpoints', parameters)).toMatchObject({
      Endpoints: { Endpoint: [{ Endpoint: host, Id: 'cn-shanghai', SerivceCode: 'emrstarrocks' }] },
    });
  });

  test('which regions there are, and what the account has bought', async () => {
    expect(await client.rpc('2014-05-26', 'DescribeRegions', {})).toMatchObject({
      Regions: { Region: expect.arrayContaining([expect.objectContaining({ RegionId: 'cn-shanghai' })]) as unknown },
    });
    expect(await client.rpc('2017-12-14', 'QueryAvailableInstances', {})).toMatchObject({ Success: true });
  });
});
