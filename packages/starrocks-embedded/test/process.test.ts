import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startServerProcess } from '../dist/child';
import type { ServerProcess } from '../src/child';
import { startServer } from '../src/server';
import { PASSWORD, USER, connect } from './helpers/server';

jest.setTimeout(60_000);

let dataDir: string;
const running: ServerProcess[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'strata-process-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<ServerProcess> {
  const server = await startServerProcess({ port: 0, httpPort: 0, dataDir, user: USER, password: PASSWORD });
  running.push(server);
  return server;
}

describe('the server as a process', () => {
  test('what was committed survives kill -9', async () => {
    const first = await start();
    const client = await connect(first);
    await client.query(
      'CREATE DATABASE d; CREATE TABLE d.t (k int not null, v int) PRIMARY KEY (k); INSERT INTO d.t VALUES (1, 2)',
    );
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    client.destroy();
    const again = await connect(await start());
    const [rows] = await again.query('SELECT * FROM d.t');
    expect(rows).toEqual([{ k: 1, v: 2 }]);
    await again.end();
  });

  test('its parent sets passwords and resets it', async () => {
    const server = await start();
    await server.setPassword(USER, 'Other-456');
    await expect(connect(server)).rejects.toMatchObject({ errno: 1045 });
    const client = await connect(server, { password: 'Other-456' });
    await client.query('CREATE DATABASE d');
    await client.end();
    await server.reset();
    const fresh = await connect(server);
    const [rows] = await fresh.query("SHOW DATABASES LIKE 'd'");
    expect(rows).toEqual([]);
    await fresh.end();
    await expect(server.setPassword('nobody', 'x')).rejects.toMatchObject({ code: 'STR1805' });
  });

  test('takes at most 250 MiB while it is idle', async () => {
    const server = await start();
    const client = await connect(server);
    await client.query(
      'CREATE DATABASE d; CREATE TABLE d.t (k int); INSERT INTO d.t VALUES (1); SELECT sum(k) FROM d.t',
    );
    await client.end();
    const status = `/proc/${server.pid}/status`;
    if (!existsSync(status)) return;
    const kib = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]);
    expect(kib / 1024).toBeLessThan(250);
  });

  test('fails with a clear error when its folder is in use', async () => {
    await start();
    await expect(start()).rejects.toMatchObject({
      code: 'STR1802',
      message: expect.stringContaining('Another server uses this folder') as unknown,
    });
  });
});

describe('starting', () => {
  test('fails with a clear error when a port is taken, and leaves the folder free', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const { port } = blocker.address() as AddressInfo;
    const message = expect.stringContaining(`Port ${port} on 127.0.0.1`) as unknown;
    await expect(startServer({ port, httpPort: 0, dataDir })).rejects.toMatchObject({ code: 'STR1801', message });
    await expect(startServer({ port: 0, httpPort: port, dataDir })).rejects.toMatchObject({ code: 'STR1801', message });
    blocker.close();
    await (await startServer({ port, httpPort: 0, dataDir })).stop();
  });

  test.each([
    [{ port: -1, httpPort: 0 }, /`port` must be a port/],
    [{ port: 9030, httpPort: 9030 }, /both 9030/],
  ])('fails for %j', async (ports, message) => {
    await expect(startServer({ ...ports, dataDir })).rejects.toMatchObject({
      code: 'STR1803',
      message: expect.stringMatching(message) as unknown,
    });
  });
});

const stock = ['mariadb', 'mysql'].find((name) => spawnSync(name, ['--version']).status === 0);

(stock === undefined ? describe.skip : describe)(
  `the stock client (${stock ?? 'skipped: neither mariadb nor mysql is on the PATH'})`,
  () => {
    test('logs in, runs statements, prints tables', async () => {
      const server = await start();
      const run = (sql: string): string =>
        execFileSync(
          stock ?? '',
          ['--protocol=TCP', '-h127.0.0.1', `-P${server.port}`, `-u${USER}`, `-p${PASSWORD}`, '--table', '-e', sql],
          { encoding: 'utf8' },
        );
      run('CREATE DATABASE d; USE d; CREATE TABLE t (k int, name varchar(10)); INSERT INTO t VALUES (1, "ä")');
      const printed = run('USE d; SELECT * FROM t; SHOW TABLES');
      expect(printed).toContain('| k    | name |');
      expect(printed).toContain('| Tables_in_d |');
      expect(() => run('SELECT nosuch')).toThrow(/ERROR \d+ \(/);
    });
  },
);
