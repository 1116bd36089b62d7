import { refersTo, resourcesOf } from './policy';
import type { Policy } from './policy';

const LEAST_HOURS = 24;

/**
 * @trap 0.1-9
 * @trap 2.4-10
 */
export const binlogRetention: Policy = {
  id: 'binlog-retention',
  severity: 'error',
  rule: 'Binlogs outlive a day of outage: a CDC job that has lost its place reads everything again.',
  fix: 'Add a backup policy with `enableBackupLog: true`, without which the provider hides the rest, and `localLogRetentionHours`.',
  reference: 'alicloud provider: db_backup_policy, enable_backup_log and local_log_retention_hours',
  only: 'synth',
  check: (stack) => {
    const policies = resourcesOf(stack, 'alicloud_db_backup_policy');
    const short = policies
      .filter(
        ({ attributes }) =>
          attributes['enable_backup_log'] !== true ||
          Number(attributes['local_log_retention_hours'] ?? 3) < LEAST_HOURS,
      )
      .map(({ address }) => ({ address, message: `keeps binlogs for less than ${LEAST_HOURS} hours` }));
    const without = resourcesOf(stack, 'alicloud_db_instance')
      .filter((instance) => !policies.some((policy) => refersTo(policy, 'instance_id', instance)))
      .map(({ address }) => ({ address, message: 'has no backup policy: RDS then keeps binlogs for 3 hours' }));
    return [...short, ...without];
  },
};
