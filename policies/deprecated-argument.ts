import type { Policy } from './policy';

/** Arguments that the provider still takes, and what to write instead. */
const DEPRECATED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  alicloud_alikafka_consumer_group: { description: 'remark' },
  alicloud_alikafka_instance: { topic_quota: 'partition_num' },
  alicloud_cms_alarm: {
    dimensions: 'metric_dimensions',
    end_time: 'effective_interval',
    start_time: 'effective_interval',
  },
  alicloud_db_backup_policy: {
    backup_period: 'preferred_backup_period',
    backup_time: 'preferred_backup_time',
    log_backup: 'enable_backup_log',
    log_retention_period: 'log_backup_retention_period',
    retention_period: 'backup_retention_period',
  },
  alicloud_db_database: { name: 'data_base_name' },
  alicloud_db_instance: { security_group_id: 'security_group_ids' },
  alicloud_eip_address: { instance_charge_type: 'payment_type', name: 'address_name' },
  alicloud_kms_key: { deletion_window_in_days: 'pending_window_in_days', is_enabled: 'status', key_state: 'status' },
  alicloud_log_project: { name: 'project_name' },
  alicloud_log_store: { name: 'logstore_name', project: 'project_name' },
  alicloud_nat_gateway: { instance_charge_type: 'payment_type', name: 'nat_gateway_name' },
  alicloud_oss_bucket: { acl: 'alicloud_oss_bucket_acl', logging_isenable: 'logging' },
  alicloud_pvtz_zone: { name: 'zone_name' },
  alicloud_pvtz_zone_record: { resource_record: 'rr' },
  alicloud_ram_policy: {
    document: 'policy_document',
    name: 'policy_name',
    statement: 'policy_document',
    version: 'policy_document',
  },
  alicloud_ram_role: {
    document: 'assume_role_policy_document',
    name: 'role_name',
    ram_users: 'assume_role_policy_document',
    services: 'assume_role_policy_document',
    version: 'assume_role_policy_document',
  },
  alicloud_rds_account: {
    description: 'account_description',
    instance_id: 'db_instance_id',
    name: 'account_name',
    password: 'account_password',
    type: 'account_type',
  },
  alicloud_resource_manager_resource_group: { name: 'resource_group_name' },
  alicloud_security_group: { inner_access: 'inner_access_policy', name: 'security_group_name' },
  alicloud_vpc: {
    name: 'vpc_name',
    router_table_id: 'route_table_id',
    secondary_cidr_blocks: 'alicloud_vpc_ipv4_cidr_block',
  },
  alicloud_vswitch: { availability_zone: 'zone_id', name: 'vswitch_name' },
};

/** @trap 2.7-2 */
export const deprecatedArgument: Policy = {
  id: 'deprecated-argument',
  severity: 'error',
  rule: 'Deprecated arguments are not written: they fight with those that replaced them, and a release of the provider takes them away.',
  fix: 'Write what is named.',
  reference: 'alicloud provider: deprecated arguments of each resource',
  only: 'synth',
  check: (stack) =>
    stack.resources.flatMap(({ type, address, attributes }) =>
      Object.entries(DEPRECATED[type] ?? {})
        .filter(([name]) => attributes[name] !== undefined)
        .map(([name, instead]) => ({ address, message: `writes \`${name}\` instead of \`${instead}\`` })),
    ),
};
