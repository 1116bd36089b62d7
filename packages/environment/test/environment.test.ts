import { parseEnvironment, totalCu } from '../src';
import { account, environment, environmentYaml, problemsOf } from './helpers';

const place = (yaml: string): string[] =>
  problemsOf(() => parseEnvironment(yaml, 'environments/risk-dev.yaml', account())).map(
    ({ line, column, path, code }) => `${line}:${column} ${path} ${code}`,
  );

describe('an environment file', () => {
  test('takes what it does not say from its stage', () => {
    expect(environment()).toEqual({
      id: 'risk-dev',
      file: 'environments/risk-dev.yaml',
      team: 'risk',
      stage: 'dev',
      target: 'cloud',
      owner: 'risk@example.com',
      expires: '2027-01-31',
      region: 'cn-shanghai',
      zones: ['cn-shanghai-l'],
      network: { kind: 'created', cidr: '10.20.0.0/16' },
      instance: {
        kind: 'dedicated',
        version: '3.3',
        frontend: { cu: 8, nodes: 1, diskGb: 100 },
        compute: { cu: 8, nodes: 3, diskGb: 200 },
      },
      warehouses: [],
      sources: [],
      streams: [],
      flinkCu: 4,
      lake: [],
      layers: ['ods', 'cdm', 'ads'],
      borrowedLayers: [],
      variables: {},
      clients: [],
      operators: [],
      adminPassword: 'kms:risk/admin',
      alarms: { contacts: [{ name: 'risk-dev-owner', mail: 'risk@example.com' }], contactGroups: [] },
      protection: false,
      allowDataLoss: false,
      exceptions: [],
      state: 'active',
    });
  });

  test('overrides single defaults', () => {
    const changed = environment({
      instance: '{ version: "3.5", frontend: { nodes: 3 } }',
      warehouses: '[{ name: etl, cu: 16, cache: { hotDays: 7, dailyGrowthGb: 5 } }]',
      protection: 'on',
    });
    expect(changed.instance).toMatchObject({ version: '3.5', frontend: { cu: 8, nodes: 3, diskGb: 100 } });
    expect(changed.warehouses).toMatchObject([
      { name: 'etl', cu: 16, nodes: 1, cache: { hotDays: 7, dailyGrowthGb: 5 } },
    ]);
    expect(changed.protection).toBe(true);
  });

  test('counts compute units over frontends, the default warehouse and its own warehouses', () => {
    expect(totalCu(environment({ warehouses: '[{ name: etl, cu: 16, nodes: 2 }]' }))).toBe(8 + 24 + 32);
  });

  test('is called by the team alone in the sandbox, or as in the cloud: then only `target` differs', () => {
    expect(environment({ target: 'sandbox' }, 'environments/risk.yaml').id).toBe('risk');
    expect(environment({ target: 'sandbox' }).id).toBe('risk-dev');
    expect({ ...environment({ target: 'sandbox' }), target: 'cloud' }).toEqual(environment());
  });

  test.each([
    ['two', 'two'],
    ['2', '2'],
  ])('may say which version of the password is set: %s', (version, expected) => {
    expect(environment({ secrets: `{ admin: { secret: kms:risk/admin, version: ${version} } }` })).toMatchObject({
      adminPassword: 'kms:risk/admin',
      adminPasswordVersion: expected,
    });
  });

  test('needs no expiry in the sandbox and in prod', () => {
    expect(environment({ target: 'sandbox', expires: '' }).expires).toBeUndefined();
    expect(environment({ stage: 'prod', expires: '' }).expires).toBeUndefined();
  });

  test('describes an existing network', () => {
    const network = '{ vpcId: vpc-1, cidr: 10.0.0.0/8, vswitches: { cn-shanghai-l: vsw-1 }, securityGroupId: sg-1 }';
    expect(environment({ network }).network).toEqual({
      kind: 'existing',
      vpcId: 'vpc-1',
      cidr: '10.0.0.0/8',
      vswitches: { 'cn-shanghai-l': 'vsw-1' },
      securityGroupId: 'sg-1',
    });
  });

  test.each([
    ['an unknown key', { stag: 'dev' }, '10:1 stag STR1102'],
    ['a wrong type', { budget: 'much' }, '10:9 budget STR1103'],
    ['a node size that is not sold', { warehouses: '[{ name: etl, cu: 12 }]' }, '10:31 warehouses[0].cu STR1103'],
    [
      'a typing error in a network',
      { network: '{ cidrr: 10.0.0.0/8 }' },
      '8:10 network.cidr STR1103, 8:12 network.cidrr STR1102',
    ],
    ['a public network', { network: '{ cidr: 8.8.0.0/16 }' }, '8:18 network.cidr STR1103'],
    ['a day that does not exist', { expires: '2027-02-30' }, '5:10 expires STR1104'],
    [
      'an even number of frontends',
      { instance: '{ frontend: { nodes: 2 } }' },
      '10:32 instance.frontend.nodes STR1104',
    ],
    ['a disk between two steps', { instance: '{ compute: { diskGb: 250 } }' }, '10:32 instance.compute.diskGb STR1103'],
    ['a secret in the file', { secrets: '{ admin: Passw0rd!x }' }, '9:19 secrets.admin STR1103'],
    [
      'a secret of two words',
      { secrets: '{ admin: { secret: env:X, version: a b } }' },
      '9:45 secrets.admin.version STR1103',
    ],
    [
      'a sandbox secret with a version in the cloud',
      { secrets: '{ admin: { secret: sandbox:x, version: 1 } }' },
      '9:19 secrets.admin STR1110',
    ],
    ['a sandbox secret in the cloud', { secrets: '{ admin: sandbox:admin }' }, '9:19 secrets.admin STR1110'],
    ['no expiry outside prod', { expires: '' }, '1:1 expires STR1106'],
    ['a region that is not open', { region: 'cn-beijing', zones: '[cn-beijing-a]' }, '6:9 region STR1107'],
    ['a zone of another region', { zones: '[cn-hangzhou-a]' }, '7:9 zones[0] STR1122'],
    ['prod without protection', { stage: 'prod', protection: 'off' }, '10:13 protection STR1105'],
    ['prod that may lose data', { stage: 'prod', allowDataLoss: 'on' }, '10:16 allowDataLoss STR1105'],
    ['retiring while protected', { protection: 'on', allowDataLoss: 'on', state: 'retired' }, '12:8 state STR1108'],
    ['retiring with one key', { protection: 'off', state: 'retired' }, '11:8 state STR1108'],
    ['retiring prod', { stage: 'prod', state: 'retired' }, '10:8 state STR1108'],
    [
      'two topics whose consumer groups would be one',
      { streams: '[{ topic: app_event, about: one }, { topic: app-event, about: two }]' },
      '10:54 streams[1].topic STR1111',
    ],
    [
      'the same warehouse twice',
      { warehouses: '[{ name: a, cu: 8 }, { name: a, cu: 8 }]' },
      '10:42 warehouses[1].name STR1111',
    ],
    ['more than the quota', { warehouses: '[{ name: etl, cu: 64, nodes: 2 }]' }, '10:13 warehouses STR1112'],
    [
      'a missing vSwitch',
      { network: '{ vpcId: vpc-1, cidr: 10.0.0.0/8, vswitches: { cn-shanghai-g: vsw-1 }, securityGroupId: sg-1 }' },
      '8:55 network.vswitches STR1109',
    ],
    [
      'binlogs kept too briefly',
      { sources: '[{ name: core, databases: [a], password: env:X, binlogHours: 3 }]' },
      '10:71 sources[0].binlogHours STR1103',
    ],
  ])('fails on %s', (_, changes: Record<string, string>, expected) => {
    expect(place(environmentYaml(changes)).join(', ')).toBe(expected);
  });

  test('fails on a secret in the file without repeating it', () => {
    const yaml = environmentYaml({ secrets: '{ admin: Passw0rd!x }' });
    const [problem] = problemsOf(() => parseEnvironment(yaml, 'environments/risk-dev.yaml', account()));
    expect(problem?.message).toMatch(/^must be a reference to a secret/);
    expect(problem?.message).not.toContain('Passw0rd');
  });

  test('fails with every problem at once, in the order of the file', () => {
    const yaml = environmentYaml({ owner: 'nobody', zones: '[]', warehouses: '[{ name: etl, cu: 12, node: 2 }]' });
    expect(place(yaml)).toEqual([
      '4:8 owner STR1103',
      '7:8 zones STR1103',
      '10:31 warehouses[0].cu STR1103',
      '10:35 warehouses[0].node STR1102',
    ]);
  });

  test('fails on text that is not YAML, with its place', () => {
    expect(place('team: risk\n\tstage: dev\n')).toEqual(['2:1  STR1101']);
  });

  test('fails on an empty file', () => {
    expect(place('')).toEqual(['1:1  STR1103']);
  });

  test('fails on a key that stands twice', () => {
    expect(place(`${environmentYaml()}team: other\n`)).toEqual(['10:1  STR1101']);
  });

  test('fails with a message that says where, the rule, what was got and what to do', () => {
    expect(() => parseEnvironment(environmentYaml({ stgae: 'dev' }), 'environments/risk-dev.yaml', account())).toThrow(
      /^environments\/risk-dev\.yaml:10:1 {2}stgae\n {2}`stgae` is not a known key, one of team, .*\. Did you mean `stage`\? \(STR1102\)$/,
    );
  });
});
