import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import type { Environment } from '@strata/environment';
import { StarrocksWhitelist } from '@strata/provider-strata/lib/starrocks-whitelist';
import type { Grant, IGrantable } from '../identity/grant';
import { Connections } from '../network/connections';
import type { IConnectable } from '../network/connections';
import { tcp } from '../network/port';
import { metricOf } from '../observability/metric';
import type { Metric, MetricOptions, MetricSource } from '../observability/metric';
import { InTurn } from './in-turn';
import { OPERATE_ACTIONS, READ_ACTIONS, starrocksRights } from './rights';

/** Where the strata provider finds an instance, and for which environment it acts. */
export interface InstancePlace {
  readonly environment: string;
  readonly target: Environment['target'];
  readonly region: string;
  readonly instanceName: string;
}

/** A StarRocks instance, defined in this app or imported. */
export interface IStarRocksInstance extends IConstruct, IConnectable {
  readonly instanceId: string;
  /** By which the strata provider finds the endpoint. */
  readonly instanceName: string;
  /** For resources of the strata provider. */
  readonly place: InstancePlace;
  /** For resources that change the instance. */
  readonly inTurn: InTurn;
  /** By which CloudMonitor finds its figures. */
  readonly metricDimensions: Readonly<Record<string, string>>;
  /** Lets somebody see the instance and how to reach it; not what is in it. */
  grantRead(grantee: IGrantable): Grant;
  /** Lets somebody resize, tune and upgrade the instance and set its password; not destroy it. */
  grantOperate(grantee: IGrantable): Grant;
  /** A figure of the instance, by the name that CloudMonitor has for it. */
  metric(metricName: string, options?: MetricOptions): Metric;
  /** Part of the compute nodes that live, in percent. */
  metricNodesAlive(options?: MetricOptions): Metric;
  /** 1 while a frontend answers. */
  metricFrontendUp(options?: MetricOptions): Metric;
  /** Busy part of the frontends' processors, in percent. */
  metricFrontendCpuUtilization(options?: MetricOptions): Metric;
  /** Used part of the frontends' heap, in percent: what metadata and running queries take. */
  metricFrontendHeapUtilization(options?: MetricOptions): Metric;
  /** Busy part of the processors of all compute nodes, in percent. */
  metricComputeCpuUtilization(options?: MetricOptions): Metric;
  /** Used part of the memory of all compute nodes, in percent. */
  metricComputeMemoryUtilization(options?: MetricOptions): Metric;
}

/** EMR Serverless StarRocks in CloudMonitor. Its figures are of a moment: the worst of a period counts. */
export const STARROCKS_METRICS: MetricSource = { namespace: 'acs_emr', statistic: 'Maximum' };

/** MySQL protocol, loads through a frontend, loads into a compute node. */
const PORTS = [tcp(9030), tcp(8030), tcp(8040)];

/** What an instance offers, wherever it was defined. */
export abstract class StarRocksInstanceBase extends Construct implements IStarRocksInstance {
  public abstract readonly instanceId: string;
  public abstract readonly instanceName: string;
  public abstract readonly place: InstancePlace;
  public abstract readonly connections: Connections;
  public abstract readonly metricDimensions: Readonly<Record<string, string>>;
  /** What has to be there before anything is set. */
  protected abstract readonly madeBefore: ITerraformDependable[];
  public readonly inTurn = new InTurn();

  public grantRead(grantee: IGrantable): Grant {
    return grantee.addToPolicy(starrocksRights(READ_ACTIONS));
  }

  public grantOperate(grantee: IGrantable): Grant {
    return grantee.addToPolicy(starrocksRights([...READ_ACTIONS, ...OPERATE_ACTIONS]));
  }

  public metric(metricName: string, options?: MetricOptions): Metric {
    return metricOf(STARROCKS_METRICS, metricName, this.metricDimensions, options);
  }

  public metricNodesAlive(options: MetricOptions = {}): Metric {
    return this.metric('serverless_starrocks_node_info_alive_percent', { statistic: 'Minimum', ...options });
  }

  public metricFrontendUp(options: MetricOptions = {}): Metric {
    return this.metric('serverless_starrocks_fe_up', { statistic: 'Minimum', ...options });
  }

  public metricFrontendCpuUtilization(options?: MetricOptions): Metric {
    return this.metric('serverless_starrocks_fe_cpu_util', options);
  }

  public metricFrontendHeapUtilization(options?: MetricOptions): Metric {
    return this.metric('serverless_starrocks_fe_jvm_heap_util', options);
  }

  public metricComputeCpuUtilization(options?: MetricOptions): Metric {
    return this.metric('serverless_starrocks_be_cpu_util', options);
  }

  public metricComputeMemoryUtilization(options?: MetricOptions): Metric {
    return this.metric('serverless_starrocks_be_mem_util', options);
  }

  /** Its end of connections: each client becomes a group of the internal whitelist. */
  protected connect(ranges: readonly string[], whitelistPrefix: string): Connections {
    return new Connections(this, {
      name: 'starrocks',
      ranges,
      ports: PORTS,
      onClient: ({ name, ranges: cidrs }) => {
        new StarrocksWhitelist(this, `Whitelist-${name}`, {
          ...this.place,
          group: `${whitelistPrefix}${name}`,
          cidrs: [...cidrs],
          dependsOn: this.madeBefore,
        });
      },
    });
  }
}
