import { isReference, resourcesOf } from './policy';
import type { Policy } from './policy';

/** @trap 0.1-4 */
export const starrocksDiskEncryption: Policy = {
  id: 'starrocks-disk-encryption',
  severity: 'error',
  rule: 'Disks of a shared-data instance are not encrypted by StarRocks: the cloud sells that for shared-nothing alone, and the order fails.',
  fix: 'Leave `encrypted` and `kmsKeyId` out; encrypt the bucket.',
  reference: 'EMR Serverless StarRocks: Create an instance',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_star_rocks_instance')
      .filter(({ attributes }) => attributes['run_mode'] === 'shared_data')
      .filter(
        ({ attributes }) =>
          attributes['encrypted'] === true ||
          isReference(attributes['kms_key_id']) ||
          Boolean(attributes['kms_key_id']),
      )
      .map(({ address }) => ({ address, message: 'asks for disk encryption in shared-data mode' })),
};
