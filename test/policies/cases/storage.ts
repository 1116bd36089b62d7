import { policyCase, stack, stackOf } from '../stack';

const BUCKET = 'alicloud_oss_bucket';
const bucket = '${alicloud_oss_bucket.r0.id}';
const policy = (action: string, resource: string): { policy_document: string } => ({
  policy_document: JSON.stringify({ Version: '1', Statement: { Effect: 'Allow', Action: action, Resource: resource } }),
});
const ROTATE = 'DeleteOldestNonDefaultVersionWhenLimitExceeded';

export const STORAGE_CASES = [
  policyCase(
    'bucket-private',
    stack([BUCKET, {}], ['alicloud_oss_bucket_public_access_block', { bucket, block_public_access: true }]),
    stack([BUCKET, {}], ['alicloud_oss_bucket_public_access_block', { bucket, block_public_access: false }]),
    /^does not block public access$/,
  ),
  policyCase(
    'bucket-private',
    stack(['alicloud_oss_bucket_acl', { acl: 'private' }]),
    stack(['alicloud_oss_bucket_acl', { acl: 'public-read' }]),
    /^is public-read$/,
  ),
  policyCase(
    'bucket-force-destroy',
    stack([BUCKET, { force_destroy: false }]),
    stack([BUCKET, { force_destroy: true }]),
    /^would be emptied with all versions$/,
  ),
  policyCase(
    'bucket-force-destroy',
    stackOf('risk-dev', [BUCKET, { force_destroy: true }]),
    stack([BUCKET, { force_destroy: true }]),
    /^would be emptied with all versions$/,
  ),
  policyCase(
    'bucket-split-settings',
    stack([BUCKET, { lifecycle: { ignore_changes: ['versioning'] } }], ['alicloud_oss_bucket_versioning', { bucket }]),
    stack([BUCKET, {}], ['alicloud_oss_bucket_versioning', { bucket }]),
    /^does not ignore changes of versioning$/,
  ),
  policyCase(
    'bucket-lifecycle',
    stack([BUCKET, { lifecycle_rule: [{ enabled: true }] }]),
    stack([BUCKET, {}]),
    /^keeps everything for ever$/,
  ),
  policyCase(
    'kms-key-window',
    stack(['alicloud_kms_key', { pending_window_in_days: 7 }]),
    stack(['alicloud_kms_key', {}]),
    /^has no pending window$/,
  ),
  policyCase(
    'ram-least-privilege',
    stack(
      ['alicloud_ram_policy', policy('oss:PutObject', 'acs:oss:*:*:b/*')],
      ['alicloud_ram_policy', policy('oss:ListBuckets', '*')],
    ),
    stack(['alicloud_ram_policy', policy('oss:PutObject', '*')]),
    /^allows oss:PutObject on everything$/,
  ),
  policyCase(
    'ram-least-privilege',
    stack(['alicloud_ram_policy', { policy_document: '${data.alicloud_ram_policy_document.d.document}' }]),
    stack(['alicloud_ram_policy', policy('oss:*', 'acs:oss:*:*:b')]),
    /^allows oss:\*$/,
  ),
  policyCase(
    'ram-policy-rotates',
    stack(['alicloud_ram_policy', { rotate_strategy: ROTATE }], ['alicloud_ram_role', { force: true }]),
    stack(['alicloud_ram_policy', {}]),
    /^fails with its sixth version$/,
  ),
  policyCase(
    'ram-policy-rotates',
    stack(['alicloud_ram_role', { force: true }]),
    stack(['alicloud_ram_role', {}]),
    /^cannot be destroyed while policies hang on it$/,
  ),
];
