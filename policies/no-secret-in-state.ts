import { resourcesOf } from './policy';
import type { Policy } from './policy';

/** Resources that write a secret's value into the state, where a reference to it would do. */
const KEEPERS = ['alicloud_kms_secret'];

/** @trap 2.8-2 */
export const noSecretInState: Policy = {
  id: 'no-secret-in-state',
  severity: 'error',
  rule: 'Values of secrets are not made by Terraform, because it keeps them in the state in clear text.',
  fix: 'Create the secret outside of Terraform and name it by a reference, kms:NAME.',
  reference: 'alicloud provider: kms_secret, secret_data',
  check: (stack) =>
    resourcesOf(stack, ...KEEPERS).map(({ address }) => ({ address, message: 'puts its value into the state' })),
};
