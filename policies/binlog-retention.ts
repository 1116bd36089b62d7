import { resourcesOf } from './policy';
import type { Policy } from './policy';

export const binlogRetention: Policy = {
  id: 'binlog-retention',
  rule: 'Binlogs outlive a day of outage: a CDC job that has lost its place reads everything again.',
  check: (stack) => {
    const policies = resourcesOf(stack, 'alicloud_db_backup_policy');
    const instances = resourcesOf(stack, 'alicloud_db_instance');
    const short = policies
      .filter(
        ({ attributes }) =>
          attributes['enable_backup_log'] !== true || Number(attributes['local_log_retention_hours'] ?? 3) < 24,
      )
      .map(({ address }) => ({
        address,
        message: 'keeps binlogs for less than 24 hours. Set `enableBackupLog: true` and `localLogRetentionHours`.',
      }));
    const without = instances
      .filter(
        (instance) => !policies.some(({ attributes }) => String(attributes['instance_id']).includes(instance.address)),
      )
      .map(({ address }) => ({
        address,
        message: 'has no backup policy: RDS then keeps binlogs for 3 hours. Add one.',
      }));
    return [...short, ...without];
  },
};
