/** Ids in the shape of the real cloud's. */

import { createHash } from 'node:crypto';

/** Attributes of a resource as the control plane keeps them. */
export type Attributes = Readonly<Record<string, unknown>>;

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Reproducible characters: the same type and number always give the same. */
export function token(seed: string, length: number, alphabet = ALPHABET): string {
  const bytes = createHash('sha256').update(seed).digest();
  return Array.from({ length }, (_, index) => alphabet[(bytes[index % bytes.length] ?? 0) % alphabet.length]).join('');
}

export function hexToken(seed: string, length: number): string {
  return token(seed, length, '0123456789abcdef');
}

/** Text of an attribute; empty when unset. */
export function textAt(attributes: Attributes, name: string): string {
  const value = attributes[name];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function firstOf(attributes: Attributes, names: readonly string[]): string {
  return names.map((name) => textAt(attributes, name)).find((text) => text !== '') ?? '';
}

type Maker = (seed: string, attributes: Attributes) => string;

const coded =
  (prefix: string, length: number): Maker =>
  (seed) =>
    prefix + token(seed, length);

/** Parts joined with `:`; each part is an attribute, or the first that is set of several. */
const joined =
  (...parts: readonly (string | readonly string[])[]): Maker =>
  (_seed, attributes) =>
    parts.map((part) => firstOf(attributes, typeof part === 'string' ? [part] : part)).join(':');

const MAKERS: Readonly<Record<string, Maker>> = {
  alicloud_vpc: coded('vpc-bp1', 18),
  alicloud_vswitch: coded('vsw-bp1', 18),
  alicloud_security_group: coded('sg-bp1', 17),
  alicloud_nat_gateway: coded('ngw-bp1', 18),
  alicloud_eip_address: coded('eip-bp1', 18),
  alicloud_star_rocks_instance: (seed) => `c-${hexToken(seed, 16)}`,
  alicloud_star_rocks_node_group: (seed, attributes) => `${textAt(attributes, 'instance_id')}:ng-${hexToken(seed, 16)}`,
  alicloud_db_instance: coded('rm-bp', 15),
  alicloud_db_readonly_instance: coded('rr-bp', 15),
  alicloud_db_database: joined('instance_id', ['data_base_name', 'name']),
  alicloud_rds_account: joined(['db_instance_id', 'instance_id'], ['account_name', 'name']),
  alicloud_db_account_privilege: joined('instance_id', 'account_name', 'privilege'),
  alicloud_db_backup_policy: joined('instance_id'),
  alicloud_db_connection: joined('instance_id', 'connection_prefix'),
  alicloud_alikafka_instance: coded('alikafka_post-cn-', 12),
  alicloud_alikafka_topic: joined('instance_id', 'topic'),
  alicloud_alikafka_consumer_group: joined('instance_id', 'consumer_id'),
  alicloud_alikafka_sasl_user: joined('instance_id', 'username'),
  alicloud_alikafka_sasl_acl: joined(
    'instance_id',
    'username',
    'acl_resource_type',
    'acl_resource_name',
    'acl_resource_pattern_type',
    'acl_operation_type',
  ),
  alicloud_alikafka_instance_allowed_ip_attachment: joined('instance_id', 'allowed_type', 'port_range', 'allowed_ip'),
  alicloud_realtime_compute_vvp_instance: coded('f-cn-', 11),
  alicloud_realtime_compute_deployment: (seed, attributes) =>
    `${textAt(attributes, 'resource_id')}:${textAt(attributes, 'namespace')}:${uuid(seed)}`,
  alicloud_realtime_compute_job: (seed, attributes) =>
    `${textAt(attributes, 'resource_id')}:${textAt(attributes, 'namespace')}:${uuid(seed)}`,
  alicloud_oss_bucket: (seed, attributes) => textAt(attributes, 'bucket') || `tf-oss-bucket-${token(seed, 10)}`,
  alicloud_oss_bucket_acl: joined('bucket'),
  alicloud_oss_bucket_policy: joined('bucket'),
  alicloud_oss_bucket_public_access_block: joined('bucket'),
  alicloud_oss_bucket_server_side_encryption: joined('bucket'),
  alicloud_oss_bucket_versioning: joined('bucket'),
  alicloud_oss_bucket_object: joined('key'),
  alicloud_kms_key: (seed) => `key-${hexToken(seed, 20)}`,
  alicloud_kms_secret: joined('secret_name'),
  alicloud_log_project: joined(['project_name', 'name']),
  alicloud_log_store: joined(['project_name', 'project'], ['logstore_name', 'name']),
  alicloud_ram_role: joined(['role_name', 'name']),
  alicloud_ram_policy: joined(['policy_name', 'name']),
  alicloud_ram_role_policy_attachment: (_seed, attributes) =>
    ['role', ...['policy_name', 'policy_type', 'role_name'].map((name) => textAt(attributes, name))].join(':'),
  alicloud_resource_manager_resource_group: coded('rg-', 15),
};

/** A version 4 UUID made of reproducible characters. */
export function uuid(seed: string): string {
  const hex = hexToken(seed, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}

/** The id of a new resource. Types that the cloud names by their arguments get that name. */
export function newId(type: string, sequence: number, attributes: Attributes = {}): string {
  const seed = `${type}#${sequence}`;
  const maker = MAKERS[type];
  if (maker !== undefined) return maker(seed, attributes);
  return `${type.replace(/^alicloud_/, '').replaceAll('_', '-')}-${token(seed, 16)}`;
}
