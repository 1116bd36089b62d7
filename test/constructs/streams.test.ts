import { FlinkWorkspace } from '../../constructs/ingest/flink-workspace';
import { Network } from '../../constructs/network/network';
import type { INetwork } from '../../constructs/network/network';
import { SourceDatabase } from '../../constructs/source/source-database';
import type { SourceDatabaseProps } from '../../constructs/source/source-database';
import { KafkaCluster } from '../../constructs/stream/kafka-cluster';
import { KafkaTopic } from '../../constructs/stream/kafka-topic';
import type { Construct } from 'constructs';
import { synthStack } from '../helpers/synth';

const zone = 'cn-shanghai-l';

function network(scope: Construct): INetwork {
  return Network.fromNetworkAttributes(scope, 'Network', {
    vpcId: 'vpc-1',
    cidr: '10.0.0.0/8',
    securityGroupId: 'sg-1',
    vswitches: { [zone]: 'vsw-1' },
  });
}

describe('SourceDatabase', () => {
  const source = (changes: Partial<SourceDatabaseProps> = {}) =>
    synthStack(
      (stack) =>
        new SourceDatabase(stack, 'Source', {
          network: network(stack),
          zone,
          instanceName: 'risk-dev-mysql-core',
          hostPrefix: 'strata-risk-dev-core',
          databases: ['loans'],
          replicationPassword: '${var.password}',
          instanceClass: 'mysql.n2.medium.1',
          storageGb: 50,
          ...changes,
        }),
    );

  test('is ready for change data capture', () => {
    const stack = source();
    expect(stack.one('alicloud_db_instance')).toMatchObject({
      engine: 'MySQL',
      engine_version: '8.0',
      security_ips: ['10.0.0.0/8'],
      parameters: [{ name: 'binlog_row_image', value: 'FULL' }],
      deletion_protection: true,
      lifecycle: { prevent_destroy: true },
    });
    expect(stack.one('alicloud_db_backup_policy')).toMatchObject({
      enable_backup_log: true,
      local_log_retention_hours: 168,
    });
    expect(stack.one('alicloud_db_database')).toMatchObject({ data_base_name: 'loans', character_set: 'utf8mb4' });
    expect(stack.one('alicloud_db_account_privilege')).toMatchObject({ privilege: 'ReadOnly' });
  });

  test('can be destroyed when it is not protected', () => {
    expect(source({ protection: false }).one('alicloud_db_instance')).toMatchObject({
      deletion_protection: false,
      lifecycle: { prevent_destroy: false },
    });
  });

  test.each([
    ['no database', { databases: [] }, /STR1210/],
    ['binlogs for 3 hours', { binlogHours: 3 }, /STR1211/],
    ['a host name that is too short', { hostPrefix: 'a' }, /STR1212/],
  ])('fails with %s', (_, changes, code) => {
    expect(() => source(changes)).toThrow(code);
  });
});

describe('KafkaTopic', () => {
  const topic = (about = 'One event.') =>
    synthStack((stack) => {
      const cluster = new KafkaCluster(stack, 'Kafka', {
        network: network(stack),
        zone,
        clusterName: 'risk-dev-kafka',
      });
      new KafkaTopic(stack, 'Topic', { cluster, topicName: 'app_event', about, consumerGroup: 'risk-dev-app-event' });
    });

  test('is read in a group of its own, on a cluster that is reached from the VPC alone', () => {
    const stack = topic();
    expect(stack.one('alicloud_alikafka_instance')).toMatchObject({
      deploy_type: 5,
      instance_type: 'alikafka_serverless',
      serverless_config: { reserved_publish_capacity: 60, reserved_subscribe_capacity: 60 },
      lifecycle: { prevent_destroy: true },
    });
    expect(stack.one('alicloud_alikafka_topic')).toMatchObject({
      topic: 'app_event',
      partition_num: 12,
      lifecycle: { prevent_destroy: true },
    });
    expect(stack.one('alicloud_alikafka_consumer_group')).toMatchObject({ consumer_id: 'risk-dev-app-event' });
  });

  test('stands on a cluster of others as well', () => {
    const stack = synthStack((scope) => {
      const cluster = KafkaCluster.fromKafkaClusterAttributes(scope, 'Kafka', { clusterId: 'alikafka_pre-cn-1' });
      new KafkaTopic(scope, 'Topic', { cluster, topicName: 'app_event', about: 'One event.', consumerGroup: 'risk' });
    });
    expect(stack.all('alicloud_alikafka_instance')).toEqual([]);
    expect(stack.one('alicloud_alikafka_topic')).toMatchObject({ instance_id: 'alikafka_pre-cn-1' });
  });

  test.each(['', 'x'.repeat(65)])('fails with the remark "%s"', (about) => {
    expect(() => topic(about)).toThrow(/STR1213/);
  });
});

test('FlinkWorkspace keeps its checkpoints in an encrypted bucket that is not public', () => {
  const stack = synthStack(
    (scope) =>
      new FlinkWorkspace(scope, 'Flink', {
        network: network(scope),
        zone,
        workspaceName: 'risk-dev-flink',
        bucketName: 'strata-risk-dev-flink',
        cu: 4,
      }),
  );
  expect(stack.one('alicloud_oss_bucket')).toMatchObject({
    server_side_encryption_rule: { sse_algorithm: 'AES256' },
    lifecycle: { prevent_destroy: true },
  });
  expect(stack.one('alicloud_oss_bucket_public_access_block')).toMatchObject({ block_public_access: true });
  expect(stack.one('alicloud_realtime_compute_vvp_instance')).toMatchObject({
    resource_spec: { cpu: 4, memory_gb: 16 },
  });
});
