/** `strata sql apply` on the embedded server: who waits for whom. */

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startServer } from '@strata/starrocks-embedded';
import type { EmbeddedServer } from '@strata/starrocks-embedded';
import { connect } from '@strata/starrocks-schema';
import type { Connection } from '@strata/starrocks-schema';

jest.setTimeout(120_000);

const STRATA = join(__dirname, '..', '..', 'bin', 'strata.js');
const LOAN =
  'CREATE TABLE loan (id INT NOT NULL COMMENT "id")\nPRIMARY KEY (id)\nDISTRIBUTED BY HASH (id) BUCKETS 1;\n';
const WIDER = LOAN.replace('"id")', '"id", paid BOOLEAN NULL COMMENT "whether", since DATE NULL COMMENT "day")');

let server: EmbeddedServer;
let folder: string;
let connection: Connection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'strata-sql-apply-'));
  server = await startServer({ port: 0, httpPort: 0, dataDir: join(folder, 'data'), threads: 1 });
  connection = await connect({ host: '127.0.0.1', port: server.port, user: 'root', password: '' });
});

afterAll(async () => {
  await connection.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function args(...more: readonly string[]): string[] {
  return [STRATA, 'sql', 'apply', '--url', `mysql://root@127.0.0.1:${server.port}`, '--environment', 'demo', ...more];
}

/** Runs the command; told what it says as soon as it says it. */
async function running(more: readonly string[], onLine: (text: string) => void = () => undefined) {
  const child = spawn(process.execPath, args(...more), { cwd: folder });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    onLine(err);
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}

/** What the row of the lock says: that another run lives, or that it has ended. */
async function lockIs(state: 'held' | 'released'): Promise<void> {
  await connection.query(
    `INSERT INTO _strata.heartbeat SELECT lock_name, owner, 'berta@desk', '${state}', unix_timestamp() FROM _strata.heartbeat`,
  );
}

describe('strata sql apply while another run holds the lock', () => {
  beforeAll(async () => {
    write('sql/ods/loan.sql', LOAN);
    expect(await running([])).toMatchObject({ code: 0, out: `2 steps done, 0 were there already.\n` });
    write('sql/ods/loan.sql', WIDER);
    write('sql/ods/other.sql', LOAN.replace('loan', 'other'));
    await lockIs('held');
  });
  afterAll(() => lockIs('released'));

  test('fails at once, and says who holds it and for how long', async () => {
    const { code, err } = await running([]);
    expect(code).toBe(1);
    expect(err).toMatch(/locked by berta@desk \(for \d+ s; last sign of life \d+ s ago\)/);
  });

  test('fails when it is not free in time', async () => {
    const { code, err } = await running(['--lock-timeout', '1s']);
    expect(code).toBe(1);
    expect(err).toMatch(/^waiting for berta@desk .*; 1 s left\n/);
    expect(err).toContain('is locked by berta@desk');
  });

  test('waits, plans anew what the other run has changed, and goes on', async () => {
    let freed: Promise<void> | undefined;
    const { code, out, err } = await running(['--lock-timeout', '1m'], (text) => {
      if (text.includes('waiting for berta@desk')) freed ??= otherRunEnds();
    });
    await freed;
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(out).toBe('2 steps done, 0 were there already.\n');
    const columns = await connection.query(
      "SELECT COLUMN_NAME AS name FROM information_schema.columns WHERE TABLE_NAME = 'loan'",
    );
    expect(columns.map(({ name }) => name)).toEqual(['id', 'paid', 'since']);
  });

  async function otherRunEnds(): Promise<void> {
    await connection.query('ALTER TABLE ods.loan ADD COLUMN paid BOOLEAN NULL COMMENT "whether"');
    await lockIs('released');
  }

  test.each(['5', 'soon', '-1m', '1.5h'])('fails for the time %s', async (time) => {
    const { code, err } = await running([`--lock-timeout=${time}`]);
    expect(code).toBe(1);
    expect(err).toContain(`e.g. 30s, 5m, 1h; got "${time}"`);
  });
});
