import { Network } from '../../constructs/network/network';
import type { NetworkProps } from '../../constructs/network/network';
import { part } from '../../constructs/network/cidr';
import { synthStack } from '../helpers/synth';

const props: NetworkProps = {
  cidr: '10.20.0.0/16',
  zones: ['cn-shanghai-l', 'cn-shanghai-g'],
  vpcName: 'risk-dev-vpc',
  securityGroupName: 'risk-dev-sg',
  vswitchName: (zone) => `risk-dev-vsw-${zone}`,
};

describe('Network', () => {
  test('gives each zone a sixteenth of the range', () => {
    const stack = synthStack((scope) => new Network(scope, 'Network', props));
    expect(stack.all('alicloud_vswitch').map((vswitch) => [vswitch['zone_id'], vswitch['cidr_block']])).toEqual(
      expect.arrayContaining([
        ['cn-shanghai-l', '10.20.0.0/20'],
        ['cn-shanghai-g', '10.20.16.0/20'],
      ]),
    );
  });

  test('a zone that is added at the end moves no other', () => {
    const ranges = (zones: readonly string[]): unknown[] =>
      synthStack((scope) => new Network(scope, 'Network', { ...props, zones }))
        .all('alicloud_vswitch')
        .filter((vswitch) => vswitch['zone_id'] === 'cn-shanghai-l')
        .map((vswitch) => vswitch['cidr_block']);
    expect(ranges(['cn-shanghai-l', 'cn-shanghai-g'])).toEqual(ranges(['cn-shanghai-l']));
  });

  test('may be one that this app does not define', () => {
    const stack = synthStack((scope) => {
      const network = Network.fromNetworkAttributes(scope, 'Network', {
        vpcId: 'vpc-1',
        cidr: '10.0.0.0/8',
        securityGroupId: 'sg-1',
        vswitches: { 'cn-shanghai-l': 'vsw-1' },
      });
      expect(network.vswitchId('cn-shanghai-l')).toBe('vsw-1');
      expect(() => network.vswitchId('cn-shanghai-g')).toThrow(/STR1202/);
    });
    expect(stack.resources).toEqual([]);
  });

  test.each(['10.0.0.0/7', '10.0.0.0/25', '10.0.0.0'])('fails when the range is %s', (cidr) => {
    expect(() => synthStack((scope) => new Network(scope, 'Network', { ...props, cidr }))).toThrow(/STR1203/);
  });

  test.each([[[]], [['a', 'a']]])('fails when the zones are %j', (zones: string[]) => {
    expect(() => synthStack((scope) => new Network(scope, 'Network', { ...props, zones }))).toThrow(/STR1204/);
  });
});

test.each([
  ['10.0.0.0/16', 0, '10.0.0.0/20'],
  ['10.0.0.0/16', 15, '10.0.240.0/20'],
  ['10.0.0.0/8', 1, '10.16.0.0/12'],
  ['192.168.3.0/24', 2, '192.168.3.32/28'],
  ['10.20.30.40/16', 1, '10.20.16.0/20'],
])('part of %s at %d is %s', (cidr, index, expected) => {
  expect(part(cidr, index)).toBe(expected);
});
