import { lifecycleOf, refersTo, resourcesOf } from './policy';
import type { Policy } from './policy';

/** Resources of their own, and the argument of the bucket that they fight with. */
const SPLIT: Readonly<Record<string, string>> = {
  alicloud_oss_bucket_policy: 'policy',
  alicloud_oss_bucket_server_side_encryption: 'server_side_encryption_rule',
  alicloud_oss_bucket_versioning: 'versioning',
};

/** @trap 2.7-3 */
export const bucketSplitSettings: Policy = {
  id: 'bucket-split-settings',
  severity: 'error',
  rule: 'A bucket ignores what a resource of its own sets, because the two would take each other back with every deploy.',
  fix: 'Add the argument to `ignoreChanges` of the bucket, or use `ObjectStore`.',
  reference: 'alicloud provider: oss_bucket_versioning, note on ignore_changes',
  only: 'synth',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_oss_bucket').flatMap((bucket) =>
      resourcesOf(stack, ...Object.keys(SPLIT))
        .filter((setting) => refersTo(setting, 'bucket', bucket))
        .map(({ type }) => SPLIT[type] ?? '')
        .filter((name) => !lifecycleOf(bucket).ignoreChanges.includes(name))
        .map((name) => ({ address: bucket.address, message: `does not ignore changes of ${name}` })),
    ),
};
