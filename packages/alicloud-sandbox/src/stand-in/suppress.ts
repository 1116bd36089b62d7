/** Differences that the real provider does not show, by resource type and argument. Each rule sees both texts and the rest of the resource. */

import type { Value, ValueObject } from '@strata/terraform-plugin';
import { isUnknown } from '@strata/terraform-plugin';

import type { Field } from './field';
import { elementsOf, textOf, valueAt } from './text';

/** The resource as a rule sees it: configuration first, then state. */
export interface View {
  readonly exists: boolean;
  /** Text of a top-level argument as it will be; empty when unset. */
  readonly text: (name: string) => string;
  /** Text of a top-level argument as it was; empty when unset. */
  readonly priorText: (name: string) => string;
  /** Whether a list or set will have elements. */
  readonly hasElements: (name: string) => boolean;
}

/** True when a difference between the two texts is not shown. */
export type SuppressRule = (prior: string, next: string, view: View) => boolean;

export function viewOf(fields: readonly Field[], prior: ValueObject | null, proposed: ValueObject): View {
  const defaults = new Map(fields.map((field) => [field.name, field.default]));
  const next = (name: string): Value => {
    const value = valueAt(proposed, name);
    return value === null ? ((defaults.get(name) as Value | undefined) ?? null) : value;
  };
  return {
    exists: prior !== null,
    text: (name) => textOf(next(name)),
    priorText: (name) => textOf(valueAt(prior, name)),
    hasElements: (name) => isUnknown(next(name)) || elementsOf(next(name)).length > 0,
  };
}

const lower = (view: View, name: string): string => view.text(name).toLowerCase();
const isOn = (view: View, name: string): boolean => view.text(name) === 'true';
const isPrepaid = (view: View): boolean =>
  lower(view, 'instance_charge_type') === 'prepaid' || view.text('payment_type') === 'Subscription';
const engineIn = (view: View, ...engines: readonly string[]): boolean => engines.includes(view.text('engine'));

function parseTexts(text: string): Readonly<Record<string, string>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
    const entries = Object.entries(parsed);
    return entries.every(([, value]) => typeof value === 'string') ? Object.fromEntries(entries) : undefined;
  } catch {
    return undefined;
  }
}

/** Only keys that both sides have are compared, so a new key is never applied. */
const kafkaConfig: SuppressRule = (prior, next) => {
  if (next === '') return true;
  if (prior === '') return false;
  const before = parseTexts(prior);
  const after = parseTexts(next);
  if (before === undefined || after === undefined) return false;
  return Object.entries(after).every(([key, value]) => !(key in before) || before[key] === value);
};

/** A key that is equal for JSON texts which say the same. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, each]): [string, unknown] => [key, canonical(each)])
    .sort(([left], [right]) => (left < right ? -1 : 1));
}

const sameJson: SuppressRule = (prior, next) => {
  if (prior === next) return true;
  try {
    return JSON.stringify(canonical(JSON.parse(prior))) === JSON.stringify(canonical(JSON.parse(next)));
  } catch {
    return false;
  }
};

const sameLetters: SuppressRule = (prior, next) => prior.toLowerCase() === next.toLowerCase();
const hasPassword: SuppressRule = (_prior, _next, view) =>
  view.text('password') !== '' || view.text('account_password') !== '';
const noKmsPassword: SuppressRule = (_prior, _next, view) => view.text('kms_encrypted_password') === '';
const postPaid: SuppressRule = (_prior, _next, view) => !isPrepaid(view);
const postPaidOrNotRenewed: SuppressRule = (_prior, _next, view) => !isPrepaid(view) || !isOn(view, 'auto_renew');
const noSecurityIps: SuppressRule = (_prior, _next, view) => !view.hasElements('security_ips');
const notPostgres: SuppressRule = (_prior, _next, view) => !engineIn(view, 'PostgreSQL');
const noAutoScale: SuppressRule = (_prior, _next, view) => lower(view, 'storage_auto_scale') !== 'enable';
const noMinorVersionChange: SuppressRule = (_prior, _next, view) =>
  view.text('target_minor_version') === '' ||
  view.text('target_minor_version') === view.priorText('target_minor_version');
const noSsl: SuppressRule = (_prior, _next, view) => view.text('ssl_enabled') !== '1';
const noKernelUpgrade: SuppressRule = (_prior, _next, view) => !isOn(view, 'upgrade_db_instance_kernel_version');
const noLogBackup: SuppressRule = (_prior, _next, view) =>
  !isOn(view, 'enable_backup_log') && !isOn(view, 'log_backup');
const notOwnKey: SuppressRule = (_prior, _next, view) => view.text('sse_key_type') !== 'SSE_BYOK';

const storageChangedElsewhere: SuppressRule = (prior, next, view) => {
  const grows = view.text('storage_auto_scale') === 'Enable' || view.text('instance_charge_type') === 'Serverless';
  return grows && prior !== '' && next !== '' && prior !== next;
};

const encryptionKey: SuppressRule = (prior, next, view) => {
  if (engineIn(view, 'PostgreSQL')) {
    return (next === 'ServiceKey' && prior !== '') || (next === 'disabled' && prior === '');
  }
  return !engineIn(view, 'MySQL', 'SQLServer');
};

const portRange: SuppressRule = (_prior, next, view) => {
  const hasPorts = view.text('ip_protocol') === 'tcp' || view.text('ip_protocol') === 'udp';
  return hasPorts === (next === '-1/-1');
};

/** The cloud answers the short form of a range. */
const sameIpv6Range: SuppressRule = (prior, next) => prior !== '' && prior === shortIpv6Range(next);

function shortIpv6Range(text: string): string {
  const [address = '', length] = text.split('/');
  const url = `http://[${address}]/`;
  if (!URL.canParse(url)) return text;
  const short = new URL(url).hostname.slice(1, -1);
  return length === undefined ? short : `${short}/${length}`;
}

const DB_INSTANCE: Readonly<Record<string, SuppressRule>> = {
  instance_storage: storageChangedElsewhere,
  period: postPaid,
  auto_renew: postPaid,
  auto_renew_period: postPaidOrNotRenewed,
  vswitch_id: (_prior, next, view) => view.exists && next.includes(','),
  db_instance_ip_array_name: noSecurityIps,
  db_instance_ip_array_attribute: noSecurityIps,
  security_ip_type: noSecurityIps,
  whitelist_network_type: noSecurityIps,
  modify_mode: noSecurityIps,
  pg_hba_conf: notPostgres,
  pg_bouncer_enabled: notPostgres,
  auto_upgrade_minor_version: (_prior, _next, view) => !engineIn(view, 'MySQL', 'PostgreSQL'),
  sql_collector_config_value: (_prior, _next, view) => lower(view, 'sql_collector_status') !== 'enabled',
  ssl_action: (_prior, _next, view) => view.text('instance_charge_type') === 'Serverless' && !engineIn(view, 'MySQL'),
  ssl_connection_string: (_prior, _next, view) => !['Open', 'Update'].includes(view.text('ssl_action')),
  encryption_key: encryptionKey,
  storage_threshold: noAutoScale,
  storage_upper_bound: noAutoScale,
  upgrade_time: noMinorVersionChange,
  switch_time: noMinorVersionChange,
  manual_ha_time: (_prior, _next, view) => view.text('ha_config') !== 'Manual',
  serverless_config: (_prior, _next, view) =>
    view.text('instance_charge_type') !== '' && view.text('instance_charge_type') !== 'Serverless',
  recovery_model: (_prior, _next, view) => !engineIn(view, 'SQLServer'),
  force_encryption: (_prior, _next, view) => !engineIn(view, 'MySQL', 'SQLServer'),
};

const READONLY_INSTANCE: Readonly<Record<string, SuppressRule>> = {
  period: postPaid,
  auto_renew: postPaid,
  auto_renew_period: postPaidOrNotRenewed,
  db_instance_ip_array_name: noSecurityIps,
  db_instance_ip_array_attribute: noSecurityIps,
  security_ip_type: noSecurityIps,
  whitelist_network_type: noSecurityIps,
  modify_mode: noSecurityIps,
  acl: noSsl,
  ca_type: noSsl,
  client_ca_cert: noSsl,
  client_ca_enabled: noSsl,
  client_cert_revocation_list: noSsl,
  client_crl_enabled: noSsl,
  replication_acl: noSsl,
  server_cert: noSsl,
  server_key: noSsl,
  target_minor_version: noKernelUpgrade,
  upgrade_time: noKernelUpgrade,
  switch_time: noKernelUpgrade,
};

const BACKUP_POLICY: Readonly<Record<string, SuppressRule>> = {
  archive_backup_keep_count: noLogBackup,
  archive_backup_keep_policy: noLogBackup,
  archive_backup_retention_period: noLogBackup,
  high_space_usage_protection: noLogBackup,
  local_log_retention_hours: noLogBackup,
  local_log_retention_space: noLogBackup,
  log_backup_retention_period: noLogBackup,
  log_retention_period: noLogBackup,
};

const RULES: Readonly<Record<string, Readonly<Record<string, SuppressRule>>>> = {
  alicloud_alikafka_instance: {
    config: kafkaConfig,
    eip_max: (_prior, _next, view) => view.text('deploy_type') === '5',
    topic_quota: (prior, _next, view) =>
      Number(prior) > 0 && Number(prior) - 1000 === Number(view.text('partition_num') || '0'),
  },
  alicloud_alikafka_topic: { configs: sameJson },
  alicloud_alikafka_sasl_user: { kms_encrypted_password: hasPassword, kms_encryption_context: noKmsPassword },
  alicloud_cms_alarm: { metric_dimensions: sameJson },
  alicloud_db_instance: DB_INSTANCE,
  alicloud_db_readonly_instance: READONLY_INSTANCE,
  alicloud_db_backup_policy: BACKUP_POLICY,
  alicloud_db_database: { character_set: sameLetters },
  alicloud_kms_key: { policy: sameJson },
  alicloud_kms_secret: {
    policy: sameJson,
    extended_config: sameJson,
    secret_data: (_prior, _next, view) => view.exists && !['', 'Generic'].includes(view.text('secret_type')),
    recovery_window_in_days: (_prior, _next, view) => isOn(view, 'force_delete_without_recovery'),
  },
  alicloud_log_store: { mode: (_prior, next) => next === '', shard_count: (prior) => prior !== '' },
  alicloud_nat_gateway: {
    period: postPaid,
    vswitch_id: (_prior, _next, view) => view.text('nat_type') !== 'Enhanced',
    specification: (_prior, _next, view) => view.text('internet_charge_type') === 'PayByLcu',
  },
  alicloud_nlb_load_balancer: {
    deletion_protection_reason: (_prior, _next, view) => !isOn(view, 'deletion_protection_enabled'),
    modification_protection_reason: (_prior, _next, view) =>
      view.text('modification_protection_status') !== 'ConsoleProtection',
  },
  alicloud_oss_bucket_object: {
    kms_key_id: (_prior, _next, view) => view.text('server_side_encryption') !== 'KMS',
    object_worm_retain_until_date: (prior, next) =>
      prior !== '' && next !== '' && Date.parse(prior) === Date.parse(next),
  },
  alicloud_oss_bucket_policy: { policy: sameJson },
  alicloud_ots_instance: { description: (_prior, _next, view) => view.exists },
  alicloud_ots_table: { sse_key_id: notOwnKey, sse_role_arn: notOwnKey },
  alicloud_pvtz_zone_record: { priority: (_prior, _next, view) => view.text('type') !== 'MX' },
  alicloud_ram_policy: { document: sameJson, policy_document: sameJson },
  alicloud_ram_role: { document: sameJson, assume_role_policy_document: sameJson },
  alicloud_rds_account: { kms_encrypted_password: hasPassword, kms_encryption_context: noKmsPassword },
  alicloud_security_group: {
    inner_access_policy: (_prior, _next, view) => view.text('security_group_type') === 'enterprise',
  },
  alicloud_security_group_rule: {
    port_range: portRange,
    ipv6_cidr_ip: sameIpv6Range,
    prefix_list_id: (_prior, _next, view) =>
      ['cidr_ip', 'ipv6_cidr_ip', 'source_security_group_id'].some((name) => view.text(name) !== ''),
  },
};

/** The rule for an argument (its path in the facts); `undefined` when every difference is shown. */
export function suppressRule(type: string, factsPath: string): SuppressRule | undefined {
  return RULES[type]?.[factsPath];
}
