import type { AddressInfo, Server } from 'node:net';

import { EmbeddedServerError } from './errors';

/**
 * Binds a server and answers its port.
 *
 * @throws EmbeddedServerError STR1801 when the port cannot be had.
 */
export function listen(server: Server, host: string, port: number, purpose: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken =
        error.code === 'EADDRINUSE'
          ? `is taken by another process. Stop that one, or choose another port (0 takes a free one).`
          : `cannot be had: ${error.message}`;
      reject(new EmbeddedServerError('STR1801', `Port ${port} on ${host} (${purpose}) ${taken}`, { cause: error }));
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Closes a server; sockets that are open are ended by their owner. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
