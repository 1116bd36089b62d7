import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { AlikafkaConsumerGroup } from '@cdktf/provider-alicloud/lib/alikafka-consumer-group';
import { AlikafkaTopic } from '@cdktf/provider-alicloud/lib/alikafka-topic';
import { ValidationError } from '../core/errors';
import type { IKafkaCluster } from './kafka-cluster';
import { groupNameProblem } from './kafka-names';
import type { IKafkaUser } from './kafka-user';

/** A topic, defined in this app or imported. */
export interface IKafkaTopic extends IConstruct {
  readonly cluster: IKafkaCluster;
  readonly topicName: string;
  /** Lets a user write messages. */
  grantWrite(user: IKafkaUser): void;
  /** Lets a user read messages in a consumer group. */
  grantRead(user: IKafkaUser, consumerGroup: string): void;
}

export interface KafkaTopicAttributes {
  readonly cluster: IKafkaCluster;
  readonly topicName: string;
}

export interface KafkaTopicProps {
  readonly cluster: IKafkaCluster;
  /** 3 to 64 characters. Never changes: a new name is a new, empty topic. */
  readonly topicName: string;
  /** What a message is; Kafka keeps it as the remark. */
  readonly about: string;
  /** Group in which the warehouse reads. */
  readonly consumerGroup: string;
  /**
   * From 1 to 360; can only grow, and keys of messages meet other partitions then.
   *
   * @default 12
   */
  readonly partitions?: number;
  /**
   * Hours that messages are kept, from 1 to 720: a job that was down for longer has lost messages.
   *
   * @default 72
   */
  readonly retentionHours?: number;
  /**
   * Largest message in bytes, from 1 KiB to 10 MiB.
   *
   * @default 1048576
   */
  readonly maxMessageBytes?: number;
  /**
   * Refuses every plan that destroys the topic.
   *
   * @default true
   */
  readonly protection?: boolean;
  /**
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

const HOUR_MS = 3_600_000;

/**
 * Defines a topic and the consumer group in which the warehouse reads it. Stateful: a topic that is replaced is empty.
 *
 * @trap 2.5-9
 */
export class KafkaTopic extends Construct implements IKafkaTopic {
  /** Refers to a topic that this app does not define. */
  public static fromKafkaTopicAttributes(scope: Construct, id: string, attributes: KafkaTopicAttributes): IKafkaTopic {
    return new ImportedTopic(scope, id, attributes);
  }

  public readonly cluster: IKafkaCluster;
  public readonly topicName: string;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: AlikafkaTopic;
  private readonly tags: Readonly<Record<string, string>> | undefined;

  constructor(scope: Construct, id: string, props: KafkaTopicProps) {
    super(scope, id);
    const { cluster, tags } = props;
    this.validateRemark(props.about);
    this.validateSettings(props);
    this.cluster = cluster;
    this.topicName = props.topicName;
    this.tags = tags;
    this.resource = new AlikafkaTopic(this, 'Resource', {
      instanceId: cluster.clusterId,
      topic: props.topicName,
      remark: props.about,
      partitionNum: props.partitions ?? 12,
      configs: JSON.stringify({
        'retention.ms': String((props.retentionHours ?? 72) * HOUR_MS),
        'max.message.bytes': String(props.maxMessageBytes ?? 1_048_576),
      }),
      tags,
      lifecycle: { preventDestroy: props.protection ?? true },
    });
    this.addGroup('ConsumerGroup', props.consumerGroup);
  }

  /** Another group that reads, beside that of the warehouse. */
  public addConsumerGroup(name: string): void {
    this.addGroup(`ConsumerGroup-${name}`, name);
  }

  public grantWrite(user: IKafkaUser): void {
    grantTopic(this, user, 'Write');
  }

  public grantRead(user: IKafkaUser, consumerGroup: string): void {
    grantTopic(this, user, 'Read');
    user.grant('Group', consumerGroup, 'Read');
  }

  private addGroup(id: string, consumerGroup: string): void {
    const problem = groupNameProblem(consumerGroup);
    if (problem !== undefined) throw new ValidationError(this, 'STR1271', problem);
    new AlikafkaConsumerGroup(this, id, {
      instanceId: this.cluster.clusterId,
      consumerId: consumerGroup,
      remark: 'Strata',
      tags: this.tags,
    });
  }

  private validateRemark(about: string): void {
    if (about.length < 3 || about.length > 64) {
      throw new ValidationError(this, 'STR1213', `\`about\` must have 3 to 64 characters, got ${about.length}.`);
    }
  }

  private validateSettings({ topicName, partitions, retentionHours, maxMessageBytes }: KafkaTopicProps): void {
    if (!/^[A-Za-z0-9_.-]{3,64}$/.test(topicName)) {
      throw new ValidationError(
        this,
        'STR1270',
        `\`topicName\` must be 3 to 64 letters, digits, _, . and -, got ${topicName}.`,
      );
    }
    this.validateRange('partitions', partitions, 1, 360);
    this.validateRange('retentionHours', retentionHours, 1, 720);
    this.validateRange('maxMessageBytes', maxMessageBytes, 1024, 10_485_760);
  }

  private validateRange(name: string, value: number | undefined, least: number, most: number): void {
    if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
    throw new ValidationError(
      this,
      'STR1270',
      `\`${name}\` must be a whole number from ${least} to ${most}, got ${value}.`,
    );
  }
}

function grantTopic(topic: IKafkaTopic, user: IKafkaUser, operation: 'Read' | 'Write'): void {
  user.grant('Topic', topic.topicName, operation);
}

class ImportedTopic extends Construct implements IKafkaTopic {
  public readonly cluster: IKafkaCluster;
  public readonly topicName: string;

  constructor(scope: Construct, id: string, { cluster, topicName }: KafkaTopicAttributes) {
    super(scope, id);
    this.cluster = cluster;
    this.topicName = topicName;
  }

  public grantWrite(user: IKafkaUser): void {
    grantTopic(this, user, 'Write');
  }

  public grantRead(user: IKafkaUser, consumerGroup: string): void {
    grantTopic(this, user, 'Read');
    user.grant('Group', consumerGroup, 'Read');
  }
}
