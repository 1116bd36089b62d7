/** A control plane in a few lines: keeps what it is given behind the generic door, and fails when asked to. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { fillComputed } from '../../src/control-plane/computed';
import { newId } from '../../src/control-plane/identity';

type Attributes = Record<string, unknown>;

export interface FakeControlPlane {
  /** Value for STRATA_SANDBOX_DIR. */
  readonly sandboxFolder: string;
  /** What exists, by type and id. */
  readonly resources: Map<string, Map<string, Attributes>>;
  /** `METHOD /path` of each call, with its body. */
  readonly calls: { readonly call: string; readonly body: Attributes }[];
  /** Makes the next call of a method fail; `keep` stores the object all the same and names it in the error. */
  failNext(method: string, message: string, keep?: boolean): void;
  stop(): Promise<void>;
}

async function readBody(message: IncomingMessage): Promise<Attributes> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as Attributes);
}

export async function fakeControlPlane(): Promise<FakeControlPlane> {
  const checkout = mkdtempSync(join(tmpdir(), 'fake-sandbox-'));
  const sandboxFolder = join(checkout, '.strata', 'sandbox');
  mkdirSync(sandboxFolder, { recursive: true });
  const resources = new Map<string, Map<string, Attributes>>();
  const calls: { call: string; body: Attributes }[] = [];
  const failures: { method: string; message: string; keep: boolean }[] = [];
  let sequence = 0;

  const answer = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const handle = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = message.method ?? '';
    const [, , , type = '', rawId = ''] = (message.url ?? '').split('/');
    const id = decodeURIComponent(rawId);
    const body = await readBody(message);
    calls.push({ call: `${method} ${type}`, body });
    const ofType = resources.get(type) ?? new Map<string, Attributes>();
    resources.set(type, ofType);
    const failure = failures.findIndex((each) => each.method === method);
    const [asked] = failure < 0 ? [] : failures.splice(failure, 1);
    if (method === 'POST' && asked?.keep !== false) {
      sequence += 1;
      const made = newId(type, sequence, body);
      const createdAt = new Date(Date.UTC(2026, 0, 1));
      const attributes: Attributes = { ...fillComputed(type, { id: made, attributes: body, sequence, createdAt }) };
      ofType.set(made, attributes);
      if (asked === undefined) return answer(response, 200, { id: made, attributes });
      return answer(response, 500, { Code: 'SandboxFault', Message: asked.message, id: made, attributes });
    }
    if (asked !== undefined) return answer(response, 500, { Code: 'SandboxFault', Message: asked.message });
    const found = ofType.get(id);
    if (found === undefined) return answer(response, 404, { Code: 'ResourceNotFound', Message: `no ${type} ${id}` });
    if (method === 'DELETE') ofType.delete(id);
    if (method === 'PUT') Object.assign(found, body);
    return answer(response, 200, { id, attributes: found });
  };

  const server = createServer((message, response) => void handle(message, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  writeFileSync(join(sandboxFolder, 'control-plane.json'), JSON.stringify({ pid: process.pid, port, checkout }));
  return {
    sandboxFolder,
    resources,
    calls,
    failNext: (method, message, keep = false) => failures.push({ method, message, keep }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(checkout, { recursive: true, force: true });
    },
  };
}
