import { parseEnvironment } from '../src';
import { environmentFileSchema } from '../src/schema/environment-file';
import { account, environmentYaml, problemsOf } from './helpers';

const found = (changes: Readonly<Record<string, string>>): readonly string[] =>
  problemsOf(() => parseEnvironment(environmentYaml(changes), 'environments/risk-dev.yaml', account())).map(
    ({ path, message }) => `${path} ${message}`,
  );

const codes = (changes: Readonly<Record<string, string>>): readonly string[] =>
  problemsOf(() => parseEnvironment(environmentYaml(changes), 'environments/risk-dev.yaml', account())).map(
    ({ path, code }) => `${path} ${code}`,
  );

describe('what is wrong in a file', () => {
  test.each([150.5, 50, 65_050, -1])('is reported once, whatever it breaks: diskGb %d', (diskGb) => {
    expect(found({ instance: `{ compute: { diskGb: ${diskGb} } }` })).toEqual([
      expect.stringMatching(new RegExp(`^instance\\.compute\\.diskGb must be .* got ${diskGb}\\.`)),
    ]);
  });

  test('is reported for each key that is not known', () => {
    expect(found({ instance: '{ verzion: "3.3", size: 1 }' })).toEqual([
      expect.stringMatching(/^instance\.verzion .*Did you mean `version`/),
      expect.stringMatching(/^instance\.size /),
    ]);
  });

  test('is reported by all rules at once that do not depend on each other', () => {
    const changes = {
      owner: 'nobody',
      region: 'eu-central-1',
      expires: '',
      warehouses: '[{ name: etl, cu: 12 }, { name: etl, cu: 8 }]',
      streams: '[{ topic: app_event, about: a message }, { topic: app.event, about: a message }]',
    };
    expect(codes(changes)).toEqual([
      'expires STR1106',
      'owner STR1103',
      'region STR1107',
      'zones[0] STR1122',
      'warehouses[0].cu STR1103',
      'warehouses[1].name STR1111',
      'streams[1].topic STR1111',
    ]);
  });

  test.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    ['a stage', { stage: 'moon', expires: '', warehouses: '[{ name: etl, cu: 64, nodes: 100 }]' }, ['stage STR1103']],
    ['a region', { region: '1', zones: '[cn-shanghai-l]' }, ['region STR1103']],
    ['an instance', { instance: '{ shared: 1 }', network: '', secrets: '{ admin: kms:a, user: kms:b }' }, ['instance']],
    ['the size of a warehouse', { budget: '1', warehouses: '[{ name: etl, cu: 12 }]' }, ['warehouses[0].cu STR1103']],
    ['a day', { expires: 'soon' }, ['expires STR1103']],
  ])('says nothing of what depends on %s that is wrong itself', (_, changes, expected) => {
    expect(codes(changes)).toEqual(expected.map((each) => expect.stringContaining(each) as string));
  });

  /** Keys whose values others depend on, in a dedicated and in a shared environment. */
  const DEDICATED = {
    sources: '[{ name: core, databases: [loans], password: kms:risk/core }]',
    streams: '[{ topic: app_event, about: a message }]',
    warehouses: '[{ name: etl, cu: 8, cache: { hotDays: 7, dailyGrowthGb: 2 } }]',
    lake: '[{ name: a, kind: hive, metastore: "thrift://hms.example.com:9083" }]',
    layers: '[ods, cdm, ads]',
    budget: '100000',
    protection: 'off',
    allowDataLoss: 'on',
    state: 'retired',
  };
  const SHARED = {
    instance: '{ shared: core-dev }',
    network: '',
    layers: '[{ name: ods, from: core-dev }, ads]',
    secrets: '{ admin: kms:risk/admin, user: kms:risk/user }',
  };

  describe.each([
    ['dedicated', DEDICATED],
    ['shared', SHARED],
  ])('in a %s environment', (_, changes) => {
    test('is nothing at first', () => {
      expect(found(changes)).toEqual([]);
    });

    test.each(Object.keys(environmentFileSchema.shape))('is only that when `%s` is wrong', (key) => {
      const problems = codes({ ...changes, [key]: '{ wrong: [] }' });
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.filter((each) => !each.startsWith(key))).toEqual([]);
    });
  });

  test.each([
    ['an alias that stands for nothing', '{ admin: *hunter2 }', 9, 19],
    ['an alias of an anchor', '{ admin: kms:a }\nclients: &hunter2 []\nalarms: *hunter2', 10, 19],
    ['an anchor alone', '{ admin: &hunter2 kms:a }', 9, 28],
    ['a text that begins as a block', '\n  admin: |hunter2', 10, 11],
    ['a tag of nobody', '{ admin: !q!hunter2 x }', 9, 19],
    ['an escape that is none', '{ admin: "\\uhunter2" }', 9, 20],
  ])('fails at its place, without repeating it: %s', (_, secrets, line, column) => {
    const yaml = environmentYaml({ secrets });
    const problems = problemsOf(() => parseEnvironment(yaml, 'environments/risk-dev.yaml', account()));
    expect(problems[0]).toMatchObject({ code: 'STR1101', line, column });
    expect(JSON.stringify(problems)).not.toContain('hunt');
  });

  test('fails at the first of many aliases that together stand for very much', () => {
    const yaml = environmentYaml({
      clients: `[&a [x, x], &b [*a, *a], ${'*b, '.repeat(200)}]`,
    });
    expect(problemsOf(() => parseEnvironment(yaml, 'environments/risk-dev.yaml', account()))).toMatchObject([
      { code: 'STR1101', line: 10, message: expect.stringContaining('anchors and aliases') as string },
    ]);
  });

  test.each([
    ['lake', '[{ name: a, kind: iceberg, uri: "http://user:hunter2@h/x" }]', 'lake[0].uri'],
    ['lake', '[{ name: a, kind: hive, metastore: "thrift://root:hunter2@x:9083" }]', 'lake[0].metastore'],
    ['lake', '[{ name: a, kind: paimon, warehouse: "oss://AKID:hunter2@b/x" }]', 'lake[0].warehouse'],
    ['lake', '[{ name: a, kind: "hunter2@x" }]', 'lake[0].kind'],
    ['sources', '[{ name: a, databases: [x], host: "root:hunter2@db", user: u, password: env:X }]', 'sources[0].host'],
    ['layers', '["hunter2@x", "hunter2@x"]', 'layers[0]'],
    ['owner', '"root:hunter2@db"', 'owner'],
  ])('fails without repeating a text with @, which may hold a password: %s %s', (key, value, path) => {
    const messages = found({ [key]: value });
    expect(messages[0]).toMatch(/got a text with `@`, which is not repeated/);
    expect(messages[0]?.startsWith(`${path} `)).toBe(true);
    expect(messages.join()).not.toContain('hunter2');
  });

  test('fails on a list instead of a secret with what a secret is', () => {
    expect(found({ secrets: '{ admin: [hunter2] }' })).toEqual([
      expect.stringMatching(/^secrets\.admin must be a reference to a secret: env:NAME/),
    ]);
  });

  test.each(Object.keys(environmentFileSchema.shape))('fails in words of its own, whatever `%s` is', (key) => {
    const values = ['1', 'x', '~', '[]', '[1]', '[[]]', '{}', '[{}]', '{ admin: {} }', '{ admin: 1, user: [] }'];
    const messages = values.flatMap((value) => found({ [key]: value })).filter((each) => each.startsWith(key));
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.filter((each) => /invalid|expected/i.test(each))).toEqual([]);
  });

  test('is the file itself when it is no mapping', () => {
    const problems = problemsOf(() => parseEnvironment('- team\n', 'environments/risk-dev.yaml', account()));
    expect(problems).toMatchObject([
      { code: 'STR1103', path: '', message: expect.stringContaining('mapping') as string },
    ]);
  });

  test.each([
    [
      'sources',
      '[{ name: a, databases: [x, 1] }, { name: a, databases: [x] }]',
      ['sources[1].name', 'sources[1].databases[0]'],
    ],
    ['lake', '[{ name: a, kind: moon }, { name: a }]', ['lake[1].name']],
    ['layers', '[ods, { name: ods, from: 1 }]', ['layers[1].name']],
    ['alarms', '{ contacts: [{ name: a }, { name: a }] }', ['alarms.contacts[1].name']],
    [
      'instance',
      '{ parameters: [{ component: FE, key: a }, { component: BE, key: a }, { component: FE, key: a }] }',
      ['instance.parameters[2].key'],
    ],
    ['clients', '[{ name: a }, { name: a }]', ['clients[1].name']],
  ])('finds doubled names in %s whatever else is wrong there', (key, value, expected) => {
    expect(codes({ [key]: value }).filter((each) => each.endsWith('STR1111'))).toEqual(
      expected.map((path) => `${path} STR1111`),
    );
  });
});
