import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from './errors';

/** A request, read to its end. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  /** Query parameters and form fields together, as Alibaba's RPC style sends either. */
  readonly parameters: ReadonlyMap<string, string>;
  /** A JSON body, or undefined. */
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
  /** Tells whether the client has gone away, so that nobody will learn of the answer. */
  readonly gone: () => boolean;
}

const ACTION_HEADERS = [
  ['x-acs-action', 'Action'],
  ['x-acs-version', 'Version'],
] as const;

const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

/**
 * Reads a request.
 *
 * @throws ApiError 413 for a body over 8 MiB, 400 for JSON that does not parse
 */
export async function readRequest(message: IncomingMessage): Promise<ApiRequest> {
  const url = new URL(message.url ?? '/', 'http://127.0.0.1');
  const text = await readBody(message);
  const parameters = new Map(url.searchParams);
  const type = message.headers['content-type'] ?? '';
  let body: unknown;
  if (type.includes('x-www-form-urlencoded')) {
    for (const [name, value] of new URLSearchParams(text)) parameters.set(name, value);
  } else if (text !== '') {
    body = parseJson(text);
  }
  // Version 3 of the signature, which the official client uses, names action and version in headers.
  for (const [header, name] of ACTION_HEADERS) {
    const value = message.headers[header];
    if (typeof value === 'string' && !parameters.has(name)) parameters.set(name, value);
  }
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    parameters,
    body,
    headers: message.headers,
    gone: () => message.socket.destroyed,
  };
}

/** Writes a JSON answer. */
export function answer(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/**
 * A required parameter.
 *
 * @throws ApiError 400 when it is missing
 */
export function required(request: ApiRequest, name: string): string {
  const value = request.parameters.get(name);
  if (value === undefined || value === '') throw new ApiError(400, `Missing${name}`, `${name} is mandatory.`);
  return value;
}

/** A JSON object, or an empty one for anything else. */
export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) throw new ApiError(413, 'RequestTooLarge', 'The request is larger than 8 MiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError(400, 'InvalidJson', error instanceof Error ? error.message : 'The body is not JSON.');
  }
}
