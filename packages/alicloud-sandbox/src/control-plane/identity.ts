import { createHash } from 'node:crypto';
import { ApiError } from './errors';
import type { Attributes } from './state';

/** Prefix and length of generated ids, as the cloud makes them. */
const GENERATED: Readonly<Record<string, readonly [prefix: string, length: number]>> = {
  alicloud_vpc: ['vpc-sbx', 18],
  alicloud_vswitch: ['vsw-sbx', 18],
  alicloud_security_group: ['sg-sbx', 17],
  alicloud_star_rocks_instance: ['c-', 16],
  alicloud_db_instance: ['rm-sbx', 14],
  alicloud_alikafka_instance: ['alikafka_serverless-sbx-', 11],
  alicloud_realtime_compute_vvp_instance: ['f-sbx-', 14],
  alicloud_db_readonly_instance: ['rr-sbx', 14],
  alicloud_eip_address: ['eip-sbx', 18],
  alicloud_nat_gateway: ['ngw-sbx', 18],
  alicloud_nlb_load_balancer: ['nlb-sbx', 15],
  alicloud_nlb_server_group: ['sgp-sbx', 15],
  alicloud_nlb_listener: ['lsn-sbx', 15],
  alicloud_kms_key: ['key-sbx', 18],
  alicloud_privatelink_vpc_endpoint: ['ep-sbx', 17],
  alicloud_privatelink_vpc_endpoint_service: ['epsrv-sbx', 17],
  alicloud_resource_manager_resource_group: ['rg-sbx', 12],
  alicloud_cms_alarm: ['', 24],
};

/** Ids that are made of what the resource belongs to and its own name. */
const COMPOSED: Readonly<Record<string, (attributes: Attributes, sequence: number) => readonly unknown[]>> = {
  alicloud_star_rocks_node_group: (a, sequence) => [a['instance_id'], nodeGroupId(sequence)],
  alicloud_db_database: (a) => [a['instance_id'], a['data_base_name'] ?? a['name']],
  alicloud_rds_account: (a) => [a['db_instance_id'] ?? a['instance_id'], a['account_name'] ?? a['name']],
  alicloud_db_account_privilege: (a) => [a['instance_id'], a['account_name'], a['privilege']],
  alicloud_db_backup_policy: (a) => [a['instance_id']],
  alicloud_alikafka_topic: (a) => [a['instance_id'], a['topic']],
  alicloud_alikafka_consumer_group: (a) => [a['instance_id'], a['consumer_id']],
  alicloud_oss_bucket: (a, sequence) => [a['bucket'] ?? `sandbox-bucket-${sequence}`],
  alicloud_oss_bucket_acl: (a) => [a['bucket']],
  alicloud_oss_bucket_policy: (a) => [a['bucket']],
  alicloud_oss_bucket_public_access_block: (a) => [a['bucket']],
  alicloud_oss_bucket_server_side_encryption: (a) => [a['bucket']],
  alicloud_oss_bucket_versioning: (a) => [a['bucket']],
  alicloud_oss_bucket_object: (a) => [a['key']],
  alicloud_alikafka_sasl_user: (a) => [a['instance_id'], a['username']],
  alicloud_alikafka_sasl_acl: (a) => [
    a['instance_id'],
    a['username'],
    a['acl_resource_type'],
    a['acl_resource_name'],
    a['acl_resource_pattern_type'],
    a['acl_operation_type'],
  ],
  alicloud_alikafka_instance_allowed_ip_attachment: (a) => [
    a['instance_id'],
    a['allowed_type'],
    a['port_range'],
    a['allowed_ip'],
  ],
  alicloud_alikafka_scheduled_scaling_rule: (a) => [a['instance_id'], a['rule_name']],
  alicloud_cms_alarm_contact: (a) => [a['alarm_contact_name']],
  alicloud_cms_alarm_contact_group: (a) => [a['alarm_contact_group_name']],
  alicloud_cms_group_metric_rule: (a) => [a['rule_id']],
  alicloud_cms_monitor_group_instances: (a) => [a['group_id']],
  alicloud_db_connection: (a) => [a['instance_id'], a['connection_prefix']],
  alicloud_eip_association: (a) => [a['allocation_id'], a['instance_id']],
  alicloud_kms_secret: (a) => [a['secret_name']],
  alicloud_log_project: (a) => [a['project_name'] ?? a['name']],
  alicloud_log_store: (a) => [a['project_name'] ?? a['project'], a['logstore_name'] ?? a['name']],
  alicloud_nlb_server_group_server_attachment: (a, sequence) => [
    a['server_group_id'],
    a['server_id'],
    a['server_type'],
    sequence,
  ],
  alicloud_ots_instance: (a) => [a['name']],
  alicloud_ots_table: (a) => [a['instance_name'], a['table_name']],
  alicloud_privatelink_vpc_endpoint_connection: (a) => [a['service_id'], a['endpoint_id']],
  alicloud_privatelink_vpc_endpoint_service_resource: (a) => [
    a['service_id'],
    a['resource_id'],
    a['zone_id'] ?? 'zone',
  ],
  alicloud_privatelink_vpc_endpoint_service_user: (a) => [a['service_id'], a['user_id'] ?? a['user_arn']],
  alicloud_privatelink_vpc_endpoint_zone: (a, sequence) => [a['endpoint_id'], a['zone_id'] ?? sequence],
  alicloud_pvtz_zone_attachment: (a) => [a['zone_id']],
  alicloud_pvtz_zone_record: (a, sequence) => [sequence, a['zone_id']],
  alicloud_ram_policy: (a) => [a['policy_name'] ?? a['name']],
  alicloud_ram_role: (a) => [a['role_name'] ?? a['name']],
  alicloud_ram_role_policy_attachment: (a) => ['role', a['policy_name'], a['policy_type'], a['role_name']],
  alicloud_realtime_compute_deployment: (a, sequence) => [
    a['resource_id'],
    a['namespace'],
    digits('deployment', sequence, 24),
  ],
  alicloud_realtime_compute_job: (a, sequence) => [a['resource_id'], a['namespace'], digits('job', sequence, 24)],
  alicloud_snat_entry: (a, sequence) => [a['snat_table_id'], `snat-sbx${digits('snat', sequence, 15)}`],
  alicloud_tag_meta_tag: (a) => [DEFAULT_REGION, a['key']],
};

/** Where tags are kept that the sandbox is told no region of. */
const DEFAULT_REGION = 'cn-shanghai';

/**
 * The id of a new resource, in the form that the cloud gives it.
 *
 * @throws ApiError 400 when a part of a composed id is missing
 */
export function newId(type: string, sequence: number, attributes: Attributes): string {
  const composed = COMPOSED[type];
  if (composed === undefined) {
    const [prefix, length] = GENERATED[type] ?? [`${type.replace(/^alicloud_/, '').replaceAll('_', '-')}-`, 16];
    return `${prefix}${digits(type, sequence, length)}`;
  }
  const parts = composed(attributes, sequence);
  if (parts.some((part) => part === undefined || part === null || part === '')) {
    throw new ApiError(400, 'MissingParameter', `A new ${type} needs everything that its id is made of.`);
  }
  return parts.join(':');
}

/** Id of a node group within its instance. */
export function nodeGroupId(sequence: number): string {
  return `ng-${digits('node-group', sequence, 16)}`;
}

/** Lower-case letters and digits, the same for the same thing. */
export function digits(type: string, sequence: number, length: number): string {
  const hash = createHash('sha256').update(`${type} ${sequence}`).digest();
  return BigInt(`0x${hash.toString('hex')}`)
    .toString(36)
    .slice(0, length);
}
