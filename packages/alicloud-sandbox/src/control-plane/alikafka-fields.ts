/** Names in ApsaraMQ for Kafka, API 2019-09-16. */

import type { Fields } from './fields';
import { flag, numeric } from './fields';

export const KAFKA_VERSION = '2019-09-16';

/** What is ordered and paid for; `serverless_config` goes as JSON beside it. */
export const CAPACITY_FIELDS: Fields = [
  ['disk_size', 'DiskSize', numeric],
  ['partition_num', 'PartitionNum', numeric],
  ['topic_quota', 'TopicQuota', numeric],
  ['io_max', 'IoMax', numeric],
  ['io_max_spec', 'IoMaxSpec'],
  ['eip_max', 'EipMax', numeric],
  ['spec_type', 'SpecType'],
];

export const ORDER_FIELDS: Fields = [
  ...CAPACITY_FIELDS,
  ['deploy_type', 'DeployType', numeric],
  ['disk_type', 'DiskType', numeric],
  ['resource_group_id', 'ResourceGroupId'],
];

export const START_FIELDS: Fields = [
  ['name', 'Name'],
  ['vpc_id', 'VpcId'],
  ['vswitch_id', 'VSwitchId'],
  ['zone_id', 'ZoneId'],
  ['security_group', 'SecurityGroup'],
  ['service_version', 'ServiceVersion'],
  ['config', 'Config'],
  ['kms_key_id', 'KMSKeyId'],
];

/** What only an answer has. */
export const INSTANCE_STATUS_FIELDS: Fields = [
  ['status', 'ServiceStatus'],
  ['end_point', 'EndPoint'],
  ['ssl_endpoint', 'SslEndPoint'],
  ['domain_endpoint', 'DomainEndpoint'],
  ['ssl_domain_endpoint', 'SslDomainEndpoint'],
  ['sasl_domain_endpoint', 'SaslDomainEndpoint'],
  ['vpc_sasl_domain_endpoint', 'VpcSaslDomainEndpoint'],
  ['topic_num_of_buy', 'TopicNumLimit'],
  ['vswitch_ids', 'VSwitchIds'],
  ['create_time', 'CreateTime'],
];

export const TOPIC_FIELDS: Fields = [
  ['instance_id', 'InstanceId'],
  ['topic', 'Topic'],
  ['remark', 'Remark'],
  ['partition_num', 'PartitionNum', numeric],
  ['compact_topic', 'CompactTopic', flag],
  ['local_topic', 'LocalTopic', flag],
  ['configs', 'Config'],
  ['region_id', 'RegionId'],
];

export const GROUP_FIELDS: Fields = [
  ['instance_id', 'InstanceId'],
  ['consumer_id', 'ConsumerId'],
  ['remark', 'Remark'],
  ['region_id', 'RegionId'],
];

export const USER_FIELDS: Fields = [
  ['instance_id', 'InstanceId'],
  ['username', 'Username'],
  ['type', 'Type'],
  ['mechanism', 'Mechanism'],
];

export const ACL_FIELDS: Fields = [
  ['instance_id', 'InstanceId'],
  ['username', 'Username'],
  ['acl_resource_type', 'AclResourceType'],
  ['acl_resource_name', 'AclResourceName'],
  ['acl_resource_pattern_type', 'AclResourcePatternType'],
  ['acl_operation_type', 'AclOperationType'],
  ['acl_permission_type', 'AclPermissionType'],
  ['host', 'Host'],
];
