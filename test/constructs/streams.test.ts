import type { TerraformStack } from 'cdktf';
import { FlinkWorkspace } from '../../constructs/ingest/flink-workspace';
import type { FlinkWorkspaceProps } from '../../constructs/ingest/flink-workspace';
import { Connections } from '../../constructs/network/connections';
import { KafkaCluster, PLAIN_PORT, SASL_PORT } from '../../constructs/stream/kafka-cluster';
import type { KafkaClusterProps } from '../../constructs/stream/kafka-cluster';
import { KafkaTopic } from '../../constructs/stream/kafka-topic';
import type { KafkaTopicProps } from '../../constructs/stream/kafka-topic';
import { KafkaUser } from '../../constructs/stream/kafka-user';
import { existingNetwork, ZONE } from '../helpers/network';
import { synthStack } from '../helpers/synth';

function createCluster(stack: TerraformStack, changes: Partial<KafkaClusterProps> = {}): KafkaCluster {
  return new KafkaCluster(stack, 'Kafka', {
    network: existingNetwork(stack),
    zone: ZONE,
    clusterName: 'risk-dev-kafka',
    ...changes,
  });
}

function createTopic(cluster: KafkaCluster, changes: Partial<KafkaTopicProps> = {}): KafkaTopic {
  return new KafkaTopic(cluster.node.scope ?? cluster, 'Topic', {
    cluster,
    topicName: 'app_event',
    about: 'One event.',
    consumerGroup: 'risk-dev-app-event',
    ...changes,
  });
}

describe('KafkaCluster', () => {
  const cluster = (changes: Partial<KafkaClusterProps> = {}, use: (made: KafkaCluster) => void = () => undefined) =>
    synthStack((stack) => use(createCluster(stack, changes)));

  // @trap 2.5-7
  test('least props: serverless, 60 MB/s each way, reached from the VPC alone, protected', () => {
    const stack = cluster();
    expect(stack.one('alicloud_alikafka_instance')).toMatchObject({
      deploy_type: 5,
      instance_type: 'alikafka_serverless',
      serverless_config: { reserved_publish_capacity: 60, reserved_subscribe_capacity: 60 },
      config: '{"enable.acl":"false"}',
      enable_auto_topic: 'disable',
      lifecycle: { prevent_destroy: true },
    });
    expect(stack.one('alicloud_alikafka_instance')['tags']).toBeUndefined();
    expect(stack.all('alicloud_alikafka_instance_allowed_ip_attachment')).toEqual([]);
  });

  test('all props, with a reserve of its own', () => {
    const stack = cluster({
      capacity: { kind: 'serverless', publishMb: 120, subscribeMb: 240 },
      acl: true,
      protection: false,
      tags: { team: 'risk' },
    });
    expect(stack.one('alicloud_alikafka_instance')).toMatchObject({
      serverless_config: { reserved_publish_capacity: 120, reserved_subscribe_capacity: 240 },
      config: '{"enable.acl":"true"}',
      tags: { team: 'risk' },
      lifecycle: { prevent_destroy: false },
    });
  });

  test('has brokers of a fixed size', () => {
    const capacity = { kind: 'reserved', ioMaxSpec: 'alikafka.hw.2xlarge', diskGb: 900, partitions: 100 } as const;
    const brokers = cluster({ capacity }).one('alicloud_alikafka_instance');
    expect(brokers).toMatchObject({
      instance_type: 'alikafka',
      io_max_spec: 'alikafka.hw.2xlarge',
      disk_type: 1,
      disk_size: 900,
      partition_num: 100,
    });
    expect(brokers['serverless_config']).toBeUndefined();
  });

  test('lets in those that are connected to it, on the port without users unless another is named', () => {
    const stack = cluster({ acl: true }, (made) => {
      const scope = made.node.scope ?? made;
      made.connections.allowFrom(Connections.ofRanges(scope, 'starrocks', '10.1.0.0/16', '10.2.0.0/16'));
      const flink = Connections.ofRanges(scope, 'flink', '10.3.0.0/16');
      made.connections.allowFrom(flink);
      made.connections.allowFrom(flink, PLAIN_PORT, SASL_PORT);
    });
    const allowed = stack.all('alicloud_alikafka_instance_allowed_ip_attachment');
    const entries = allowed.map((entry) =>
      ['allowed_type', 'port_range', 'allowed_ip'].map((name) => String(entry[name])).join(' '),
    );
    expect(entries.sort()).toEqual([
      'vpc 9092/9092 10.1.0.0/16',
      'vpc 9092/9092 10.2.0.0/16',
      'vpc 9092/9092 10.3.0.0/16',
      'vpc 9094/9094 10.3.0.0/16',
    ]);
  });

  test('is measured', () => {
    cluster({}, (made) => {
      expect(made.metricDiskUtilization()).toMatchObject({
        namespace: 'acs_kafka',
        metricName: 'instance_disk_capacity_Maximum',
        statistic: 'Maximum',
      });
      expect(made.metricInput()).toMatchObject({ metricName: 'instance_message_input', statistic: 'Value' });
      expect(made.metricOutput({ periodSeconds: 120 })).toMatchObject({ periodSeconds: 120 });
      expect(made.metricTopicInput('app_event').dimensions).toEqual({ instanceId: made.clusterId, topic: 'app_event' });
      expect(made.metricLag('risk').dimensions).toEqual({ instanceId: made.clusterId, consumerGroup: 'risk' });
    });
  });

  test.each<[string, KafkaClusterProps['capacity'], RegExp]>([
    ['59 MB/s in', { kind: 'serverless', publishMb: 59 }, /publishMb` must be at least 60, got 59[^]*STR1269/],
    ['19 MB/s out', { kind: 'serverless', subscribeMb: 19 }, /subscribeMb` must be at least 20, got 19[^]*STR1269/],
    [
      'a disk between two steps',
      { kind: 'reserved', ioMaxSpec: 'alikafka.hw.large', diskGb: 550, partitions: 50 },
      /500 or more in steps of 100, got 550[^]*STR1269/,
    ],
    [
      'too few partitions',
      { kind: 'reserved', ioMaxSpec: 'alikafka.hw.large', diskGb: 500, partitions: 10 },
      /at least 50, got 10[^]*STR1269/,
    ],
    [
      'a size that there is not',
      { kind: 'reserved', ioMaxSpec: 'huge', diskGb: 500, partitions: 50 },
      /such as alikafka\.hw\.2xlarge, got huge[^]*STR1269/,
    ],
  ])('fails with %s', (_, capacity, message) => {
    expect(() => cluster(capacity === undefined ? {} : { capacity })).toThrow(message);
  });
});

describe('KafkaTopic', () => {
  const topic = (changes: Partial<KafkaTopicProps> = {}, use: (made: KafkaTopic) => void = () => undefined) =>
    synthStack((stack) => use(createTopic(createCluster(stack), changes)));

  // @trap 2.5-9
  test('least props: 12 partitions, three days, read in a group of its own, protected', () => {
    const stack = topic();
    expect(stack.one('alicloud_alikafka_topic')).toMatchObject({
      topic: 'app_event',
      partition_num: 12,
      configs: '{"retention.ms":"259200000","max.message.bytes":"1048576"}',
      lifecycle: { prevent_destroy: true },
    });
    expect(stack.one('alicloud_alikafka_consumer_group')).toMatchObject({ consumer_id: 'risk-dev-app-event' });
    expect(stack.one('alicloud_alikafka_topic')['tags']).toBeUndefined();
  });

  test('all props, and more groups', () => {
    const all = {
      partitions: 24,
      retentionHours: 168,
      maxMessageBytes: 2048,
      protection: false,
      tags: { team: 'risk' },
    };
    const stack = topic(all, (made) => {
      made.addConsumerGroup('risk-dev-audit');
    });
    expect(stack.one('alicloud_alikafka_topic')).toMatchObject({
      partition_num: 24,
      configs: '{"retention.ms":"604800000","max.message.bytes":"2048"}',
      tags: { team: 'risk' },
      lifecycle: { prevent_destroy: false },
    });
    expect(stack.all('alicloud_alikafka_consumer_group')).toMatchObject([
      { consumer_id: 'risk-dev-audit', tags: { team: 'risk' } },
      { consumer_id: 'risk-dev-app-event', tags: { team: 'risk' } },
    ]);
  });

  test('stands on a cluster of others as well', () => {
    const stack = synthStack((scope) => {
      const cluster = KafkaCluster.fromKafkaClusterAttributes(scope, 'Kafka', { clusterId: 'alikafka_pre-cn-1' });
      expect(cluster.acl).toBe(false);
      new KafkaTopic(scope, 'Topic', { cluster, topicName: 'app_event', about: 'One event.', consumerGroup: 'risk' });
    });
    expect(stack.all('alicloud_alikafka_instance')).toEqual([]);
    expect(stack.one('alicloud_alikafka_topic')).toMatchObject({ instance_id: 'alikafka_pre-cn-1' });
  });

  test.each<[string, Partial<KafkaTopicProps>, RegExp]>([
    ['no remark', { about: '' }, /STR1213/],
    ['a remark that is too long', { about: 'x'.repeat(65) }, /STR1213/],
    ['a name of two letters', { topicName: 'ab' }, /got ab\.[^]*STR1270/],
    ['no partition', { partitions: 0 }, /partitions` must be a whole number from 1 to 360, got 0[^]*STR1270/],
    ['messages that go at once', { retentionHours: 0 }, /from 1 to 720, got 0[^]*STR1270/],
    ['messages of any size', { maxMessageBytes: 20_000_000 }, /from 1024 to 10485760, got 20000000[^]*STR1270/],
    ['a group with a space', { consumerGroup: 'risk dev' }, /got risk dev\.[^]*STR1271/],
  ])('fails with %s', (_, changes, message) => {
    expect(() => topic(changes)).toThrow(message);
  });
});

describe('KafkaUser', () => {
  const withUser = (use: (user: KafkaUser, topic: KafkaTopic) => void, name = 'risk_app', acl = true) =>
    synthStack((stack) => {
      const cluster = createCluster(stack, { acl });
      const user = new KafkaUser(stack, 'User', { cluster, userName: name, password: '${var.password}' });
      use(user, createTopic(cluster));
    });
  const rules = (stack: ReturnType<typeof withUser>) =>
    stack
      .all('alicloud_alikafka_sasl_acl')
      .map(
        (rule) =>
          `${String(rule['acl_operation_type'])} ${String(rule['acl_resource_type'])} ${String(rule['acl_resource_name'])}`,
      );

  test('may do nothing at first', () => {
    const stack = withUser(() => undefined);
    expect(stack.one('alicloud_alikafka_sasl_user')).toMatchObject({
      username: 'risk_app',
      type: 'scram',
      mechanism: 'SCRAM-SHA-256',
      password: '${var.password}',
    });
    expect(rules(stack)).toEqual([]);
  });

  test('may do what is granted, each once', () => {
    const stack = withUser((user, topic) => {
      topic.grantWrite(user);
      topic.grantRead(user, 'risk-dev-app-event');
      topic.grantRead(user, 'risk-dev-app-event');
    });
    expect(rules(stack)).toEqual(['Read Group risk-dev-app-event', 'Read Topic app_event', 'Write Topic app_event']);
    expect(stack.all('alicloud_alikafka_sasl_acl')[0]).toMatchObject({ acl_resource_pattern_type: 'LITERAL' });
  });

  test('may use a topic of others', () => {
    const stack = synthStack((scope) => {
      const cluster = KafkaCluster.fromKafkaClusterAttributes(scope, 'Kafka', { clusterId: 'alikafka-1', acl: true });
      const topic = KafkaTopic.fromKafkaTopicAttributes(scope, 'Topic', { cluster, topicName: 'payments' });
      const user = new KafkaUser(scope, 'User', { cluster, userName: 'risk_app', password: '${var.password}' });
      topic.grantRead(user, 'risk');
      topic.grantWrite(user);
    });
    expect(rules(stack)).toEqual(['Read Group risk', 'Read Topic payments', 'Write Topic payments']);
  });

  test('fails on a cluster that asks nobody who they are', () => {
    expect(() => withUser(() => undefined, 'risk_app', false)).toThrow(/Set `acl: true`[^]*STR1272/);
  });

  test('fails with a name that begins with a digit', () => {
    expect(() => withUser(() => undefined, '1st')).toThrow(/got 1st[^]*STR1271/);
  });
});

describe('FlinkWorkspace', () => {
  const workspace = (changes: Partial<FlinkWorkspaceProps> = {}) => {
    const made: FlinkWorkspace[] = [];
    const stack = synthStack((scope) => {
      made.push(
        new FlinkWorkspace(scope, 'Flink', {
          network: existingNetwork(scope),
          zone: ZONE,
          workspaceName: 'risk-dev-flink',
          bucketName: 'strata-risk-dev-flink',
          cu: 4,
          ...changes,
        }),
      );
    });
    return { stack, made: made[0] };
  };

  test('least props: checkpoints in an encrypted bucket that is not public, protected', () => {
    const { stack, made } = workspace();
    expect(stack.one('alicloud_oss_bucket')).toMatchObject({
      server_side_encryption_rule: { sse_algorithm: 'AES256' },
      lifecycle: { prevent_destroy: true },
    });
    expect(stack.one('alicloud_oss_bucket')['tags']).toBeUndefined();
    expect(stack.one('alicloud_oss_bucket_public_access_block')).toMatchObject({ block_public_access: true });
    expect(stack.one('alicloud_realtime_compute_vvp_instance')).toMatchObject({
      resource_spec: { cpu: 4, memory_gb: 16 },
      lifecycle: { prevent_destroy: true },
    });
    expect(made).toMatchObject({ namespace: 'risk-dev-flink-default' });
    expect(made?.connections.ranges).toEqual(['10.1.0.0/16']);
  });

  test('all props; tags are those of the bucket, the workspace would lose them', () => {
    const { stack } = workspace({ protection: false, tags: { team: 'risk' } });
    expect(stack.one('alicloud_oss_bucket')).toMatchObject({ force_destroy: true, tags: { team: 'risk' } });
    expect(stack.one('alicloud_realtime_compute_vvp_instance')['tags']).toBeUndefined();
  });

  test('stands for a workspace of others as well', () => {
    const stack = synthStack((scope) => {
      const imported = FlinkWorkspace.fromFlinkWorkspaceAttributes(scope, 'Flink', {
        workspaceName: 'shared',
        range: '10.7.0.0/16',
      });
      expect(imported).toMatchObject({ namespace: 'shared-default' });
      expect(imported.connections.ranges).toEqual(['10.7.0.0/16']);
    });
    expect(stack.resources).toEqual([]);
  });

  test.each<[string, Partial<FlinkWorkspaceProps>, RegExp]>([
    ['one compute unit', { cu: 1 }, /from 2 to 1000, got 1[^]*STR1276/],
    ['a name with a dot', { workspaceName: 'risk.dev' }, /got risk\.dev[^]*STR1279/],
  ])('fails with %s', (_, changes, message) => {
    expect(() => workspace(changes)).toThrow(message);
  });
});
