import { edit, policyCase, stack, stackOf } from '../stack';

const INSTANCE = 'alicloud_db_instance';
const BACKUP = 'alicloud_db_backup_policy';

const backup = { instance_id: '${alicloud_db_instance.r0.id}', enable_backup_log: true, local_log_retention_hours: 72 };
const parameter = (name: string): { name: string; value: string } => ({ name, value: '1' });

export const SOURCE_CASES = [
  policyCase(
    'database-whitelist',
    stack([INSTANCE, { security_ips: ['10.0.0.0/8', '${var.range}', '127.0.0.1'] }]),
    stack([INSTANCE, { security_ips: ['10.0.0.0/8', '0.0.0.0/0'] }]),
    /^lets in "0\.0\.0\.0\/0"$/,
  ),
  policyCase(
    'database-whitelist',
    stack(['alicloud_db_readonly_instance', { security_ips: ['172.16.0.0/12'] }]),
    stack(['alicloud_db_readonly_instance', {}]),
    /^has no `security_ips`/,
  ),
  policyCase(
    'rds-least-privilege',
    stack(['alicloud_rds_account', { account_type: 'Normal' }], ['alicloud_db_account_privilege', {}]),
    stack(['alicloud_rds_account', { account_type: 'Super' }]),
    /^is a privileged account$/,
  ),
  policyCase(
    'rds-least-privilege',
    stack(['alicloud_db_account_privilege', { privilege: 'ReadOnly' }]),
    stack(['alicloud_db_account_privilege', { privilege: 'DBOwner' }]),
    /^may DBOwner$/,
  ),
  policyCase(
    'utf8mb4',
    stack(['alicloud_db_database', { character_set: 'utf8mb4' }]),
    stack(['alicloud_db_database', {}]),
    /^has the character set "utf8"$/,
  ),
  policyCase(
    'binlog-retention',
    stack([INSTANCE, {}], [BACKUP, backup]),
    stack([INSTANCE, {}], [BACKUP, { ...backup, enable_backup_log: false }]),
    /^keeps binlogs for less than 24 hours$/,
  ),
  policyCase('binlog-retention', stack(), stack([INSTANCE, {}]), /^has no backup policy/),
  policyCase(
    'backup-retention',
    stack([BACKUP, { backup_retention_period: 7, log_backup_retention_period: 7 }]),
    stack([BACKUP, { backup_retention_period: 3 }]),
    /^keeps backups for 3 days$/,
  ),
  policyCase(
    'backup-retention',
    stack([BACKUP, {}]),
    stack([BACKUP, { backup_retention_period: 7, log_backup_retention_period: 30 }]),
    /^keeps logs for 30 days, backups for 7$/,
  ),
  policyCase(
    'rds-deletion-protection',
    stack([INSTANCE, { deletion_protection: true }]),
    stack([INSTANCE, {}]),
    /^has no deletion protection$/,
  ),
  policyCase(
    'rds-deletion-protection',
    stackOf('risk-dev', [INSTANCE, {}]),
    stack([INSTANCE, { deletion_protection: false }]),
    /^has no deletion protection$/,
  ),
  policyCase(
    'rds-minor-version',
    stack([INSTANCE, { auto_upgrade_minor_version: 'Manual' }]),
    stack([INSTANCE, {}]),
    /^upgrades itself$/,
  ),
  policyCase(
    'rds-engine-upgrade',
    edit(INSTANCE, { engine_version: '8.0' }, { engine_version: '8.0' }),
    edit(INSTANCE, { engine_version: '5.7' }, { engine_version: '8.0' }),
    /^goes from version 5\.7 to 8\.0 for good$/,
  ),
  policyCase(
    'rds-parameter-removed',
    edit(INSTANCE, { parameters: [parameter('a')] }, { parameters: [parameter('a'), parameter('b')] }),
    edit(INSTANCE, { parameters: [parameter('a'), parameter('b')] }, { parameters: [parameter('b')] }),
    /^would keep a as it is$/,
  ),
  policyCase(
    'rds-storage-grows',
    edit(INSTANCE, { instance_storage: 100 }, { instance_storage: 200 }),
    edit(INSTANCE, { instance_storage: 200 }, { instance_storage: 100 }),
    /^shrinks from 200 to 100 GB$/,
  ),
];
