import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxFolder } from '../../src/control-plane/folder';
import type { SandboxFolder } from '../../src/control-plane/folder';
import { freePort } from '../../src/control-plane/ports';
import type { ControlPlane } from '../../src/control-plane/server';
import { startControlPlane } from '../../src/control-plane/server';

/** A sandbox of an empty checkout, inside the test's own process. */
export interface TestSandbox {
  readonly folder: SandboxFolder;
  /** Starts the control plane, on the port it had before if any. */
  start(): Promise<ControlPlane>;
  stop(): Promise<void>;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** Stops it and deletes the checkout. */
  remove(): Promise<void>;
}

export interface Reply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export function testSandbox(): TestSandbox {
  const checkout = mkdtempSync(join(tmpdir(), 'strata-checkout-'));
  const folder = sandboxFolder(checkout);
  let running: ControlPlane | undefined;
  let control = 0;
  const stop = async () => {
    await running?.stop();
    running = undefined;
  };
  return {
    folder,
    start: async () => {
      running = await startControlPlane({
        folder,
        ports: { control, query: await freePort(23_000, new Set()), http: await freePort(24_000, new Set()) },
        log: () => undefined,
      });
      control = running.port;
      return running;
    },
    stop,
    call: async (method, path, body, headers = {}) => {
      const response = await fetch(`http://127.0.0.1:${control}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    remove: async () => {
      await stop();
      rmSync(checkout, { recursive: true, force: true });
    },
  };
}
