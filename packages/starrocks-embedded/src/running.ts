import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { Server } from 'node:net';

import { closeServer, listen } from './listen';
import type { EmbeddedServer, ServerOptions } from './options';
import { Store } from './storage/store';

/** A server that is up: storage, the two listeners and what they share. */
export class RunningServer implements EmbeddedServer {
  private constructor(
    public readonly port: number,
    public readonly httpPort: number,
    private readonly store: Store,
    private readonly listeners: readonly Server[],
  ) {}

  public static async start(options: ServerOptions): Promise<RunningServer> {
    const store = await Store.open({
      dataDir: options.dataDir,
      memoryLimit: options.memoryLimit ?? '1GB',
      threads: options.threads,
    });
    const host = options.host ?? '127.0.0.1';
    const mysql = createServer();
    const http = createHttpServer();
    const port = await listen(mysql, host, options.port, 'MySQL protocol');
    const httpPort = await listen(http, host, options.httpPort, 'Stream Load');
    return new RunningServer(port, httpPort, store, [mysql, http]);
  }

  public setPassword(_user: string, _password: string): Promise<void> {
    return Promise.resolve();
  }

  public reset(): Promise<void> {
    return Promise.resolve();
  }

  public async stop(): Promise<void> {
    await Promise.all(this.listeners.map(closeServer));
    await this.store.close();
  }
}
