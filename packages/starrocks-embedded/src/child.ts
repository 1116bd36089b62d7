import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import { EmbeddedServerError } from './errors';
import type { ServerOptions } from './options';

/** How a server is started in a process of its own. */
export interface ServerProcessOptions extends ServerOptions {
  /** File that gets the output of the process (an open descriptor); ignored when absent. */
  readonly logFd?: number;
  /** Longest time to wait until the server is ready, in milliseconds. @default 20000 */
  readonly readyTimeoutMs?: number;
}

/** A server in a process of its own. */
export interface ServerProcess {
  readonly pid: number;
  readonly port: number;
  readonly httpPort: number;
  /** Resolves when the process has ended, however it did. */
  readonly exited: Promise<void>;
  setPassword(user: string, password: string): Promise<void>;
  reset(): Promise<void>;
  /** SIGTERM, then waits for the end. */
  stop(): Promise<void>;
}

/** What a parent may ask a server process for. */
export type ServerRequest =
  | { readonly kind: 'set-password'; readonly id: number; readonly user: string; readonly password: string }
  | { readonly kind: 'reset'; readonly id: number };

/** What a server process tells its parent. */
export type ServerReply =
  | { readonly kind: 'ready'; readonly port: number; readonly httpPort: number }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'refused'; readonly id: number; readonly message: string };

type AnyRequest = ServerRequest extends infer R ? (R extends ServerRequest ? Omit<R, 'id'> : never) : never;

/**
 * Starts `server-process` as a child with an IPC channel and waits until it is ready.
 *
 * @throws EmbeddedServerError STR1801 and STR1802 as `startServer` does; STR1804 when it ends or is silent before it is ready.
 */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const child = fork(join(__dirname, 'server-process.js'), serverArguments(options), {
    env: { ...process.env, STRATA_STARROCKS_PASSWORD: options.password ?? '' },
    stdio: ['ignore', options.logFd ?? 'ignore', options.logFd ?? 'ignore', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ports = await ready(child, options.readyTimeoutMs ?? 20_000);
  const ask = requester(child);
  return {
    pid: child.pid ?? 0,
    ...ports,
    exited,
    setPassword: (user, password) => ask({ kind: 'set-password', user, password }),
    reset: () => ask({ kind: 'reset' }),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Command line of `server-process` for these options (the password goes through the environment). */
function serverArguments(options: ServerOptions): string[] {
  const args = ['--port', String(options.port), '--http-port', String(options.httpPort), '--data', options.dataDir];
  if (options.user !== undefined) args.push('--user', options.user);
  if (options.host !== undefined) args.push('--host', options.host);
  if (options.memoryLimit !== undefined) args.push('--memory-limit', options.memoryLimit);
  if (options.threads !== undefined) args.push('--threads', String(options.threads));
  if (options.timeZone !== undefined) args.push('--time-zone', options.timeZone);
  return args;
}

function ready(child: ChildProcess, timeoutMs: number): Promise<{ port: number; httpPort: number }> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail('STR1804', `The embedded StarRocks was not ready after ${timeoutMs} ms.`);
    }, timeoutMs);
    const fail = (code: string, message: string): void => {
      clearTimeout(timer);
      const known = code === 'STR1801' || code === 'STR1802' || code === 'STR1803' ? code : 'STR1804';
      reject(new EmbeddedServerError(known, message.replace(/^STR\d+: /, '')));
    };
    child.once('exit', (code, signal) =>
      fail('STR1804', `The embedded StarRocks ended before it was ready (${signal ?? `exit code ${code}`}).`),
    );
    child.once('error', (error) => fail('STR1804', `The embedded StarRocks could not be started: ${error.message}`));
    child.on('message', (reply: ServerReply) => {
      if (reply.kind === 'failed') fail(reply.code, reply.message);
      if (reply.kind === 'ready') {
        clearTimeout(timer);
        resolve({ port: reply.port, httpPort: reply.httpPort });
      }
    });
  });
}

function requester(child: ChildProcess): (request: AnyRequest) => Promise<void> {
  const open = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  let last = 0;
  child.on('message', (reply: ServerReply) => {
    if (reply.kind === 'done') open.get(reply.id)?.resolve();
    if (reply.kind === 'refused') {
      open.get(reply.id)?.reject(new EmbeddedServerError('STR1805', reply.message.replace(/^STR\d+: /, '')));
    }
  });
  child.once('exit', () => {
    for (const { reject } of open.values()) {
      reject(new EmbeddedServerError('STR1804', 'The embedded StarRocks ended before it answered.'));
    }
  });
  return (request) =>
    new Promise<void>((resolve, reject) => {
      const id = (last += 1);
      open.set(id, { resolve, reject });
      child.send({ ...request, id }, (error) => {
        if (error !== null)
          reject(new EmbeddedServerError('STR1804', `The embedded StarRocks is gone: ${error.message}`));
      });
    });
}
