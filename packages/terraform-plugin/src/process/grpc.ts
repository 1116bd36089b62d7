/** gRPC over HTTP/2, as far as a plugin is asked: calls with one message each way. */

import { createSecureServer, createServer, constants } from 'node:http2';
import type { Http2Server, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { errorMessage, PluginError } from '../errors';

/** A call: the request's bytes to the answer's. The signal is aborted when the caller does not wait for it any more. */
export type GrpcMethod = (request: Uint8Array, cancelled: AbortSignal) => Promise<Uint8Array>;

/** Certificates of a server that lets in one client only. All PEM. */
export interface MutualTls {
  readonly key: string;
  readonly certificate: string;
  readonly clientCertificate: string;
}

export interface GrpcOptions {
  /** Calls by their path, e.g. `/tfplugin5.Provider/GetSchema`. */
  readonly methods: ReadonlyMap<string, GrpcMethod>;
  /** Without it, messages are not encrypted. */
  readonly tls: MutualTls | undefined;
  /** Largest message that is taken, in bytes. */
  readonly messageLimit: number;
  /** Told when a call's answer has left or the caller is gone. */
  readonly answered?: (path: string) => void;
}

const enum Status {
  Ok = 0,
  ResourceExhausted = 8,
  Unimplemented = 12,
  Internal = 13,
}

/** A call that ends with a status instead of an answer. */
class Refusal extends Error {
  constructor(
    public readonly status: Status,
    message: string,
  ) {
    super(message);
  }
}

/** Each message follows a byte that says whether it is compressed, and its length in four. */
const FRAME_HEAD_BYTES = 5;
/** How much a client may send before it has to wait: more than nearly every plan has. */
const WINDOW_BYTES = 4 * 1024 * 1024;
/** In MB: a session must hold large messages; their limit is ours. */
const SESSION_MEMORY = 4096;
const CONTENT_TYPE = 'application/grpc';

/** Listens on a free port of the loopback interface. */
export async function listenGrpc(
  options: GrpcOptions,
): Promise<{ readonly server: Http2Server; readonly port: number }> {
  const server = create(options.tls);
  server.on('stream', (stream, headers) => {
    serve(stream, headers, options);
  });
  server.on('session', (session) => session.setLocalWindowSize(WINDOW_BYTES));
  // A client that breaks off ends its own session; others go on.
  server.on('sessionError', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

function create(tls: MutualTls | undefined): Http2Server {
  const settings = { settings: { initialWindowSize: WINDOW_BYTES }, maxSessionMemory: SESSION_MEMORY };
  if (tls === undefined) return createServer(settings);
  return createSecureServer({
    ...settings,
    key: tls.key,
    cert: tls.certificate,
    ca: tls.clientCertificate,
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  });
}

function serve(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, options: GrpcOptions): void {
  const path = headers[':path'] ?? '';
  stream.on('error', () => undefined);
  const ended = new AbortController();
  stream.once('close', () => {
    ended.abort(new PluginError('STR1508', 'Terraform cancelled the call.'));
    options.answered?.(path);
  });
  if (headers['content-type']?.startsWith(CONTENT_TYPE) !== true) {
    stream.respond({ [constants.HTTP2_HEADER_STATUS]: 415 }, { endStream: true });
    return;
  }
  const method = options.methods.get(path);
  const answer =
    method === undefined
      ? Promise.reject(new Refusal(Status.Unimplemented, `There is no call ${path}.`))
      : receive(stream, options.messageLimit).then((request) => method(request, ended.signal));
  answer.then(
    (message) => send(stream, message),
    (error: unknown) => refuse(stream, error),
  );
}

/** The one message of a request. The stream is read by events: an iterator that is left would close it unanswered. */
function receive(stream: ServerHttp2Stream, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit + FRAME_HEAD_BYTES) chunks.push(chunk);
      else reject(new Refusal(Status.ResourceExhausted, `A message has more than ${limit} bytes.`));
    });
    stream.once('end', () => {
      try {
        resolve(messageOf(Buffer.concat(chunks)));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });
}

function messageOf(frame: Buffer): Uint8Array {
  if (frame.length < FRAME_HEAD_BYTES || frame.readUInt32BE(1) !== frame.length - FRAME_HEAD_BYTES) {
    throw new Refusal(Status.Internal, 'The request is not one whole message.');
  }
  if (frame[0] !== 0) throw new Refusal(Status.Unimplemented, 'Compressed messages are not taken.');
  return frame.subarray(FRAME_HEAD_BYTES);
}

function send(stream: ServerHttp2Stream, message: Uint8Array): void {
  if (stream.destroyed || stream.closed) return;
  const head = Buffer.alloc(FRAME_HEAD_BYTES);
  head.writeUInt32BE(message.length, 1);
  stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(Status.Ok) }));
  stream.respond({ ':status': 200, 'content-type': CONTENT_TYPE }, { waitForTrailers: true });
  stream.end(Buffer.concat([head, message]));
}

function refuse(stream: ServerHttp2Stream, error: unknown): void {
  if (stream.destroyed || stream.closed) return;
  const status = error instanceof Refusal ? error.status : Status.Internal;
  const head = {
    ':status': 200,
    'content-type': CONTENT_TYPE,
    'grpc-status': String(status),
    'grpc-message': headerText(errorMessage(error)),
  };
  stream.respond(head, { endStream: true });
  // What the client still sends is not wanted.
  stream.resume();
}

/** A header must stay small, or the client drops the call without a word. */
const LONGEST_TEXT = 2_000;

/** Text as gRPC has it in a header: what is not printable ASCII, and the percent sign, percent-encoded. */
function headerText(text: string): string {
  // Half a character, cut off or from the start, becomes the replacement character.
  const whole = Buffer.from(text.slice(0, LONGEST_TEXT), 'utf8').toString('utf8');
  return whole.replace(/[^ -$&-~]+/gu, encodeURIComponent);
}
