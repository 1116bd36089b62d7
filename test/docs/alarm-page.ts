import { detectionSeconds } from '../../constructs/observability/detection';
import type { Metric } from '../../constructs/observability/metric';
import {
  GROUP_ALARMS,
  NOT_IN_CLOUD_MONITOR,
  REPLICA_ALARMS,
  SOURCE_ALARMS,
  STORE_ALARMS,
  STREAM_ALARMS,
  WAREHOUSE_ALARMS,
} from '../../constructs/observability/standard-alarms';
import type { StandardAlarm } from '../../constructs/observability/standard-alarms';

/** What a table of alarms asks for metrics. */
export interface AlarmTable<T> {
  readonly title: string;
  readonly rows: readonly StandardAlarm<T>[];
  readonly of: T;
}

function table<T>({ title, rows, of }: AlarmTable<T>): string {
  const lines = rows.map(({ name, about, metric, comparison, threshold, level, times }) => {
    const { metricName, statistic, periodSeconds }: Metric = metric(of);
    const longest = detectionSeconds(periodSeconds, times);
    const rule = `${statistic} ${comparison} ${threshold}`;
    return `| \`${name}\` | ${level} | ${about} | \`${metricName}\` | ${rule} | ${longest} s |`;
  });
  return [
    `## ${title}`,
    '',
    '| Alarm | Level | When it rings | Metric | Rule | Rings within |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

/** Things of each kind that have alarms. */
export interface AlarmSubjects {
  readonly warehouse: Parameters<(typeof WAREHOUSE_ALARMS)[number]['metric']>[0];
  readonly source: Parameters<(typeof SOURCE_ALARMS)[number]['metric']>[0];
  readonly replica: Parameters<(typeof REPLICA_ALARMS)[number]['metric']>[0];
  readonly cluster: Parameters<(typeof STREAM_ALARMS)[number]['metric']>[0];
  readonly store: Parameters<(typeof STORE_ALARMS)[number]['metric']>[0];
}

/** The page of the alarms that every environment has. */
export function alarmPage({ warehouse, source, replica, cluster, store }: AlarmSubjects): string {
  const group = { cluster, name: 'group' };
  return [
    '# Alarms',
    '',
    '<!-- Written by `UPDATE_DOCS=1 npx jest test/docs`. Do not edit. -->',
    '',
    'Every environment has these alarms in its `streams` stack, for the owner unless `alarms` in its file names others. The name',
    'of an alarm begins with the environment and the thing, as in `risk-prod-source-core-disk`. The last column is the longest',
    'time from the beginning of a trouble: `times` values must show it, a minute apart, and CloudMonitor looks once a minute.',
    '',
    table({ title: 'StarRocks: `warehouse-`', rows: WAREHOUSE_ALARMS, of: warehouse }),
    '',
    table({ title: 'Sources: `source-<name>-`', rows: SOURCE_ALARMS, of: source }),
    '',
    table({ title: 'Copies of sources: `source-<name>-`', rows: REPLICA_ALARMS, of: replica }),
    '',
    table({ title: 'Kafka: `kafka-`', rows: STREAM_ALARMS, of: cluster }),
    '',
    table({ title: 'Topics: `topic-<name>-`', rows: GROUP_ALARMS, of: group }),
    '',
    table({ title: 'Flink: `flink-`', rows: STORE_ALARMS, of: store }),
    '',
    '## What CloudMonitor does not have',
    '',
    '| Figure | Where it is |',
    '|---|---|',
    ...NOT_IN_CLOUD_MONITOR.map(({ what, instead }) => `| ${what} | ${instead} |`),
    '',
  ].join('\n');
}
