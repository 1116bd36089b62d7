import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..', '..');
const STRATA = join(__dirname, '..', '..', 'bin', 'strata.js');

/** A checkout whose app writes down what it was asked for. */
describe('strata synth', () => {
  let folder: string;

  const strata = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [STRATA, 'synth', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { code: status, out: stdout, err: stderr };
  };
  const app = (code: string): void => writeFileSync(join(folder, 'scripts', 'app.mjs'), code);
  const asked = (): string => readFileSync(join(folder, 'asked'), 'utf8');

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'strata-synth-')));
    mkdirSync(join(folder, 'scripts'));
    for (const name of ['strata.yaml', 'environments']) {
      cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    }
    app(
      "import { writeFileSync } from 'node:fs';\nwriteFileSync('asked', process.env.STRATA_ENV);\nconsole.log('noise');\n",
    );
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('asks the app for one environment, and answers with its stacks alone', () => {
    const { code, out } = strata('--env', 'risk-dev', '--json');
    expect(code).toBe(0);
    expect(asked()).toBe('risk-dev');
    expect(JSON.parse(out)).toEqual(
      ['network', 'warehouse', 'streams', 'pipelines'].map((lifecycle) => ({
        environment: 'risk-dev',
        stack: `risk-dev-${lifecycle}`,
        folder: join(folder, 'cdktf.out', 'stacks', `risk-dev-${lifecycle}`),
      })),
    );
  });

  test('asks for several, and for all when none is named', () => {
    strata('--env', 'risk-dev', '--env', 'demo');
    expect(asked()).toBe('risk-dev,demo');
    strata();
    expect(asked()).toBe('demo,risk-dev,risk-prod');
  });

  test('fails on an environment that is not there, before anything is synthesized', () => {
    expect(strata('--env', 'risk-test')).toMatchObject({
      code: 1,
      err: expect.stringContaining('only demo, risk-dev, risk-prod') as string,
    });
    expect(asked).toThrow('ENOENT');
  });

  test('fails as the app fails, with what it says', () => {
    app("console.error('a policy does not hold');\nprocess.exitCode = 1;\n");
    expect(strata('--env', 'demo')).toMatchObject({ code: 1, out: '', err: 'a policy does not hold\n' });
  });
});
