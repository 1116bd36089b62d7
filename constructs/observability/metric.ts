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
