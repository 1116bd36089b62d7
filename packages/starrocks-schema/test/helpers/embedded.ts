/** An embedded server for the tests of a `describe` block: started before the first, stopped behind the last. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { EmbeddedServer } from '@strata/starrocks-embedded';
import { startServer } from '@strata/starrocks-embedded';

import type { ConnectOptions, Connection } from '../../src';
import { connect } from '../../src';

const ADMINISTRATOR = { user: 'admin', password: 'Password_1' } as const;

export interface EmbeddedWarehouse {
  /** Of the administrator; another one behind each `reset`. */
  readonly connection: Connection;
  readonly port: number;
  /** One more connection, of the administrator to this server where nothing else is said. */
  open(options?: Partial<ConnectOptions>): Promise<Connection>;
  /** Drops everything that is in it. */
  reset(): Promise<void>;
}

interface Running {
  readonly server: EmbeddedServer;
  connection: Connection;
}

/** @param options.eachTest whether every test begins with an empty server; default false */
export function embeddedWarehouse(options: { readonly eachTest?: boolean } = {}): EmbeddedWarehouse {
  const dataDir = mkdtempSync(join(tmpdir(), 'strata-schema-'));
  let running: Running | undefined;
  const now = (): Running => {
    if (running === undefined) throw new Error('The server runs in hooks and tests only.');
    return running;
  };
  const openAt = (port: number, other: Partial<ConnectOptions> = {}): Promise<Connection> =>
    connect({ host: '127.0.0.1', port, ...ADMINISTRATOR, ...other });
  const reset = async (): Promise<void> => {
    const { server, connection } = now();
    await connection.close();
    await server.reset();
    now().connection = await openAt(server.port);
  };

  beforeAll(async () => {
    const server = await startServer({ port: 0, httpPort: 0, dataDir, ...ADMINISTRATOR });
    running = { server, connection: await openAt(server.port) };
  });
  if (options.eachTest === true) afterEach(reset);
  afterAll(async () => {
    await running?.connection.close();
    await running?.server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  return {
    get connection() {
      return now().connection;
    },
    get port() {
      return now().server.port;
    },
    open: (other) => openAt(now().server.port, other),
    reset,
  };
}
