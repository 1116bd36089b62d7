import { edit, policyCase, replacement, stack } from '../stack';

const RULE = 'alicloud_security_group_rule';

export const NETWORK_CASES = [
  policyCase(
    'network-kept',
    edit('alicloud_vswitch', { vswitch_name: 'a' }, { vswitch_name: 'b' }),
    replacement('alicloud_vswitch', 'cidr_block', 'zone_id'),
    /^is made anew because of cidr_block, zone_id$/,
  ),
  policyCase(
    'no-public-endpoint',
    stack(['strata_starrocks_gateway', { public: false }]),
    stack(['strata_starrocks_gateway', { public: true }]),
    /^opens StarRocks to the internet$/,
  ),
  policyCase(
    'no-public-endpoint',
    stack(['alicloud_nlb_load_balancer', { address_type: 'Intranet' }]),
    stack(['alicloud_nlb_load_balancer', { address_type: 'Internet' }]),
    /^is a load balancer in the internet$/,
  ),
  policyCase(
    'no-public-endpoint',
    stack(['alicloud_db_instance', {}]),
    stack(['alicloud_db_connection', {}]),
    /^gives a database a public address$/,
  ),
  policyCase(
    'ingress-private',
    stack(
      [RULE, { type: 'ingress', cidr_ip: '10.0.0.0/8' }],
      [RULE, { type: 'ingress', cidr_ip: '${alicloud_vpc.v.cidr_block}' }],
      [RULE, { type: 'ingress', cidr_ip: '0.0.0.0/0', policy: 'drop' }],
      [RULE, { type: 'ingress', source_security_group_id: 'sg-1' }],
      [RULE, { type: 'egress', cidr_ip: '0.0.0.0/0' }],
    ),
    stack([RULE, { type: 'ingress', cidr_ip: '172.0.0.0/8' }]),
    /^lets in 172\.0\.0\.0\/8$/,
  ),
  policyCase(
    'security-group-rule-replaced',
    edit(RULE, { description: 'a' }, { description: 'b' }),
    replacement(RULE, 'port_range'),
    /^is made again because of port_range$/,
  ),
  policyCase(
    'nat-gateway-enhanced',
    stack(['alicloud_nat_gateway', { nat_type: 'Enhanced', vswitch_id: 'vsw-1' }]),
    stack(['alicloud_nat_gateway', { nat_type: 'Enhanced' }]),
    /^is not an enhanced gateway in a vSwitch$/,
  ),
];
