/** What the smaller services fill in: monitoring, keys, roles, private zones, gateways, logs, storage. */

import { digits } from './identity';
import type { Attributes } from './state';

/** What a computed value is made from. */
export interface Made {
  readonly id: string;
  readonly attributes: Attributes;
  readonly sequence: number;
  readonly createdAt: Date;
  readonly region: string;
}

export type Computed = (made: Made) => Attributes;

/** The account that the sandbox is. */
export const ACCOUNT = '1000000000000000';

const DAY_MS = 86_400_000;

/** By resource type; instances, networks and databases are in `computed.ts`. */
export const COMPUTED_BY_SERVICES: Readonly<Record<string, Computed>> = {
  alicloud_cms_alarm: () => ({ status: 'OK' }),
  alicloud_cms_group_metric_rule: () => ({ status: 'OK' }),
  alicloud_db_connection: ({ attributes, sequence }) => ({
    connection_string: `${part(attributes['connection_prefix'])}.mysql.rds.aliyuncs.com`,
    ip_address: address(sequence),
    port: '3306',
  }),
  alicloud_db_readonly_instance: ({ id }) => ({
    connection_string: `${id}.mysql.rds.aliyuncs.com`,
    engine: 'MySQL',
    port: '3306',
    db_instance_storage_type: 'cloud_essd',
    security_ips: ['127.0.0.1'],
    resource_group_id: 'rg-sandbox',
  }),
  alicloud_eip_address: ({ id, sequence, createdAt }) => ({
    status: 'Available',
    create_time: iso(createdAt),
    allocation_id: id,
    ip_address: address(sequence),
  }),
  alicloud_kms_key: ({ id, createdAt, region }) => ({
    arn: `acs:kms:${region}:${ACCOUNT}:key/${id}`,
    creation_date: iso(createdAt),
    creator: ACCOUNT,
    delete_date: '',
    last_rotation_date: iso(createdAt),
    material_expire_time: '',
    next_rotation_date: '',
    primary_key_version: digits('key-version', createdAt.getTime(), 24),
    key_state: 'Enabled',
    status: 'Enabled',
  }),
  alicloud_kms_secret: ({ id, createdAt, region }) => ({
    arn: `acs:kms:${region}:${ACCOUNT}:secret/${id}`,
    create_time: iso(createdAt),
    planned_delete_time: '',
    version_stages: ['ACSCurrent'],
  }),
  alicloud_log_project: ({ createdAt }) => ({ create_time: iso(createdAt), status: 'Normal' }),
  alicloud_log_store: ({ createdAt, attributes }) => ({
    create_time: Math.floor(createdAt.getTime() / 1000),
    shards: shards(Number(attributes['shard_count'] ?? 2)),
  }),
  alicloud_nat_gateway: ({ sequence }) => ({
    status: 'Available',
    bandwidth_package_ids: '',
    forward_table_ids: `ftb-sbx${digits('forward-table', sequence, 17)}`,
    snat_table_ids: `stb-sbx${digits('snat-table', sequence, 17)}`,
  }),
  alicloud_nlb_listener: ({ region }) => ({ region_id: region, status: 'Running' }),
  alicloud_nlb_load_balancer: ({ id, createdAt, region }) => ({
    create_time: iso(createdAt),
    dns_name: `${id}.${region}.nlb.aliyuncs.com`,
    load_balancer_business_status: 'Normal',
    region_id: region,
    status: 'Active',
  }),
  alicloud_nlb_server_group: ({ region }) => ({ region_id: region, status: 'Available' }),
  alicloud_nlb_server_group_server_attachment: ({ region }) => ({ status: 'Available', zone_id: `${region}-l` }),
  alicloud_oss_bucket_object: ({ attributes, sequence }) => ({
    content_length: String(part(attributes['content']).length),
    etag: digits('object', sequence, 24).toUpperCase(),
    version_id: '',
  }),
  alicloud_privatelink_vpc_endpoint: ({ id, createdAt, region }) => ({
    bandwidth: 3072,
    connection_status: 'Connected',
    create_time: iso(createdAt),
    endpoint_business_status: 'Normal',
    endpoint_domain: `${id}.epsrv.${region}.privatelink.aliyuncs.com`,
    region_id: region,
    status: 'Active',
  }),
  alicloud_privatelink_vpc_endpoint_connection: () => ({ status: 'Connected' }),
  alicloud_privatelink_vpc_endpoint_service: ({ id, createdAt, region }) => ({
    create_time: iso(createdAt),
    region_id: region,
    service_business_status: 'Normal',
    service_domain: `${id}.${region}.privatelink.aliyuncs.com`,
    status: 'Active',
    vpc_endpoint_service_name: `com.aliyuncs.privatelink.${region}.${id}`,
  }),
  alicloud_privatelink_vpc_endpoint_service_resource: ({ region }) => ({ region_id: region }),
  alicloud_privatelink_vpc_endpoint_zone: ({ region, sequence }) => ({
    region_id: region,
    status: 'Connected',
    eni_ip: address(sequence),
  }),
  alicloud_pvtz_zone: ({ createdAt }) => ({
    creation_time: iso(createdAt),
    is_ptr: false,
    record_count: 0,
    update_time: iso(createdAt),
  }),
  alicloud_pvtz_zone_record: ({ id }) => ({ record_id: id.split(':')[0] }),
  alicloud_ram_policy: ({ createdAt }) => ({
    attachment_count: 0,
    create_time: iso(createdAt),
    default_version: 'v1',
    type: 'Custom',
    version_id: 'v1',
  }),
  alicloud_ram_role: ({ id, createdAt, sequence }) => ({
    arn: `acs:ram::${ACCOUNT}:role/${id}`,
    create_time: iso(createdAt),
    role_id: digits('role', sequence, 18),
    max_session_duration: 3600,
  }),
  alicloud_realtime_compute_deployment: ({ id }) => ({ deployment_id: id.split(':').at(-1) }),
  alicloud_realtime_compute_job: ({ id }) => ({ job_id: id.split(':').at(-1) }),
  alicloud_resource_manager_resource_group: ({ createdAt, region }) => ({
    account_id: ACCOUNT,
    create_date: iso(new Date(Math.floor(createdAt.getTime() / DAY_MS) * DAY_MS)),
    region_statuses: [{ region_id: region, status: 'OK' }],
    status: 'OK',
  }),
  alicloud_security_group_rule: ({ sequence }) => ({
    security_group_rule_id: `sgr-sbx${digits('rule', sequence, 15)}`,
  }),
  alicloud_snat_entry: ({ id }) => ({ snat_entry_id: id.split(':').at(-1), status: 'Available' }),
};

/** As the cloud writes a time. */
export function iso(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Each shard holds an equal part of the hash range. */
function shards(count: number): readonly unknown[] {
  const key = (index: number): string =>
    (((1n << 128n) * BigInt(index)) / BigInt(count)).toString(16).padStart(32, '0').slice(-32);
  return Array.from({ length: count }, (_, index) => ({
    id: index,
    status: 'readwrite',
    begin_key: key(index),
    end_key: index === count - 1 ? 'f'.repeat(32) : key(index + 1),
  }));
}

function address(sequence: number): string {
  return `100.64.${Math.floor(sequence / 250) % 250}.${(sequence % 250) + 1}`;
}

function part(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
