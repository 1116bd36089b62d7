/** Names in VPC (API 2016-04-28) and in the security groups of ECS (API 2014-05-26). */

import type { Fields } from './fields';
import { flag } from './fields';

export const VPC_VERSION = '2016-04-28';
export const ECS_VERSION = '2014-05-26';

export const VPC_FIELDS: Fields = [
  ['region_id', 'RegionId'],
  ['vpc_name', 'VpcName'],
  ['description', 'Description'],
  ['cidr_block', 'CidrBlock'],
  ['enable_ipv6', 'EnableIpv6', flag],
  ['resource_group_id', 'ResourceGroupId'],
];

/** What only an answer has. */
export const VPC_STATUS_FIELDS: Fields = [
  ['status', 'Status'],
  ['create_time', 'CreationTime'],
  ['router_id', 'VRouterId'],
  ['is_default', 'IsDefault'],
  ['ipv6_cidr_block', 'Ipv6CidrBlock'],
  ['dns_hostname_status', 'DnsHostnameStatus'],
];

export const VSWITCH_FIELDS: Fields = [
  ['vpc_id', 'VpcId'],
  ['zone_id', 'ZoneId'],
  ['cidr_block', 'CidrBlock'],
  ['vswitch_name', 'VSwitchName'],
  ['description', 'Description'],
  ['enable_ipv6', 'EnableIPv6', flag],
];

export const VSWITCH_STATUS_FIELDS: Fields = [
  ['status', 'Status'],
  ['create_time', 'CreationTime'],
  ['is_default', 'IsDefault'],
  ['ipv6_cidr_block', 'Ipv6CidrBlock'],
];

export const SECURITY_GROUP_FIELDS: Fields = [
  ['region_id', 'RegionId'],
  ['vpc_id', 'VpcId'],
  ['security_group_name', 'SecurityGroupName'],
  ['description', 'Description'],
  ['security_group_type', 'SecurityGroupType'],
  ['resource_group_id', 'ResourceGroupId'],
];
