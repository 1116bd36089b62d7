import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createConnection } from 'mysql2/promise';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const STRATA = join(__dirname, '..', '..', 'bin', 'strata.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function strata(args: readonly string[], input = ''): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [STRATA, ...args], {
    cwd: folder,
    encoding: 'utf8',
    input,
  });
  return { code: status, out: stdout, err: stderr };
}

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

describe('strata', () => {
  test.each([[], ['sandbox'], ['starrocks', 'serve'], ['sql', 'parse'], ['sql', 'plan'], ['env', 'list']])(
    'has help: %s %s',
    (...command) => {
      const { code, out } = strata([...command, '--help']);
      expect(code).toBe(0);
      expect(out).toContain(`Usage: strata`);
    },
  );

  test('fails for an unknown command and points to the help', () => {
    const { code, err } = strata(['sandbx']);
    expect(code).toBe(1);
    expect(err).toMatch(/unknown command 'sandbx'[\s\S]*Did you mean sandbox/);
  });

  test('fails outside a checkout with one clear sentence', () => {
    const { code, err } = strata(['sandbox', 'status']);
    expect(code).toBe(1);
    expect(err).toMatch(/^There is no strata\.yaml in .* or above it\..*\n$/);
  });
});

describe('strata sql parse', () => {
  const TABLE = 'CREATE TABLE t (k INT NOT NULL) PRIMARY KEY (k) DISTRIBUTED BY HASH (k);';

  test('shows kind, object and line of every statement of standard input', () => {
    const { code, out } = strata(['sql', 'parse', '-'], `${TABLE}\n\nDROP TABLE d.t;`);
    expect(code).toBe(0);
    expect(out).toBe('-:1  create-table  t\n-:3  drop-table  d.t\n');
  });

  test('prints JSON', () => {
    expect(JSON.parse(strata(['sql', 'parse', '-', '--json'], TABLE).out)).toEqual([
      { file: '-', line: 1, kind: 'create-table', object: 't' },
    ]);
  });

  test('fails for a statement that does not parse, with file, line, column and what was expected', () => {
    write('bad.sql', 'CREATE TABLE t (\n  k INT NOT\n) PRIMARY KEY (k);');
    const { code, err } = strata(['sql', 'parse', 'bad.sql']);
    expect(code).toBe(1);
    expect(err).toMatch(/bad\.sql:3:1 {2}expected 'NULL', found '\)'/);
  });

  test('fails for a file that is not there', () => {
    expect(strata(['sql', 'parse', 'none.sql'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('none.sql cannot be read') as string,
    });
  });
});

describe('strata starrocks serve and strata sql plan, apply, status', () => {
  let server: ChildProcess;
  let url: string;
  beforeEach(async () => {
    write('sql/ods/t.sql', 'CREATE TABLE t (k INT NOT NULL) PRIMARY KEY (k) DISTRIBUTED BY HASH (k);');
    write('sql/cdm/v.sql', 'CREATE VIEW v AS SELECT k FROM ods.t;');
    server = spawn(process.execPath, [STRATA, 'starrocks', 'serve', '--port', '0', '--http-port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, STRATA_STARROCKS_PASSWORD: 'Pass-1234' },
    });
    const lines = createInterface({ input: server.stdout ?? process.stdin });
    const ready = await new Promise<string>((resolve) => lines.once('line', resolve));
    url = `mysql://root:Pass-1234@127.0.0.1:${/-P (\d+)/.exec(ready)?.[1] ?? ''}`;
  }, 30_000);
  afterEach(async () => {
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
  });

  const statement = async (sql: string): Promise<void> => {
    const connection = await createConnection(url);
    await connection.query(sql);
    await connection.end();
  };

  test('plan shows what apply then does, after which nothing is pending', () => {
    const plan = strata(['sql', 'plan', '--url', url]);
    expect(plan.code).toBe(2);
    expect(plan.out).toContain('CREATE TABLE ods.t');
    expect(plan.out).toContain('0 objects as declared, 4 steps, 0 refused');
    expect(strata(['sql', 'apply', '--url', url])).toMatchObject({ code: 0 });
    expect(strata(['sql', 'status', '--url', url])).toMatchObject({
      code: 0,
      out: expect.stringContaining('4 objects as declared, 0 steps pending') as string,
    });
  }, 30_000);

  test('fails for a change that cannot be made in place, and changes nothing', () => {
    strata(['sql', 'apply', '--url', url]);
    write(
      'sql/ods/t.sql',
      'CREATE TABLE t (k INT NOT NULL, d DATE NOT NULL) PRIMARY KEY (k, d) DISTRIBUTED BY HASH (k);',
    );
    const { code, err } = strata(['sql', 'apply', '--url', url]);
    expect(code).toBe(1);
    expect(err).toContain('ods.t');
  }, 30_000);

  test('what was changed by hand is drift: shown, adopted by the files, or reverted', async () => {
    strata(['sql', 'apply', '--url', url]);
    expect(strata(['sql', 'drift', '--url', url])).toMatchObject({ code: 0 });
    await statement("ALTER TABLE ods.t COMMENT = 'by hand'");
    expect(strata(['sql', 'drift', '--url', url])).toMatchObject({
      code: 2,
      out: expect.stringContaining("comment: declared '', live by hand") as string,
    });
    expect(strata(['sql', 'drift', '--url', url, '--adopt'])).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'sql/ods/t.sql'), 'utf8')).toContain('COMMENT "by hand"');
    expect(strata(['sql', 'apply', '--url', url])).toMatchObject({ code: 0 });
    await statement("ALTER TABLE ods.t COMMENT = 'again'");
    expect(strata(['sql', 'drift', '--url', url, '--revert'])).toMatchObject({ code: 0 });
    expect(strata(['sql', 'status', '--url', url])).toMatchObject({ code: 0 });
  }, 60_000);

  test('import writes files that plan to nothing, and keeps those that are there', () => {
    write('sql/cdm/v.sql', 'CREATE VIEW v (k) AS SELECT k FROM ods.t;');
    strata(['sql', 'apply', '--url', url]);
    const load = ['sql', 'import', '--url', url, '--dir', 'imported', '--database', 'ods', '--database', 'cdm'];
    expect(strata(load)).toMatchObject({ code: 0, out: expect.stringContaining('2 files written') as string });
    expect(strata(['sql', 'plan', '--url', url, '--dir', 'imported'])).toMatchObject({ code: 0 });
    expect(strata(load)).toMatchObject({ code: 2, err: expect.stringContaining('is there already') as string });
  }, 60_000);

  test('objects outside of databases are planned and applied with the rest', () => {
    write('sql/roles/analyst.sql', 'CREATE ROLE analyst;\nGRANT SELECT ON TABLE ods.t TO ROLE analyst;');
    expect(strata(['sql', 'plan', '--url', url]).out).toContain('CREATE ROLE analyst');
    expect(strata(['sql', 'apply', '--url', url])).toMatchObject({ code: 0 });
    expect(strata(['sql', 'status', '--url', url])).toMatchObject({ code: 0 });
    expect(strata(['sql', 'lineage'])).toMatchObject({ code: 0 });
  }, 60_000);

  test('cleanup says that nothing is left over', () => {
    strata(['sql', 'apply', '--url', url]);
    const { code, out } = strata(['sql', 'cleanup', '--url', url]);
    expect({ code, out }).toEqual({ code: 0, out: 'Nothing is left over.\n' });
  }, 30_000);

  test('fails for a policy that is none, with every mistake', () => {
    write('policy.yaml', 'default: { maxRisk: high, maxRewriteBytes: many }');
    const { code, err } = strata(['sql', 'plan', '--url', url, '--policy', 'policy.yaml']);
    expect(code).toBe(1);
    expect(err).toMatch(/default\.maxRisk[\s\S]*default\.maxRewriteBytes/);
  }, 30_000);

  test('fails for a wrong password, without showing it', () => {
    const { code, err } = strata(['sql', 'plan', '--url', url.replace('Pass-1234', 'Wrong-1234')]);
    expect(code).toBe(1);
    expect(err).toContain('root');
    expect(err).not.toContain('Wrong-1234');
  }, 30_000);

  test('fails with every error of every file at once', () => {
    write('sql/cdm/v.sql', 'CREATE VIEW v AS SELECT k FROM ods.tt;');
    write('sql/cdm/w.sql', 'CREATE VIEW w AS SELECT;');
    const { code, err } = strata(['sql', 'plan', '--url', url]);
    expect(code).toBe(1);
    expect(err).toMatch(/cdm\/v\.sql:1:32[\s\S]*ods\.t\b/);
    expect(err).toMatch(/cdm\/w\.sql:1/);
  }, 30_000);
});

test('fails when the port is taken, and says so', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => blocker.once('listening', resolve));
  const { port } = blocker.address() as AddressInfo;
  const { code, err } = strata(['starrocks', 'serve', '--port', String(port), '--http-port', '0']);
  expect(code).toBe(1);
  expect(err).toContain(String(port));
  blocker.close();
});
