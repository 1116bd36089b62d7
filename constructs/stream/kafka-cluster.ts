import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { AlikafkaInstance } from '@cdktf/provider-alicloud/lib/alikafka-instance';
import type { INetwork } from '../network/network';

/** A Kafka cluster, defined in this app or imported. */
export interface IKafkaCluster extends IConstruct {
  readonly clusterId: string;
}

export interface KafkaClusterAttributes {
  readonly clusterId: string;
}

export interface KafkaClusterProps {
  readonly network: INetwork;
  /** Zone of the brokers. Never changes. */
  readonly zone: string;
  readonly clusterName: string;
  /**
   * MB/s that producers may always write, at least 60.
   *
   * @default 60
   */
  readonly publishMb?: number;
  /**
   * MB/s that consumers may always read, at least 60: jobs read again after a failure.
   *
   * @default 60
   */
  readonly subscribeMb?: number;
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

/** Defines a serverless ApsaraMQ for Kafka that is reached from the VPC alone. Stateful. */
export class KafkaCluster extends Construct implements IKafkaCluster {
  /** Refers to a cluster that this app does not define. */
  public static fromKafkaClusterAttributes(
    scope: Construct,
    id: string,
    attributes: KafkaClusterAttributes,
  ): IKafkaCluster {
    return new ImportedCluster(scope, id, attributes);
  }

  public readonly clusterId: string;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: AlikafkaInstance;

  constructor(scope: Construct, id: string, props: KafkaClusterProps) {
    super(scope, id);
    const { network, zone } = props;
    this.resource = new AlikafkaInstance(this, 'Resource', {
      name: props.clusterName,
      instanceType: 'alikafka_serverless',
      // 5: reached from the VPC, without a public address.
      deployType: 5,
      paidType: 'PostPaid',
      specType: 'normal',
      serviceVersion: '3.3.1',
      vpcId: network.vpcId,
      vswitchId: network.vswitchId(zone),
      zoneId: zone,
      securityGroup: network.securityGroupId,
      serverlessConfig: {
        reservedPublishCapacity: props.publishMb ?? 60,
        reservedSubscribeCapacity: props.subscribeMb ?? 60,
      },
      tags: props.tags,
      lifecycle: { preventDestroy: props.protection ?? true },
    });
    this.clusterId = this.resource.id;
  }
}

class ImportedCluster extends Construct implements IKafkaCluster {
  public readonly clusterId: string;

  constructor(scope: Construct, id: string, { clusterId }: KafkaClusterAttributes) {
    super(scope, id);
    this.clusterId = clusterId;
  }
}
