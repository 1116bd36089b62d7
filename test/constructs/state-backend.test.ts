import { StateBackend } from '../../constructs/storage/state-backend';
import { account } from '../helpers/environment';
import { synthStack } from '../helpers/synth';

const backend = (endpoint = account().state.tablestoreEndpoint) =>
  synthStack(
    (stack) =>
      new StateBackend(stack, 'State', {
        state: { ...account().state, tablestoreEndpoint: endpoint },
        tags: { team: 'platform' },
      }),
  );

describe('StateBackend', () => {
  // @trap 2.10-4
  test('keeps every state of the past year, and a lock for each', () => {
    const stack = backend();
    expect(stack.one('alicloud_oss_bucket')).toMatchObject({
      bucket: 'strata-terraform-state',
      versioning: { status: 'Enabled' },
      redundancy_type: 'ZRS',
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(stack.one('alicloud_oss_bucket')['lifecycle_rule']).toMatchObject([
      { noncurrent_version_expiration: [{ days: 365 }] },
    ]);
    expect(stack.one('alicloud_ots_instance')).toMatchObject({
      name: 'strata-lock',
      lifecycle: { prevent_destroy: true },
      tags: { team: 'platform' },
    });
    expect(stack.one('alicloud_ots_table')).toMatchObject({
      table_name: 'terraform_lock',
      primary_key: [{ name: 'LockID', type: 'String' }],
      time_to_live: -1,
      max_version: 1,
      lifecycle: { prevent_destroy: true },
    });
  });

  test.each([
    'https://ots.aliyuncs.com',
    'https://strata-lock.cn-hangzhou.ots.aliyuncs.com',
    'https://x.cn-shanghai.ots.aliyuncs.com',
  ])('fails with the endpoint %s, in which no instance of the region is named', (endpoint) => {
    expect(() => backend(endpoint)).toThrow(/tablestoreEndpoint` must be https:\/\/<instance>\.cn-shanghai[^]*STR1263/);
  });
});
