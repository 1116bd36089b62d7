/** Names in RDS, API 2014-08-15. */

import type { Fields } from './fields';
import { flag, numeric } from './fields';

export const RDS_VERSION = '2014-08-15';

/** What a new instance is made with. */
export const DB_CREATE_FIELDS: Fields = [
  ['engine', 'Engine'],
  ['engine_version', 'EngineVersion'],
  ['instance_type', 'DBInstanceClass'],
  ['instance_storage', 'DBInstanceStorage', numeric],
  ['db_instance_storage_type', 'DBInstanceStorageType'],
  ['instance_name', 'DBInstanceDescription'],
  ['instance_charge_type', 'PayType'],
  ['category', 'Category'],
  ['vpc_id', 'VPCId'],
  ['vswitch_id', 'VSwitchId'],
  ['zone_id', 'ZoneId'],
  ['zone_id_slave_a', 'ZoneIdSlave1'],
  ['zone_id_slave_b', 'ZoneIdSlave2'],
  ['resource_group_id', 'ResourceGroupId'],
  ['encryption_key', 'EncryptionKey'],
  ['db_time_zone', 'DBTimeZone'],
];

/** What an answer says in one place. */
export const DB_ANSWER_FIELDS: Fields = [
  ...DB_CREATE_FIELDS.filter(([attribute]) => attribute !== 'vpc_id' && attribute !== 'db_time_zone'),
  ['vpc_id', 'VpcId'],
  ['status', 'DBInstanceStatus'],
  ['create_time', 'CreationTime'],
  ['connection_string', 'ConnectionString'],
  ['connection_string_prefix', 'ConnectionStringPrefix'],
  ['port', 'Port'],
  ['db_instance_type', 'DBInstanceType'],
  ['maintain_time', 'MaintainTime'],
  ['auto_upgrade_minor_version', 'AutoUpgradeMinorVersion'],
  ['deletion_protection', 'DeletionProtection'],
];

/** Calls that change attributes of an instance and nothing else, in the order of the real provider. */
export const DB_CHANGES: readonly (readonly [action: string, fields: Fields])[] = [
  ['ModifyDBInstanceDeletionProtection', [['deletion_protection', 'DeletionProtection', flag]]],
  ['TransformDBInstancePayType', [['instance_charge_type', 'PayType']]],
  ['ModifyDBInstanceMonitor', [['monitoring_period', 'Period', numeric]]],
  ['ModifyDBInstanceMaintainTime', [['maintain_time', 'MaintainTime']]],
  ['ModifyDBInstanceAutoUpgradeMinorVersion', [['auto_upgrade_minor_version', 'AutoUpgradeMinorVersion']]],
  ['UpgradeDBInstanceEngineVersion', [['engine_version', 'EngineVersion']]],
  [
    'ModifyDBInstanceConnectionString',
    [
      ['connection_string_prefix', 'ConnectionStringPrefix'],
      ['port', 'Port'],
    ],
  ],
  ['ModifyDBInstanceDescription', [['instance_name', 'DBInstanceDescription']]],
  ['ModifyResourceGroup', [['resource_group_id', 'ResourceGroupId']]],
  [
    'ModifyDBInstanceSpec',
    [
      ['instance_type', 'DBInstanceClass'],
      ['instance_storage', 'DBInstanceStorage', numeric],
      ['db_instance_storage_type', 'DBInstanceStorageType'],
    ],
  ],
];

export const DATABASE_FIELDS: Fields = [
  ['data_base_name', 'DBName'],
  ['character_set', 'CharacterSetName'],
  ['description', 'DBDescription'],
];

/** Without the password, which is taken and never given back. */
export const ACCOUNT_FIELDS: Fields = [
  ['account_name', 'AccountName'],
  ['account_type', 'AccountType'],
  ['account_description', 'AccountDescription'],
];

export const DATA_BACKUP_FIELDS: Fields = [
  ['preferred_backup_time', 'PreferredBackupTime'],
  ['backup_retention_period', 'BackupRetentionPeriod', numeric],
  ['compress_type', 'CompressType', numeric],
  ['backup_interval', 'BackupInterval'],
];

export const LOG_BACKUP_FIELDS: Fields = [
  ['local_log_retention_hours', 'LocalLogRetentionHours', numeric],
  ['local_log_retention_space', 'LocalLogRetentionSpace', numeric],
  ['high_space_usage_protection', 'HighSpaceUsageProtection'],
  ['log_backup_retention_period', 'LogBackupRetentionPeriod', numeric],
];
