import type { OfficialClient } from './official-client';
import { officialClient } from './official-client';
import type { TestSandbox } from './helpers';
import { testSandbox } from './helpers';

jest.setTimeout(120_000);

const GROUP = {
  cu: 8,
  residentNodeNumber: 3,
  diskNumber: 1,
  storageSize: 200,
  specType: 'standard',
  storagePerformanceLevel: 'pl1',
};
/** As the official provider sends it. */
const CREATION = {
  RegionId: 'cn-shanghai',
  InstanceName: 'demo',
  AdminPassword: 'First-pass_1',
  Version: '3.3',
  RunMode: 'shared_data',
  PackageType: 'official',
  PayType: 'postPaid',
  ZoneId: 'cn-shanghai-b',
  FrontendNodeGroups: [GROUP],
  BackendNodeGroups: [{ ...GROUP, localStorageInstanceType: '', zoneId: '' }],
  Tags: [{ Key: 'team', Value: 'demo' }],
};

type Row = Readonly<Record<string, unknown>>;

describe('EMR Serverless StarRocks, as the official clients call it', () => {
  let sandbox: TestSandbox;
  let client: OfficialClient;
  let id: string;
  const creation = () => ({ ...CREATION, VpcId: vpc });
  let vpc: string;
  beforeAll(async () => {
    sandbox = testSandbox();
    client = officialClient((await sandbox.start()).port);
    vpc = String(
      (await sandbox.call('POST', '/sandbox/resources/alicloud_vpc', { cidr_block: '10.0.0.0/8' })).body['id'],
    );
    id = String((data(await call('cluster/createV1', {}, { ...creation(), clientToken: 'a' })) as Row)['InstanceId']);
  });
  afterAll(() => sandbox.remove());
  afterEach(() => sandbox.call('POST', '/sandbox/pace', { milliseconds: 0 }));

  const call = (path: string, query: Row = {}, body?: unknown) => client.roa(`/webapi/${path}`, { query, body });
  const ofInstance = (path: string, query: Row = {}, body?: unknown) => call(path, { InstanceId: id, ...query }, body);
  const data = (answer: Row): unknown => answer['Data'];
  const rows = async (path: string, query: Row = {}, body?: unknown) =>
    data(await ofInstance(path, query, body)) as Row[];
  const instance = async () => (await rows('starrocks/describeInstances'))[0];
  const refused = (path: string, query: Row, body?: unknown) => expect(ofInstance(path, query, body)).rejects;
  const group = (suffix: string) => `ng-${id}-${suffix}`;

  describe('an instance', () => {
    test('is described with what the official provider reads, every answer with its own request id', async () => {
      const first = await ofInstance('starrocks/describeInstances');
      expect(first).toMatchObject({ Success: true, HttpStatusCode: 200, Total: 1 });
      expect((await ofInstance('starrocks/describeInstances'))['RequestId']).not.toBe(first['RequestId']);
      expect(await instance()).toMatchObject({
        InstanceId: id,
        InstanceStatus: 'running',
        Version: '3.3',
        MinorVersion: '3.3.13-1.1.1-1.7.13',
        RunMode: 'shared_data',
        Encrypted: false,
        RegionId: 'cn-shanghai',
        BeginTime: expect.any(Number) as number,
        Tags: [{ Key: 'team', Value: 'demo' }],
      });
    });

    test('is made once for a token, however often the call is sent', async () => {
      const again = data(await call('cluster/createV1', {}, { ...creation(), clientToken: 'a' }));
      expect(again).toMatchObject({ InstanceId: id });
    });

    test('is renamed, moved to a resource group and tagged', async () => {
      await ofInstance('cluster/update_name', { ClusterName: 'renamed' });
      await ofInstance('resourceGroup/change', { NewResourceGroupId: 'rg-2', ResourceType: 'instance' });
      await call('tags', {}, { ResourceType: 'instance', ResourceId: [id], Tag: [{ Key: 'stage', Value: 'dev' }] });
      const query = { ResourceType: 'instance', ResourceId: JSON.stringify([id]), TagKey: '["team"]' };
      await client.roa('/webapi/tags', { method: 'DELETE', query });
      expect(await instance()).toMatchObject({
        InstanceName: 'renamed',
        ResourceGroupId: 'rg-2',
        Tags: [{ Key: 'stage', Value: 'dev' }],
      });
    });

    test('is found by name, tags and state, page by page; one that does not exist is an empty list', async () => {
      const found = async (query: Row) => call('starrocks/describeInstances', query);
      expect(await found({ Tag: '[{"Key":"stage","Value":"dev"}]' })).toMatchObject({ Total: 1 });
      expect(await found({ Tag: '[{"Key":"stage","Value":"prod"}]' })).toMatchObject({ Total: 0, Data: [] });
      expect(await found({ InstanceStatus: 'creating,running' })).toMatchObject({ Total: 1 });
      expect(await found({ PageNumber: '2', PageSize: '1' })).toMatchObject({ Total: 1, Data: [] });
      expect(await found({ InstanceId: 'c-none' })).toMatchObject({ Total: 0, Data: [] });
    });

    test('stands in a network outside of the sandbox, but in none of its own that is gone', async () => {
      const VpcId = 'vpc-bp1aaaaaaaaaaaaaaaaaa';
      const made = data(await call('cluster/createV1', {}, { ...creation(), InstanceName: 'elsewhere', VpcId })) as Row;
      await call('cluster/release', { InstanceId: made['InstanceId'] });
      await expect(call('cluster/createV1', {}, { ...creation(), VpcId: 'vpc-sbxgone' })).rejects.toMatchObject({
        code: 'InvalidParameter.NotFound',
      });
    });

    test('fails to be made without what is mandatory', async () => {
      await expect(call('cluster/createV1', {}, { ...creation(), RunMode: '' })).rejects.toMatchObject({
        code: 'MissingRunMode',
      });
    });
  });

  describe('states over time', () => {
    const pace = (milliseconds: number) => sandbox.call('POST', '/sandbox/pace', { milliseconds });
    const slowly = () => pace(3_600_000);
    const end = () => pace(0);

    test('a change takes its time, shows in instance and group, and is the only one', async () => {
      await slowly();
      await ofInstance('resourceChange/modifyNodeNumber', { NodeGroupId: group('default'), Target: 5 });
      expect(await instance()).toMatchObject({ InstanceStatus: 'scaling_out' });
      const states = (await rows('nodegroup/describeNodeGroups')).map((one) => [one['NodeGroupName'], one['Status']]);
      expect(states).toEqual([
        ['defaultFeNodeGroup', 'RUNNING'],
        ['default_warehouse', 'SCALING_OUT'],
      ]);
      await refused('resourceChange/modifyCu', { NodeGroupId: group('fe'), Target: 16 }).toMatchObject({
        code: 'IncorrectInstanceStatus',
      });
      await end();
      expect(await instance()).toMatchObject({ InstanceStatus: 'running' });
      await slowly();
      await ofInstance('resourceChange/modifyCu', { NodeGroupId: group('default'), Target: 16 });
      expect(await instance()).toMatchObject({ InstanceStatus: 'scaling_up' });
    });

    test('an instance is made and released after its time', async () => {
      await slowly();
      const made = await call('cluster/createV1', {}, { ...creation(), InstanceName: 'short' });
      const InstanceId = String((data(made) as Row)['InstanceId']);
      const state = async () =>
        (data(await call('starrocks/describeInstances', { InstanceId })) as Row[])[0]?.['InstanceStatus'];
      expect(await state()).toBe('creating');
      await end();
      expect(await state()).toBe('running');
      await slowly();
      await call('cluster/release', { InstanceId });
      expect(await state()).toBe('deleting');
      await end();
      expect(await state()).toBeUndefined();
    });

    test('a warehouse is made and released after its time', async () => {
      await slowly();
      const made = await call('lifecycle/createNodeGroup', {}, { instanceId: id, nodeGroupName: 'etl' });
      const NodeGroupId = String((data(made) as Row)['NodeGroupId']);
      const state = async () =>
        (await rows('nodegroup/describeNodeGroups', {}, { nodeGroupIds: [NodeGroupId] }))[0]?.['Status'];
      expect(await state()).toBe('CREATING');
      await end();
      expect(await state()).toBe('RUNNING');
      await slowly();
      await ofInstance('lifecycle/releaseNodeGroup', { NodeGroupId });
      expect(await state()).toBe('DELETING');
      await end();
      expect(await state()).toBeUndefined();
    });
  });

  describe('node groups', () => {
    test('are described one by one as the official provider asks: the instance is a ClusterId, the ids are in the body', async () => {
      const body = { ClusterId: id, RegionId: 'cn-shanghai', nodeGroupIds: [group('default')] };
      const found = data(await call('nodegroup/describeNodeGroups', { ClusterId: id }, body));
      expect(found).toMatchObject([
        { NodeGroupId: group('default'), InstanceId: id, ComponentType: 'CN', DefaultGroup: true },
      ]);
    });

    test('of an instance that is gone are none', async () => {
      expect(data(await call('nodegroup/describeNodeGroups', { ClusterId: 'c-none' }))).toEqual([]);
    });

    test('grow in every dimension; a warehouse has no node at all if that is wanted', async () => {
      const made = data(
        await ofInstance('lifecycle/createNodeGroup', {}, { ...GROUP, instanceId: id, nodeGroupName: 'bi' }),
      );
      const NodeGroupId = String((made as Row)['NodeGroupId']);
      const change = (operation: string, Target: unknown) =>
        ofInstance(`resourceChange/${operation}`, { NodeGroupId, Target });
      await change('modifyCu', 16);
      await change('modifyDiskNumber', 2);
      await change('modifyDiskSize', 300);
      await change('modifyDiskPerformanceLevel', 'pl2');
      await change('modifyNodeNumber', 0);
      await ofInstance('resourceChange/modifySpecType', { NodeGroupId, TargetSpecType: 'ramEnhanced' });
      expect((await rows('nodegroup/describeNodeGroups', {}, { nodeGroupIds: [NodeGroupId] }))[0]).toMatchObject({
        Cu: 16,
        DiskNumber: 2,
        StorageSize: 300,
        StoragePerformanceLevel: 'pl2',
        ResidentNodeNumber: 0,
        SpecType: 'ramEnhanced',
        MemoryCpuRatio: 8,
      });
      await ofInstance('lifecycle/releaseNodeGroup', { NodeGroupId });
    });

    test.each([
      ['modifyNodeNumber', 'default', 0, 'default_warehouse needs at least one node'],
      ['modifyNodeNumber', 'fe', 1, 'the number of FE nodes cannot be reduced'],
      ['modifyDiskSize', 'default', 100, 'disks cannot shrink'],
      ['modifyDiskPerformanceLevel', 'default', 'pl0', 'disks cannot be downgraded to pl0'],
      ['modifyCu', 'default', 0, 'Target must be at least 1'],
    ])('fails to %s of %s to %s', async (operation, suffix, Target, rule) => {
      await refused(`resourceChange/${operation}`, { NodeGroupId: group(suffix), Target }).toMatchObject({
        code: 'InvalidParams',
        message: expect.stringContaining(rule) as string,
      });
    });

    test('fails without a target, for a group that does not exist, and to release a default group', async () => {
      await refused('resourceChange/modifyCu', { NodeGroupId: group('fe') }).toMatchObject({ code: 'MissingTarget' });
      await refused('resourceChange/modifyCu', { NodeGroupId: 'ng-none', Target: 8 }).toMatchObject({
        code: 'InvalidNodeGroup.NotFound',
      });
      await refused('lifecycle/releaseNodeGroup', { NodeGroupId: group('default') }).toMatchObject({
        code: 'InvalidParams',
      });
    });
  });

  describe('whitelists', () => {
    const groups = () => rows('securityGroup/list');
    test('are set by name, listed and deleted', async () => {
      await call(
        'securityGroup/update',
        {},
        { InstanceId: id, InnerIpWhitelistGroupId: 'flink', CidrIpList: ['10.1.0.0/16'] },
      );
      expect(await groups()).toEqual([{ InnerIpWhitelistGroupId: 'flink', CidrIpList: ['10.1.0.0/16'] }]);
      await call('securityGroup/delete', {}, { InstanceId: id, InnerIpWhitelistGroupId: 'flink' });
      expect(await groups()).toEqual([]);
    });

    test.each([[['10.1.0.0/33']], [['300.1.0.0']], [[]]])('fail for %j', async (CidrIpList) => {
      await refused(
        'securityGroup/update',
        {},
        { InstanceId: id, InnerIpWhitelistGroupId: 'x', CidrIpList },
      ).toMatchObject({
        code: 'InvalidParams',
      });
    });

    test('fail to delete a group that does not exist', async () => {
      const body = { InstanceId: id, InnerIpWhitelistGroupId: 'none' };
      await refused('securityGroup/delete', {}, body).toMatchObject({ code: 'InvalidWhitelistGroup.NotFound' });
    });
  });

  describe('parameters', () => {
    const item = async (ConfigKey: string) =>
      (await rows('config/describeInstanceConfigs', { ConfigType: 'FE', ConfigKey })).find(
        (one) => one['ConfigKey'] === ConfigKey,
      );
    const modify = (lists: Row) =>
      ofInstance('config/modifyInstanceConfig', { Reason: 'test' }, { restart: false, ...lists });
    const FE = { configType: 'FE' };

    test('are listed with their defaults, changed, and rolled back', async () => {
      expect(await item('task_runs_concurrency')).toMatchObject({
        ConfigValue: '4',
        DefaultValue: '4',
        Custom: false,
        Restart: false,
      });
      await modify({ configsToUpdate: [{ ...FE, configKey: 'task_runs_concurrency', configValue: '8' }] });
      expect(await item('task_runs_concurrency')).toMatchObject({ ConfigValue: '8', DefaultValue: '4' });
      const [last] = await rows('config/describeConfigHistory');
      expect(last).toMatchObject({ Reason: 'test', ConfigMementos: [{ Action: 'MODIFY', Before: '4', After: '8' }] });
      await ofInstance('config/rollbackConfigModification', {
        ConfigHistoryId: last?.['ConfigHistoryId'],
        Restart: false,
      });
      expect(await item('task_runs_concurrency')).toMatchObject({ ConfigValue: '4' });
    });

    test('that the service does not list are added and deleted', async () => {
      await modify({ configsToAdd: [{ ...FE, configKey: 'own_key', configValue: '1' }] });
      expect(await item('own_key')).toMatchObject({ ConfigValue: '1', Custom: true });
      await modify({ configsToDelete: [{ ...FE, configKey: 'own_key' }] });
      expect(await item('own_key')).toBeUndefined();
    });

    test('belong to one node group if that is named', async () => {
      const scoped = { configType: 'BE', configKey: 'max_compaction_concurrency', nodeGroupId: group('default') };
      await modify({ configsToUpdate: [{ ...scoped, configValue: '4' }] });
      const own = { ConfigType: 'BE', ConfigKey: scoped.configKey, NodeGroupId: scoped.nodeGroupId };
      expect(await rows('config/describeInstanceConfigs', own)).toMatchObject([
        { ConfigValue: '4', NodeGroupName: 'default_warehouse' },
      ]);
      const all = { ConfigType: 'BE', ConfigKey: scoped.configKey };
      expect(await rows('config/describeInstanceConfigs', all)).toMatchObject([{ ConfigValue: '-1' }]);
    });

    test.each([
      ['configsToUpdate', 'http_port', '1', 'cannot be modified'],
      ['configsToUpdate', 'task_runs_concurrency', 'many', 'must be a whole number'],
      ['configsToUpdate', 'enable_materialized_view', 'maybe', 'must be true or false'],
      ['configsToUpdate', 'no_such_key', '1', 'does not exist'],
      ['configsToAdd', 'task_runs_concurrency', '1', 'exists already'],
      ['configsToDelete', 'task_runs_concurrency', '', 'is not a custom one'],
    ])('fail in %s: %s = %s', async (list, configKey, configValue, rule) => {
      await expect(modify({ [list]: [{ ...FE, configKey, configValue }] })).rejects.toMatchObject({
        message: expect.stringContaining(rule) as string,
      });
    });
  });

  describe('elastic rules', () => {
    const when = { year: 2026, month: 12, day: 1, hour: 8, minute: 0, second: 0, recurrenceInterval: 1 };
    const daily = { ...when, recurrenceType: 'DAILY', recurrenceValues: null };
    const rule = {
      nodeNumber: 2,
      scalingRuleName: 'day',
      scalingOutRule: daily,
      scalingInRule: { ...daily, hour: 20 },
    };
    const of = (more: Row = {}) => ({ NodeGroupId: group('default'), TriggerType: 'TIME_TRIGGER', ...more });
    const all = () => rows('scalingRule/describeTimeTriggerScalingRules', of());

    test('are made, changed and deleted', async () => {
      await ofInstance('scalingRule/createScalingRule', of({ Rule: JSON.stringify(rule) }));
      const [made] = await all();
      expect(made).toMatchObject({
        ScalingRuleName: 'day',
        NodeNumber: '2',
        Status: 'INACTIVE',
        ScalingInRule: { Hour: 20 },
      });
      const ScalingRuleId = made?.['ScalingRuleId'];
      const types = { OldTriggerType: 'TIME_TRIGGER', NewTriggerType: 'TIME_TRIGGER' };
      const changed = JSON.stringify({ ...rule, nodeNumber: 4 });
      await ofInstance('scalingRule/modifyScalingRule', of({ ...types, ScalingRuleId, Rule: changed }));
      expect(await all()).toMatchObject([{ ScalingRuleId, NodeNumber: '4' }]);
      await ofInstance('scalingRule/deleteScalingRule', of({ ScalingRuleId }));
      expect(await all()).toEqual([]);
    });

    test.each([
      [{ ...rule, nodeNumber: 0 }, 'nodeNumber'],
      [{ ...rule, scalingOutRule: { ...when, recurrenceType: 'WEEKLY' } }, 'recurrenceValues'],
      [{ ...rule, scalingInRule: { ...daily, hour: 24 } }, 'hour'],
    ])('fail for a rule that is none: %#', async (wrong, part) => {
      await refused('scalingRule/createScalingRule', of({ Rule: JSON.stringify(wrong) })).toMatchObject({
        message: expect.stringContaining(part) as string,
      });
    });
  });

  describe('gateways', () => {
    const all = () => rows('gateway/list');
    test('are added, renamed, opened to the public and deleted; the default one stays', async () => {
      await ofInstance('gateway/add', { GatewayName: 'bi', FeNodeNumber: 1 });
      const GatewayId = (await all())[1]?.['GatewayId'];
      await ofInstance('gateway/update', { GatewayId, GatewayName: 'reports' });
      await ofInstance('gateway/togglePublicSlb', { GatewayId, EnablePublicSlb: true });
      expect(await all()).toMatchObject([
        { GatewayName: 'default', GatewayType: 'Privatezone', EnablePublicNet: false },
        { GatewayName: 'reports', FeNodeNumber: 1, EnablePublicNet: true, PublicDomain: expect.any(String) as string },
      ]);
      await ofInstance('gateway/delete', { GatewayId });
      await refused('gateway/delete', { GatewayId: `gw-${id}` }).toMatchObject({ code: 'InvalidParams' });
      expect(await all()).toHaveLength(1);
    });

    test('isolate the leader only behind a load balancer', async () => {
      await refused('gateway/isolateLeader', { IsolateLeader: true }).toMatchObject({ code: 'InvalidParams' });
      await ofInstance('gateway/enableInternalSlb');
      await ofInstance('gateway/isolateLeader', { IsolateLeader: true });
      expect(await instance()).toMatchObject({ IsolateLeader: true });
      expect(await all()).toMatchObject([{ GatewayType: 'Slb' }]);
    });

    test('fail to take all frontends', async () => {
      await refused('gateway/add', { GatewayName: 'all', FeNodeNumber: 3 }).toMatchObject({
        message: expect.stringContaining('FeNodeNumber must be from 1 to 2') as string,
      });
    });
  });

  describe('upgrades', () => {
    test('go to newer versions of the line, or to a later line, never back', async () => {
      await sandbox.call('PUT', `/sandbox/resources/alicloud_star_rocks_instance/${id}`, {
        minor_version: '3.3.11-1.0.9-1.7.9',
      });
      const offered = (Minor: boolean) => rows('starrocks/queryUpgradableVersions', { Minor });
      expect(await offered(true)).toEqual(['3.3.13-1.1.1-1.7.13']);
      expect(await offered(false)).toEqual(['3.5.16-2.1.1-1.9.2']);
      await ofInstance('starrocks/upgradeVersion', { TargetVersion: '3.3.13-1.1.1-1.7.13' });
      await ofInstance('starrocks/upgradeVersion', { TargetVersion: '3.5.16-2.1.1-1.9.2', Minor: false });
      expect(await instance()).toMatchObject({ Version: '3.5', MinorVersion: '3.5.16-2.1.1-1.9.2' });
      await refused('starrocks/upgradeVersion', { TargetVersion: '3.3.13-1.1.1-1.7.13', Minor: false }).toMatchObject({
        code: 'InvalidParams',
      });
    });

    test('of minor versions are made by the service or not, in a window', async () => {
      await ofInstance('starrocks/toggleAutoMinorVersionUpgrade', { AutoUpgrade: false });
      await ofInstance('starrocks/modifyMaintainableTime', { MaintainableTimePeriod: '23:00-24:00' });
      expect(await instance()).toMatchObject({
        EnableAutoMinorVersionUpgrade: false,
        MaintainablePeriod: '23:00-24:00',
      });
      await refused('starrocks/modifyMaintainableTime', { MaintainableTimePeriod: '01:00-02:00' }).toMatchObject({
        code: 'InvalidParams',
      });
    });
  });

  test('fails as the cloud does when it is asked too much, if a test wants that', async () => {
    const fault = { operation: 'ListGateway', message: 'Request was denied.', code: 'Throttling.User', status: 429 };
    await sandbox.call('POST', '/sandbox/faults', fault);
    await refused('gateway/list', {}).toMatchObject({ code: 'Throttling.User' });
    expect(await rows('gateway/list')).toHaveLength(1);
  });
});
