import { resourcesOf } from './policy';
import type { Policy } from './policy';

const LEAST_DAYS = 7;

/** @trap 2.4-10 */
export const backupRetention: Policy = {
  id: 'backup-retention',
  severity: 'error',
  rule: 'Backups of a source are kept for a week at least, and its logs no longer than those, because the provider caps them and plans the difference for ever.',
  fix: 'Set `backupRetentionPeriod` to 7 or more and `logBackupRetentionPeriod` to the same or less.',
  reference: 'alicloud provider: db_backup_policy, log_backup_retention_period',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_db_backup_policy').flatMap(({ address, attributes }) => {
      const backups = Number(attributes['backup_retention_period'] ?? LEAST_DAYS);
      const logs = Number(attributes['log_backup_retention_period'] ?? 0);
      return [
        ...(backups < LEAST_DAYS ? [{ address, message: `keeps backups for ${backups} days` }] : []),
        ...(logs > backups ? [{ address, message: `keeps logs for ${logs} days, backups for ${backups}` }] : []),
      ];
    }),
};
