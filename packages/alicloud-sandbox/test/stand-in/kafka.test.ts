import type { FakeControlPlane } from './fake-control-plane';
import type { StandInWorld } from './world';
import { config, idOf, standInWorld } from './world';

let world: StandInWorld;

beforeEach(async () => {
  world = await standInWorld();
});

afterEach(() => world.stop());

const callsOf = (): readonly string[] => world.cloud.calls.map(({ call }) => call);

const withoutVersion = ({ call, body: { Version: _version, ...body } }: FakeControlPlane['calls'][number]) => ({
  call,
  body,
});

const KAFKA = {
  name: 'demo',
  deploy_type: 5,
  disk_type: 1,
  disk_size: 500,
  partition_num: 50,
  io_max_spec: 'alikafka.hw.2xlarge',
  vswitch_id: 'vsw-1',
  enable_auto_topic: 'disable',
  tags: { team: 'risk' },
};

test('an order, then a start, then the rest: a Kafka cluster', async () => {
  const type = 'alicloud_alikafka_instance';
  const prior = await world.created(type, KAFKA);
  expect(prior).toMatchObject({ vpc_id: 'vpc-1', domain_endpoint: expect.stringContaining(':9092') as string });
  const next = { ...prior, name: 'renamed', disk_size: 900, tags: { team: 'finance' } };
  expect((await world.apply(type, prior, next)).state).toEqual(next);
  expect(await world.read(type, next)).toEqual(next);
  expect(await world.apply(type, next, null)).toEqual({ state: null });
  expect(callsOf().filter((call) => call !== 'GetInstanceList')).toEqual([
    'CreatePostPayOrder',
    'DescribeVSwitchAttributes',
    'StartInstance',
    'EnableAutoTopicCreation',
    'TagResources',
    'ModifyInstanceName',
    'UpgradePostPayOrder',
    'TagResources',
    'ReleaseInstance',
    'DeleteInstance',
  ]);
});

test('a serverless cluster is read as it was ordered, and nothing is left to do', async () => {
  const type = 'alicloud_alikafka_instance';
  const given = {
    name: 'demo-kafka',
    instance_type: 'alikafka_serverless',
    deploy_type: 5,
    paid_type: 'PostPaid',
    spec_type: 'normal',
    service_version: '3.3.1',
    vpc_id: 'vpc-1',
    vswitch_id: 'vsw-1',
    zone_id: 'cn-shanghai-i',
    security_group: 'sg-1',
    serverless_config: [{ reserved_publish_capacity: 60, reserved_subscribe_capacity: 60 }],
    tags: { team: 'risk' },
  };
  const prior = await world.created(type, given);
  expect(await world.read(type, prior)).toEqual(prior);
  expect((await world.plan(type, prior, { ...prior, ...given })).plannedState).toEqual(prior);
  const bigger = [{ reserved_publish_capacity: 120, reserved_subscribe_capacity: 60 }];
  const next = { ...prior, serverless_config: bigger };
  expect((await world.apply(type, prior, next)).state).toEqual(next);
  expect(await world.read(type, next)).toEqual(next);
  expect(await world.imported(type, idOf(prior))).toMatchObject({ ...given, serverless_config: bigger });
});

test('partitions are added, not set: a Kafka topic', async () => {
  const instance = await world.created('alicloud_alikafka_instance', KAFKA);
  const type = 'alicloud_alikafka_topic';
  const id = instance['id'] as string;
  const given = { instance_id: id, topic: 'page_clicks', remark: 'clicks', partition_num: 6, tags: { team: 'risk' } };
  const prior = await world.created(type, given);
  expect(prior).toMatchObject({ id: `${id}:page_clicks`, status: 'Running' });
  const next = { ...prior, remark: 'page clicks', partition_num: 12, tags: { stage: 'dev' } };
  world.cloud.calls.length = 0;
  expect((await world.apply(type, prior, next)).state).toEqual(next);
  expect(await world.read(type, next)).toEqual(next);
  const whose = { InstanceId: id, Topic: 'page_clicks' };
  const tagged = { ResourceType: 'TOPIC', 'ResourceId.1': `Kafka_${id}_page_clicks` };
  expect(world.cloud.calls.filter(({ call }) => call !== 'GetTopicList').map(withoutVersion)).toEqual([
    { call: 'ModifyTopicRemark', body: { ...whose, Remark: 'page clicks' } },
    { call: 'ModifyPartitionNum', body: { ...whose, AddPartitionNum: '6' } },
    { call: 'UntagResources', body: { ...tagged, 'TagKey.1': 'team' } },
    { call: 'TagResources', body: { ...tagged, 'Tag.1.Key': 'stage', 'Tag.1.Value': 'dev' } },
  ]);
  const { state, diagnostics } = await world.apply(type, next, { ...next, partition_num: 6 });
  expect(state).toEqual(next);
  expect(diagnostics).toMatchObject([{ detail: expect.stringContaining('Partitions only grow') as string }]);
  expect(await world.apply(type, next, null)).toEqual({ state: null });
  expect(world.cloud.resources[type]).toEqual({});
});

test('a consumer group of a Kafka cluster', async () => {
  const instance = await world.created('alicloud_alikafka_instance', KAFKA);
  const type = 'alicloud_alikafka_consumer_group';
  world.cloud.calls.length = 0;
  const prior = await world.created(type, {
    instance_id: instance['id'] as string,
    consumer_id: 'etl',
    remark: 'Strata',
  });
  expect(prior).toMatchObject({ description: 'Strata' });
  const next = { ...prior, tags: { team: 'risk' } };
  expect((await world.apply(type, prior, next)).state).toEqual(next);
  expect(await world.read(type, next)).toEqual(next);
  expect(await world.apply(type, next, null)).toEqual({ state: null });
  expect(callsOf().filter((call) => /Consumer|Tag/.test(call) && !call.startsWith('Get'))).toEqual([
    'CreateConsumerGroup',
    'TagResources',
    'DeleteConsumerGroup',
  ]);
});

describe('who may use a Kafka cluster', () => {
  const cluster = async (acl = 'true'): Promise<string> =>
    idOf(await world.created('alicloud_alikafka_instance', { ...KAFKA, config: `{"enable.acl":"${acl}"}` }));

  test('a user, whose password is set anew by the call that created it', async () => {
    const type = 'alicloud_alikafka_sasl_user';
    const instance_id = await cluster();
    const given = { instance_id, username: 'app', password: 'First-1', type: 'scram', mechanism: 'SCRAM-SHA-256' };
    world.cloud.calls.length = 0;
    const prior = await world.created(type, given);
    expect(prior).toMatchObject({ ...given, id: `${instance_id}:app` });
    expect(await world.read(type, prior)).toEqual(prior);
    const next = { ...prior, password: 'Second-2' };
    expect((await world.apply(type, prior, next)).state).toEqual(next);
    expect(await world.apply(type, next, null)).toEqual({ state: null });
    expect(callsOf().filter((call) => !call.startsWith('Describe'))).toEqual([
      'CreateSaslUser',
      'CreateSaslUser',
      'DeleteSaslUser',
    ]);
    expect(JSON.stringify(world.cloud.resources)).not.toContain('Second-2');
  });

  test('a rule, which is answered in capital letters', async () => {
    const type = 'alicloud_alikafka_sasl_acl';
    const instance_id = await cluster();
    const given = {
      instance_id,
      username: 'app',
      acl_resource_type: 'Topic',
      acl_resource_name: 'clicks',
      acl_resource_pattern_type: 'LITERAL',
      acl_operation_type: 'Write',
    };
    const prior = await world.created(type, given);
    expect(prior).toMatchObject({ ...given, host: '*', id: `${instance_id}:app:Topic:clicks:LITERAL:Write` });
    expect(await world.read(type, prior)).toEqual(prior);
    expect(await world.imported(type, idOf(prior))).toMatchObject(given);
    expect(await world.apply(type, prior, null)).toEqual({ state: null });
    expect(await world.read(type, prior)).toBeNull();
  });

  test('an entry of the list of a port', async () => {
    const type = 'alicloud_alikafka_instance_allowed_ip_attachment';
    const instance_id = await cluster();
    const given = { instance_id, allowed_type: 'vpc', port_range: '9092/9092', allowed_ip: '10.1.0.0/16' };
    const prior = await world.created(type, given);
    const other = await world.created(type, { ...given, allowed_ip: '10.2.0.0/16' });
    expect(await world.read(type, prior)).toEqual(prior);
    expect(await world.apply(type, prior, null)).toEqual({ state: null });
    expect(await world.read(type, prior)).toBeNull();
    expect(await world.read(type, other)).toEqual(other);
  });

  test('fails to add users where nobody asks who they are', async () => {
    const type = 'alicloud_alikafka_sasl_user';
    const given = { instance_id: await cluster('false'), username: 'app', password: 'First-1' };
    await expect(world.created(type, given)).rejects.toThrow(/enable\.acl is off/);
  });
});

test('fails and keeps what was ordered when it does not start: a Kafka cluster', async () => {
  const type = 'alicloud_alikafka_instance';
  world.cloud.failNext('StartInstance', 'The zone is sold out.');
  const { plannedState } = await world.plan(type, null, config(type, KAFKA));
  const { state, diagnostics } = await world.apply(type, null, plannedState);
  expect(state?.['id']).toMatch(/^alikafka_/);
  expect(diagnostics).toMatchObject([{ detail: expect.stringContaining('sold out') as string }]);
});

test('fails to shrink a Kafka cluster', async () => {
  const type = 'alicloud_alikafka_instance';
  const prior = await world.created(type, KAFKA);
  const { state, diagnostics } = await world.apply(type, prior, { ...prior, disk_size: 100 });
  expect(state).toEqual(prior);
  expect(diagnostics).toMatchObject([{ detail: expect.stringContaining('DiskSize only grows') as string }]);
});
