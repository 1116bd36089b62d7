import { editsOf, isChanged } from './policy';
import type { Policy } from './policy';

/** @trap 2.4-1 */
export const rdsEngineUpgrade: Policy = {
  id: 'rds-engine-upgrade',
  severity: 'error',
  rule: 'The major version of a source is not changed in passing: the provider upgrades in place, and nothing brings the old one back.',
  fix: 'Rehearse it on a clone, then add an exception with the reason for the deploy that upgrades.',
  reference: 'alicloud provider: db_instance, engine_version',
  only: 'plan',
  check: (stack) =>
    editsOf(stack, 'alicloud_db_instance')
      .filter((change) => isChanged(change, 'engine_version'))
      .map(({ address, before, after }) => ({
        address,
        message: `goes from version ${String(before['engine_version'])} to ${String(after['engine_version'])} for good`,
      })),
};
