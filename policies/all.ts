import { alarmDetectsInTime } from './alarm-detects-in-time';
import { alarmOneLevel } from './alarm-one-level';
import { backupRetention } from './backup-retention';
import { binlogRetention } from './binlog-retention';
import { bucketForceDestroy } from './bucket-force-destroy';
import { bucketLifecycle } from './bucket-lifecycle';
import { bucketPrivate } from './bucket-private';
import { bucketSplitSettings } from './bucket-split-settings';
import { dataLoss } from './data-loss';
import { databaseWhitelist } from './database-whitelist';
import { deprecatedArgument } from './deprecated-argument';
import { flinkJobsByStrata } from './flink-jobs-by-strata';
import { flinkWorkspaceSize } from './flink-workspace-size';
import { flinkWorkspaceUntagged } from './flink-workspace-untagged';
import { ignoreChangesSpelled } from './ignore-changes-spelled';
import { ingressPrivate } from './ingress-private';
import { kafkaAclOn } from './kafka-acl-on';
import { kafkaConfigRemoved } from './kafka-config-removed';
import { kafkaGrowsOnly } from './kafka-grows-only';
import { kafkaServerlessCapacity } from './kafka-serverless-capacity';
import { kafkaVpcOnly } from './kafka-vpc-only';
import { kmsKeyWindow } from './kms-key-window';
import { namedByEnvironment } from './named-by-environment';
import { natGatewayEnhanced } from './nat-gateway-enhanced';
import { networkKept } from './network-kept';
import { noPublicEndpoint } from './no-public-endpoint';
import { noSecretDefault } from './no-secret-default';
import { noSecretInState } from './no-secret-in-state';
import { payAsYouGo } from './pay-as-you-go';
import { ramLeastPrivilege } from './ram-least-privilege';
import { ramPolicyRotates } from './ram-policy-rotates';
import { rdsDeletionProtection } from './rds-deletion-protection';
import { rdsEngineUpgrade } from './rds-engine-upgrade';
import { rdsLeastPrivilege } from './rds-least-privilege';
import { rdsMinorVersion } from './rds-minor-version';
import { rdsParameterRemoved } from './rds-parameter-removed';
import { rdsStorageGrows } from './rds-storage-grows';
import { securityGroupRuleReplaced } from './security-group-rule-replaced';
import { silentUpdate } from './silent-update';
import { starrocksDiskEncryption } from './starrocks-disk-encryption';
import { starrocksFrozen } from './starrocks-frozen';
import { starrocksHighlyAvailable } from './starrocks-highly-available';
import { starrocksPayType } from './starrocks-pay-type';
import { starrocksWholeNodeGroups } from './starrocks-whole-node-groups';
import { statefulProtected } from './stateful-protected';
import { tagged } from './tagged';
import { utf8mb4 } from './utf8mb4';
import { warehouseDisksGrow } from './warehouse-disks-grow';
import { warehouseRestarts } from './warehouse-restarts';
import { warehouseWhole } from './warehouse-whole';
import type { Policy } from './policy';

/** Every rule, in the order in which findings are shown: data, access, then each service, cost last. */
export const POLICIES: readonly Policy[] = [
  statefulProtected,
  dataLoss,
  starrocksFrozen,
  networkKept,
  noSecretDefault,
  noSecretInState,
  noPublicEndpoint,
  databaseWhitelist,
  ingressPrivate,
  kafkaVpcOnly,
  kafkaAclOn,
  bucketPrivate,
  ramLeastPrivilege,
  rdsLeastPrivilege,
  starrocksDiskEncryption,
  starrocksWholeNodeGroups,
  starrocksPayType,
  starrocksHighlyAvailable,
  warehouseWhole,
  warehouseDisksGrow,
  warehouseRestarts,
  utf8mb4,
  binlogRetention,
  backupRetention,
  rdsDeletionProtection,
  rdsMinorVersion,
  rdsEngineUpgrade,
  rdsParameterRemoved,
  rdsStorageGrows,
  kafkaGrowsOnly,
  kafkaServerlessCapacity,
  kafkaConfigRemoved,
  flinkJobsByStrata,
  flinkWorkspaceUntagged,
  flinkWorkspaceSize,
  natGatewayEnhanced,
  securityGroupRuleReplaced,
  bucketForceDestroy,
  bucketSplitSettings,
  bucketLifecycle,
  kmsKeyWindow,
  ramPolicyRotates,
  alarmDetectsInTime,
  alarmOneLevel,
  silentUpdate,
  ignoreChangesSpelled,
  deprecatedArgument,
  payAsYouGo,
  namedByEnvironment,
  tagged,
];
