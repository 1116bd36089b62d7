import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createConnection } from 'mysql2/promise';
import type { Connection, RowDataPacket } from 'mysql2/promise';

import { startServer } from '../../src/server';
import type { EmbeddedServer } from '../../src/options';

export const USER = 'admin';
export const PASSWORD = 'Secret-123';

/** A server on free ports over a new folder, and a client of it. */
export interface Warehouse {
  readonly dataDir: string;
  server: EmbeddedServer;
  client: Connection;
  /** Rows of a query as arrays of texts. */
  rows(sql: string): Promise<readonly (readonly (string | null)[])[]>;
  run(sql: string): Promise<void>;
  /** Number and text of the error that a statement fails with. */
  failure(sql: string): Promise<{ readonly errno: number; readonly sqlState: string; readonly message: string }>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function openWarehouse(
  settings: { readonly user?: string; readonly threads?: number } = {},
): Promise<Warehouse> {
  const { user = USER, threads } = settings;
  const dataDir = await mkdtemp(join(tmpdir(), 'strata-embedded-'));
  const start = (): Promise<EmbeddedServer> =>
    startServer({
      port: 0,
      httpPort: 0,
      dataDir,
      user,
      password: PASSWORD,
      ...(threads === undefined ? {} : { threads }),
    });
  const server = await start();
  const warehouse: Warehouse = {
    dataDir,
    server,
    client: await connect(server, { user }),
    async rows(sql) {
      const [rows] = await warehouse.client.query<RowDataPacket[][]>({ sql, rowsAsArray: true });
      return rows.map((row) => row.map(cellText));
    },
    async run(sql) {
      await warehouse.client.query(sql);
    },
    async failure(sql) {
      try {
        await warehouse.client.query(sql);
      } catch (error) {
        return error as { errno: number; sqlState: string; message: string };
      }
      throw new Error(`did not fail: ${sql}`);
    },
    async restart() {
      await warehouse.client.end();
      await warehouse.server.stop();
      warehouse.server = await start();
      warehouse.client = await connect(warehouse.server, { user });
    },
    async close() {
      warehouse.client.destroy();
      await warehouse.server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return warehouse;
}

function cellText(cell: unknown): string | null {
  if (cell === null) return null;
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}

export function connect(
  server: { readonly port: number },
  settings: { user?: string; password?: string; database?: string } = {},
): Promise<Connection> {
  return createConnection({
    host: '127.0.0.1',
    port: server.port,
    user: USER,
    password: PASSWORD,
    multipleStatements: true,
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    ...settings,
  });
}

export interface LoadReply {
  readonly status: number;
  readonly body: Readonly<Record<string, string | number>>;
}

/** Sends a request as StarRocks' loaders do: basic authentication, `Expect: 100-continue` with a body. */
export function send(
  server: { readonly httpPort: number },
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string,
  password = PASSWORD,
): Promise<LoadReply> {
  return new Promise((resolve, reject) => {
    const authorization = `Basic ${Buffer.from(`${USER}:${password}`).toString('base64')}`;
    const expect = body === undefined ? {} : { Expect: '100-continue' };
    const sent = request({
      host: '127.0.0.1',
      port: server.httpPort,
      method,
      path,
      headers: { authorization, ...expect, ...headers },
    });
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as LoadReply['body'] });
      });
    });
    sent.on('error', reject);
    if (body === undefined) sent.end();
    else {
      sent.on('continue', () => sent.end(body));
      sent.flushHeaders();
    }
  });
}

export function load(
  server: { readonly httpPort: number },
  table: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<LoadReply> {
  return send(server, 'PUT', `/api/${table.replace('.', '/')}/_stream_load`, headers, body);
}
