import { resourcesOf } from './policy';
import type { Policy } from './policy';

/** @trap 2.4-6 */
export const rdsMinorVersion: Policy = {
  id: 'rds-minor-version',
  severity: 'error',
  rule: 'Minor versions of a source are upgraded when somebody says so, because an upgrade restarts the database and its CDC jobs.',
  fix: "Set `autoUpgradeMinorVersion: 'Manual'`.",
  reference: 'alicloud provider: db_instance, auto_upgrade_minor_version',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_db_instance')
      .filter(({ attributes }) => attributes['auto_upgrade_minor_version'] !== 'Manual')
      .map(({ address }) => ({ address, message: 'upgrades itself' })),
};
