import type { Reply, TestSandbox } from './helpers';
import { testSandbox } from './helpers';

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = testSandbox();
  await sandbox.start();
});

afterAll(() => sandbox.remove());

/** A call as the official client sends it: operation and version in headers. */
const call = (action: string, version: string, query = '') =>
  sandbox.call('POST', `/?${query}`, undefined, { 'x-acs-action': action, 'x-acs-version': version });

describe('the products in RPC style', () => {
  test('show what came through another door: brokers of a Kafka cluster', async () => {
    const path = '/sandbox/resources/alicloud_alikafka_instance';
    const { body } = await sandbox.call('POST', path, { name: 'demo-kafka', deploy_type: 5 });
    const id = String(body['id']);
    const brokers = [1, 2, 3].map((broker) => `${id}-${broker}-vpc.alikafka.aliyuncs.com:9092`).join(',');
    expect(await call('GetInstanceList', '2019-09-16', 'RegionId=cn-shanghai')).toMatchObject({
      status: 200,
      body: {
        InstanceList: {
          InstanceVO: [{ InstanceId: id, Name: 'demo-kafka', ServiceStatus: 5, DomainEndpoint: brokers }],
        },
      },
    });
  });

  test('fail as they are told to', async () => {
    await sandbox.call('POST', '/sandbox/faults', { operation: 'CreateVpc', message: 'Quota exceeded.' });
    const refused = await call('CreateVpc', '2016-04-28', 'CidrBlock=10.0.0.0%2F8');
    expect(refused).toMatchObject({ status: 500, body: { Code: 'SandboxFault', Message: 'Quota exceeded.' } });
    expect((await call('CreateVpc', '2016-04-28', 'CidrBlock=10.0.0.0%2F8')).status).toBe(200);
  });

  test.each([
    ['alikafka', '2019-09-16'],
    ['rds', '2014-08-15'],
    ['vpc', '2016-04-28'],
    ['ecs', '2014-05-26'],
  ])('fails for an operation of %s that the sandbox does not have', async (product, version) => {
    expect(await call('CreateMoon', version)).toMatchObject({
      status: 404,
      body: { Message: `The sandbox does not have ${product}'s CreateMoon.` },
    });
  });

  test('fails for a database server that is gone', async () => {
    const reply = await call('DescribeDBInstanceAttribute', '2014-08-15', 'DBInstanceId=rm-gone');
    expect(reply).toMatchObject({ status: 404, body: { Code: 'ResourceNotFound' } });
  });
});

describe('a network is deleted after what stands in it', () => {
  const put = async (type: string, attributes: unknown): Promise<string> =>
    String(made(await sandbox.call('POST', `/sandbox/resources/${type}`, attributes))['id']);
  const made = ({ status, body }: Reply): Reply['body'] => {
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body;
  };
  const remove = (type: string, id: string) => sandbox.call('DELETE', `/sandbox/resources/${type}/${id}`);
  let vpc: string;
  let vswitch: string;
  let group: string;

  beforeEach(async () => {
    vpc = await put('alicloud_vpc', { cidr_block: '10.0.0.0/8' });
    vswitch = await put('alicloud_vswitch', { vpc_id: vpc, cidr_block: '10.1.0.0/16', zone_id: 'cn-shanghai-i' });
    group = await put('alicloud_security_group', { vpc_id: vpc });
  });

  const deletions = {
    VPC: () => call('DeleteVpc', '2016-04-28', `VpcId=${vpc}`),
    vSwitch: () => call('DeleteVSwitch', '2016-04-28', `VSwitchId=${vswitch}`),
    group: () => call('DeleteSecurityGroup', '2014-05-26', `SecurityGroupId=${group}`),
  };

  test('in the words of the cloud, until it is empty', async () => {
    const cluster = await put('alicloud_alikafka_instance', {
      name: 'k',
      deploy_type: 5,
      vpc_id: vpc,
      vswitch_id: vswitch,
      security_group: group,
    });
    expect(await deletions.vSwitch()).toMatchObject({
      status: 400,
      body: {
        Code: 'DependencyViolation',
        Message: `Specified object has dependent resources. In the sandbox: alicloud_alikafka_instance ${cluster}.`,
      },
    });
    expect(await deletions.group()).toMatchObject({
      status: 403,
      body: {
        Code: 'DependencyViolation',
        Message: `There is still instance(s) in the specified security group. In the sandbox: alicloud_alikafka_instance ${cluster}.`,
      },
    });
    expect(await deletions.VPC()).toMatchObject({ status: 400, body: { Code: 'DependencyViolation.VSwitch' } });
    await remove('alicloud_alikafka_instance', cluster);
    expect((await deletions.vSwitch()).status).toBe(200);
    expect(await deletions.VPC()).toMatchObject({ status: 400, body: { Code: 'DependencyViolation.SecurityGroup' } });
    expect((await deletions.group()).status).toBe(200);
    expect((await deletions.VPC()).status).toBe(200);
  });

  test.each([
    ['in a list', 'alicloud_realtime_compute_vvp_instance', () => ({ vswitch_ids: [vswitch] })],
    ['in a block', 'alicloud_nlb_load_balancer', () => ({ zone_mappings: [{ vswitch_id: vswitch }] })],
    ['by another name', 'alicloud_nat_gateway', () => ({ snat: { source_vswitch_id: vswitch } })],
  ])('also what names it %s', async (_, type, attributes) => {
    const id = await put(type, attributes());
    expect(await deletions.vSwitch()).toMatchObject({ status: 400, body: { Code: 'DependencyViolation' } });
    await remove(type, id);
    expect((await deletions.vSwitch()).status).toBe(200);
  });

  test('a security group goes with its own rules, but not while the rule of another one lets it in', async () => {
    await put('alicloud_security_group_rule', { security_group_id: group, type: 'ingress' });
    const other = await put('alicloud_security_group', { vpc_id: vpc });
    const rule = await put('alicloud_security_group_rule', {
      security_group_id: other,
      source_security_group_id: group,
    });
    expect((await deletions.group()).status).toBe(403);
    await remove('alicloud_security_group_rule', rule);
    expect((await deletions.group()).status).toBe(200);
  });
});
