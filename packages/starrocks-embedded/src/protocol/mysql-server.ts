import { createServer } from 'node:net';
import type { Server } from 'node:net';

import { Session } from '../engine/session';
import type { ServerContext } from '../engine/context';
import { ClientConnection } from './connection';

/** Listens for clients of the MySQL protocol. */
export class MysqlServer {
  public readonly server: Server;
  private readonly connections = new Set<ClientConnection>();
  private lastConnection = 0;

  constructor(private readonly context: ServerContext) {
    this.server = createServer({ pauseOnConnect: true }, (socket) => {
      const id = (this.lastConnection += 1);
      const address = `${socket.remoteAddress ?? ''}:${socket.remotePort ?? 0}`;
      void this.context.store.connect().then(
        (connection) => {
          const session = new Session(this.context, connection, id, address, () => client.destroy());
          const client = new ClientConnection(socket, session, id);
          this.connections.add(client);
          socket.once('close', () => this.connections.delete(client));
          socket.resume();
        },
        () => socket.destroy(),
      );
    });
  }

  /** Ends every connection. */
  public endAll(): void {
    for (const connection of this.connections) connection.destroy();
  }
}
