import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import type { Connection } from 'mysql2/promise';

/** A MariaDB server with row binlogs, in a folder of its own. The caller stops it. */
export class MariaDb {
  private process: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    public readonly port: number,
  ) {}

  public static async start(): Promise<MariaDb> {
    const folder = mkdtempSync(join(tmpdir(), 'strata-mariadb-'));
    const options = [`--datadir=${join(folder, 'data')}`, '--auth-root-authentication-method=normal'];
    execFileSync('mariadb-install-db', [...options, ...asOwner(), '--skip-test-db'], { stdio: 'ignore' });
    const server = new MariaDb(folder, await freePort());
    await server.resume();
    return server;
  }

  /** Starts the server again on what it had. */
  public async resume(): Promise<void> {
    const server = spawn(
      'mariadbd',
      [
        '--no-defaults',
        ...asOwner(),
        `--datadir=${join(this.folder, 'data')}`,
        `--socket=${join(this.folder, 'socket')}`,
        `--port=${this.port}`,
        '--bind-address=127.0.0.1',
        '--log-bin=binlog',
        '--server-id=1',
        '--binlog-format=ROW',
        '--binlog-row-image=FULL',
        '--character-set-server=utf8mb4',
        '--innodb-flush-log-at-trx-commit=1',
        '--sync-binlog=1',
        '--default-time-zone=+08:00',
      ],
      { stdio: 'ignore' },
    );
    this.process = server;
    await untilIt(() => this.connect().then((connection) => connection.end()));
  }

  public connect(database?: string): Promise<Connection> {
    return createConnection({
      host: '127.0.0.1',
      port: this.port,
      user: 'root',
      password: '',
      charset: 'utf8mb4',
      multipleStatements: true,
      ...(database === undefined ? {} : { database }),
    });
  }

  /** Ends the server as a power cut does; `resume` brings it back. */
  public async kill(): Promise<void> {
    const server = this.process;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGKILL');
    await ended;
  }

  public async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The server refuses to run as root unless it is told to. */
function asOwner(): readonly string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Tries until it works, for half a minute. */
export async function untilIt(work: () => Promise<unknown>): Promise<void> {
  for (let left = 150; ; left -= 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
