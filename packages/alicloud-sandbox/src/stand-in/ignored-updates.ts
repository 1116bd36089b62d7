/** Changes that the real provider plans and then does not carry out, and what it loses at creation. */

import type { Diagnostic, ValueObject } from '@strata/terraform-plugin';

import { elementsOf, objectOf, textOf, valueAt } from './text';

/** Arguments whose planned change is never sent: only the state takes the new value. */
const NEVER_SENT: Readonly<Record<string, readonly string[]>> = {
  alicloud_star_rocks_instance: [
    'admin_password',
    'cluster_zone_id',
    'oss_accessing_role_name',
    'auto_renew',
    'duration',
    'pricing_cycle',
    'promotion_option_no',
  ],
  alicloud_star_rocks_node_group: ['auto_renew', 'duration', 'pricing_cycle'],
  alicloud_realtime_compute_vvp_instance: ['duration', 'pricing_cycle'],
  alicloud_realtime_compute_job: ['stop_strategy', 'resource_queue_name'],
  alicloud_alikafka_instance: ['password', 'selected_zones', 'topic_quota'],
  alicloud_alikafka_sasl_acl: ['acl_operation_types'],
  alicloud_db_instance: [
    'db_param_group_id',
    'db_is_ignore_case',
    'force',
    'force_delete',
    'released_keep_policy',
    'collect_stat_mode',
    'tde_encryption_key',
  ],
};

/** Arguments that are sent only along with a change of another one. */
const SENT_WITH_OTHERS: Readonly<Record<string, readonly string[]>> = {
  alicloud_star_rocks_node_group: ['fast_mode', 'promotion_option_no'],
  alicloud_db_instance: [
    'category',
    'period',
    'role_arn',
    'force_restart',
    'effective_time',
    'direction',
    'fresh_white_list_readins',
    'upgrade_time',
    'switch_time',
    'modify_mode',
  ],
  alicloud_rds_account: ['kms_encryption_context'],
};

/** Arguments that Read leaves as they are, so that a change made elsewhere stays unseen. */
const NEVER_READ: Readonly<Record<string, readonly string[]>> = {
  alicloud_star_rocks_instance: [
    'admin_password',
    'cluster_zone_id',
    'frontend_node_groups',
    'backend_node_groups',
    'observer_node_groups',
    'oss_accessing_role_name',
    'auto_renew',
    'duration',
    'pricing_cycle',
    'promotion_option_no',
  ],
  alicloud_star_rocks_node_group: ['auto_renew', 'duration', 'pricing_cycle', 'fast_mode', 'promotion_option_no'],
  alicloud_realtime_compute_vvp_instance: ['zone_id', 'duration', 'pricing_cycle'],
  alicloud_realtime_compute_job: ['stop_strategy', 'resource_queue_name'],
  alicloud_alikafka_instance: ['password', 'selected_zones'],
  alicloud_alikafka_sasl_acl: ['acl_operation_types'],
  alicloud_rds_account: ['password', 'account_password', 'kms_encrypted_password', 'kms_encryption_context'],
  alicloud_db_instance: [
    'babelfish_config',
    'db_is_ignore_case',
    'db_time_zone',
    'role_arn',
    'tde_encryption_key',
    'force',
    'force_delete',
    'force_restart',
    'direction',
    'effective_time',
    'collect_stat_mode',
    'released_keep_policy',
    'modify_mode',
    'fresh_white_list_readins',
    'storage_auto_scale',
    'storage_threshold',
    'storage_upper_bound',
    'period',
    'db_instance_ip_array_name',
    'db_instance_ip_array_attribute',
    'security_ip_type',
    'whitelist_network_type',
  ],
  alicloud_vpc: ['dry_run', 'force_delete', 'ipv4_cidr_mask', 'ipv4_ipam_pool_id'],
  alicloud_vswitch: ['ipv6_cidr_block_mask', 'vpc_ipv6_cidr_block'],
};

/** True when a change of the argument never reaches the cloud. */
export function isNeverSent(type: string, name: string): boolean {
  return NEVER_SENT[type]?.includes(name) ?? false;
}

/** True when the argument's value comes from the state only. */
export function isNeverRead(type: string, name: string): boolean {
  return NEVER_READ[type]?.includes(name) ?? false;
}

function warning(name: string, what: string): Diagnostic {
  // With a path Terraform prints the line of the program, which must not happen to a password.
  const path = /password|secret|encrypt/.test(name) ? {} : { path: [name] };
  const summary = `Sandbox: the real alicloud provider ignores the change of ${name}`;
  return { severity: 'warning', summary, detail: what, ...path };
}

/** Warnings about planned changes that will not happen. `changed` names the top-level arguments that change in place. */
export function ignoredUpdateWarnings(type: string, changed: readonly string[]): readonly Diagnostic[] {
  const alone = SENT_WITH_OTHERS[type] ?? [];
  const ridesAlong = (name: string): boolean => alone.includes(name);
  const sent = changed.some((name) => !isNeverSent(type, name) && !ridesAlong(name));
  return changed.flatMap((name) => {
    if (isNeverSent(type, name)) {
      return [
        warning(name, 'It is planned as an update but never sent to the cloud: only the state takes the new value.'),
      ];
    }
    if (ridesAlong(name) && !sent) {
      return [
        warning(name, 'It is only sent together with another change: on its own only the state takes the new value.'),
      ];
    }
    return [];
  });
}

/** Warnings about what the real provider makes of a new object. */
export function creationWarnings(type: string, planned: ValueObject): readonly Diagnostic[] {
  if (type === 'alicloud_realtime_compute_vvp_instance' && Object.keys(objectOf(planned['tags'])).length > 0) {
    return [
      {
        severity: 'warning',
        summary: 'Sandbox: the real alicloud provider loses tags that are given at creation',
        detail: 'Apply a second time in the cloud: the next plan there shows the tags as an update.',
        path: ['tags'],
      },
    ];
  }
  const withoutZone = elementsOf(planned['vswitches']).some((each) => valueAt(objectOf(each), 'zone_id') === null);
  if (type === 'alicloud_star_rocks_instance' && withoutZone) {
    return [
      {
        severity: 'warning',
        summary: 'Sandbox: the real alicloud provider will plan a replacement after this creation',
        detail:
          'The cloud gives back the zone of each vswitch, and a change of vswitches replaces the instance: set zone_id in every vswitches block.',
        path: ['vswitches'],
      },
    ];
  }
  return [];
}

/** What the real provider does instead of deleting, e.g. nothing for paid-up instances; `undefined` when it deletes. */
export function keptOnDelete(type: string, state: ValueObject): string | undefined {
  const is = (name: string, value: string): boolean => textOf(valueAt(state, name)).toLowerCase() === value;
  const kept =
    (type === 'alicloud_realtime_compute_vvp_instance' && is('payment_type', 'subscription')) ||
    (type === 'alicloud_alikafka_instance' && is('paid_type', 'prepaid')) ||
    (type === 'alicloud_db_instance' &&
      is('instance_charge_type', 'prepaid') &&
      valueAt(state, 'force_delete') !== true);
  return kept
    ? 'A paid-up instance is only dropped from the state: in the cloud it keeps running and keeps its price.'
    : undefined;
}
