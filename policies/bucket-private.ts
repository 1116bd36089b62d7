import { refersTo, resourcesOf } from './policy';
import type { Policy } from './policy';

export const bucketPrivate: Policy = {
  id: 'bucket-private',
  severity: 'error',
  rule: 'Every bucket blocks public access, whatever its objects say.',
  fix: 'Use `ObjectStore`, or add an `alicloud_oss_bucket_public_access_block` with `blockPublicAccess: true`.',
  reference: 'OSS: Block Public Access',
  only: 'synth',
  check: (stack) => {
    const blocks = resourcesOf(stack, 'alicloud_oss_bucket_public_access_block').filter(
      ({ attributes }) => attributes['block_public_access'] === true,
    );
    return [
      ...resourcesOf(stack, 'alicloud_oss_bucket')
        .filter((bucket) => !blocks.some((block) => refersTo(block, 'bucket', bucket)))
        .map(({ address }) => ({ address, message: 'does not block public access' })),
      ...resourcesOf(stack, 'alicloud_oss_bucket_acl')
        .filter(({ attributes }) => attributes['acl'] !== 'private')
        .map(({ address, attributes }) => ({ address, message: `is ${String(attributes['acl'])}` })),
    ];
  },
};
