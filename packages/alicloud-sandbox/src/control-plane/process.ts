/**
 * The control plane as a process of its own: `process.js CHECKOUT CONTROL-PORT QUERY-PORT HTTP-PORT`. Says `ready` or `failed` to its parent, then
 * lives on without it until SIGTERM.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { SandboxError } from './errors';
import type { SandboxErrorCode } from './errors';
import { sandboxFolder } from './folder';
import { startControlPlane } from './server';

/** What the process tells the one that started it. */
export type ControlPlaneMessage =
  | { readonly kind: 'ready'; readonly port: number }
  | { readonly kind: 'failed'; readonly code: SandboxErrorCode; readonly message: string };

async function main(): Promise<void> {
  const [checkout, ...ports] = process.argv.slice(2);
  const [control, query, http] = ports.map(Number);
  if (checkout === undefined || control === undefined || query === undefined || http === undefined) {
    throw new Error('usage: process.js CHECKOUT CONTROL-PORT QUERY-PORT HTTP-PORT');
  }
  const folder = sandboxFolder(checkout);
  mkdirSync(folder.path, { recursive: true });
  const log = (line: string) =>
    appendFileSync(folder.logFile, `${new Date().toISOString()} ${line}\n`, { mode: 0o600 });
  const controlPlane = await startControlPlane({ folder, ports: { control, query, http }, log });
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void controlPlane.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  tell({ kind: 'ready', port: controlPlane.port });
}

/** Tells the parent, then lets it go: a terminal that closes must not take the sandbox with it. */
function tell(message: ControlPlaneMessage, then?: () => void): void {
  if (process.send === undefined) return then?.();
  process.send(message, () => {
    process.disconnect?.();
    then?.();
  });
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  tell({ kind: 'failed', code: error instanceof SandboxError ? error.code : 'STR1709', message }, () =>
    process.exit(1),
  );
});
