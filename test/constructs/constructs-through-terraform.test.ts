import type { TerraformStack } from 'cdktf';
import { FlinkWorkspace } from '../../constructs/ingest/flink-workspace';
import { AlarmContacts } from '../../constructs/observability/alarm-contacts';
import { Alarms } from '../../constructs/observability/alarms';
import { Connections } from '../../constructs/network/connections';
import { Network } from '../../constructs/network/network';
import { SourceDatabase } from '../../constructs/source/source-database';
import { ObjectStore } from '../../constructs/storage/object-store';
import { StateBackend } from '../../constructs/storage/state-backend';
import { KafkaCluster, SASL_PORT } from '../../constructs/stream/kafka-cluster';
import { KafkaTopic } from '../../constructs/stream/kafka-topic';
import { KafkaUser } from '../../constructs/stream/kafka-user';
import { fakeControlPlane } from '../../packages/alicloud-sandbox/test/stand-in/fake-control-plane';
import type { FakeControlPlane } from '../../packages/alicloud-sandbox/test/stand-in/fake-control-plane';
import { bundleStandIn, REQUIRED_PROVIDERS, workspace } from '../../packages/alicloud-sandbox/test/stand-in/terraform';
import type { Workspace } from '../../packages/alicloud-sandbox/test/stand-in/terraform';
import { account } from '../helpers/environment';
import { synthStack } from '../helpers/synth';

jest.setTimeout(300_000);

const ZONE = 'cn-shanghai-l';
const tags = { team: 'risk' };

interface Settings {
  readonly partitions: number;
  readonly topicName: string;
  readonly protection: boolean;
}

const SETTINGS: Settings = { partitions: 6, topicName: 'app_event', protection: true };

/** Every construct of sources, streams, storage and alarms with all of its props. */
function everything(stack: TerraformStack, { partitions, topicName, protection }: Settings): void {
  const network = new Network(stack, 'Network', {
    cidr: '10.0.0.0/8',
    zones: [ZONE],
    vpcName: 'risk-dev-vpc',
    securityGroupName: 'risk-dev-sg',
    vswitchName: (zone) => `risk-dev-vsw-${zone}`,
    protection,
    tags,
  });
  const place = { network, zone: ZONE, protection, tags };
  const source = new SourceDatabase(stack, 'Source', {
    ...place,
    instanceName: 'risk-dev-mysql-core',
    hostPrefix: 'strata-risk-dev-core',
    databases: ['loans', 'cards'],
    replicationPassword: 'Only-for-a-test-1',
    instanceClass: 'mysql.n2.medium.1',
    storageGb: 50,
    backupDays: 14,
    parameters: { max_connections: '2000', ngram_token_size: '2' },
    allowRestart: true,
    replica: { instanceName: 'risk-dev-mysql-core-copy', zone: ZONE },
  });
  const cluster = new KafkaCluster(stack, 'Kafka', { ...place, clusterName: 'risk-dev-kafka', acl: true });
  const reserved = new KafkaCluster(stack, 'Reserved', {
    ...place,
    clusterName: 'risk-dev-brokers',
    capacity: { kind: 'reserved', ioMaxSpec: 'alikafka.hw.large', diskGb: 500, partitions: 50 },
  });
  const topic = new KafkaTopic(stack, 'Topic', {
    cluster,
    topicName,
    about: 'One event of the app.',
    consumerGroup: 'risk-dev-app-event',
    partitions,
    protection,
    tags,
  });
  topic.addConsumerGroup('risk-dev-audit');
  const user = new KafkaUser(stack, 'User', { cluster, userName: 'risk_app', password: 'Only-for-a-test-1' });
  topic.grantWrite(user);
  topic.grantRead(user, 'risk-dev-audit');
  const flink = new FlinkWorkspace(stack, 'Flink', {
    ...place,
    workspaceName: 'risk-dev-flink',
    bucketName: 'strata-risk-dev-flink',
    cu: 4,
  });
  flink.connections.allowTo(source);
  flink.connections.allowTo(cluster, SASL_PORT);
  reserved.connections.allowFrom(Connections.ofRanges(stack, 'starrocks', '10.1.0.0/16', '10.2.0.0/16'));
  const store = new ObjectStore(stack, 'Lake', {
    bucketName: 'strata-risk-dev-lake',
    versioned: true,
    expiries: [{ prefix: 'tmp/', days: 3 }],
    kmsKeyId: 'key-1',
    zoneRedundant: true,
    protection,
    tags,
  });
  const contacts = new AlarmContacts(stack, 'Contacts', {
    groupName: 'risk-dev-alarms',
    contactName: (name) => `risk-dev-${name}`,
    contacts: [{ name: 'owner', mail: 'risk-data@example.com' }],
  });
  const alarms = new Alarms(stack, 'Alarms', { namePrefix: 'risk-dev', contacts, tags });
  alarms.addAlarm('cpu', { metric: source.metricCpuUtilization(), comparison: '>', threshold: 80, level: 'warn' });
  alarms.addAlarm('lag', {
    metric: cluster.metricLag('risk-dev-audit'),
    comparison: '>',
    threshold: 1e5,
    level: 'critical',
  });
  alarms.addAlarm('store', { metric: store.metricAvailability(), comparison: '<', threshold: 99.9, level: 'info' });
  // Never destroyed by a plan, so it is not part of the life of the others.
  if (protection) new StateBackend(stack, 'State', { state: account().state, tags });
}

let cloud: FakeControlPlane;
let terraform: Workspace;

function declare(changes: Partial<Settings> = {}): void {
  const { json } = synthStack((stack) => everything(stack, { ...SETTINGS, ...changes }));
  terraform.write('main.tf.json', {
    terraform: REQUIRED_PROVIDERS,
    provider: { alicloud: [{ region: 'cn-shanghai' }] },
    resource: json.resource,
  });
}

const apply = () => terraform.run('apply', '-auto-approve', '-no-color');
const plan = () => terraform.run('plan', '-no-color');
const destroy = () => terraform.run('destroy', '-auto-approve', '-no-color');

beforeAll(async () => {
  bundleStandIn();
  cloud = await fakeControlPlane();
  terraform = workspace({ STRATA_SANDBOX_DIR: cloud.sandboxFolder });
  declare();
  const { code, output } = await terraform.run('init', '-no-color');
  if (code !== 0) throw new Error(output);
});

afterAll(async () => {
  terraform.remove();
  await cloud.stop();
});

describe('constructs of sources, streams, storage and alarms, through Terraform', () => {
  test('are created, and nothing is left to do', async () => {
    const { code, output } = await apply();
    expect([code, output]).toEqual([0, expect.stringContaining(' 0 changed, 0 destroyed')]);
    expect((await plan()).output).toContain('No changes');
  });

  test('partitions grow in place', async () => {
    declare({ partitions: 12 });
    expect((await apply()).output).toContain('0 added, 1 changed, 0 destroyed');
  });

  test('fails to take partitions away', async () => {
    declare({ partitions: 6 });
    const { code, output } = await apply();
    expect([code, output]).toEqual([1, expect.stringMatching(/Partitions only grow/)]);
  });

  test('fails to replace a topic by an empty one', async () => {
    declare({ partitions: 12, topicName: 'app_events' });
    expect((await plan()).output).toContain('Instance cannot be destroyed');
  });

  test('fails to be destroyed while protected, and leaves nothing behind when it is not', async () => {
    declare({ partitions: 12 });
    expect((await destroy()).output).toContain('Instance cannot be destroyed');
    await terraform.run('state', 'rm', ...(await addressesOf('State_')));
    declare({ partitions: 12, protection: false });
    expect((await apply()).code).toBe(0);
    const { code, output } = await destroy();
    expect([code, output]).toEqual([0, expect.stringContaining('destroyed')]);
    const left = Object.entries(cloud.resources).flatMap(([type, all]) =>
      Object.keys(all).map((id) => `${type} ${id}`),
    );
    expect(left.sort()).toEqual([
      'alicloud_oss_bucket strata-terraform-state',
      'alicloud_oss_bucket_public_access_block strata-terraform-state',
      'alicloud_ots_instance strata-lock',
      'alicloud_ots_table strata-lock:terraform_lock',
    ]);
  });
});

async function addressesOf(part: string): Promise<readonly string[]> {
  const { output } = await terraform.run('state', 'list');
  return output.split('\n').filter((address) => address.includes(part));
}
