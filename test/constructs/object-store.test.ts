import { ObjectStore } from '../../constructs/storage/object-store';
import type { IObjectStore, ObjectStoreProps } from '../../constructs/storage/object-store';
import { ServiceIdentity } from '../../constructs/identity/service-identity';
import { synthStack } from '../helpers/synth';

const store = (changes: Partial<ObjectStoreProps> = {}) =>
  synthStack((stack) => new ObjectStore(stack, 'Store', { bucketName: 'strata-risk-dev-lake', ...changes }));

describe('ObjectStore', () => {
  test('least props: encrypted, never public, without versions, protected', () => {
    const stack = store();
    expect(stack.one('alicloud_oss_bucket')).toEqual({
      bucket: 'strata-risk-dev-lake',
      storage_class: 'Standard',
      redundancy_type: 'LRS',
      server_side_encryption_rule: { sse_algorithm: 'AES256' },
      lifecycle_rule: [{ id: 'abandoned-uploads', enabled: true, prefix: '', abort_multipart_upload: [{ days: 7 }] }],
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(stack.one('alicloud_oss_bucket_public_access_block')).toMatchObject({ block_public_access: true });
  });

  test('all props', () => {
    const all = store({
      versioned: true,
      oldVersionDays: 90,
      expiries: [{ prefix: 'tmp/', days: 3 }],
      kmsKeyId: 'key-1',
      zoneRedundant: true,
      protection: false,
      tags: { team: 'risk' },
    });
    expect(all.one('alicloud_oss_bucket')).toMatchObject({
      redundancy_type: 'ZRS',
      versioning: { status: 'Enabled' },
      server_side_encryption_rule: { sse_algorithm: 'KMS', kms_master_key_id: 'key-1' },
      lifecycle_rule: [
        { id: 'abandoned-uploads', noncurrent_version_expiration: [{ days: 90 }] },
        { id: 'expire-tmp', enabled: true, prefix: 'tmp/', expiration: [{ days: 3 }] },
      ],
      force_destroy: true,
      tags: { team: 'risk' },
      lifecycle: { prevent_destroy: false },
    });
  });

  test('keeps older versions for 30 days when it keeps versions', () => {
    expect(store({ versioned: true }).one('alicloud_oss_bucket')).toMatchObject({
      lifecycle_rule: [{ noncurrent_version_expiration: [{ days: 30 }] }],
    });
  });

  const policyOf = (grant: (store: IObjectStore, role: ServiceIdentity) => void) => {
    const stack = synthStack((scope) => {
      const role = new ServiceIdentity(scope, 'Role', {
        roleName: 'risk-dev-loader',
        description: 'Loads files.',
        services: ['ecs.aliyuncs.com'],
      });
      grant(ObjectStore.fromBucketName(scope, 'Store', 'somebody-elses'), role);
    });
    expect(stack.all('alicloud_oss_bucket')).toEqual([]);
    const document = JSON.parse(String(stack.one('alicloud_ram_policy')['policy_document'])) as {
      Statement: readonly { Action: readonly string[]; Resource: readonly string[] }[];
    };
    return Object.fromEntries(document.Statement.map(({ Action, Resource }) => [Resource.join(), Action]));
  };
  const BUCKET = ['oss:GetBucketInfo', 'oss:GetBucketLocation', 'oss:ListObjects'];

  test('lets others read, also when it is a bucket of others', () => {
    expect(policyOf((store, role) => store.grantRead(role))).toEqual({
      'acs:oss:*:*:somebody-elses': BUCKET,
      'acs:oss:*:*:somebody-elses/*': ['oss:GetObject'],
    });
  });

  test('lets others read, write and delete what is in it, and no more', () => {
    expect(policyOf((store, role) => store.grantReadWrite(role))).toEqual({
      'acs:oss:*:*:somebody-elses': BUCKET,
      'acs:oss:*:*:somebody-elses/*': [
        'oss:AbortMultipartUpload',
        'oss:DeleteObject',
        'oss:GetObject',
        'oss:ListParts',
        'oss:PutObject',
      ],
    });
  });

  test('is measured by its availability', () => {
    synthStack((stack) => {
      const bucket = new ObjectStore(stack, 'Store', { bucketName: 'strata-risk-dev-lake' });
      expect(bucket.metricAvailability({ periodSeconds: 120 })).toEqual({
        namespace: 'acs_oss_dashboard',
        metricName: 'Availability',
        statistic: 'Value',
        periodSeconds: 120,
        dimensions: { BucketName: bucket.bucketName },
      });
    });
  });

  test.each<[string, Partial<ObjectStoreProps>, RegExp]>([
    ['a name with capital letters', { bucketName: 'Lake' }, /bucketName` must be 3 to 63[^]*got Lake\.[^]*STR1260/],
    ['days that are none', { expiries: [{ prefix: 'tmp/', days: 0 }] }, /1 to 3650 whole days, got 0[^]*STR1261/],
    ['versions for half a day', { oldVersionDays: 0.5 }, /got 0\.5[^]*STR1261/],
    [
      'two expiries for the same objects',
      {
        expiries: [
          { prefix: 'tmp/', days: 3 },
          { prefix: 'tmp/long/', days: 30 },
        ],
      },
      /apart from each other, got "tmp\/"[^]*STR1262/,
    ],
  ])('fails with %s', (_, changes, message) => {
    expect(() => store(changes)).toThrow(message);
  });
});
