import { resourcesOf } from './policy';
import type { Policy } from './policy';

/** @trap 2.7-4 */
export const bucketForceDestroy: Policy = {
  id: 'bucket-force-destroy',
  severity: 'error',
  rule: 'No bucket of a protected environment is emptied by its destruction: that deletes all versions of all objects.',
  fix: 'Leave `forceDestroy` out.',
  reference: 'alicloud provider: oss_bucket, force_destroy',
  check: (stack) =>
    stack.environment.protection
      ? resourcesOf(stack, 'alicloud_oss_bucket')
          .filter(({ attributes }) => attributes['force_destroy'] === true)
          .map(({ address }) => ({ address, message: 'would be emptied with all versions' }))
      : [],
};
