import { findOrphans } from '../src';
import { environment } from './helpers';

const sandbox = environment({ target: 'sandbox', expires: '' });

describe('stacks of the sandbox', () => {
  test('may be those of its environments, and empty ones', () => {
    const deployed = new Map([
      ['risk-dev-streams', 9],
      ['other-dev-streams', 0],
      ['by-hand', 3],
    ]);
    expect(findOrphans(deployed, [sandbox])).toEqual([]);
  });

  test('fails when the file of an environment is gone, and names it with everything that is left', () => {
    const deployed = new Map([
      ['demo-network', 3],
      ['demo-streams', 9],
    ]);
    expect(findOrphans(deployed, [sandbox])).toMatchObject([
      {
        code: 'STR1121',
        file: 'environments/demo.yaml',
        message: expect.stringMatching(
          /^is gone, but the sandbox still has its stacks demo-network \(3 resources\), demo-streams \(9 resources\).* Restore the file; .*`state: retired`/,
        ) as string,
      },
    ]);
  });

  test('fails when the environment went to the cloud, or brings a network of its own', () => {
    const existing = '{ vpcId: vpc-1, cidr: 10.0.0.0/8, vswitches: { cn-shanghai-l: vsw-1 }, securityGroupId: sg-1 }';
    for (const now of [environment(), environment({ target: 'sandbox', expires: '', network: existing })]) {
      expect(findOrphans(new Map([['risk-dev-network', 3]]), [now])).toMatchObject([
        { file: 'environments/risk-dev.yaml', message: expect.stringContaining('no longer declares') as string },
      ]);
    }
  });
});
