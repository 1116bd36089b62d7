/** What is lost with a resource: data, its own or that of what lives in it, or only its service. */
export type Kind = 'data' | 'services';

export interface GuardedType {
  readonly kind: Kind;
  /** What it is, in words. */
  readonly what: string;
  /** Its attribute with the name that users know. */
  readonly name: string;
  /** Attributes whose change destroys the resource and makes it anew. None of them is a secret: they get into the state. */
  readonly fixed: readonly string[];
}

/** Types that a guard watches. A policy holds every type whose destruction loses data to this table. */
export const GUARDED: Readonly<Record<string, GuardedType>> = {
  alicloud_alikafka_instance: {
    kind: 'data',
    what: 'Kafka cluster',
    name: 'name',
    fixed: [
      'disk_type',
      'instance_type',
      'kms_key_id',
      'security_group',
      'vpc_id',
      'vswitch_id',
      'vswitch_ids',
      'zone_id',
    ],
  },
  alicloud_alikafka_topic: {
    kind: 'data',
    what: 'Kafka topic',
    name: 'topic',
    fixed: ['compact_topic', 'instance_id', 'local_topic', 'topic'],
  },
  alicloud_db_database: {
    kind: 'data',
    what: 'RDS database',
    name: 'data_base_name',
    fixed: ['character_set', 'data_base_name', 'instance_id', 'name'],
  },
  alicloud_db_instance: {
    kind: 'data',
    what: 'RDS instance',
    name: 'instance_name',
    // Without `babelfish_config`: it is of SQL Server's dialect, and has a password.
    fixed: ['db_time_zone', 'engine', 'vpc_id', 'vswitch_id', 'zone_id', 'zone_id_slave_a', 'zone_id_slave_b'],
  },
  alicloud_oss_bucket: {
    kind: 'data',
    what: 'OSS bucket',
    name: 'bucket',
    fixed: ['bucket', 'redundancy_type', 'storage_class'],
  },
  alicloud_ots_table: {
    kind: 'data',
    what: 'Tablestore table',
    name: 'table_name',
    fixed: ['instance_name', 'primary_key', 'table_name'],
  },
  alicloud_realtime_compute_vvp_instance: {
    kind: 'data',
    what: 'Flink workspace',
    name: 'vvp_instance_name',
    fixed: ['payment_type', 'storage', 'vpc_id', 'vswitch_ids', 'vvp_instance_name', 'zone_id'],
  },
  alicloud_security_group: {
    kind: 'data',
    what: 'security group',
    name: 'security_group_name',
    fixed: ['security_group_type', 'vpc_id'],
  },
  alicloud_star_rocks_instance: {
    kind: 'data',
    what: 'StarRocks instance',
    name: 'instance_name',
    fixed: [
      'backend_node_groups',
      'encrypted',
      'frontend_node_groups',
      'kms_key_id',
      'observer_node_groups',
      'package_type',
      'pay_type',
      'run_mode',
      'version',
      'vpc_id',
      'vswitches',
    ],
  },
  alicloud_star_rocks_node_group: {
    kind: 'services',
    what: 'StarRocks warehouse',
    name: 'node_group_name',
    fixed: ['description', 'instance_id', 'local_storage_instance_type', 'node_group_name', 'pay_type'],
  },
  alicloud_vpc: {
    kind: 'data',
    what: 'VPC',
    name: 'vpc_name',
    fixed: ['ipv6_cidr_block', 'is_default', 'user_cidrs'],
  },
  alicloud_vswitch: {
    kind: 'data',
    what: 'vSwitch',
    name: 'vswitch_name',
    fixed: ['availability_zone', 'cidr_block', 'is_default', 'vpc_id', 'zone_id'],
  },
};
