/** The backup policy of an RDS instance. It cannot be deleted: it goes with the instance. */

import type { Cloud } from './cloud';
import { BACKUP_POLICY, DB_INSTANCE } from './cloud';
import { givenIn, toApi } from './fields';
import type { ApiRequest } from './http';
import { required } from './http';
import { DATA_BACKUP_FIELDS, LOG_BACKUP_FIELDS } from './rds-fields';
import type { Operation } from './rpc';
import type { Attributes } from './state';

/** What a new instance has. */
const DEFAULTS: Attributes = {
  preferred_backup_time: '02:00Z-03:00Z',
  preferred_backup_period: ['Tuesday', 'Thursday', 'Saturday'],
  backup_retention_period: 7,
  enable_backup_log: true,
  local_log_retention_hours: 18,
  local_log_retention_space: 30,
  high_space_usage_protection: 'Enable',
  log_backup_retention_period: 7,
};

export const BACKUP_OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeBackupPolicy: (cloud, request) => {
    const policy = { ...DEFAULTS, ...policyOf(cloud, request) };
    const period = policy['preferred_backup_period'];
    return {
      ...toApi([...DATA_BACKUP_FIELDS, ...LOG_BACKUP_FIELDS], policy),
      PreferredBackupPeriod: Array.isArray(period) ? period.join(',') : '',
      EnableBackupLog: policy['enable_backup_log'] === true ? 1 : 0,
    };
  },
  ModifyBackupPolicy: async (cloud, request) => {
    const id = required(request, 'DBInstanceId');
    const changes = changesIn(request);
    if (policyOf(cloud, request) === undefined) {
      await cloud.createFor(request, BACKUP_POLICY, { instance_id: id, ...changes });
    } else {
      cloud.update(BACKUP_POLICY, id, changes);
    }
    return {};
  },
};

function policyOf(cloud: Cloud, request: ApiRequest): Attributes | undefined {
  const id = required(request, 'DBInstanceId');
  cloud.get(DB_INSTANCE, id);
  return cloud.find(BACKUP_POLICY, id);
}

function changesIn(request: ApiRequest): Attributes {
  if (request.parameters.get('BackupPolicyMode') === 'LogBackupPolicy') {
    const on = request.parameters.get('EnableBackupLog') === '1';
    return { ...givenIn(LOG_BACKUP_FIELDS, request), enable_backup_log: on };
  }
  const period = request.parameters.get('PreferredBackupPeriod');
  return {
    ...givenIn(DATA_BACKUP_FIELDS, request),
    ...(period === undefined ? {} : { preferred_backup_period: period.split(',') }),
  };
}
