import type { TestSandbox } from './helpers';
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
