import { parseEnvironment } from '../src';
import { account, environment, environmentYaml, problemsOf } from './helpers';

const place = (changes: Readonly<Record<string, string>>): string[] =>
  problemsOf(() => parseEnvironment(environmentYaml(changes), 'environments/risk-dev.yaml', account())).map(
    ({ line, column, path, code }) => `${line}:${column} ${path} ${code}`,
  );
const onShared = {
  instance: '{ shared: base-dev }',
  network: '',
  secrets: '{ admin: kms:base/admin, user: kms:risk/user }',
};

describe('a network that is created', () => {
  test('has no way out and no names unless they are asked for', () => {
    expect(environment().network).toEqual({ kind: 'created', cidr: '10.20.0.0/16' });
    const network = '{ cidr: 10.20.0.0/16, outbound: on, domain: risk.strata }';
    expect(environment({ network }).network).toMatchObject({ outbound: true, domain: 'risk.strata' });
  });

  test('fails under a domain of one label', () => {
    const network = '{ cidr: 10.20.0.0/16, domain: strata }';
    expect(place({ network })).toEqual(['8:40 network.domain STR1103']);
  });
});

describe('an instance of its own', () => {
  test('may say how it is reached, upgraded and tuned, and in which resource group it is', () => {
    const instance = `{
      gateway: { loadBalancer: on },
      upgrades: { minorVersion: 3.3.13-1.1.1-1.7.13, automatic: on, allowMajor: '3.5', maintenanceWindow: '07:00-08:00' },
      parameters: [{ component: FE, key: qe_max_connection, value: '8192', restart: on }],
      resourceGroupId: rg-abc
    }`;
    expect(environment({ instance }).instance).toMatchObject({
      gateway: { loadBalancer: true },
      upgrades: {
        minorVersion: '3.3.13-1.1.1-1.7.13',
        automatic: true,
        allowMajor: '3.5',
        maintenanceWindow: '07:00-08:00',
      },
      parameters: [{ component: 'FE', key: 'qe_max_connection', value: '8192', restart: true }],
      resourceGroupId: 'rg-abc',
    });
  });

  test.each([
    ['a window that the service does not have', "{ upgrades: { maintenanceWindow: '05:00-06:00' } }", 'STR1103'],
    ['a parameter of no component', "{ parameters: [{ component: CN, key: k, value: '1' }] }", 'STR1103'],
    ['a number as a value', '{ parameters: [{ component: FE, key: k, value: 1 }] }', 'STR1103'],
    [
      'a parameter with two values',
      "{ parameters: [{ component: FE, key: k, value: '1' }, { component: FE, key: k, value: '2' }] }",
      'STR1111',
    ],
    ['a leader that is kept away without others', '{ gateway: { loadBalancer: on, isolateLeader: on } }', 'STR1134'],
    ['a leader that is kept away by nothing', '{ frontend: { nodes: 3 }, gateway: { isolateLeader: on } }', 'STR1134'],
  ])('fails with %s', (_, instance, code) => {
    expect(place({ instance }).map((problem) => problem.split(' ').at(-1))).toEqual([code]);
  });
});

describe('an environment on a shared instance', () => {
  test('has a user of its own, which may take a fifth of the memory and 10 queries', () => {
    const { instance, userPassword } = environment(onShared);
    expect(instance).toEqual({
      kind: 'shared',
      environment: 'base-dev',
      limits: { cpuWeight: 2, memoryPercent: 20, concurrency: 10 },
    });
    expect(userPassword).toBe('kms:risk/user');
  });

  test('may have other limits', () => {
    const instance = '{ shared: base-dev, limits: { cpuWeight: 4, memoryPercent: 50, concurrency: 3 } }';
    expect(environment({ ...onShared, instance }).instance).toMatchObject({
      limits: { cpuWeight: 4, memoryPercent: 50, concurrency: 3 },
    });
  });

  test('fails without the password of its user', () => {
    expect(place({ ...onShared, secrets: '{ admin: kms:base/admin }' })).toEqual(['8:10 secrets.user STR1133']);
  });

  test('fails with a password of the sandbox in the cloud', () => {
    expect(place({ ...onShared, secrets: '{ admin: kms:base/admin, user: sandbox:risk }' })).toEqual([
      '8:41 secrets.user STR1110',
    ]);
  });

  test('fails to have all of the memory', () => {
    const instance = '{ shared: base-dev, limits: { memoryPercent: 100 } }';
    expect(place({ ...onShared, instance }).map((problem) => problem.split(' ').at(-1))).toEqual(['STR1103']);
  });
});

test('fails when an instance of its own has a user of a shared one', () => {
  expect(place({ secrets: '{ admin: kms:risk/admin, user: kms:risk/user }' })).toEqual(['9:41 secrets.user STR1133']);
});

describe('clients', () => {
  test('are nobody unless they are named', () => {
    expect(environment().clients).toEqual([]);
    expect(environment({ clients: '[{ name: office, cidr: 192.168.7.0/24 }]' }).clients).toEqual([
      { name: 'office', cidr: '192.168.7.0/24' },
    ]);
  });

  test.each([
    ['everybody', '[{ name: all, cidr: 0.0.0.0/0 }]', 'STR1103'],
    ['two of one name', '[{ name: a, cidr: 10.1.0.0/16 }, { name: a, cidr: 10.2.0.0/16 }]', 'STR1111'],
  ])('fail to be %s', (_, clients, code) => {
    expect(place({ clients }).map((problem) => problem.split(' ').at(-1))).toEqual([code]);
  });
});

describe('operators', () => {
  test('are nobody unless they are named', () => {
    expect(environment().operators).toEqual([]);
    const operators = '["acs:ram::1234567890123456:role/ci"]';
    expect(environment({ operators }).operators).toEqual(['acs:ram::1234567890123456:role/ci']);
  });

  test('fail to be everybody', () => {
    expect(place({ operators: '["*"]' })).toEqual(['10:13 operators[0] STR1103']);
  });
});
