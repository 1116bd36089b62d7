import type { Environment } from '@strata/environment';
import { environment } from '../helpers/environment';
import { SandboxDeploys } from '../helpers/sandbox-deploys';

jest.setTimeout(120_000);

const PROTECTED = { protection: true, allowDataLoss: false };
const BOTH_KEYS = { protection: false, allowDataLoss: true };
const ZONES = ['cn-shanghai-l', 'cn-shanghai-m'] as const;
const OTHER_WAY_ROUND = ['cn-shanghai-m', 'cn-shanghai-l'] as const;

/** Data that stays declared and would be made anew, in the stacks of an environment, by real Terraform and the stand-in. */
describe('a change of zones, in which everything that holds data lives', () => {
  let sandbox: SandboxDeploys;

  const use = (keys: typeof PROTECTED, zones: Environment['zones']): void =>
    sandbox.synthesize(environment('demo', { ...keys, zones }));

  beforeAll(async () => {
    sandbox = await SandboxDeploys.start();
    use(PROTECTED, ZONES);
    // Alarms name its instance, which takes long to make and has nothing to do with this.
    sandbox.pretendDeployed('demo-warehouse');
    await sandbox.deployAll('demo-network', 'demo-streams');
  });
  afterAll(() => sandbox.remove());

  test('fails in the very deploy that gives both keys, in the network', async () => {
    use(BOTH_KEYS, OTHER_WAY_ROUND);
    const { code, output } = await sandbox.deploy('demo-network');
    expect(code).toBe(1);
    expect(output).toMatch(
      /STR1610: vSwitch \S+ and 1 more would be destroyed and made anew: cidr_block "10\.10\.0\.0\/20" -> "10\.10\.16\.0\/20"\. Put the old values back/,
    );
  });

  test('fails in the very deploy that gives both keys, for databases, topics and jobs', async () => {
    use(BOTH_KEYS, OTHER_WAY_ROUND);
    const before = sandbox.addresses('demo-streams');
    const { code, output } = await sandbox.deploy('demo-streams');
    expect(code).toBe(1);
    expect(output).toMatch(/would be destroyed and made anew: .*zone_id "cn-shanghai-l" -> "cn-shanghai-m"/);
    expect(output).toMatch(/- RDS instance \S+: .*zone_id/);
    expect(output).toMatch(/- Kafka cluster \S+: .*zone_id/);
    expect(output).toMatch(/- Flink workspace \S+: .*zone_id/);
    expect(sandbox.addresses('demo-streams')).toEqual(before);
  });

  test('fails while everything is protected, and names the setting', async () => {
    use(PROTECTED, OTHER_WAY_ROUND);
    const { code, output } = await sandbox.plan('demo-streams');
    expect(code).toBe(1);
    expect(output).toContain('zone_id "cn-shanghai-l" -> "cn-shanghai-m"');
    expect(output).toContain('The last deploy of demo-streams had `protection: on`, `allowDataLoss: off`.');
  });

  test('is planned once both keys were deployed alone', async () => {
    use(BOTH_KEYS, ZONES);
    await sandbox.deployAll('demo-network', 'demo-streams');
    use(BOTH_KEYS, OTHER_WAY_ROUND);
    const { code, output } = await sandbox.plan('demo-network');
    expect(code).toBe(0);
    expect(output).toMatch(/alicloud_vswitch\.\S+ must be replaced/);
  });
  test('fails in the cloud even then, as long as the data stands in the vSwitch', async () => {
    use(BOTH_KEYS, OTHER_WAY_ROUND);
    const { code, output } = await sandbox.deploy('demo-network');
    expect(code).toBe(1);
    expect(output).toMatch(/StatusCode: 400 Code: DependencyViolation Message: code: 400, Specified object/);
    expect(sandbox.addresses('demo-network')).toContainEqual(
      expect.stringMatching(/^alicloud_vswitch\..*-shanghai-l_/),
    );
  });
  test('ends with the environment: retired, its data goes first and its network after that', async () => {
    sandbox.synthesize(environment('demo', { ...BOTH_KEYS, zones: ZONES, state: 'retired' }));
    await sandbox.deployAll('demo-streams', 'demo-network');
    expect([...sandbox.addresses('demo-streams'), ...sandbox.addresses('demo-network')]).toEqual([]);
  });
});
