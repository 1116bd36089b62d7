import { blocksOf, resourcesOf } from './policy';
import type { Policy } from './policy';

/** @trap 2.7-1 */
export const bucketLifecycle: Policy = {
  id: 'bucket-lifecycle',
  severity: 'warning',
  rule: 'A bucket forgets what nobody can read any more, old versions and uploads that were given up: they are billed like data.',
  fix: 'Use `ObjectStore`, or write a `lifecycleRule` in the bucket itself: there is no resource for it.',
  reference: 'OSS: lifecycle rules',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_oss_bucket')
      .filter((bucket) => blocksOf(bucket, 'lifecycle_rule').length === 0)
      .map(({ address }) => ({ address, message: 'keeps everything for ever' })),
};
