import { Network } from '../../constructs/network/network';
import type { NetworkProps } from '../../constructs/network/network';
import { isPrivate, part } from '../../constructs/network/cidr';
import { addressesOf } from '@strata/environment';
import { Connections } from '../../constructs/network/connections';
import { Outbound } from '../../constructs/network/outbound';
import { tcp } from '../../constructs/network/port';
import { PrivateZone } from '../../constructs/network/private-zone';
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

  test('is a VPC of its own without a way out or names, which refuses to be destroyed', () => {
    const stack = synthStack((scope) => {
      const network = new Network(scope, 'Network', props);
      expect(network.outbound).toBeUndefined();
      expect(network.privateZone).toBeUndefined();
    });
    expect(stack.resources.map(({ type }) => type)).toEqual([
      'alicloud_security_group',
      'alicloud_vpc',
      'alicloud_vswitch',
      'alicloud_vswitch',
    ]);
    expect(stack.one('alicloud_vpc')).toMatchObject({ cidr_block: '10.20.0.0/16', vpc_name: 'risk-dev-vpc' });
    for (const type of ['alicloud_vpc', 'alicloud_vswitch']) {
      for (const found of stack.all(type)) expect(found['lifecycle']).toEqual({ prevent_destroy: true });
    }
    expect(stack.one('alicloud_security_group')).toMatchObject({ inner_access_policy: 'Accept' });
  });

  test('may be destroyed when it is told so, and is tagged', () => {
    const tags = { 'strata:team': 'risk' };
    const stack = synthStack((scope) => new Network(scope, 'Network', { ...props, protection: false, tags }));
    expect(stack.one('alicloud_vpc')).toMatchObject({ lifecycle: { prevent_destroy: false }, tags });
    expect(stack.all('alicloud_vswitch')[0]).toMatchObject({ lifecycle: { prevent_destroy: false }, tags });
  });

  test('may lie in a VPC that is there', () => {
    const stack = synthStack((scope) => {
      const network = new Network(scope, 'Network', { ...props, vpcId: 'vpc-1' });
      expect(network.vpcId).toBe('vpc-1');
      expect(network.resource).toBeUndefined();
    });
    expect(stack.all('alicloud_vpc')).toEqual([]);
    expect(stack.all('alicloud_vswitch').map((vswitch) => vswitch['vpc_id'])).toEqual(['vpc-1', 'vpc-1']);
    expect(stack.one('alicloud_security_group')).toMatchObject({ vpc_id: 'vpc-1' });
  });

  test('may be one that this app does not define', () => {
    const stack = synthStack((scope) => {
      const attributes = {
        vpcId: 'vpc-1',
        cidr: '10.0.0.0/8',
        securityGroupId: 'sg-1',
        vswitches: { 'cn-shanghai-l': 'vsw-1' },
      };
      const network = Network.fromNetworkAttributes(scope, 'Network', attributes);
      expect(network.vswitchId('cn-shanghai-l')).toBe('vsw-1');
      expect(() => network.vswitchId('cn-shanghai-g')).toThrow(/STR1202/);
      expect(network.rangeOf('cn-shanghai-l')).toBe('10.0.0.0/8');
      const vswitchRanges = { 'cn-shanghai-l': '10.9.0.0/20' };
      const known = Network.fromNetworkAttributes(scope, 'Known', { ...attributes, vswitchRanges });
      expect(known.rangeOf('cn-shanghai-l')).toBe('10.9.0.0/20');
    });
    expect(stack.resources).toEqual([]);
  });

  test('knows from which range a zone connects', () => {
    synthStack((scope) => {
      expect(new Network(scope, 'Network', props).rangeOf('cn-shanghai-g')).toBe('10.20.16.0/20');
    });
  });

  test('lets others into its security group', () => {
    const stack = synthStack((scope) => {
      const network = new Network(scope, 'Network', props);
      network.connections.allowFrom(Connections.ofRanges(scope, 'office', '192.168.7.0/24'), tcp(9030));
    });
    expect(stack.one('alicloud_security_group_rule')).toMatchObject({
      security_group_id: expect.stringMatching(/^\$\{alicloud_security_group\./) as unknown,
      cidr_ip: '192.168.7.0/24',
      port_range: '9030/9030',
    });
  });

  test.each(['10.0.0.0/7', '10.0.0.0/25', '10.0.0.0', '10.0.0.256/16'])('fails when the range is %s', (cidr) => {
    expect(() => synthStack((scope) => new Network(scope, 'Network', { ...props, cidr }))).toThrow(/STR1203/);
  });

  test.each([
    ['10.20.30.40/16', /Write 10\.20\.0\.0\/16/],
    ['8.8.8.0/24', /inside 10\/8/],
    ['172.0.0.0/8', /inside 10\/8/],
  ])('fails when the range is %s', (cidr, advice) => {
    const build = (): unknown => synthStack((scope) => new Network(scope, 'Network', { ...props, cidr }));
    expect(build).toThrow(/STR1244/);
    expect(build).toThrow(advice);
  });

  test.each([[[]], [['a', 'a']]])('fails when the zones are %j', (zones: string[]) => {
    expect(() => synthStack((scope) => new Network(scope, 'Network', { ...props, zones }))).toThrow(/STR1204/);
  });
});

describe('the way out', () => {
  const outbound = { natName: 'risk-dev-nat', addressName: 'risk-dev-eip' };
  const way = (changes: Partial<NetworkProps> = {}) =>
    synthStack((scope) => new Network(scope, 'Network', { ...props, outbound, ...changes }));

  test('is a gateway with one address, through which every vSwitch goes', () => {
    const stack = way();
    expect(stack.one('alicloud_nat_gateway')).toMatchObject({
      nat_type: 'Enhanced',
      network_type: 'internet',
      payment_type: 'PayAsYouGo',
      nat_gateway_name: 'risk-dev-nat',
      vswitch_id: expect.stringMatching(/Vswitch-cn-shanghai-l/) as unknown,
    });
    expect(stack.one('alicloud_eip_association')).toMatchObject({ instance_type: 'Nat' });
    expect(stack.all('alicloud_snat_entry')).toHaveLength(2);
    for (const entry of stack.all('alicloud_snat_entry')) {
      expect(entry).toMatchObject({
        snat_ip: expect.stringMatching(/\.ip_address\}$/) as unknown,
        depends_on: [expect.stringMatching(/^alicloud_eip_association\./)],
      });
    }
  });

  test('has 100 Mbit/s and refuses to be destroyed', () => {
    const stack = way();
    const kept = { deletion_protection: true, lifecycle: { prevent_destroy: true } };
    expect(stack.one('alicloud_nat_gateway')).toMatchObject(kept);
    expect(stack.one('alicloud_eip_address')).toMatchObject({ ...kept, bandwidth: '100' });
  });

  test('has the bandwidth that is asked for, and goes with its network', () => {
    const stack = way({ outbound: { ...outbound, bandwidthMbit: 20 }, protection: false });
    expect(stack.one('alicloud_eip_address')).toMatchObject({
      bandwidth: '20',
      deletion_protection: false,
      lifecycle: { prevent_destroy: false },
    });
  });

  test('refuses to be destroyed, on its own as well', () => {
    const stack = synthStack(
      (scope) => new Outbound(scope, 'Way', { ...outbound, vpcId: 'vpc-1', vswitches: new Map([['a', 'vsw-1']]) }),
    );
    expect(stack.one('alicloud_nat_gateway')).toMatchObject({ vswitch_id: 'vsw-1', deletion_protection: true });
  });

  test.each([0, 201, 1.5])('fails with %d Mbit/s', (bandwidthMbit) => {
    expect(() => way({ outbound: { ...outbound, bandwidthMbit } })).toThrow(/STR1245/);
  });
});

describe('the names of a network', () => {
  test('are known in its VPC alone', () => {
    const stack = synthStack((scope) => {
      const { privateZone } = new Network(scope, 'Network', { ...props, domain: 'risk-dev.strata' });
      expect(privateZone?.addAlias(scope, 'starrocks', 'fe-c-1-internal.starrocks.aliyuncs.com')).toBe(
        'starrocks.risk-dev.strata',
      );
    });
    expect(stack.one('alicloud_pvtz_zone')).toMatchObject({ zone_name: 'risk-dev.strata', proxy_pattern: 'RECORD' });
    expect(stack.one('alicloud_pvtz_zone_attachment')['vpc_ids']).toEqual([
      expect.stringMatching(/^\$\{alicloud_vpc\./),
    ]);
    expect(stack.one('alicloud_pvtz_zone_record')).toMatchObject({
      rr: 'starrocks',
      type: 'CNAME',
      value: 'fe-c-1-internal.starrocks.aliyuncs.com',
    });
  });

  const zone = (domain: string, label = 'a') =>
    synthStack((scope) => new PrivateZone(scope, 'Zone', { vpcIds: ['vpc-1'], domain }).addAlias(scope, label, 'host'));

  test.each(['strata', 'Risk.strata', 'risk..strata', `a.${'b'.repeat(199)}`])('fail in the domain %s', (domain) => {
    expect(() => zone(domain)).toThrow(/STR1246/);
  });

  test.each(['a.b', 'A', '-a', 'a'.repeat(64)])('fail with the name %s', (label) => {
    expect(() => zone('risk.strata', label)).toThrow(/STR1247/);
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

test.each([
  ['10.20.30.40/16', true],
  ['192.168.3.7/24', true],
  ['172.31.255.0/24', true],
  ['172.32.0.0/16', false],
  ['10.0.0.0/7', false],
])('%s is private: %s', (cidr, expected) => {
  expect([addressesOf(cidr)].map((range) => range !== undefined && isPrivate(range))).toEqual([expected]);
});

test('fails to cut what is no range', () => {
  expect(() => part('10.0.0/16', 0)).toThrow('10.0.0/16 is no range');
});
