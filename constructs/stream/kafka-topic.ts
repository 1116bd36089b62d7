import { Construct } from 'constructs';
import { AlikafkaConsumerGroup } from '@cdktf/provider-alicloud/lib/alikafka-consumer-group';
import { AlikafkaTopic } from '@cdktf/provider-alicloud/lib/alikafka-topic';
import { ValidationError } from '../core/errors';
import type { IKafkaCluster } from './kafka-cluster';

export interface KafkaTopicProps {
  readonly cluster: IKafkaCluster;
  /** Never changes: a new name is a new, empty topic. */
  readonly topicName: string;
  /** What a message is; Kafka keeps it as the remark. */
  readonly about: string;
  /** Group in which the warehouse reads. */
  readonly consumerGroup: string;
  /**
   * Can only grow.
   *
   * @default 12
   */
  readonly partitions?: number;
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

/** Defines a topic and the consumer group in which the warehouse reads it. Stateful. */
export class KafkaTopic extends Construct {
  public readonly topicName: string;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: AlikafkaTopic;

  constructor(scope: Construct, id: string, props: KafkaTopicProps) {
    super(scope, id);
    const { cluster, tags } = props;
    this.validateRemark(props.about);
    this.topicName = props.topicName;
    this.resource = new AlikafkaTopic(this, 'Resource', {
      instanceId: cluster.clusterId,
      topic: props.topicName,
      remark: props.about,
      partitionNum: props.partitions ?? 12,
      tags,
      lifecycle: { preventDestroy: props.protection ?? true },
    });
    new AlikafkaConsumerGroup(this, 'ConsumerGroup', {
      instanceId: cluster.clusterId,
      consumerId: props.consumerGroup,
      remark: 'Strata',
      tags,
    });
  }

  private validateRemark(about: string): void {
    if (about.length < 3 || about.length > 64) {
      throw new ValidationError(this, 'STR1213', `\`about\` must have 3 to 64 characters, got ${about.length}.`);
    }
  }
}
