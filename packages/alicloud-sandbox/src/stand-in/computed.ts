/** The values that the cloud fills in, in the shape of the real ones. */

import type { Attributes } from './identity';
import { hexToken, textAt, token } from './identity';

export { newId } from './identity';

const DEFAULT_REGION = 'cn-hangzhou';
const ACCOUNT_ID = '1000000000000000';
const RESOURCE_GROUP = 'rg-acfm00000000000';
const FIRST_DAY = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

/** Pairs of an old and a new name for one thing; the cloud gives back both. */
export const ALIASES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  alicloud_vpc: [
    ['name', 'vpc_name'],
    ['router_table_id', 'route_table_id'],
  ],
  alicloud_vswitch: [
    ['name', 'vswitch_name'],
    ['availability_zone', 'zone_id'],
  ],
  alicloud_security_group: [['name', 'security_group_name']],
  alicloud_db_database: [['name', 'data_base_name']],
  alicloud_rds_account: [
    ['name', 'account_name'],
    ['type', 'account_type'],
    ['description', 'account_description'],
    ['instance_id', 'db_instance_id'],
  ],
  alicloud_alikafka_consumer_group: [['description', 'remark']],
  alicloud_log_project: [['name', 'project_name']],
  alicloud_log_store: [
    ['name', 'logstore_name'],
    ['project', 'project_name'],
  ],
  alicloud_ram_role: [
    ['name', 'role_name'],
    ['document', 'assume_role_policy_document'],
  ],
  alicloud_ram_policy: [
    ['name', 'policy_name'],
    ['document', 'policy_document'],
  ],
  alicloud_nat_gateway: [['name', 'nat_gateway_name']],
};

interface Context {
  readonly id: string;
  readonly attributes: Attributes;
  readonly region: string;
  readonly createTime: string;
  readonly seed: string;
}

type Values = Record<string, unknown>;
type Maker = (context: Context) => Values;

const zoned = (context: Context): Values => ({
  region_id: context.region,
  create_time: context.createTime,
  resource_group_id: RESOURCE_GROUP,
});

const status =
  (value: string): Maker =>
  () => ({ status: value });

const together =
  (...makers: readonly Maker[]): Maker =>
  (context) =>
    Object.assign({}, ...makers.map((maker) => maker(context))) as Values;

const vpc: Maker = ({ seed, createTime, region }) => ({
  create_time: createTime,
  region_id: region,
  status: 'Available',
  router_id: `vrt-bp1${token(`${seed}/router`, 18)}`,
  route_table_id: `vtb-bp1${token(`${seed}/table`, 18)}`,
  resource_group_id: RESOURCE_GROUP,
  cidr_block: '172.16.0.0/12',
  dns_hostname_status: 'DISABLED',
  enable_ipv6: false,
  ipv6_cidr_block: '',
  ipv6_cidr_blocks: [],
  ipv6_isp: '',
  is_default: false,
  secondary_cidr_blocks: [],
  user_cidrs: [],
  system_route_table_route_propagation_enable: true,
  vpc_name: '',
});

const vswitch: Maker = ({ createTime }) => ({
  create_time: createTime,
  status: 'Available',
  ipv6_cidr_block: '',
  ipv6_cidr_block_mask: 0,
  enable_ipv6: false,
  is_default: false,
  vswitch_name: '',
});

const securityGroup: Maker = ({ createTime }) => ({
  create_time: createTime,
  resource_group_id: RESOURCE_GROUP,
  security_group_type: 'normal',
  inner_access_policy: 'Accept',
  inner_access: true,
  security_group_name: '',
});

const dbInstance: Maker = ({ id, region, createTime, attributes }) => {
  const engine = textAt(attributes, 'engine');
  const zone = textAt(attributes, 'zone_id') || `${region}-i`;
  const port = engine === 'PostgreSQL' ? '5432' : engine === 'SQLServer' ? '1433' : '3306';
  const host = engine === 'PostgreSQL' ? 'pg' : engine === 'SQLServer' ? 'sqlserver' : 'mysql';
  return {
    connection_string: `${id}.${host}.rds.aliyuncs.com`,
    connection_string_prefix: id,
    port,
    create_time: createTime,
    status: 'Running',
    db_instance_type: 'Primary',
    ssl_status: 'No',
    ssl_action: 'Close',
    tde_status: 'Disabled',
    templates: [],
    zone_id: zone,
    zone_id_slave_a: '',
    zone_id_slave_b: '',
    private_ip_address: '172.16.1.10',
    resource_group_id: RESOURCE_GROUP,
    db_instance_storage_type: 'cloud_essd',
    category: 'HighAvailability',
    auto_upgrade_minor_version: 'Auto',
    maintain_time: '18:00Z-22:00Z',
    monitoring_period: 300,
    sql_collector_status: 'Disabled',
    ha_config: 'Auto',
    time_zone: 'Asia/Shanghai',
    db_time_zone: '',
    collation: '',
    db_is_ignore_case: 'true',
    security_ips: ['127.0.0.1'],
    security_group_ids: [],
    security_group_id: '',
    target_minor_version: '',
    tcp_connection_type: 'SHORT',
    node_id: '',
    vpc_id: '',
    encryption_key: '',
    role_arn: '',
    ssl_connection_string: '',
    optimized_writes: 'none',
    parameters: [],
    pg_hba_conf: [],
    recovery_model: '',
  };
};

const kafkaInstance: Maker = ({ id, region, attributes }) => {
  const host = (port: number): string =>
    [1, 2, 3].map((node) => `${id}-${node}-vpc.alikafka.aliyuncs.com:${port}`).join(',');
  const partitions = Number(textAt(attributes, 'partition_num') || '0');
  return {
    status: 5,
    end_point: `172.16.1.21:9092,172.16.1.22:9092,172.16.1.23:9092`,
    domain_endpoint: host(9092),
    ssl_endpoint: '',
    ssl_domain_endpoint: '',
    sasl_domain_endpoint: '',
    vpc_sasl_domain_endpoint: host(9094),
    zone_id: `${region}-i`,
    name: id,
    group_left: 2000,
    group_used: 0,
    partition_left: partitions,
    partition_used: 0,
    topic_left: partitions,
    topic_used: 0,
    topic_num_of_buy: partitions,
    topic_quota: partitions + 1000,
    is_partition_buy: 1,
    default_topic_partition_num: 12,
    enable_auto_topic: 'disable',
    eip_max: 0,
    io_max: 20,
    io_max_spec: 'alikafka.hw.2xlarge',
    instance_type: 'alikafka',
    resource_group_id: RESOURCE_GROUP,
    security_group: '',
    service_version: '2.6.2',
    config: '{"enable.acl":"false"}',
    vswitch_ids: [],
    vpc_id: '',
    vswitch_id: '',
    confluent_config: [],
    serverless_config: [],
  };
};

const bucket: Maker = ({ id, region, createTime }) => ({
  bucket: id,
  acl: 'private',
  creation_date: createTime.slice(0, 10),
  extranet_endpoint: `oss-${region}.aliyuncs.com`,
  intranet_endpoint: `oss-${region}-internal.aliyuncs.com`,
  location: `oss-${region}`,
  owner: ACCOUNT_ID,
  resource_group_id: RESOURCE_GROUP,
});

const MAKERS: Readonly<Record<string, Maker>> = {
  alicloud_vpc: vpc,
  alicloud_vswitch: vswitch,
  alicloud_security_group: securityGroup,
  alicloud_star_rocks_instance: together(zoned, status('running')),
  alicloud_star_rocks_node_group: together(zoned, status('RUNNING'), ({ id }) => ({
    node_group_id: id.split(':')[1] ?? id,
  })),
  alicloud_realtime_compute_vvp_instance: together(zoned, status('RUNNING'), ({ seed }) => ({
    resource_id: hexToken(`${seed}/workspace`, 14),
  })),
  alicloud_realtime_compute_deployment: ({ id }) => ({ deployment_id: id.split(':')[2] ?? id }),
  alicloud_realtime_compute_job: ({ id }) => ({ job_id: id.split(':')[2] ?? id }),
  alicloud_db_instance: dbInstance,
  alicloud_db_readonly_instance: ({ id }) => ({
    connection_string: `${id}.mysql.rds.aliyuncs.com`,
    port: '3306',
    engine: 'MySQL',
  }),
  alicloud_db_database: together(status('Running')),
  alicloud_db_connection: ({ attributes }) => ({
    connection_string: `${textAt(attributes, 'connection_prefix')}.mysql.rds.aliyuncs.com`,
    ip_address: '172.16.1.11',
  }),
  alicloud_rds_account: together(status('Available'), () => ({ account_type: 'Normal', account_description: '' })),
  alicloud_alikafka_instance: kafkaInstance,
  alicloud_alikafka_topic: ({ createTime, region }) => ({
    create_time: Date.parse(createTime),
    region_id: region,
    status: '0',
    partition_num: 12,
    configs: '',
  }),
  alicloud_alikafka_consumer_group: ({ createTime, region }) => ({
    create_time: Date.parse(createTime),
    region_id: region,
    remark: '',
  }),
  alicloud_oss_bucket: bucket,
  alicloud_oss_bucket_versioning: status('Enabled'),
  alicloud_nat_gateway: together(status('Available'), ({ seed }) => ({
    snat_table_ids: `stb-bp1${token(`${seed}/snat`, 18)}`,
    forward_table_ids: `ftb-bp1${token(`${seed}/forward`, 18)}`,
  })),
  alicloud_eip_address: together(status('Available'), ({ id, createTime }) => ({
    create_time: createTime,
    allocation_id: id,
    ip_address: '203.0.113.10',
  })),
  alicloud_ram_role: ({ id, createTime }) => ({
    arn: `acs:ram::${ACCOUNT_ID}:role/${id}`,
    create_time: createTime,
    role_id: '300000000000000000',
  }),
  alicloud_ram_policy: ({ createTime }) => ({
    create_time: createTime,
    default_version: 'v1',
    version_id: 'v1',
    type: 'Custom',
    attachment_count: 0,
  }),
};

/** For types without a maker: what most resources of the cloud have. */
const usual: Maker = ({ region, createTime }) => ({ region_id: region, create_time: createTime, status: 'Available' });

function isUnset(value: unknown): boolean {
  return value === undefined || value === null;
}

/** `cn-hangzhou` of `cn-hangzhou-i` or of `cn-hangzhou-MAZ5(h,i)`. */
function regionOf(attributes: Attributes): string {
  const given = textAt(attributes, 'region_id');
  if (given !== '') return given;
  const zone = textAt(attributes, 'zone_id') || textAt(attributes, 'cluster_zone_id');
  return /^([a-z]+(?:-[a-z]+)+)-[a-zA-Z0-9(,)]+$/.exec(zone)?.[1] ?? DEFAULT_REGION;
}

function withAliases(type: string, attributes: Values): Values {
  const copies = (ALIASES[type] ?? []).flatMap(([old, current]): [string, unknown][] => [
    ...(isUnset(attributes[current]) && !isUnset(attributes[old])
      ? [[current, attributes[old]] as [string, unknown]]
      : []),
    ...(isUnset(attributes[old]) && !isUnset(attributes[current])
      ? [[old, attributes[current]] as [string, unknown]]
      : []),
  ]);
  return { ...attributes, ...Object.fromEntries(copies) };
}

/**
 * The attributes of a new resource with what the cloud fills in. What was given is never changed. Pure: the same
 * number gives the same values.
 */
export function fillComputed(
  type: string,
  id: string,
  attributes: Record<string, unknown>,
  sequence: number,
): Record<string, unknown> {
  const given = withAliases(type, attributes);
  const made = (MAKERS[type] ?? usual)({
    id,
    attributes: given,
    region: regionOf(given),
    createTime: new Date(FIRST_DAY + sequence * MINUTE_MS).toISOString().replace('.000Z', 'Z'),
    seed: `${type}#${sequence}`,
  });
  const missing = Object.entries(made).filter(([name]) => isUnset(given[name]));
  return withAliases(type, { ...given, ...Object.fromEntries(missing) });
}
