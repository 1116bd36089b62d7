import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..', '..');
const STRATA = join(__dirname, '..', '..', 'bin', 'strata.js');
const FILE = 'environments/risk-dev.yaml';

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

/** A repository with the environments demo and risk-dev, which expires in 60 days, written on the day of its first commit. */
describe('strata env', () => {
  let folder: string;

  const strata = (...args: readonly string[]): Outcome => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [STRATA, 'env', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { code: status, out: stdout, err: stderr };
  };
  const git = (...args: readonly string[]): void => {
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'ignore' });
  };
  const edit = (change: (yaml: string) => string): void =>
    writeFileSync(join(folder, FILE), change(readFileSync(join(folder, FILE), 'utf8')));
  const expireOn = (expires: string): void => edit((yaml) => yaml.replace(/^expires: .*$/m, `expires: ${expires}`));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'strata-env-'));
    mkdirSync(join(folder, 'environments'));
    for (const file of ['strata.yaml', FILE, 'environments/demo.yaml']) cpSync(join(ROOT, file), join(folder, file));
    expireOn(day(60));
    git('init', '-b', 'main');
    git('add', '.');
    git('commit', '-m', 'first');
    git('checkout', '-b', 'change');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('check finds nothing where nothing is lost', () => {
    expect(strata('check')).toMatchObject({
      code: 0,
      out: expect.stringContaining('2 environments lose nothing') as string,
    });
  });

  test('check fails when a file is removed that was not retired, also in a commit', () => {
    git('rm', FILE);
    const { code, err } = strata('check');
    expect(code).toBe(2);
    expect(err).toMatch(
      /environments\/risk-dev\.yaml:1:1\n {2}no longer declares the environment risk-dev.*\(STR1116\)/,
    );
    git('commit', '-m', 'second');
    expect(strata('check')).toMatchObject({ code: 2 });
    expect(strata('check', '--base', 'HEAD')).toMatchObject({ code: 0 });
  });

  test('check lets a retired environment go', () => {
    edit((yaml) => `${yaml}protection: off\nallowDataLoss: on\nstate: retired\n`);
    git('commit', '-am', 'retire');
    git('branch', '-f', 'main');
    git('rm', FILE);
    expect(strata('check')).toMatchObject({ code: 0 });
  });

  test('check fails when the target changes, as JSON with the place', () => {
    edit((yaml) => yaml.replace('target: cloud', 'target: sandbox'));
    const { code, out } = strata('check', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ problems: [{ code: 'STR1117', file: FILE, line: 5, path: 'target' }] });
  });

  test('check fails when an environment gets more time than its stage allows, counted from today', () => {
    expireOn(day(91));
    expect(strata('check')).toMatchObject({ code: 2, err: expect.stringContaining('STR1120') as string });
    expireOn(day(90));
    expect(strata('check')).toMatchObject({ code: 0 });
  });

  test('check counts from the commit that wrote the day, not from a later one', () => {
    expireOn(day(85));
    const then = `${day(-10)}T12:00:00Z`;
    execFileSync(
      'git',
      ['-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '-am', 'longer', '--date', then],
      { cwd: folder, stdio: 'ignore', env: { ...process.env, GIT_COMMITTER_DATE: then } },
    );
    edit((yaml) => `${yaml}# later\n`);
    git('commit', '-am', 'later');
    expect(strata('check')).toMatchObject({ code: 2, err: expect.stringContaining(`written, ${day(-10)}`) as string });
  });

  test('check fails for a base that git does not know, and outside of a repository', () => {
    expect(strata('check', '--base', 'nowhere')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Name another one: --base REF') as string,
    });
    rmSync(join(folder, '.git'), { recursive: true });
    expect(strata('check')).toMatchObject({
      code: 1,
      err: expect.stringContaining('git knows neither origin/main nor main') as string,
    });
  });

  test('list names the variables with the passwords that Terraform is given', () => {
    expect(strata('list').out).toContain('risk-dev-streams: TF_VAR_risk_dev_core_replication_password');
    expect(JSON.parse(strata('list', '--json').out)).toMatchObject([
      { id: 'demo', variables: [] },
      { id: 'risk-dev', variables: [{ stack: 'risk-dev-warehouse' }, { stack: 'risk-dev-streams' }] },
    ]);
  });

  test.each(['list', 'check'])('%s fails on wrong files with one JSON document that has every problem', (command) => {
    edit((yaml) => yaml.replace(/^owner: .*$/m, 'owner: nobody').replace(/^zones: .*$/m, 'zones: []'));
    const { code, out, err } = strata(command, '--json');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      problems: [
        { code: 'STR1103', file: FILE, path: 'owner' },
        { code: 'STR1103', file: FILE, path: 'zones' },
      ],
    });
    expect(strata(command)).toMatchObject({ code: 1, out: '', err: expect.stringContaining('(STR1103)') as string });
  });

  test('list says of an environment whose time is over that it is', () => {
    expireOn(day(-1));
    expect(strata('list').out).toContain(`${day(-1)}, over`);
  });
});
