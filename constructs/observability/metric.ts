/** How values of a period become one. */
export type Statistic = 'Average' | 'Maximum' | 'Minimum' | 'Sum' | 'Value';

/** A figure that CloudMonitor keeps of one thing: what alarms and dashboards are made from. */
export interface Metric {
  /** Product in CloudMonitor, e.g. `acs_emr`. */
  readonly namespace: string;
  /** As CloudMonitor calls it, e.g. `serverless_starrocks_be_cpu_util`. */
  readonly metricName: string;
  /** Of what, e.g. `instanceId` to the id of an instance. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: Statistic;
  /** Seconds between two values. */
  readonly periodSeconds: number;
}

/** What a caller may ask of a metric. */
export interface MetricOptions {
  /**
   * @default - the one that suits the figure
   */
  readonly statistic?: Statistic;
  /**
   * Seconds between two values: 60, or a multiple of it.
   *
   * @default 60
   */
  readonly periodSeconds?: number;
}

/** What the metrics of a product have in common. */
export interface MetricSource {
  readonly namespace: string;
  /** Used when the caller names none. */
  readonly statistic: Statistic;
}

/** A metric with the defaults of its product. */
export function metricOf(
  source: MetricSource,
  metricName: string,
  dimensions: Readonly<Record<string, string>>,
  options: MetricOptions = {},
): Metric {
  return {
    namespace: source.namespace,
    metricName,
    dimensions,
    statistic: options.statistic ?? source.statistic,
    periodSeconds: options.periodSeconds ?? 60,
  };
}
