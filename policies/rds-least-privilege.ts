import { resourcesOf } from './policy';
import type { Policy } from './policy';

/** @trap 2.4-9 */
export const rdsLeastPrivilege: Policy = {
  id: 'rds-least-privilege',
  severity: 'error',
  rule: 'Accounts that Terraform makes in a source can read, and no more: their passwords lie in the state.',
  fix: "Use `accountType: 'Normal'` and `privilege: 'ReadOnly'`.",
  reference: 'ApsaraDB RDS: permissions of accounts',
  check: (stack) => [
    ...resourcesOf(stack, 'alicloud_rds_account')
      .filter(({ attributes }) => attributes['account_type'] === 'Super')
      .map(({ address }) => ({ address, message: 'is a privileged account' })),
    ...resourcesOf(stack, 'alicloud_db_account_privilege')
      .filter(({ attributes }) => !['ReadOnly', undefined].includes(attributes['privilege'] as string | undefined))
      .map(({ address, attributes }) => ({ address, message: `may ${String(attributes['privilege'])}` })),
  ],
};
