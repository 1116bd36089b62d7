import { checkChange } from '../src';
import type { FileText } from '../src';
import { account, environmentYaml } from './helpers';

type Changes = Readonly<Record<string, string>>;

const FULL = {
  sources: '[{ name: core, databases: [loans, cards], password: env:X }]',
  streams: '[{ topic: app_event, about: one event }]',
  warehouses: '[{ name: etl, cu: 8 }]',
};
const TWO_ZONES = { zones: '[cn-shanghai-l, cn-shanghai-g]' };
const EXISTING = {
  network:
    '{ vpcId: vpc-1, cidr: 10.0.0.0/8, vswitches: { cn-shanghai-l: vsw-1, cn-shanghai-g: vsw-2 }, securityGroupId: sg-1 }',
};
const existing = (from: string, to: string): Changes => ({ network: EXISTING.network.replace(from, to) });
const MYSQL = '{ name: old, databases: [crm], host: mysql.example.com, user: cdc, password: env:X }';
const SHARED = { instance: '{ shared: core-dev }', network: '' };
const PROTECTED = { protection: 'on' };
const KEYS = { protection: 'off', allowDataLoss: 'on' };

const text = (changes: Changes, file = 'environments/risk-dev.yaml'): FileText => ({
  file,
  yaml: environmentYaml({ ...FULL, ...changes }),
});

/** What is found, as `file path code`. */
function found(before: readonly FileText[], after: readonly FileText[]): readonly string[] {
  return checkChange({ account: account(), before, after }).map(({ file, path, code }) =>
    [file, path, code].filter((part) => part !== '').join(' '),
  );
}

describe('a change of environment files', () => {
  test.each<[string, Changes, Changes]>([
    ['changes nothing', {}, {}],
    [
      'adds a topic',
      PROTECTED,
      { ...PROTECTED, streams: '[{ topic: app_event, about: one }, { topic: more, about: two }]' },
    ],
    ['adds a zone at the end', {}, TWO_ZONES],
    ['takes a topic out after both keys', KEYS, { ...KEYS, streams: '[]' }],
    ['takes a warehouse out of an unprotected environment', {}, { warehouses: '[]' }],
    ['gives both keys and nothing else', PROTECTED, KEYS],
    ['takes out a server that is not ours', { sources: `[${MYSQL}]` }, { sources: '[]' }],
    ['adds a zone to an existing network', EXISTING, { ...EXISTING, ...TWO_ZONES }],
    ['moves after both keys', { ...KEYS, ...EXISTING }, { ...KEYS, ...existing('vsw-1', 'vsw-9') }],
    ['brings a network where there was none', SHARED, { ...SHARED, ...EXISTING }],
    ['retires after both keys', KEYS, { ...KEYS, state: 'retired' }],
  ])('may be one that %s', (_, before, after) => {
    expect(found([text(before)], [text(after)])).toEqual([]);
  });

  test.each<[string, Changes, Changes, string]>([
    ['takes a topic out', PROTECTED, { ...PROTECTED, streams: '[]' }, 'STR1119'],
    ['takes a database out', {}, { sources: '[{ name: core, databases: [loans], password: env:X }]' }, 'STR1119'],
    ['takes a warehouse out of a protected environment', PROTECTED, { ...PROTECTED, warehouses: '[]' }, 'STR1119'],
    ['sends an environment to another target', {}, { target: 'sandbox' }, 'target STR1117'],
    [
      'brings a network where one was created',
      {},
      { network: '{ vpcId: vpc-1, cidr: 10.0.0.0/8, vswitches: { cn-shanghai-l: vsw-1 }, securityGroupId: sg-1 }' },
      'network STR1118',
    ],
    ['goes to another VPC', EXISTING, existing('vpc-1', 'vpc-9'), 'network.vpcId STR1119'],
    ['goes to another vSwitch', EXISTING, existing('vsw-1', 'vsw-9'), 'network.vswitches STR1119'],
    ['takes another security group', EXISTING, existing('sg-1', 'sg-9'), 'network.securityGroupId STR1119'],
    ['gives up its network', {}, { network: '' }, 'network STR1118'],
    ['goes from its own instance to a shared one', EXISTING, { ...EXISTING, ...SHARED, ...EXISTING }, 'STR1119'],
    ['goes to the instance of another environment', SHARED, { ...SHARED, instance: '{ shared: lab-dev }' }, 'STR1119'],
    ['has an existing server where it had one of its own', {}, { sources: `[${MYSQL}]` }, 'STR1119'],
    ['swaps zones', TWO_ZONES, { zones: '[cn-shanghai-g, cn-shanghai-l]' }, 'zones STR1118'],
    ['takes a zone out', TWO_ZONES, { zones: '[cn-shanghai-l]' }, 'zones STR1118'],
    ['changes the range of its network', {}, { network: '{ cidr: 10.99.0.0/16 }' }, 'network.cidr STR1118'],
    ['retires without keys before', {}, { ...KEYS, state: 'retired' }, 'state STR1119'],
    ['gives both keys with something else', {}, { ...KEYS, owner: 'other@example.com' }, 'allowDataLoss STR1119'],
  ])('fails when it %s', (_, before, after, expected) => {
    expect(found([text(before)], [text(after)])).toEqual([`environments/risk-dev.yaml ${expected}`]);
  });

  test('may remove a file that was retired', () => {
    expect(found([text({ ...KEYS, state: 'retired' })], [])).toEqual([]);
  });

  test('fails when it removes a file that was not retired', () => {
    expect(found([text({})], [])).toEqual(['environments/risk-dev.yaml STR1116']);
  });

  test('fails when it renames one, and says that this moves nothing', () => {
    const after = [text({ team: 'credit' }, 'environments/credit-dev.yaml')];
    const [problem] = checkChange({ account: account(), before: [text({})], after });
    expect(problem?.message).toContain('makes a new environment; it moves nothing');
  });

  test('may give the file another ending', () => {
    expect(found([text({})], [text({}, 'environments/risk-dev.yml')])).toEqual([]);
  });

  test('reads files of a time that had other rules', () => {
    expect(found([text({ replicas: '3', cu: 'many' })], [])).toEqual(['environments/risk-dev.yaml STR1116']);
  });

  test('fails when a file goes of which nothing could be read', () => {
    const before = [{ file: 'environments/odd.yaml', yaml: 'team: 1' }];
    expect(found(before, [])).toEqual(['environments/odd.yaml STR1116']);
    expect(found(before, before)).toEqual([]);
  });
});
