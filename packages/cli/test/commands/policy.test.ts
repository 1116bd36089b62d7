import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..', '..');
const STRATA = join(__dirname, '..', '..', 'bin', 'strata.js');
const TOPIC = 'alicloud_alikafka_topic';

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A plan that changes one thing. */
const plan = (type: string, actions: readonly string[], before: unknown, after: unknown): string =>
  JSON.stringify({
    format_version: '1.2',
    resource_changes: [{ address: `${type}.T`, mode: 'managed', type, change: { actions, before, after } }],
  });

/** The rules of this checkout, with environments of their own. */
describe('strata policy', () => {
  let folder: string;

  const strata = (...args: readonly string[]): Outcome => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [STRATA, 'policy', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { code: status, out: stdout, err: stderr };
  };
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const except = (until: string): void => {
    const yaml = [
      'exceptions:',
      '  - policy: kafka-grows-only',
      '    reason: the topic is emptied and refilled by hand',
      `    until: ${until}`,
    ];
    write('environments/risk-dev.yaml', `${source}${yaml.join('\n')}\n`);
  };
  let source: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'strata-policy-'));
    mkdirSync(join(folder, 'environments'));
    for (const file of ['strata.yaml', 'environments/demo.yaml']) cpSync(join(ROOT, file), join(folder, file));
    symlinkSync(join(ROOT, 'dist'), join(folder, 'dist'));
    source = readFileSync(join(ROOT, 'environments/risk-dev.yaml'), 'utf8');
    write('environments/risk-dev.yaml', source);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('list shows every rule', () => {
    const { code, out } = strata('list');
    expect(code).toBe(0);
    expect(out).toMatch(/│ stateful-protected\s+│ error\s+│ synth\s+│/);
    expect(out).toMatch(/\d\d rules\./);
    const rules = JSON.parse(strata('list', '--json').out) as readonly { id: string }[];
    expect(rules.map(({ id }) => id)).toContain('rds-engine-upgrade');
  });

  test('explain tells why, what to do, who says so, and how to except it', () => {
    const { code, out } = strata('explain', 'utf8mb4');
    expect(code).toBe(0);
    expect(out).toMatch(/four-byte characters[^]*What to do: [^]*Who says so: alicloud provider[^]*policy: utf8mb4/);
  });

  test('explain fails for a policy that there is not, with the one that was meant', () => {
    expect(strata('explain', 'utf8mb3')).toMatchObject({
      code: 1,
      err: 'There is no policy "utf8mb3". Did you mean utf8mb4?\n',
    });
  });

  test('check passes a plan that breaks no rule', () => {
    const file = write('risk-dev-streams.json', plan(TOPIC, ['update'], { partition_num: 3 }, { partition_num: 6 }));
    expect(strata('check', '--plan', file)).toMatchObject({ code: 0, out: 'No stack breaks a rule.\n' });
  });

  test('check fails for a plan that breaks a rule, named by its file or before it', () => {
    const file = write('shrinks.json', plan(TOPIC, ['update'], { partition_num: 6 }, { partition_num: 3 }));
    const { code, out } = strata('check', '--plan', `risk-dev-streams=${file}`);
    expect(code).toBe(2);
    expect(out).toMatch(
      /^error: risk-dev-streams {2}alicloud_alikafka_topic\.T has its partition_num reduced from 6 to 3\.\n {2}kafka-grows-only: /,
    );
    const { verdicts } = JSON.parse(strata('check', '--json', '--plan', `risk-dev-streams=${file}`).out) as {
      verdicts: readonly unknown[];
    };
    expect(verdicts).toMatchObject([{ policy: 'kafka-grows-only', state: 'open' }]);
  });

  describe('an exception', () => {
    const check = (): Outcome => strata('check', '--plan', `risk-dev-streams=${join(folder, 'shrinks.json')}`);

    test('lets it pass until its last day', () => {
      except(new Date().toISOString().slice(0, 10));
      expect(check()).toMatchObject({ code: 0, out: 'No stack breaks a rule (1 excepted).\n' });
    });

    test('fails from the day after', () => {
      except(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
      const { code, out } = check();
      expect(code).toBe(2);
      expect(out).toMatch(/The exception for it was over on [\d-]+ \(the topic is emptied and refilled by hand\)/);
    });

    test('fails without a reason that says something', () => {
      write(
        'environments/risk-dev.yaml',
        `${source}exceptions:\n  - { policy: utf8mb4, reason: short, until: 2027-01-01 }\n`,
      );
      const { code, err } = check();
      expect(code).toBe(1);
      expect(err).toMatch(/risk-dev\.yaml:\d+:\d+ {2}exceptions\[0\]\.reason\n {2}must have at least 20 characters/);
      write('environments/risk-dev.yaml', source);
    });
  });

  test('check fails for a file that is no plan, and for a stack that no environment has', () => {
    const wrong = write('wrong.json', '{}');
    expect(strata('check', '--plan', wrong)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/wrong\.json is no plan as JSON: it has no list `resource_changes`/) as string,
    });
    expect(strata('check', '--plan', write('half.json', '{"resource_changes": [{}]}'))).toMatchObject({
      code: 1,
      err: expect.stringMatching(/half\.json is no plan as JSON: `resource_changes\[0\]` is not/) as string,
    });
    const other = write('other.json', plan(TOPIC, ['create'], null, {}));
    expect(strata('check', '--plan', other)).toMatchObject({
      code: 1,
      err: expect.stringMatching(
        /^No environment has the stack of .*other\.json\. Name the stack before the file/,
      ) as string,
    });
  });
});
