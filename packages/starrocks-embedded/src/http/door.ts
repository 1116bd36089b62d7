import type { IncomingMessage, ServerResponse } from 'node:http';

import type { ServerContext } from '../engine/context';

/** The HTTP side of a frontend and its node. */
export class HttpDoor {
  constructor(private readonly context: ServerContext) {}

  public handle(request: IncomingMessage, response: ServerResponse): void {
    void this.context;
    response.writeHead(request.url === '/api/health' ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end('{"status":"OK"}');
  }
}
