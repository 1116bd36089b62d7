import { fork } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxError } from './errors';
import type { SandboxErrorCode } from './errors';
import type { SandboxFolder } from './folder';
import type { SandboxPorts } from './ports';
import type { ControlPlaneMessage } from './process';
import type { SandboxStatus } from './status';
import { runningControlPlane } from './status';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const POLL_MS = 50;

/**
 * Starts the control plane of a checkout as a detached process, its output closed. Does nothing when it runs already.
 *
 * @returns its port
 * @throws SandboxError as the control plane says, or STR1709 when it does not start
 */
export async function sandboxUp(folder: SandboxFolder, ports: SandboxPorts): Promise<number> {
  const running = await runningControlPlane(folder);
  if (running !== undefined) return running.port;
  mkdirSync(folder.path, { recursive: true });
  const child = fork(
    join(__dirname, 'process.js'),
    [folder.checkout, ...[ports.control, ports.query, ports.http].map(String)],
    {
      cwd: folder.checkout,
      env: keptEnvironment(process.env),
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    },
  );
  try {
    return await new Promise<number>((resolve, reject) => {
      const fail = (code: SandboxErrorCode, message: string) => reject(new SandboxError(code, message));
      const timer = setTimeout(
        () =>
          fail('STR1709', `The sandbox did not start within ${START_TIMEOUT_MS / 1000} s. Its log: ${folder.logFile}`),
        START_TIMEOUT_MS,
      );
      child.once('exit', (code) => {
        clearTimeout(timer);
        fail('STR1709', `The sandbox ended with ${code} before it was ready. Its log: ${folder.logFile}`);
      });
      child.once('message', (message: ControlPlaneMessage) => {
        clearTimeout(timer);
        if (message.kind === 'ready') resolve(message.port);
        else fail(message.code, message.message);
      });
    });
  } finally {
    child.removeAllListeners();
    if (child.connected) child.disconnect();
    child.unref();
  }
}

/** What a process of the sandbox needs of its caller's surroundings. */
const KEPT = /^(PATH|HOME|TMPDIR|TEMP|TMP|LANG|LC_.*|TZ|NODE_.*|STRATA_SANDBOX_DIR|SystemRoot)$/;

/** The sandbox outlives its caller and never needs a cloud: engineers have real credentials in their shell. */
export function keptEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => KEPT.test(name)));
}

/** Stops the control plane of a checkout and its servers; tells whether one ran. */
export async function sandboxDown(folder: SandboxFolder): Promise<boolean> {
  const running = await runningControlPlane(folder);
  if (running === undefined) return false;
  process.kill(running.pid, 'SIGTERM');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isAlive(running.pid)) {
    if (Date.now() > deadline) {
      throw new SandboxError(
        'STR1710',
        `The sandbox (process ${running.pid}) did not stop within ${STOP_TIMEOUT_MS / 1000} s. Its log: ${folder.logFile}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return true;
}

/** Stops the sandbox and deletes everything in it, the Terraform state of sandbox stacks included. */
export async function sandboxReset(folder: SandboxFolder): Promise<void> {
  await sandboxDown(folder);
  rmSync(folder.path, { recursive: true, force: true });
  rmSync(folder.terraformState, { recursive: true, force: true });
}

/** What runs, or undefined when nothing does. */
export function sandboxStatus(folder: SandboxFolder): Promise<(SandboxStatus & { readonly port: number }) | undefined> {
  return runningControlPlane(folder);
}

/** Tells whether a process exists. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
