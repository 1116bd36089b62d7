import type { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { DbInstance } from '@cdktf/provider-alicloud/lib/db-instance';
import { Connections } from '../../constructs/network/connections';
import type { Client, ConnectionsProps } from '../../constructs/network/connections';
import { tcp } from '../../constructs/network/port';
import { synthStack } from '../helpers/synth';

const mysql = tcp(3306);
const mysqlServer = { engine: 'MySQL', engineVersion: '8.0', instanceType: 'mysql.n2.medium.1', instanceStorage: 50 };

function end(stack: TerraformStack, changes: Partial<ConnectionsProps> = {}): Connections {
  const name = changes.name ?? 'core';
  return new Connections(new Construct(stack, name), { name, ranges: ['10.20.0.0/20'], ports: [mysql], ...changes });
}

function flink(stack: TerraformStack, changes: Partial<ConnectionsProps> = {}): Connections {
  return end(stack, { name: 'flink', ranges: ['10.20.16.0/20'], ports: [], ...changes });
}

describe('Connections', () => {
  test('let a client into the list of what it connects to, said from either end', () => {
    synthStack((stack) => {
      const [one, other] = [end(stack), end(stack, { name: 'crm' })];
      const client = flink(stack);
      one.allowFrom(client);
      client.allowTo(other);
      expect(one.clientRanges()).toEqual(['10.20.16.0/20']);
      expect(other.clientRanges()).toEqual(['10.20.16.0/20']);
      expect(client.clientRanges()).toEqual([]);
    });
  });

  test('give a whitelist that knows clients that come later', () => {
    const stack = synthStack((scope) => {
      const server = end(scope);
      new DbInstance(scope, 'Server', { ...mysqlServer, securityIps: server.whitelist });
      server.allowFrom(flink(scope));
      server.allowFrom(Connections.ofRanges(scope, 'office', '192.168.7.0/24', '10.20.16.0/20'));
    });
    expect(stack.one('alicloud_db_instance')['security_ips']).toEqual(['10.20.16.0/20', '192.168.7.0/24']);
  });

  test('write a rule at both ends that have a security group', () => {
    const stack = synthStack((scope) => {
      const server = end(scope, { securityGroupId: 'sg-server' });
      server.allowFrom(flink(scope, { securityGroupId: 'sg-client' }));
    });
    expect(stack.all('alicloud_security_group_rule')).toEqual([
      {
        security_group_id: 'sg-server',
        type: 'ingress',
        ip_protocol: 'tcp',
        port_range: '3306/3306',
        cidr_ip: '10.20.16.0/20',
        description: 'from flink',
      },
      {
        security_group_id: 'sg-client',
        type: 'egress',
        ip_protocol: 'tcp',
        port_range: '3306/3306',
        cidr_ip: '10.20.0.0/20',
        description: 'to core',
      },
    ]);
  });

  test('write no rule without a security group', () => {
    expect(synthStack((scope) => end(scope).allowFrom(flink(scope))).resources).toEqual([]);
  });

  test('write a rule for each range and each port', () => {
    const stack = synthStack((scope) => {
      const server = end(scope, { securityGroupId: 'sg-1', ports: [tcp(9030), tcp(8030, 8040)] });
      server.allowFrom(flink(scope, { ranges: ['10.1.0.0/16', '10.2.0.0/16'] }));
    });
    const rules = stack.all('alicloud_security_group_rule');
    expect(rules.map((rule) => `${String(rule['cidr_ip'])} ${String(rule['port_range'])}`)).toEqual([
      '10.1.0.0/16 8030/8040',
      '10.2.0.0/16 8030/8040',
      '10.1.0.0/16 9030/9030',
      '10.2.0.0/16 9030/9030',
    ]);
  });

  test('open other ports when they are named, and none twice', () => {
    const stack = synthStack((scope) => {
      const server = end(scope, { securityGroupId: 'sg-1' });
      const client = flink(scope);
      server.allowFrom(client, tcp(33_060));
      server.allowFrom(client, tcp(33_060));
      server.allowFrom(client);
    });
    expect(stack.all('alicloud_security_group_rule').map((rule) => rule['port_range'])).toEqual([
      '33060/33060',
      '3306/3306',
    ]);
  });

  test('tell of each client once', () => {
    const told: Client[] = [];
    synthStack((scope) => {
      const server = end(scope, { onClient: (client) => told.push(client) });
      server.allowFrom(flink(scope));
      server.allowFrom(Connections.ofRanges(scope, 'flink', '10.20.16.0/20'), tcp(33_060));
    });
    expect(told).toEqual([{ name: 'flink', ranges: ['10.20.16.0/20'], ports: [mysql] }]);
  });

  test.each(['Flink', '7up', 'a b', 'x'.repeat(42)])('fails when a name is "%s"', (name) => {
    expect(() => synthStack((scope) => end(scope, { name }))).toThrow(/STR1240/);
  });

  test('fails when anybody may connect', () => {
    expect(() => synthStack((scope) => end(scope, { ranges: ['0.0.0.0/0'] }))).toThrow(/STR1241/);
  });

  test('fails when nobody knows from where a client connects', () => {
    expect(() => synthStack((scope) => end(scope).allowFrom(flink(scope, { ranges: [] })))).toThrow(
      /got none.*STR1241/,
    );
  });

  test.each([tcp(0), tcp(65_536), tcp(20, 10), tcp(1.5)])('fails when a port is %j', (port) => {
    expect(() => synthStack((scope) => end(scope, { ports: [port] }))).toThrow(/STR1242/);
  });

  test('fails when something that takes no connections is connected to', () => {
    expect(() => synthStack((scope) => flink(scope).allowFrom(end(scope)))).toThrow(
      /flink must be.* got none.*STR1242/,
    );
  });

  test('fails when two clients have one name', () => {
    expect(() =>
      synthStack((scope) => {
        const server = end(scope);
        server.allowFrom(flink(scope));
        server.allowFrom(Connections.ofRanges(scope, 'flink', '10.9.0.0/16'));
      }),
    ).toThrow(/two clients are called flink.*STR1243/);
  });
});
