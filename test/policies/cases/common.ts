import { edit, planned, policyCase, replacement, stack, stackOf } from '../stack';
import type { Resource } from '../stack';

const DATABASE = 'alicloud_db_database';
const ALARM = 'alicloud_cms_alarm';
const kept = { lifecycle: { prevent_destroy: true } };
/** A guard that watches addresses. */
const guard = (...addresses: readonly string[]): Resource => [
  'strata_guard',
  { data: Object.fromEntries(addresses.map((address) => [address, 'what it is'])) },
];
const tags = { 'strata:environment': 'risk-prod', 'strata:owner': 'risk@example.com' };
const alarm = { contact_groups: ['risk-prod'], period: 60, escalations_critical: { times: 3 } };

export const COMMON_CASES = [
  policyCase(
    'stateful-protected',
    stack([DATABASE, kept], guard(`${DATABASE}.r0`)),
    stack([DATABASE, { lifecycle: { prevent_destroy: false } }], guard(`${DATABASE}.r0`)),
    /^has no `prevent_destroy`$/,
  ),
  policyCase(
    'stateful-protected',
    stackOf('risk-dev', [DATABASE, {}], guard(`${DATABASE}.r0`)),
    stack([DATABASE, kept]),
    /^is in no guard/,
  ),
  policyCase(
    'stateful-protected',
    stack([DATABASE, kept], guard(`${DATABASE}.r0`)),
    stack([DATABASE, kept], guard(`${DATABASE}.r0`), guard()),
    /^is in no guard/,
  ),
  policyCase(
    'data-loss',
    edit('alicloud_alikafka_topic', { remark: 'a' }, { remark: 'b' }),
    replacement('alicloud_alikafka_topic', 'topic'),
    /^is made anew, empty, because of topic$/,
  ),
  policyCase(
    'data-loss',
    replacement('alicloud_db_account_privilege', 'privilege'),
    planned({ type: DATABASE, actions: ['delete'] }),
    /^is destroyed$/,
  ),
  policyCase(
    'no-secret-default',
    stack(
      ['strata_starrocks_admin', { password: 'kms:admin' }],
      ['alicloud_rds_account', { account_password: '${var.p}' }],
    ),
    stack(['alicloud_rds_account', { account_password: 'Passw0rd' }]),
    /^has `account_password` in clear text$/,
  ),
  policyCase(
    'no-secret-in-state',
    stack(['alicloud_kms_key', {}]),
    stack(['alicloud_kms_secret', { secret_data: '${var.p}' }]),
    /^puts its value into the state$/,
  ),
  policyCase(
    'alarm-detects-in-time',
    stack([ALARM, alarm]),
    stack([ALARM, { ...alarm, period: 300, escalations_critical: [{ times: 1 }] }]),
    /^needs 300 s for its level critical$/,
  ),
  policyCase(
    'alarm-detects-in-time',
    stack([ALARM, alarm]),
    stack([ALARM, { ...alarm, contact_groups: [] }]),
    /^rings for nobody$/,
  ),
  policyCase(
    'alarm-one-level',
    stack([ALARM, alarm]),
    stack([ALARM, { ...alarm, escalations_warn: { times: 3 } }]),
    /^has escalations_critical, escalations_warn$/,
  ),
  policyCase(
    'silent-update',
    edit('alicloud_star_rocks_node_group', { cu: 8, duration: 1 }, { cu: 16, duration: 1 }),
    edit('alicloud_star_rocks_node_group', { duration: 1 }, { duration: 2 }),
    /^would not change although planned: duration$/,
  ),
  policyCase(
    'deprecated-argument',
    stack(['alicloud_vpc', { vpc_name: 'risk-prod' }]),
    stack(['alicloud_oss_bucket', { acl: 'private' }]),
    /^writes `acl` instead of `alicloud_oss_bucket_acl`$/,
  ),
  policyCase(
    'ignore-changes-spelled',
    stack(['alicloud_vpc', { lifecycle: { ignore_changes: ['vpc_name', 'tags["x"]'] } }]),
    stack(['alicloud_vpc', { lifecycle: { ignore_changes: ['vpcName'] } }]),
    /^ignores changes of "vpcName"$/,
  ),
  policyCase(
    'pay-as-you-go',
    stack(['alicloud_db_instance', { instance_charge_type: 'Postpaid' }], ['x', { pay_type: 'postPaid' }]),
    stack(['alicloud_realtime_compute_vvp_instance', { payment_type: 'Subscription' }]),
    /^is a subscription: payment_type = "Subscription"$/,
  ),
  policyCase(
    'named-by-environment',
    stack(
      ['alicloud_vpc', { vpc_name: 'strata-risk-prod' }],
      ['alicloud_star_rocks_instance', { instance_name: 'risk_prod' }],
    ),
    stack(['alicloud_db_instance', { instance_name: 'loans' }]),
    /^is called "loans", which does not have risk-prod or risk_prod in it$/,
  ),
  policyCase(
    'tagged',
    stack(['alicloud_oss_bucket', { tags }], ['alicloud_db_database', {}]),
    stack(['alicloud_oss_bucket', {}]),
    /^has no tag strata:environment, strata:owner$/,
  ),
];
