import { lifecyclesOf, stackId, thingsOf } from '@strata/environment';
import type { Environment } from '@strata/environment';
import { account, environment } from '../helpers/environment';
import { SandboxDeploys } from '../helpers/sandbox-deploys';

jest.setTimeout(600_000);

const demo = environment('demo');
const other = environment('risk-dev', { target: 'sandbox' });
const stacksOf = (of: Environment): readonly string[] => lifecyclesOf(of).map((each) => stackId(of, each));

describe('an environment that is retired', () => {
  let deploys: SandboxDeploys;

  const typesOf = async (of: Environment): Promise<readonly string[]> => [
    ...new Set(thingsOf(of, account(), await deploys.existing()).map(({ type }) => type)),
  ];

  beforeAll(async () => {
    deploys = await SandboxDeploys.start();
    deploys.synthesize(other);
    await deploys.deployAll('risk-dev-network');
    deploys.synthesize(demo);
    await deploys.deployAll(...stacksOf(demo));
  });
  afterAll(() => deploys.remove());

  test('leaves nothing behind, and touches nothing of another one', async () => {
    expect(await typesOf(demo)).toEqual(
      expect.arrayContaining([
        'alicloud_vpc',
        'alicloud_star_rocks_instance',
        'alicloud_star_rocks_node_group',
        'alicloud_db_instance',
        'alicloud_alikafka_instance',
        'alicloud_realtime_compute_vvp_instance',
        'alicloud_oss_bucket',
      ]),
    );
    const before = await deploys.existing();
    const untouched = thingsOf(other, account(), before);
    expect(untouched.length).toBeGreaterThan(1);

    deploys.synthesize({ ...demo, state: 'retired' });
    await deploys.deployAll(...[...stacksOf(demo)].reverse());

    const after = await deploys.existing();
    expect(thingsOf(demo, account(), after)).toEqual([]);
    expect(after.map(({ id }) => id).sort()).toEqual(untouched.map(({ id }) => id).sort());
    expect(stacksOf(demo).flatMap((stack) => deploys.addresses(stack))).toEqual([]);
  });
});
