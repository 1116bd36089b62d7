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
  alicloud_oss_bucket_public_access_block: (a) => [a['bucket']],
  alicloud_oss_bucket_server_side_encryption: (a) => [a['bucket']],
};

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
