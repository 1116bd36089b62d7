/**
 * What an environment uses and no page with prices was found for: the account names what it pays in `prices.own` of
 * strata.yaml, or it is listed without a price.
 */
export const OWN_ITEMS = {
  'rds-class': 'server of RDS MySQL of the class',
  'rds-storage': 'GB of disk of RDS MySQL',
  kafka: 'Kafka cluster (serverless, with its reserved throughput)',
  'flink-cu': 'compute unit of Flink',
  'oss-bucket': 'bucket for checkpoints and savepoints',
  'load-balancer': 'load balancer of the gateway (CLB slb.s1.small)',
  nat: 'NAT gateway with its address',
} as const;
export type OwnItem = keyof typeof OWN_ITEMS;
