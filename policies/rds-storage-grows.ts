import { editsOf } from './policy';
import type { Policy } from './policy';

/** @trap 2.4-3 */
export const rdsStorageGrows: Policy = {
  id: 'rds-storage-grows',
  severity: 'error',
  rule: 'Storage of a database only grows: the cloud refuses less, and the provider hides the difference when storage scales by itself.',
  fix: 'Write at least the size that is there.',
  reference: 'alicloud provider: db_instance, instance_storage',
  only: 'plan',
  check: (stack) =>
    editsOf(stack, 'alicloud_db_instance')
      .filter(({ before, after }) => Number(after['instance_storage']) < Number(before['instance_storage']))
      .map(({ address, before, after }) => ({
        address,
        message: `shrinks from ${String(before['instance_storage'])} to ${String(after['instance_storage'])} GB`,
      })),
};
