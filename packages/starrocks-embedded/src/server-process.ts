#!/usr/bin/env node
/**
 * The embedded StarRocks as a process of its own:
 * `server-process --port P --http-port H --data DIR [--user root] [--host 127.0.0.1] [--memory-limit 1GB] [--threads N]`.
 *
 * The password comes in STRATA_STARROCKS_PASSWORD. Prints `ready port=… http=…` on one line, stops on SIGTERM and SIGINT.
 * With an IPC channel it takes requests of its parent (`ServerRequest`), and stops when the parent is gone.
 */
import { parseArgs } from 'node:util';

import type { ServerReply, ServerRequest } from './child';
import { EmbeddedServerError } from './errors';
import type { EmbeddedServer, ServerOptions } from './options';
import { startServer } from './server';

function readOptions(): ServerOptions {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'http-port': { type: 'string' },
      data: { type: 'string' },
      user: { type: 'string' },
      host: { type: 'string' },
      'memory-limit': { type: 'string' },
      threads: { type: 'string' },
      'time-zone': { type: 'string' },
    },
  });
  return {
    port: Number(values.port ?? Number.NaN),
    httpPort: Number(values['http-port'] ?? Number.NaN),
    dataDir: values.data ?? '',
    password: process.env['STRATA_STARROCKS_PASSWORD'] ?? '',
    ...(values.user === undefined ? {} : { user: values.user }),
    ...(values.host === undefined ? {} : { host: values.host }),
    ...(values['memory-limit'] === undefined ? {} : { memoryLimit: values['memory-limit'] }),
    ...(values.threads === undefined ? {} : { threads: Number(values.threads) }),
    ...(values['time-zone'] === undefined ? {} : { timeZone: values['time-zone'] }),
  };
}

function tell(reply: ServerReply): void {
  process.send?.(reply);
}

async function serve(server: EmbeddedServer, request: ServerRequest): Promise<void> {
  try {
    switch (request.kind) {
      case 'set-password':
        await server.setPassword(request.user, request.password);
        break;
      case 'reset':
        await server.reset();
        break;
    }
    tell({ kind: 'done', id: request.id });
  } catch (error) {
    tell({ kind: 'refused', id: request.id, message: error instanceof Error ? error.message : String(error) });
  }
}

async function main(): Promise<void> {
  const server = await startServer(readOptions());
  delete process.env['STRATA_STARROCKS_PASSWORD'];
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void server.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // The parent is gone, however it ended: nobody would ever stop this server, and its ports would stay taken.
  process.once('disconnect', stop);
  process.on('message', (request: ServerRequest) => void serve(server, request));
  process.stdout.write(`ready port=${server.port} http=${server.httpPort}\n`);
  tell({ kind: 'ready', port: server.port, httpPort: server.httpPort });
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof EmbeddedServerError ? error.code : 'STR1804';
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
  if (process.send !== undefined)
    process.send({ kind: 'failed', code, message } satisfies ServerReply, () => process.exit(1));
});
