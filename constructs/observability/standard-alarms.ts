import type { IStarRocksInstance } from '../warehouse/instance-base';
import type { SourceDatabase } from '../source/source-database';
import type { ReadReplica } from '../source/read-replica';
import type { ObjectStore } from '../storage/object-store';
import type { KafkaCluster } from '../stream/kafka-cluster';
import type { AlarmProps, Alarms } from './alarms';
import type { Metric } from './metric';

/** An alarm that every environment has for each thing of a kind. */
export interface StandardAlarm<T> {
  /** Last part of its name. */
  readonly name: string;
  /** What it means when it rings. */
  readonly about: string;
  readonly metric: (of: T) => Metric;
  readonly comparison: AlarmProps['comparison'];
  readonly threshold: number;
  readonly level: AlarmProps['level'];
  readonly times: number;
}

/** Shorter: a row of the tables below. */
function alarm<T>(
  level: AlarmProps['level'],
  name: string,
  about: string,
  metric: (of: T) => Metric,
  comparison: AlarmProps['comparison'],
  threshold: number,
  times = 3,
): StandardAlarm<T> {
  return { name, about, metric, comparison, threshold, level, times };
}

const starRocks =
  (name: string, statistic: 'Average' | 'Maximum' | 'Minimum') =>
  (instance: IStarRocksInstance): Metric =>
    instance.metric(`serverless_starrocks_${name}`, { statistic });

export const WAREHOUSE_ALARMS: readonly StandardAlarm<IStarRocksInstance>[] = [
  alarm('critical', 'nodes-alive', 'a compute node is gone', (it) => it.metricNodesAlive(), '<', 100, 2),
  alarm('critical', 'frontend-up', 'a frontend does not answer', (it) => it.metricFrontendUp(), '<', 1, 2),
  alarm('critical', 'compute-up', 'a compute node does not answer', starRocks('be_up', 'Minimum'), '<', 1, 2),
  alarm(
    'warn',
    'frontend-restarted',
    'a frontend has restarted',
    starRocks('fe_node_starting_log', 'Maximum'),
    '>=',
    1,
    1,
  ),
  alarm(
    'warn',
    'compute-restarted',
    'a compute node has restarted',
    starRocks('be_node_starting_log', 'Maximum'),
    '>=',
    1,
    1,
  ),
  alarm(
    'warn',
    'frontend-cpu',
    'frontends plan more than they can',
    (it) => it.metricFrontendCpuUtilization(),
    '>',
    80,
  ),
  alarm(
    'warn',
    'frontend-heap',
    'the heap of a frontend is nearly full',
    (it) => it.metricFrontendHeapUtilization(),
    '>',
    85,
  ),
  alarm(
    'critical',
    'frontend-heap-full',
    'a frontend is about to stop',
    (it) => it.metricFrontendHeapUtilization(),
    '>',
    95,
  ),
  alarm('warn', 'compute-cpu', 'queries wait for compute nodes', (it) => it.metricComputeCpuUtilization(), '>', 90),
  alarm(
    'critical',
    'compute-exhausted',
    'a compute node does nothing but compute',
    starRocks('be_cpu_idle', 'Average'),
    '<',
    5,
  ),
  alarm(
    'warn',
    'compute-memory',
    'queries are about to be cancelled',
    (it) => it.metricComputeMemoryUtilization(),
    '>',
    90,
  ),
  alarm(
    'warn',
    'cache-disk',
    'the cache disk of a node fills up',
    starRocks('be_disks_utilization', 'Maximum'),
    '>',
    85,
  ),
  alarm(
    'critical',
    'cache-disk-full',
    'the cache disk of a node is full',
    starRocks('be_disks_utilization', 'Maximum'),
    '>',
    95,
  ),
];

export const SOURCE_ALARMS: readonly StandardAlarm<SourceDatabase>[] = [
  alarm('warn', 'cpu', 'the source is slow for the application', (it) => it.metricCpuUtilization(), '>', 80),
  alarm('warn', 'memory', 'the source is about to swap', (it) => it.metricMemoryUtilization(), '>', 90),
  alarm(
    'warn',
    'disk',
    'the disk of the source fills up, with binlogs too',
    (it) => it.metricDiskUtilization(),
    '>',
    80,
  ),
  alarm('critical', 'disk-full', 'the source is about to be read-only', (it) => it.metricDiskUtilization(), '>', 90),
  alarm('warn', 'io', 'the disk of the source does all it can', (it) => it.metricIoUtilization(), '>', 90),
  alarm('warn', 'connections', 'the source will refuse connections', (it) => it.metricConnectionUtilization(), '>', 80),
];

export const REPLICA_ALARMS: readonly StandardAlarm<ReadReplica>[] = [
  alarm('warn', 'replica-delay', 'the copy of the source is a minute behind', (it) => it.metricDelay(), '>', 60),
];

const MEGABYTE = 1_000_000;
/** Beyond the reserve a serverless cluster slows clients down when the region is busy. */
const RESERVE_BYTES = 60 * MEGABYTE;

export const STREAM_ALARMS: readonly StandardAlarm<KafkaCluster>[] = [
  alarm('warn', 'disk', 'the disks of Kafka fill up', (it) => it.metricDiskUtilization(), '>', 80),
  alarm(
    'critical',
    'disk-full',
    'Kafka is about to delete what nobody has read',
    (it) => it.metricDiskUtilization(),
    '>',
    90,
  ),
  alarm('warn', 'input', 'producers write more than is reserved', (it) => it.metricInput(), '>', RESERVE_BYTES),
  alarm('warn', 'output', 'consumers read more than is reserved', (it) => it.metricOutput(), '>', RESERVE_BYTES),
];

/** A consumer group of a cluster. */
export interface ConsumerGroupOf {
  readonly cluster: KafkaCluster;
  readonly name: string;
}

export const GROUP_ALARMS: readonly StandardAlarm<ConsumerGroupOf>[] = [
  alarm('warn', 'lag', 'messages wait for the warehouse', ({ cluster, name }) => cluster.metricLag(name), '>', 100_000),
  alarm(
    'critical',
    'lag-grows',
    'messages may be gone before they are read',
    ({ cluster, name }) => cluster.metricLag(name),
    '>',
    1_000_000,
  ),
];

export const STORE_ALARMS: readonly StandardAlarm<ObjectStore>[] = [
  alarm('critical', 'checkpoints', 'jobs cannot write their checkpoints', (it) => it.metricAvailability(), '<', 99),
];

/** A figure that an operator wants and that CloudMonitor does not have. */
export interface MissingMetric {
  readonly what: string;
  /** Where it can be read instead. */
  readonly instead: string;
}

export const NOT_IN_CLOUD_MONITOR: readonly MissingMetric[] = [
  { what: 'compaction score of a table', instead: '`information_schema.partitions_meta`, column `MAX_CS`' },
  { what: 'hit ratio of the cache disks', instead: '`information_schema.be_datacache_metrics`' },
  { what: 'how far a Routine Load is behind', instead: '`SHOW ROUTINE LOAD`, column `SourceLag`' },
  {
    what: 'age of a materialized view',
    instead: '`information_schema.materialized_views`, column `LAST_REFRESH_FINISHED_TIME`',
  },
  { what: 'failures of tasks', instead: '`information_schema.task_runs`, column `STATE`' },
  { what: 'how far a CDC job is behind its source', instead: 'metric `currentEmitEventTimeLag` of the job in Flink' },
  { what: 'state of a Flink job', instead: '`strata_flink_job` plans to start a job that does not run' },
  { what: 'cost of an environment', instead: '`strata env list`, from the price book' },
];

/** Adds the alarms of one thing; `name` begins their names. */
export function addStandardAlarms<T>(alarms: Alarms, name: string, rows: readonly StandardAlarm<T>[], of: T): void {
  for (const { name: last, metric, comparison, threshold, level, times } of rows) {
    alarms.addAlarm(`${name}-${last}`, { metric: metric(of), comparison, threshold, level, times });
  }
}
