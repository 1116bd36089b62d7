/** A library of SQL in a folder, an embedded warehouse, and `strata sql` on both. */

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startServer } from '@strata/starrocks-embedded';
import type { EmbeddedServer } from '@strata/starrocks-embedded';
import { connect } from '@strata/starrocks-schema';
import type { Connection } from '@strata/starrocks-schema';

const STRATA = join(__dirname, '..', '..', 'bin', 'strata.js');

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  /** Told what the command says as soon as it says it. */
  readonly onLine?: (text: string) => void;
}

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface SqlWarehouse {
  readonly connection: Connection;
  readonly port: number;
  readonly write: (path: string, text: string) => void;
  readonly read: (path: string) => string;
  /** Runs `strata sql <command>` on the warehouse, as environment `demo`. */
  readonly running: (command: string, more?: readonly string[], surroundings?: Surroundings) => Promise<Outcome>;
}

/** One for all tests of a file. */
export function sqlWarehouse(): SqlWarehouse {
  const folder = mkdtempSync(join(tmpdir(), 'strata-sql-'));
  let running: { readonly server: EmbeddedServer; readonly connection: Connection } | undefined;
  const now = () => {
    if (running === undefined) throw new Error('The warehouse runs in hooks and tests only.');
    return running;
  };

  beforeAll(async () => {
    const server = await startServer({ port: 0, httpPort: 0, dataDir: join(folder, 'data'), threads: 1 });
    const connection = await connect({ host: '127.0.0.1', port: server.port, user: 'root', password: '' });
    running = { server, connection };
  });
  afterAll(async () => {
    await running?.connection.close();
    await running?.server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  return {
    get connection() {
      return now().connection;
    },
    get port() {
      return now().server.port;
    },
    write: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    running: (command, more = [], surroundings = {}) => {
      const url = `mysql://root@127.0.0.1:${now().server.port}`;
      return outcomeOf(folder, ['sql', command, '--url', url, '--environment', 'demo', ...more], surroundings);
    },
  };
}

async function outcomeOf(
  folder: string,
  args: readonly string[],
  { env = {}, onLine }: Surroundings,
): Promise<Outcome> {
  const child = spawn(process.execPath, [STRATA, ...args], { cwd: folder, env: { ...process.env, ...env } });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    onLine?.(err);
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}
