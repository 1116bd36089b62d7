import type { Construct } from 'constructs';
import { StrataProvider } from '@strata/provider-strata/lib/provider';
import { createdSources, ingests, replicationDescription, replicationPassword } from '@strata/environment';
import { EnvironmentStack } from '../constructs/core/environment-stack';
import type { EnvironmentStackProps } from '../constructs/core/environment-stack';
import { Guard } from '../constructs/core/guard';
import { SecretVariable } from '../constructs/core/secret-variable';
import { FlinkWorkspace } from '../constructs/ingest/flink-workspace';
import type { INetwork } from '../constructs/network/network';
import { SourceDatabase } from '../constructs/source/source-database';
import { KafkaCluster } from '../constructs/stream/kafka-cluster';
import { KafkaTopic } from '../constructs/stream/kafka-topic';

export interface StreamsStackProps extends Omit<EnvironmentStackProps, 'lifecycle'> {
  readonly network: (stack: EnvironmentStack) => INetwork;
}

/** Address in old states -> address now: the bucket of Flink became an `ObjectStore`. */
const MOVED = {
  'alicloud_oss_bucket.Flink_Bucket_739DAAB0': 'alicloud_oss_bucket.Flink_Bucket_F4878051',
  'alicloud_oss_bucket_public_access_block.Flink_BucketPublicAccessBlock_2E671C50':
    'alicloud_oss_bucket_public_access_block.Flink_Bucket_PublicAccessBlock_0D6BCC09',
};

/** What feeds the warehouse of an environment: databases, topics, and where its Flink jobs run. */
export class StreamsStack extends EnvironmentStack {
  constructor(scope: Construct, props: StreamsStackProps) {
    super(scope, { ...props, lifecycle: 'streams' });
    new StrataProvider(this, 'Strata');
    // Also when nothing is left to guard: what was there would go unnoticed.
    new Guard(this, 'Guard', ingests(this.environment) ? { moved: MOVED } : {});
    if (!ingests(this.environment)) return;
    const network = props.network(this);
    const sources = this.addSources(network);
    const cluster = this.addTopics(network);
    const flink = this.addWorkspace(network);
    for (const source of sources) flink.connections.allowTo(source);
    if (cluster !== undefined) flink.connections.allowTo(cluster);
  }

  private addWorkspace(network: INetwork): FlinkWorkspace {
    const { environment, names, tags } = this;
    return new FlinkWorkspace(this, 'Flink', {
      network,
      zone: environment.zones[0],
      workspaceName: names.flinkWorkspace,
      bucketName: names.bucket,
      cu: environment.flinkCu,
      protection: this.keepsData,
      tags,
    });
  }

  private addSources(network: INetwork): readonly SourceDatabase[] {
    const { environment, names, tags } = this;
    return createdSources(environment).map((source) => {
      const password = new SecretVariable(this, replicationPassword(source), {
        environment,
        description: replicationDescription(source),
      });
      return new SourceDatabase(this, `Source-${source.name}`, {
        network,
        zone: environment.zones[0],
        instanceName: names.source(source.name),
        hostPrefix: names.sourceHost(source.name),
        databases: source.databases,
        replicationPassword: password.stringValue,
        instanceClass: source.instanceClass,
        storageGb: source.storageGb,
        binlogHours: source.binlogHours,
        protection: this.keepsData,
        tags,
      });
    });
  }

  private addTopics(network: INetwork): KafkaCluster | undefined {
    const { environment, names, tags } = this;
    if (environment.streams.length === 0) return undefined;
    const cluster = new KafkaCluster(this, 'Kafka', {
      network,
      zone: environment.zones[0],
      clusterName: names.kafka,
      protection: this.keepsData,
      tags,
    });
    for (const { topic, partitions, about } of environment.streams) {
      new KafkaTopic(this, `Topic-${topic}`, {
        cluster,
        topicName: topic,
        about,
        consumerGroup: names.consumerGroup(topic),
        partitions,
        protection: this.keepsData,
        tags,
      });
    }
    return cluster;
  }
}
