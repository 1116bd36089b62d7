import { createWriteStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

import type { ServerContext } from '../engine/context';
import { findLogin } from '../engine/security/login';
import { SqlError } from '../errors';
import { LoadError, readLoadOptions } from '../load/options';
import { LoadService } from '../load/service';
import type { LoadAnswer, LoadTarget } from '../load/service';
import { TransactionLoads } from '../load/transactions';
import { hashPassword } from '../protocol/handshake';
import type { UserRecord } from '../storage/model';

/** The HTTP side: Stream Load, transaction loads, their states and refused rows. */
export class HttpDoor {
  public readonly transactions: TransactionLoads;
  private readonly loads: LoadService;

  constructor(private readonly context: ServerContext) {
    this.loads = new LoadService(context);
    this.transactions = new TransactionLoads(context, this.loads);
  }

  public handle(request: IncomingMessage, response: ServerResponse): void {
    this.route(request, response).catch((error: unknown) => {
      const message =
        error instanceof SqlError || error instanceof LoadError ? error.message : `Internal error: ${String(error)}`;
      answer(response, 200, { Status: 'FAILED', Message: message });
      request.resume();
    });
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const parts = url.pathname
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
    if (parts[0] !== 'api') return notFound(response, url.pathname);
    if (parts[1] === 'health') return answer(response, 200, { status: 'OK' });
    if (parts[1] === '_load_error_log') return this.errorLog(response, url);
    const user = this.authenticate(request);
    if (user === undefined) return denied(response);
    const method = request.method ?? '';
    const [, first = '', second = '', third] = parts;
    if (first === 'transaction' && parts.length === 3) return this.transaction(request, response, user, method, second);
    if (third === '_stream_load' && method === 'PUT') {
      return this.streamLoad(request, response, { database: first, table: second, user });
    }
    if (second === 'get_load_state' && method === 'GET') {
      const state = this.transactions.state(first, url.searchParams.get('label') ?? '');
      return answer(response, 200, { code: '0', status: 'OK', message: 'OK', msg: 'Success', state });
    }
    return notFound(response, url.pathname);
  }

  private async streamLoad(request: IncomingMessage, response: ServerResponse, target: LoadTarget): Promise<void> {
    const options = readLoadOptions(request.headers);
    await this.receive(request, response, (file, bytes) => this.loads.streamLoad(target, options, file, bytes));
  }

  /** Takes the body into a file and answers what the work answers. */
  private async receive(
    request: IncomingMessage,
    response: ServerResponse,
    work: (file: string, bytes: number) => Promise<LoadAnswer>,
  ): Promise<void> {
    const file = await this.loads.newFile();
    try {
      if (/100-continue/i.test(request.headers.expect ?? '')) response.writeContinue();
      const sink = createWriteStream(file);
      await pipeline(request, sink);
      answer(response, 200, await work(file, sink.bytesWritten));
    } finally {
      await this.loads.discard(file);
    }
  }

  private async transaction(
    request: IncomingMessage,
    response: ServerResponse,
    user: UserRecord,
    method: string,
    step: string,
  ): Promise<void> {
    const header = (name: string): string | undefined => {
      const value = request.headers[name];
      return typeof value === 'string' && value !== '' ? value : undefined;
    };
    const database = header('db');
    if (database === undefined) {
      request.resume();
      return answer(response, 200, {
        Status: 'FAILED',
        Message: 'class com.starrocks.common.StarRocksException: No database selected.',
      });
    }
    const target: LoadTarget = { database, table: header('table') ?? '', user };
    if (step === 'load' && method === 'PUT') {
      const options = readLoadOptions(request.headers);
      return this.receive(request, response, (file, bytes) => this.transactions.load(target, options, file, bytes));
    }
    request.resume();
    const label = header('label');
    if (method !== 'POST') return notFound(response, `${method} transaction/${step}`);
    switch (step) {
      case 'begin':
        return answer(response, 200, await this.transactions.begin(target, label));
      case 'prepare':
        return answer(response, 200, await this.transactions.prepare(target, label));
      case 'commit':
        return answer(response, 200, await this.transactions.commit(target, label));
      case 'rollback':
        return answer(response, 200, await this.transactions.rollback(target, label));
      default:
        return notFound(response, `transaction/${step}`);
    }
  }

  private errorLog(response: ServerResponse, url: URL): void {
    const log = this.loads.rejectLog((url.searchParams.get('file') ?? '').replace(/^error_log_/, ''));
    response.writeHead(log === undefined ? 404 : 200, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(log ?? 'The server keeps the refused rows of the last loads only, and none after a restart.\n');
  }

  private authenticate(request: IncomingMessage): UserRecord | undefined {
    const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ');
    if (scheme.toLowerCase() !== 'basic') return undefined;
    const [, name = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(token, 'base64').toString('utf8')) ?? [];
    const user = findLogin(this.context.catalog, name, request.socket.remoteAddress ?? '');
    return user?.passwordHash === hashPassword(password).toString('hex') ? user : undefined;
  }
}

function answer(response: ServerResponse, status: number, body: LoadAnswer): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body, null, 4));
}

function denied(response: ServerResponse): void {
  response.writeHead(401, {
    'Content-Type': 'application/json',
    'WWW-Authenticate': 'Basic realm=""',
    Connection: 'close',
  });
  response.end(
    JSON.stringify({
      Status: 'FAILED',
      Message: 'Access denied: wrong user or password',
      code: '1',
      msg: 'Access denied',
    }),
  );
}

function notFound(response: ServerResponse, path: string): void {
  answer(response, 404, { Status: 'FAILED', Message: `Not implemented by the embedded server: ${path}` });
}
