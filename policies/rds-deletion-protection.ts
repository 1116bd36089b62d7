import { resourcesOf } from './policy';
import type { Policy } from './policy';

/** @trap 2.4-5 */
export const rdsDeletionProtection: Policy = {
  id: 'rds-deletion-protection',
  severity: 'error',
  rule: 'A source database of a protected environment also refuses to be deleted in the console.',
  fix: 'Set `deletionProtection: true`; its default is false.',
  reference: 'alicloud provider: db_instance, deletion_protection',
  check: (stack) =>
    stack.environment.protection
      ? resourcesOf(stack, 'alicloud_db_instance')
          .filter(({ attributes }) => attributes['deletion_protection'] !== true)
          .map(({ address }) => ({ address, message: 'has no deletion protection' }))
      : [],
};
