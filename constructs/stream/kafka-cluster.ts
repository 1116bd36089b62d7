import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { AlikafkaInstance } from '@cdktf/provider-alicloud/lib/alikafka-instance';
import { AlikafkaInstanceAllowedIpAttachment } from '@cdktf/provider-alicloud/lib/alikafka-instance-allowed-ip-attachment';
import { ValidationError } from '../core/errors';
import { Connections } from '../network/connections';
import type { Client, IConnectable } from '../network/connections';
import type { INetwork } from '../network/network';
import { portRange, tcp } from '../network/port';
import type { Port } from '../network/port';
import { metricOf } from '../observability/metric';
import type { Metric, MetricOptions, MetricSource } from '../observability/metric';

/** Inside the VPC, without authentication: what Routine Load reads. */
export const PLAIN_PORT = tcp(9092);
/** Inside the VPC, with a user and a password; only of clusters with `acl`. */
export const SASL_PORT = tcp(9094);

/** A Kafka cluster, defined in this app or imported. */
export interface IKafkaCluster extends IConstruct {
  readonly clusterId: string;
  /** Whether it asks clients who they are, on port 9094. */
  readonly acl: boolean;
}

export interface KafkaClusterAttributes {
  readonly clusterId: string;
  /**
   * @default false
   */
  readonly acl?: boolean;
}

/** Paid by what goes through it, with a reserve that is always there. */
export interface ServerlessCapacity {
  readonly kind: 'serverless';
  /**
   * MB/s that producers may always write, at least 60.
   *
   * @default 60
   */
  readonly publishMb?: number;
  /**
   * MB/s that consumers may always read, at least 20. Jobs read again after a failure, so as much as is written is wise.
   *
   * @default 60
   */
  readonly subscribeMb?: number;
}

/** Brokers of a fixed size. Every figure only grows. */
export interface ReservedCapacity {
  readonly kind: 'reserved';
  /** Size of the brokers, e.g. `alikafka.hw.2xlarge`. */
  readonly ioMaxSpec: string;
  /** Disk of all brokers in GB, from 500 in steps of 100. */
  readonly diskGb: number;
  /** Partitions that are paid for, from 50. */
  readonly partitions: number;
}

export type KafkaCapacity = ServerlessCapacity | ReservedCapacity;

export interface KafkaClusterProps {
  readonly network: INetwork;
  /** Zone of the brokers. Never changes. */
  readonly zone: string;
  readonly clusterName: string;
  /**
   * @default - serverless, 60 MB/s each way
   */
  readonly capacity?: KafkaCapacity;
  /**
   * Asks clients who they are, on port 9094, and lets them do what they are granted. Takes the cluster 20 minutes to switch
   * on. Routine Load goes on to read port 9092 without it, so who may reach that port is decided by `connections`.
   *
   * @default false
   */
  readonly acl?: boolean;
  /**
   * Refuses every plan that destroys the cluster.
   *
   * @default true
   */
  readonly protection?: boolean;
  /**
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

const KAFKA_METRICS: MetricSource = { namespace: 'acs_kafka', statistic: 'Value' };
const LEAST_PUBLISH_MB = 60;
const LEAST_SUBSCRIBE_MB = 20;
/** Cloud disks of the fast kind. */
const ESSD = 1;

/**
 * Defines an ApsaraMQ for Kafka that is reached from the VPC alone, by those who are connected to it. Topics are never made
 * by whoever writes to a name that there is not. Stateful.
 *
 * @trap 2.5-7
 */
export class KafkaCluster extends Construct implements IKafkaCluster, IConnectable {
  /** Refers to a cluster that this app does not define. */
  public static fromKafkaClusterAttributes(
    scope: Construct,
    id: string,
    attributes: KafkaClusterAttributes,
  ): IKafkaCluster {
    return new ImportedCluster(scope, id, attributes);
  }

  public readonly clusterId: string;
  public readonly acl: boolean;
  public readonly connections: Connections;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: AlikafkaInstance;

  constructor(scope: Construct, id: string, props: KafkaClusterProps) {
    super(scope, id);
    const { network, zone } = props;
    const capacity = props.capacity ?? { kind: 'serverless' };
    this.acl = props.acl ?? false;
    this.validateCapacity(capacity);
    this.resource = new AlikafkaInstance(this, 'Resource', {
      ...orderOf(capacity),
      name: props.clusterName,
      // 5: reached from the VPC, without a public address.
      deployType: 5,
      paidType: 'PostPaid',
      specType: 'normal',
      vpcId: network.vpcId,
      vswitchId: network.vswitchId(zone),
      zoneId: zone,
      securityGroup: network.securityGroupId,
      // Always written: a setting that the cluster does not know yet is dropped in silence.
      config: JSON.stringify({ 'enable.acl': String(this.acl) }),
      enableAutoTopic: 'disable',
      tags: props.tags,
      lifecycle: { preventDestroy: props.protection ?? true },
    });
    this.clusterId = this.resource.id;
    this.connections = new Connections(this, {
      name: props.clusterName,
      ranges: [network.rangeOf(zone)],
      ports: [PLAIN_PORT],
      onPort: (client, port) => this.letIn(client, port),
    });
  }

  /** Percent of the disks that is full. */
  public metricDiskUtilization(options?: MetricOptions): Metric {
    return this.metric('instance_disk_capacity_Maximum', { statistic: 'Maximum', ...options });
  }

  /** Bytes a second that are written. */
  public metricInput(options?: MetricOptions): Metric {
    return this.metric('instance_message_input', options);
  }

  /** Bytes a second that are read. */
  public metricOutput(options?: MetricOptions): Metric {
    return this.metric('instance_message_output', options);
  }

  /** Bytes a second that are written to a topic. */
  public metricTopicInput(topic: string, options?: MetricOptions): Metric {
    return this.metric('topic_message_input', options, { topic });
  }

  /** Messages that a group has not read yet, over all topics. */
  public metricLag(consumerGroup: string, options?: MetricOptions): Metric {
    return this.metric('message_accumulation', options, { consumerGroup });
  }

  /** Any other figure of the cluster, or of the part of it that the dimensions name. */
  public metric(
    metricName: string,
    options?: MetricOptions,
    dimensions: Readonly<Record<string, string>> = {},
  ): Metric {
    return metricOf(KAFKA_METRICS, metricName, { instanceId: this.clusterId, ...dimensions }, options);
  }

  /** An entry of the port's list for each range. */
  private letIn({ name, ranges }: Client, port: Port): void {
    ranges.forEach((range, index) => {
      const place = ranges.length === 1 ? '' : `-${index + 1}`;
      new AlikafkaInstanceAllowedIpAttachment(this, `Allowed-${name}-${port.from}${place}`, {
        instanceId: this.clusterId,
        allowedType: 'vpc',
        portRange: portRange(port),
        allowedIp: range,
      });
    });
  }

  private validateCapacity(capacity: KafkaCapacity): void {
    const refuse = (rule: string): never => {
      throw new ValidationError(this, 'STR1269', rule);
    };
    switch (capacity.kind) {
      case 'serverless': {
        const publish = capacity.publishMb ?? LEAST_PUBLISH_MB;
        const subscribe = capacity.subscribeMb ?? LEAST_PUBLISH_MB;
        if (publish < LEAST_PUBLISH_MB) {
          refuse(`\`capacity.publishMb\` must be at least ${LEAST_PUBLISH_MB}, got ${publish}.`);
        }
        if (subscribe < LEAST_SUBSCRIBE_MB) {
          refuse(`\`capacity.subscribeMb\` must be at least ${LEAST_SUBSCRIBE_MB}, got ${subscribe}.`);
        }
        return;
      }
      case 'reserved':
        if (capacity.diskGb < 500 || capacity.diskGb % 100 !== 0) {
          refuse(`\`capacity.diskGb\` must be 500 or more in steps of 100, got ${capacity.diskGb}.`);
        }
        if (!Number.isInteger(capacity.partitions) || capacity.partitions < 50) {
          refuse(`\`capacity.partitions\` must be at least 50, got ${capacity.partitions}.`);
        }
        if (!/^alikafka\.hw\.\d*x?large$/.test(capacity.ioMaxSpec)) {
          refuse(`\`capacity.ioMaxSpec\` must be a size such as alikafka.hw.2xlarge, got ${capacity.ioMaxSpec}.`);
        }
    }
  }
}

function orderOf(capacity: KafkaCapacity) {
  switch (capacity.kind) {
    case 'serverless':
      return {
        instanceType: 'alikafka_serverless',
        serviceVersion: '3.3.1',
        serverlessConfig: {
          reservedPublishCapacity: capacity.publishMb ?? 60,
          reservedSubscribeCapacity: capacity.subscribeMb ?? 60,
        },
      };
    case 'reserved':
      return {
        instanceType: 'alikafka',
        serviceVersion: '2.6.2',
        ioMaxSpec: capacity.ioMaxSpec,
        diskType: ESSD,
        diskSize: capacity.diskGb,
        partitionNum: capacity.partitions,
      };
  }
}

class ImportedCluster extends Construct implements IKafkaCluster {
  public readonly clusterId: string;
  public readonly acl: boolean;

  constructor(scope: Construct, id: string, { clusterId, acl }: KafkaClusterAttributes) {
    super(scope, id);
    this.clusterId = clusterId;
    this.acl = acl ?? false;
  }
}
