import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..', '..');
const STRATA = join(__dirname, '..', '..', 'bin', 'strata.js');
const FILE = 'environments/risk-dev.yaml';

const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

/** A checkout with the environments demo, risk-dev and risk-prod, not in a repository. */
describe('strata env', () => {
  let folder: string;

  const strata = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [STRATA, 'env', ...args], {
      cwd: folder,
      encoding: 'utf8',
      input: '',
    });
    return { code: status, out: stdout, err: stderr };
  };
  const read = (file = FILE): string => readFileSync(join(folder, file), 'utf8');
  const edit = (change: (yaml: string) => string): void => writeFileSync(join(folder, FILE), change(read()));
  const git = (...args: readonly string[]): void => {
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'ignore' });
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'strata-env-files-'));
    mkdirSync(join(folder, 'environments'));
    for (const file of ['strata.yaml', FILE, 'environments/demo.yaml', 'environments/risk-prod.yaml']) {
      cpSync(join(ROOT, file), join(folder, file));
    }
    edit((yaml) => yaml.replace(/^expires: .*$/m, `expires: ${day(10)} # when the trial ends`));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  describe('new', () => {
    const NEW = ['--team', 'ops', '--stage', 'dev', '--owner', 'ops@example.com'];

    test('writes a file that is right, with the default lifetime and a range that is free', () => {
      expect(strata('new', ...NEW)).toMatchObject({ code: 0 });
      const yaml = read('environments/ops-dev.yaml');
      expect(yaml).toMatch(/^# yaml-language-server: \$schema=\.\/schema\.json\n/);
      expect(yaml).toContain(`expires: ${day(30)} `);
      expect(yaml).toContain('cidr: 10.1.0.0/16 ');
      expect(JSON.parse(strata('list', '--json').out)).toHaveLength(4);
    });

    test('takes the place of the environment whose instance is shared, and makes no network', () => {
      const { code, out, err } = strata('new', ...NEW, '--shared', 'risk-prod', '--dry-run');
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain('shared: risk-prod');
      expect(out).toContain('zones: [cn-shanghai-l]');
      expect(out).not.toContain('cidr');
      expect(existsSync(join(folder, 'environments/ops-dev.yaml'))).toBe(false);
    });

    test('prints JSON', () => {
      expect(JSON.parse(strata('new', ...NEW, '--budget', '20000', '--json').out)).toMatchObject({
        environment: 'ops-dev',
        file: 'environments/ops-dev.yaml',
        written: true,
        yaml: expect.stringContaining('budget: 20000') as string,
      });
    });

    test('fails on what exists, and leaves it alone', () => {
      const before = read();
      const { code, err } = strata('new', '--team', 'risk', '--stage', 'dev', '--owner', 'x@example.com');
      expect(code).toBe(1);
      expect(err).toContain('environments/risk-dev.yaml exists already and is left alone.');
      expect(read()).toBe(before);
    });

    test('fails with every option that is missing where nobody can be asked', () => {
      expect(strata('new', '--stage', 'dev')).toMatchObject({
        code: 1,
        err: expect.stringContaining('needs --team, --owner.') as string,
      });
    });

    test.each([
      [['--stage', 'live'], '--stage must be one of dev, test, prod, got "live".'],
      [['--owner', 'nobody'], 'must be an e-mail address'],
      [['--owner', 'a@b.com\nallowDataLoss: on'], 'must be an e-mail address'],
      [['--cidr', '10.30.0.0/16'], 'must not overlap 10.30.0.0/16 of environments/risk-prod.yaml'],
      [['--shared', 'nothing'], 'one of demo, risk-dev, risk-prod, got nothing'],
      [['--expires', day(91)], 'STR1120'],
      [['--expires', day(-1)], `--expires must not be in the past, got ${day(-1)}`],
      [['--cu', '16'], '--warehouse NAME'],
      [['--warehouse', 'etl', '--cu', '12'], 'must be one of 8, 16, 32, 64, got 12'],
      [['--budget', 'much'], 'It must be a whole number, got "much".'],
      [['--budget', '100'], 'STR1127'],
    ])('fails on %j and writes nothing', (options, message) => {
      const { code, err } = strata('new', ...NEW, ...options);
      expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(message) as string });
      expect(existsSync(join(folder, 'environments/ops-dev.yaml'))).toBe(false);
    });
  });

  describe('extend', () => {
    test('writes a later day and keeps everything else, comments too', () => {
      const before = read();
      expect(strata('extend', 'risk-dev', '--days', '80')).toMatchObject({ code: 0 });
      expect(read()).toBe(before.replace(day(10), day(80)));
      expect(read()).toContain(`expires: ${day(80)} # when the trial ends`);
    });

    test('takes the lifetime of the stage when nothing is said', () => {
      expect(JSON.parse(strata('extend', 'risk-dev', '--json').out)).toEqual({
        environment: 'risk-dev',
        file: FILE,
        before: day(10),
        expires: day(30),
      });
    });

    test.each([
      [['--days', '91'], 'must be at most 90 days'],
      [['--to', day(5)], `expires on ${day(10)} already`],
      [['--to', '2027-02-30'], 'a day that exists'],
      [['--to', `${day(20)}\nallowDataLoss: on`], 'must be a day such as 2027-03-31'],
      [['--to', `${day(20)} # hi`], 'must be a day such as 2027-03-31'],
      [['--to', 'soon'], 'must be a day such as 2027-03-31'],
      [['--days', '-1'], 'whole number of days'],
      [['--to', day(20), '--days', '20'], 'give one of them'],
    ])('fails on %j and leaves the file alone', (options, message) => {
      const before = read();
      const { code, err } = strata('extend', 'risk-dev', ...options);
      expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(message) as string });
      expect(read()).toBe(before);
    });

    test('fails on a day that is later and over all the same', () => {
      edit((yaml) => yaml.replace(/^expires: \S+/m, `expires: ${day(-20)}`));
      expect(strata('extend', 'risk-dev', '--to', day(-10))).toMatchObject({
        code: 1,
        err: expect.stringContaining('must not be in the past') as string,
      });
    });

    test('fails where nothing expires', () => {
      expect(strata('extend', 'risk-prod', '--days', '10')).toMatchObject({
        code: 1,
        err: expect.stringContaining('has no `expires`') as string,
      });
    });
  });

  describe('retire', () => {
    test('writes both keys first, then the end, each when it was asked for', () => {
      expect(strata('retire', 'risk-dev')).toMatchObject({
        code: 1,
        err: expect.stringContaining('--open-to-data-loss') as string,
      });
      expect(JSON.parse(strata('retire', 'risk-dev', '--open-to-data-loss', '--json').out)).toMatchObject({
        step: 'keys',
      });
      expect(read()).toMatch(/protection: off\nallowDataLoss: on\n/);
      expect(strata('retire', 'risk-dev').out).toContain('npx strata env residue risk-dev');
      expect(read()).toMatch(/allowDataLoss: on\nstate: retired\n/);
      expect(JSON.parse(strata('retire', 'risk-dev', '--json').out)).toMatchObject({ step: 'done' });
      expect(strata('extend', 'risk-dev', '--days', '40').code).toBe(1);
    });

    test('fails until the keys are committed, where there is a repository', () => {
      git('init', '-b', 'main');
      git('add', '.');
      git('commit', '-m', 'first');
      strata('retire', 'risk-dev', '--open-to-data-loss');
      expect(strata('retire', 'risk-dev')).toMatchObject({
        code: 1,
        err: expect.stringContaining('deploy `protection: off` and `allowDataLoss: on` first') as string,
      });
      git('commit', '-am', 'keys');
      expect(strata('retire', 'risk-dev').code).toBe(0);
    });

    test('fails while another environment uses its instance, and says which', () => {
      expect(strata('new', '--team', 'ops', '--stage', 'dev', '--owner', 'a@b.com', '--shared', 'risk-dev').code).toBe(
        0,
      );
      edit((yaml) => `${yaml}protection: off\nallowDataLoss: on\n`);
      const before = read();
      expect(strata('retire', 'risk-dev')).toMatchObject({
        code: 1,
        err: expect.stringContaining('the instance that environments/ops-dev.yaml uses') as string,
      });
      expect(read()).toBe(before);
      expect(strata('list').code).toBe(0);
    });

    test('fails in production, whatever is agreed to', () => {
      expect(strata('retire', 'risk-prod', '--open-to-data-loss')).toMatchObject({
        code: 1,
        err: expect.stringContaining('no file destroys production data') as string,
      });
    });
  });

  describe('list and show', () => {
    test('tell what an environment costs, and what of it has no price', () => {
      const [, dev] = JSON.parse(strata('list', '--json').out) as { cnyPerMonth: number; unpriced: unknown[] }[];
      expect(dev?.cnyPerMonth).toBeGreaterThan(1000);
      expect(dev?.unpriced).toContainEqual(expect.objectContaining({ item: 'flink-cu' }));
      expect(strata('show', 'risk-dev').out).toContain('A month has 730 hours');
    });

    test('say of the cloud that what is deployed is unknown, and of the sandbox what its state has', () => {
      mkdirSync(join(folder, '.strata', 'state'), { recursive: true });
      const resources = [
        { mode: 'managed', type: 'alicloud_vpc', name: 'a', instances: [{ attributes: { id: 'vpc-1' } }] },
      ];
      writeFileSync(join(folder, '.strata', 'state', 'demo-network.tfstate'), JSON.stringify({ resources }));
      expect(JSON.parse(strata('list', '--json').out)).toMatchObject([
        { id: 'demo', stacks: { 'demo-network': 1, 'demo-streams': 0 }, drift: { kind: 'unknown' } },
        { id: 'risk-dev', stacks: null, drift: { kind: 'unknown' } },
        { id: 'risk-prod' },
      ]);
      expect(strata('show', 'demo').out).toContain('demo-network (1 resources)');
    });

    test('show everything that follows from a file', () => {
      expect(JSON.parse(strata('show', 'risk-dev', '--json').out)).toMatchObject({
        environment: { id: 'risk-dev', instance: { kind: 'dedicated' } },
        stacks: ['risk-dev-network', 'risk-dev-warehouse', 'risk-dev-streams', 'risk-dev-pipelines'],
        names: { StarRocks: 'risk-dev-starrocks', VPC: 'risk-dev-vpc' },
      });
    });

    test('list fails without the folder of environments, with --json as a document', () => {
      rmSync(join(folder, 'environments'), { recursive: true });
      const { code, out, err } = strata('list', '--json');
      expect({ code, err }).toEqual({ code: 1, err: '' });
      expect(JSON.parse(out)).toMatchObject({ problems: [{ code: 'STR1135', file: 'environments' }] });
      const { err: text } = strata('list');
      expect(text).toMatch(/environments:1:1\n {2}is no folder .*\(STR1135\)\n$/);
    });

    test('fail on an environment that is not there', () => {
      expect(strata('show', 'risk-test')).toMatchObject({
        code: 1,
        err: expect.stringContaining('only demo, risk-dev, risk-prod') as string,
      });
    });
  });

  describe('residue', () => {
    test('fails where nobody can say what is left', () => {
      expect(strata('residue', 'demo')).toMatchObject({
        code: 1,
        err: expect.stringContaining('does not run') as string,
      });
      expect(strata('residue', 'risk-dev')).toMatchObject({
        code: 1,
        err: expect.stringContaining('strata:environment = risk-dev') as string,
      });
    });
  });
});
