import { COMPUTED_BY_SERVICES, iso } from './computed-services';
import type { Computed, Made } from './computed-services';
import { digits, nodeGroupId } from './identity';
import type { Attributes } from './state';

/** Region of resources that do not name one themselves. */
const DEFAULT_REGION = 'cn-shanghai';

const COMPUTED: Readonly<Record<string, Computed>> = {
  ...COMPUTED_BY_SERVICES,
  alicloud_vpc: ({ sequence, createdAt, region }) => ({
    status: 'Available',
    region_id: region,
    create_time: iso(createdAt),
    router_id: `vrt-sbx${digits('router', sequence, 18)}`,
    route_table_id: `vtb-sbx${digits('route-table', sequence, 18)}`,
    router_table_id: `vtb-sbx${digits('route-table', sequence, 18)}`,
    is_default: false,
    resource_group_id: 'rg-sandbox',
    secondary_cidr_blocks: [],
    user_cidrs: [],
    ipv6_cidr_blocks: [],
    ipv6_cidr_block: '',
    enable_ipv6: false,
    dns_hostname_status: 'DISABLED',
  }),
  alicloud_vswitch: ({ createdAt }) => ({
    status: 'Available',
    create_time: iso(createdAt),
    ipv6_cidr_block: '',
    is_default: false,
    enable_ipv6: false,
  }),
  alicloud_security_group: ({ createdAt }) => ({
    create_time: iso(createdAt),
    security_group_type: 'normal',
    inner_access_policy: 'Accept',
    inner_access: true,
    resource_group_id: 'rg-sandbox',
  }),
  alicloud_star_rocks_instance: ({ createdAt, region }) => ({
    status: 'running',
    region_id: region,
    create_time: iso(createdAt),
    resource_group_id: 'rg-sandbox',
  }),
  alicloud_star_rocks_node_group: ({ sequence, createdAt, region }) => ({
    status: 'RUNNING',
    region_id: region,
    create_time: iso(createdAt),
    node_group_id: nodeGroupId(sequence),
  }),
  alicloud_db_instance: ({ id, attributes, createdAt }) => ({
    status: 'Running',
    create_time: iso(createdAt),
    connection_string: `${textOr(attributes['connection_string_prefix'], id)}.mysql.rds.aliyuncs.com`,
    connection_string_prefix: id,
    port: '3306',
    db_instance_type: 'Primary',
    category: 'HighAvailability',
    db_instance_storage_type: 'cloud_essd',
    ssl_status: '',
    maintain_time: '22:00Z-02:00Z',
    monitoring_period: 300,
    auto_upgrade_minor_version: 'Auto',
    resource_group_id: 'rg-sandbox',
    security_ips: ['127.0.0.1'],
    templates: [],
  }),
  alicloud_db_database: () => ({ status: 'Running' }),
  alicloud_rds_account: () => ({ status: 'Available', account_type: 'Normal' }),
  alicloud_alikafka_instance: ({ id, attributes, createdAt }) => ({
    status: 5,
    end_point: brokers(id, 9092),
    domain_endpoint: brokers(id, 9092),
    vpc_sasl_domain_endpoint: brokers(id, 9094),
    sasl_domain_endpoint: '',
    ssl_domain_endpoint: '',
    ssl_endpoint: '',
    service_version: '3.3.1',
    topic_used: 0,
    topic_left: 1000,
    topic_num_of_buy: attributes['topic_quota'] ?? 1000,
    topic_quota: 1000,
    partition_used: 0,
    partition_left: 1000,
    is_partition_buy: 1,
    group_used: 0,
    group_left: 2000,
    resource_group_id: 'rg-sandbox',
    create_time: createdAt.getTime(),
  }),
  alicloud_alikafka_topic: ({ createdAt, region }) => ({
    status: 'Running',
    region_id: region,
    create_time: createdAt.getTime(),
    configs: '{"retention.ms":"259200000"}',
  }),
  alicloud_alikafka_consumer_group: ({ createdAt, region }) => ({
    region_id: region,
    create_time: createdAt.getTime(),
  }),
  alicloud_oss_bucket: ({ createdAt, region }) => ({
    creation_date: iso(createdAt).slice(0, 10),
    extranet_endpoint: `oss-${region}.aliyuncs.com`,
    intranet_endpoint: `oss-${region}-internal.aliyuncs.com`,
    location: `oss-${region}`,
    owner: 'sandbox',
    acl: 'private',
    resource_group_id: 'rg-sandbox',
  }),
  alicloud_realtime_compute_vvp_instance: ({ id, sequence, createdAt }) => ({
    status: 'RUNNING',
    create_time: String(createdAt.getTime()),
    resource_id: digits(`workspace ${id}`, sequence, 16),
    resource_group_id: 'rg-sandbox',
  }),
};

/** A resource with what the cloud computes for it; values that were given stay. */
export function fillComputed(type: string, made: Omit<Made, 'region'>): Attributes {
  const given = Object.entries(made.attributes).filter(([, value]) => value !== null && value !== undefined);
  const region = made.attributes['region_id'];
  const computed = COMPUTED[type]?.({ ...made, region: textOr(region, DEFAULT_REGION) });
  return { ...made.attributes, ...computed, ...Object.fromEntries(given), id: made.id };
}

function brokers(instanceId: string, port: number): string {
  return [1, 2, 3].map((broker) => `${instanceId}-${broker}-vpc.alikafka.aliyuncs.com:${port}`).join(',');
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
