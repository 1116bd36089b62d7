import type { MetricSource } from '../observability/metric';

/** Figures of an RDS server in CloudMonitor, most of them in percent. */
export const RDS_METRICS: MetricSource = { namespace: 'acs_rds_dashboard', statistic: 'Average' };
