import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNewEnvironment, environmentJsonSchema, loadPlatform, parseAccount, selectEnvironments } from '../src';
import { environmentYaml, problemsOf, root } from './helpers';

describe('the environments of a checkout', () => {
  let checkout: string;
  const put = (name: string, text: string): void => writeFileSync(join(checkout, 'environments', name), text);

  beforeEach(() => {
    checkout = mkdtempSync(join(tmpdir(), 'strata-environments-'));
    mkdirSync(join(checkout, 'environments'));
    cpSync(join(root, 'strata.yaml'), join(checkout, 'strata.yaml'));
  });
  afterEach(() => rmSync(checkout, { recursive: true }));

  test('are those of this repository', () => {
    expect(loadPlatform(root).environments.map(({ id }) => id)).toEqual(['demo', 'risk-dev', 'risk-prod']);
  });

  test('may be chosen by id', () => {
    const { environments } = loadPlatform(root);
    expect(selectEnvironments(environments, 'risk-prod, demo').map(({ id }) => id)).toEqual(['demo', 'risk-prod']);
    expect(selectEnvironments(environments, '')).toHaveLength(3);
    expect(selectEnvironments(environments, undefined)).toHaveLength(3);
  });

  test('fails when an unknown one is chosen', () => {
    expect(problemsOf(() => selectEnvironments(loadPlatform(root).environments, 'risk-test'))).toMatchObject([
      { code: 'STR1115', message: 'has no environment risk-test, only demo, risk-dev, risk-prod. Correct STRATA_ENV.' },
    ]);
  });

  test('fails when two have the same stack ids', () => {
    put('risk-dev.yaml', environmentYaml());
    put('risk-dev.yml', environmentYaml({ network: '{ cidr: 10.21.0.0/16 }' }));
    expect(problemsOf(() => loadPlatform(checkout))).toMatchObject([
      {
        code: 'STR1113',
        file: 'environments/risk-dev.yml',
        message: expect.stringContaining('stack risk-dev-network of environments/risk-dev.yaml') as string,
      },
    ]);
  });

  test('fails when two would give a database server the same name', () => {
    const source = (name: string): string => `[{ name: ${name}, databases: [a], password: env:X }]`;
    put('a.yaml', environmentYaml({ team: 'a', target: 'sandbox', sources: source('mysql-x') }));
    const network = '{ cidr: 10.21.0.0/16 }';
    put('a-mysql.yaml', environmentYaml({ team: 'a-mysql', target: 'sandbox', network, sources: source('x') }));
    expect(problemsOf(() => loadPlatform(checkout))).toMatchObject([
      { code: 'STR1113', message: expect.stringContaining('RDS instance a-mysql-mysql-x') as string },
    ]);
  });

  test('fails when a changed file breaks another one', () => {
    put('risk-dev.yaml', environmentYaml());
    const shared = { network: '', secrets: '{ admin: kms:a, user: kms:b }', instance: '{ shared: risk-dev }' };
    put('ops-dev.yaml', environmentYaml({ team: 'ops', ...shared }));
    const yaml = environmentYaml({ protection: 'off', allowDataLoss: 'on', state: 'retired' });
    expect(problemsOf(() => checkNewEnvironment(checkout, { file: 'environments/risk-dev.yaml', yaml }))).toMatchObject(
      [{ code: 'STR1126', file: 'environments/ops-dev.yaml', path: 'instance.shared' }],
    );
  });

  test('fails when there is no folder of them', () => {
    rmSync(join(checkout, 'environments'), { recursive: true });
    expect(problemsOf(() => loadPlatform(checkout))).toMatchObject([
      { code: 'STR1135', file: 'environments', message: expect.stringContaining('is no folder') as string },
    ]);
  });

  test('fails on what is no file, without hiding what is wrong in files', () => {
    mkdirSync(join(checkout, 'environments', 'folder.yaml'));
    symlinkSync('nowhere', join(checkout, 'environments', 'link.yaml'));
    put('risk-dev.yaml', environmentYaml({ owner: 'x' }));
    expect(problemsOf(() => loadPlatform(checkout))).toMatchObject([
      { file: 'environments/folder.yaml', message: expect.stringMatching(/^is a folder/) as string },
      { file: 'environments/link.yaml', message: expect.stringMatching(/^cannot be read/) as string },
      { code: 'STR1103', file: 'environments/risk-dev.yaml' },
    ]);
  });

  test('fails on files that nobody would read, and leaves alone what is no YAML', () => {
    mkdirSync(join(checkout, 'environments', 'old', 'very'), { recursive: true });
    for (const name of ['a-dev.YAML', 'old/b-dev.yaml', 'old/very/c-dev.yml', 'README.md', 'old/notes.md']) {
      put(name, environmentYaml());
    }
    expect(problemsOf(() => loadPlatform(checkout)).map(({ code, file }) => `${code} ${file}`)).toEqual([
      'STR1135 environments/a-dev.YAML',
      'STR1135 environments/old/b-dev.yaml',
      'STR1135 environments/old/very/c-dev.yml',
    ]);
  });

  test('fails when a file is not called by its environment', () => {
    put('risk.yaml', environmentYaml());
    expect(problemsOf(() => loadPlatform(checkout))).toMatchObject([{ code: 'STR1114' }]);
  });

  test('fails with the problems of all files at once', () => {
    put('a-dev.yaml', environmentYaml({ team: 'a', owner: 'x' }));
    put('b-dev.yaml', environmentYaml({ team: 'b', region: '1' }));
    expect(problemsOf(() => loadPlatform(checkout)).map(({ file }) => file)).toEqual([
      'environments/a-dev.yaml',
      'environments/b-dev.yaml',
    ]);
  });

  test('have a published schema that is the one they are checked with (UPDATE_DOCS=1 writes it)', () => {
    const path = join(root, 'environments', 'schema.json');
    if (process.env['UPDATE_DOCS'] === '1') {
      writeFileSync(path, `${JSON.stringify(environmentJsonSchema(), undefined, 2)}\n`);
    }
    const published: unknown = JSON.parse(readFileSync(path, 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(environmentJsonSchema())));
  });
});

describe('strata.yaml', () => {
  const yaml = readFileSync(join(root, 'strata.yaml'), 'utf8');

  test('fails when production is unprotected', () => {
    expect(
      problemsOf(() => parseAccount(yaml.replace('protection: on', 'protection: off'), 'strata.yaml')),
    ).toMatchObject([{ code: 'STR1105', path: 'stages.prod.protection' }]);
  });

  test('fails on an alias', () => {
    expect(problemsOf(() => parseAccount(yaml.replace('type: Domestic', 'type: *hunter2'), 'strata.yaml'))).toEqual([
      expect.objectContaining({ code: 'STR1101', line: 4, message: expect.not.stringContaining('hunter2') as string }),
    ]);
  });

  test('fails on an unknown account type', () => {
    expect(problemsOf(() => parseAccount(yaml.replace('type: Domestic', 'type: Inland'), 'strata.yaml'))).toMatchObject(
      [{ code: 'STR1103', path: 'account.type', line: 4, column: 9 }],
    );
  });
});
