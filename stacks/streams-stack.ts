import type { Construct } from 'constructs';
import { StrataProvider } from '@strata/provider-strata/lib/provider';
import { createdSources, ingests, replicationDescription, replicationPassword } from '@strata/environment';
import { EnvironmentStack } from '../constructs/core/environment-stack';
import type { EnvironmentStackProps } from '../constructs/core/environment-stack';
import { Guard } from '../constructs/core/guard';
import { SecretVariable } from '../constructs/core/secret-variable';
import { FlinkWorkspace } from '../constructs/ingest/flink-workspace';
import { AlarmContacts } from '../constructs/observability/alarm-contacts';
import { Alarms } from '../constructs/observability/alarms';
import {
  addStandardAlarms,
  GROUP_ALARMS,
  SOURCE_ALARMS,
  STORE_ALARMS,
  STREAM_ALARMS,
  WAREHOUSE_ALARMS,
} from '../constructs/observability/standard-alarms';
import type { INetwork } from '../constructs/network/network';
import { SourceDatabase } from '../constructs/source/source-database';
import { KafkaCluster } from '../constructs/stream/kafka-cluster';
import { KafkaTopic } from '../constructs/stream/kafka-topic';
import type { IStarRocksInstance } from '../constructs/warehouse/instance-base';

export interface StreamsStackProps extends Omit<EnvironmentStackProps, 'lifecycle'> {
  readonly network: (stack: EnvironmentStack) => INetwork;
  /**
   * Instance that alarms watch.
   *
   * @default - none: it is another environment's
   */
  readonly instance?: IStarRocksInstance;
}

/** Address in old states -> address now, since the bucket of Flink is an `ObjectStore`: made anew, the block would be gone for a while. */
const MOVED = {
  'alicloud_oss_bucket_public_access_block.Flink_BucketPublicAccessBlock_2E671C50':
    'alicloud_oss_bucket_public_access_block.Flink_Bucket_PublicAccessBlock_0D6BCC09',
};

/** What feeds the warehouse of an environment: databases, topics, where its Flink jobs run; and alarms of all that. */
export class StreamsStack extends EnvironmentStack {
  constructor(scope: Construct, props: StreamsStackProps) {
    super(scope, { ...props, lifecycle: 'streams' });
    new StrataProvider(this, 'Strata');
    // Also when nothing is left to guard: what was there would go unnoticed.
    new Guard(this, 'Guard', ingests(this.environment) ? { moved: MOVED } : {});
    if (props.instance === undefined && !ingests(this.environment)) return;
    const alarms = this.addAlarms();
    if (props.instance !== undefined) {
      addStandardAlarms(alarms, 'warehouse', WAREHOUSE_ALARMS, props.instance);
    }
    if (!ingests(this.environment)) return;
    const network = props.network(this);
    const sources = this.addSources(network, alarms);
    const cluster = this.addTopics(network, alarms);
    const flink = this.addWorkspace(network, alarms);
    for (const source of sources) flink.connections.allowTo(source);
    if (cluster !== undefined) flink.connections.allowTo(cluster);
  }

  private addAlarms(): Alarms {
    const { environment, names, tags } = this;
    const contacts = new AlarmContacts(this, 'AlarmContacts', {
      groupName: names.alarmGroup,
      contactName: names.alarmContact,
      contacts: environment.alarms.contacts,
      otherGroups: environment.alarms.contactGroups,
    });
    return new Alarms(this, 'Alarms', { namePrefix: environment.id, contacts, tags });
  }

  private addWorkspace(network: INetwork, alarms: Alarms): FlinkWorkspace {
    const { environment, names, tags } = this;
    const flink = new FlinkWorkspace(this, 'Flink', {
      network,
      zone: environment.zones[0],
      workspaceName: names.flinkWorkspace,
      bucketName: names.bucket,
      cu: environment.flinkCu,
      protection: this.keepsData,
      tags,
    });
    addStandardAlarms(alarms, 'flink', STORE_ALARMS, flink.store);
    return flink;
  }

  private addSources(network: INetwork, alarms: Alarms): readonly SourceDatabase[] {
    const { environment, names, tags } = this;
    return createdSources(environment).map((source) => {
      const password = new SecretVariable(this, replicationPassword(source), {
        environment,
        description: replicationDescription(source),
      });
      const database = new SourceDatabase(this, `Source-${source.name}`, {
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
      addStandardAlarms(alarms, `source-${source.name}`, SOURCE_ALARMS, database);
      return database;
    });
  }

  private addTopics(network: INetwork, alarms: Alarms): KafkaCluster | undefined {
    const { environment, names, tags } = this;
    if (environment.streams.length === 0) return undefined;
    const cluster = new KafkaCluster(this, 'Kafka', {
      network,
      zone: environment.zones[0],
      clusterName: names.kafka,
      protection: this.keepsData,
      tags,
    });
    addStandardAlarms(alarms, 'kafka', STREAM_ALARMS, cluster);
    for (const { topic, partitions, about } of environment.streams) {
      const group = { cluster, name: names.consumerGroup(topic) };
      addStandardAlarms(alarms, `topic-${alarmName(topic)}`, GROUP_ALARMS, group);
      new KafkaTopic(this, `Topic-${topic}`, {
        cluster,
        topicName: topic,
        about,
        consumerGroup: group.name,
        partitions,
        protection: this.keepsData,
        tags,
      });
    }
    return cluster;
  }
}

/** Names of alarms have no other signs. */
function alarmName(topic: string): string {
  return topic.replace(/[^a-z0-9-]/g, '-');
}
