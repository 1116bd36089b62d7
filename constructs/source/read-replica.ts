import { Construct } from 'constructs';
import type { DbInstance } from '@cdktf/provider-alicloud/lib/db-instance';
import { DbReadonlyInstance } from '@cdktf/provider-alicloud/lib/db-readonly-instance';
import type { INetwork } from '../network/network';
import { metricOf } from '../observability/metric';
import type { Metric, MetricOptions } from '../observability/metric';
import { RDS_METRICS } from './database-metrics';

export interface ReadReplicaProps {
  readonly instanceName: string;
  /** Zone of the copy. Never changes. */
  readonly zone: string;
  /**
   * @default - the class of the server
   */
  readonly instanceClass?: string;
  /**
   * GB, at least those of the server.
   *
   * @default - as the server has
   */
  readonly storageGb?: number;
}

export interface ReadReplicaOfProps extends ReadReplicaProps {
  readonly master: DbInstance;
  readonly network: INetwork;
  readonly securityIps: string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** Defines a copy of a source that only reads. It can be made again from the server at any time, so nothing protects it. */
export class ReadReplica extends Construct {
  /** Host name inside the VPC. */
  public readonly host: string;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: DbReadonlyInstance;

  constructor(scope: Construct, id: string, props: ReadReplicaOfProps) {
    super(scope, id);
    const { master, network, zone } = props;
    this.resource = new DbReadonlyInstance(this, 'Resource', {
      masterDbInstanceId: master.id,
      instanceName: props.instanceName,
      engineVersion: master.engineVersion,
      instanceType: props.instanceClass ?? master.instanceType,
      instanceStorage: props.storageGb ?? master.instanceStorage,
      instanceChargeType: 'Postpaid',
      zoneId: zone,
      vswitchId: network.vswitchId(zone),
      securityIps: props.securityIps,
      tags: props.tags,
    });
    this.host = this.resource.connectionString;
  }

  /** Seconds that the copy is behind. */
  public metricDelay(options?: MetricOptions): Metric {
    return this.metric('DataDelay', options);
  }

  /** Any other figure of the copy. */
  public metric(metricName: string, options?: MetricOptions): Metric {
    return metricOf(RDS_METRICS, metricName, { instanceId: this.resource.id }, options);
  }
}
