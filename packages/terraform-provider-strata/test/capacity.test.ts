import { refusalOf } from '../src/capacity';
import { readCapacity } from '../src/cloud/capacity';
import type { CallApi } from '../src/cloud/open-api';

const upgrade = { kind: 'version', from: '3.3', to: '3.5' } as const;

describe('an upgrade that is not on offer', () => {
  test('fails with the versions that are', () => {
    expect(refusalOf(upgrade, { fixed: false, upgrades: ['3.4', '4.0'] })).toBe(
      'The instance has 3.3 and cannot be upgraded to 3.5 now; on offer: 3.4, 4.0. Declare one of these, or "3.3".',
    );
  });

  test('fails with the version that it has when there is no other', () => {
    expect(refusalOf(upgrade, { fixed: false, upgrades: [] })).toBe(
      'The instance has 3.3 and cannot be upgraded to 3.5 now; no other version is on offer. Declare version "3.3".',
    );
  });

  test('is left to the cloud while offers are not known', () => {
    expect(refusalOf(upgrade, { fixed: false })).toBeUndefined();
  });
});

describe('an instance is settled', () => {
  /** The API with an instance and its two groups in such states. */
  const cloud =
    (instance: string | null, frontend: string | null, compute: string | null): CallApi =>
    ({ action }) =>
      Promise.resolve({
        Data:
          action === 'DescribeInstances'
            ? [{ InstanceId: 'c-1', InstanceStatus: instance, Version: '3.3' }]
            : [
                { NodeGroupId: 'f', NodeGroupName: 'defaultFeNodeGroup', Status: frontend },
                { NodeGroupId: 'c', NodeGroupName: 'default_warehouse', Status: compute },
              ],
      });
  const settled = async (...states: Parameters<typeof cloud>): Promise<boolean> =>
    (await readCapacity(cloud(...states), { id: 'c-1', name: 'demo' })).settled;

  test.each([
    ['everything runs', true, ['running', 'RUNNING', 'RUNNING']],
    ['no state is said', true, [null, null, null]],
    ['the instance is changed', false, ['scaling_up', 'RUNNING', null]],
    ['a group is changed', false, ['running', null, 'SCALING_UP']],
  ] as const)('when %s: %s', async (_, expected, states) => {
    expect(await settled(...states)).toBe(expected);
  });
});
