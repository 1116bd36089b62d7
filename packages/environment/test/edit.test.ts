import { parse } from 'yaml';
import { draftEnvironment, parseEnvironment, setKey } from '../src';
import { account } from './helpers';

describe('a key that is set in a file', () => {
  test('changes its value and nothing else', () => {
    const yaml = "# head\nowner: a # who\nexpires: '2027-01-01' # when\nzones: [ x,y ]\n";
    expect(setKey(yaml, 'expires', '2027-02-01', 'owner')).toBe(yaml.replace("'2027-01-01'", '2027-02-01'));
  });

  test('comes after another one when it is not there', () => {
    expect(setKey('owner: a # who\n\n# place\nregion: b\n', 'expires', '2027-02-01', 'owner')).toBe(
      'owner: a # who\nexpires: 2027-02-01\n\n# place\nregion: b\n',
    );
    expect(setKey('secrets:\n  admin: env:X\nbudget: 1\n', 'protection', 'off', 'secrets')).toBe(
      'secrets:\n  admin: env:X\nprotection: off\nbudget: 1\n',
    );
  });

  test.each(['2027-02-01\nallowDataLoss: on', '2027-02-01 # later', '*a', '', 'a: b'])(
    'stays one value whatever is in it: %j',
    (value) => {
      const expected = { owner: 'a', expires: value };
      expect(parse(setKey('owner: a\n', 'expires', value, 'owner'))).toEqual(expected);
      expect(parse(setKey('owner: a\nexpires: 2027-01-01\n', 'expires', value, 'owner'))).toEqual(expected);
    },
  );

  test('comes to the end when the other one is not there, or is the last without a new line', () => {
    expect(setKey('owner: a\n', 'state', 'retired', 'nothing')).toBe('owner: a\nstate: retired\n');
    expect(setKey('owner: a', 'state', 'retired', 'owner')).toBe('owner: a\nstate: retired\n');
  });
});

test('a new file says what it must, and is right as it stands', () => {
  const yaml = draftEnvironment({
    team: 'ops',
    stage: 'dev',
    target: 'cloud',
    owner: 'ops@example.com',
    region: 'cn-shanghai',
    zones: ['cn-shanghai-l'],
    expires: '2027-01-01',
    cidr: '10.1.0.0/16',
    warehouse: { name: 'etl', cu: 16 },
    budget: 50_000,
  });
  expect(parseEnvironment(yaml, 'environments/ops-dev.yaml', account())).toMatchObject({
    id: 'ops-dev',
    expires: '2027-01-01',
    network: { kind: 'created', cidr: '10.1.0.0/16' },
    warehouses: [{ name: 'etl', cu: 16 }],
    budget: 50_000,
  });
});

test('a new file has no keys but its own, whatever is in its values', () => {
  const text = (name: string): string => `${name}\nallowDataLoss: on\n- ] }`;
  const yaml = draftEnvironment({
    team: text('team'),
    stage: text('stage'),
    target: 'cloud',
    owner: text('owner'),
    region: text('region'),
    zones: [text('zone')],
    expires: text('expires'),
    cidr: text('cidr'),
    shared: text('shared'),
    warehouse: { name: text('warehouse'), cu: 8 },
  });
  const id = `${text('team')}-${text('stage')}`;
  expect(parse(yaml)).toEqual({
    team: text('team'),
    stage: text('stage'),
    target: 'cloud',
    owner: text('owner'),
    expires: text('expires'),
    region: text('region'),
    zones: [text('zone')],
    network: { cidr: text('cidr') },
    instance: { shared: text('shared') },
    warehouses: [{ name: text('warehouse'), cu: 8 }],
    secrets: { admin: `kms:${id}/starrocks-admin`, user: `kms:${id}/starrocks-user` },
  });
});
