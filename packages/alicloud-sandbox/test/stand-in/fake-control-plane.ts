/** The control plane without its StarRocks servers: the real cloud behind the real APIs, and failures on demand. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Cloud } from '../../src/control-plane/cloud';
import { cloudApi } from '../../src/control-plane/cloud-api';
import { ApiError } from '../../src/control-plane/errors';
import { sandboxFolder } from '../../src/control-plane/folder';
import type { ApiRequest } from '../../src/control-plane/http';
import { answer, readRequest } from '../../src/control-plane/http';
import type { Attributes, SandboxState } from '../../src/control-plane/state';
import { Supervisor } from '../../src/control-plane/supervisor';

export interface FakeControlPlane {
  /** Value for STRATA_SANDBOX_DIR. */
  readonly sandboxFolder: string;
  /** What exists, by type and id. */
  readonly resources: SandboxState['resources'];
  /** Each call: `METHOD /path` or the operation, with its parameters and body. */
  readonly calls: { readonly call: string; readonly body: Attributes }[];
  /** Makes the next call of a method or of an operation fail; `keep` stores the object all the same and names it in the error. */
  failNext(method: string, message: string, keep?: boolean): void;
  /** Somebody else deletes everything. */
  forgetAll(): void;
  stop(): Promise<void>;
}

class NoServers extends Supervisor {
  public override start(): Promise<void> {
    return Promise.resolve();
  }

  public override remove(): Promise<void> {
    return Promise.resolve();
  }
}

/** What the tests' resources stand in. */
const SURROUNDINGS: SandboxState['resources'] = {
  alicloud_vpc: { 'vpc-1': {} },
  alicloud_vswitch: { 'vsw-1': { vpc_id: 'vpc-1', zone_id: 'cn-shanghai-i' } },
  alicloud_star_rocks_instance: { 'c-1': {} },
};

/** With `surroundings` there are a vpc-1, a vsw-1 and a StarRocks instance c-1. */
export async function fakeControlPlane({ surroundings = false } = {}): Promise<FakeControlPlane> {
  const checkout = mkdtempSync(join(tmpdir(), 'fake-sandbox-'));
  const folder = sandboxFolder(checkout);
  mkdirSync(folder.path, { recursive: true });
  const supervisor = new NoServers(folder.instances, () => undefined);
  const cloud = new Cloud(folder, supervisor, { control: 0, query: 45_000, http: 46_000 });
  if (surroundings) Object.assign(cloud.state.resources, structuredClone(SURROUNDINGS));
  const calls: { call: string; body: Attributes }[] = [];
  const failures: { method: string; message: string; keep: boolean }[] = [];

  const handle = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(message);
    const { call } = callOf(request);
    calls.push(callOf(request));
    const failure = failures.findIndex(({ method }) => method === request.method || method === call);
    const [asked] = failure < 0 ? [] : failures.splice(failure, 1);
    try {
      const made = asked?.keep === false ? {} : await cloudApi(cloud, request);
      if (asked === undefined) answer(response, 200, made);
      else answer(response, 500, { ...(made as Attributes), Code: 'SandboxFault', Message: asked.message });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      answer(response, error.status, { Code: error.code, Message: error.message });
    }
  };

  const server = createServer((message, response) => void handle(message, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  writeFileSync(folder.infoFile, JSON.stringify({ pid: process.pid, port, checkout }));
  return {
    sandboxFolder: folder.path,
    resources: cloud.state.resources,
    calls,
    failNext: (method, message, keep = false) => failures.push({ method, message, keep }),
    forgetAll: () => {
      for (const type of Object.keys(cloud.state.resources)) cloud.state.resources[type] = {};
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(checkout, { recursive: true, force: true });
    },
  };
}

function callOf(request: ApiRequest): { readonly call: string; readonly body: Attributes } {
  const { Action, ...parameters } = Object.fromEntries(request.parameters);
  const call = Action ?? `${request.method} ${request.path}`;
  return { call, body: { ...parameters, ...(request.body as Attributes | undefined) } };
}
