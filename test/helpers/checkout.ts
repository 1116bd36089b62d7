import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = dirname(dirname(__dirname));
/** What a user edits, and scripts that find the checkout by their own place: copied. */
const COPIED = ['README.md', 'cdktf.json', 'environments', 'package.json', 'package-lock.json', 'scripts', 'sql'];
/** What is installed and built, with the sources that the build looks at: shared with the real checkout. */
const SHARED = [
  'constructs',
  'dist',
  'main.ts',
  'node_modules',
  'packages',
  'policies',
  'stacks',
  'tsconfig.base.json',
  'tsconfig.json',
];

export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A checkout of its own with its own sandbox, so that tests never touch the developer's. */
export interface TestCheckout {
  readonly path: string;
  /** Runs a command line in the checkout, to its end. */
  run(command: string, environment?: Readonly<Record<string, string>>): Promise<Output>;
  /** Starts a command line as the leader of a process group of its own. */
  start(command: string): ChildProcess;
  /** Waits until the sandbox has an instance: a deploy of the demo is then in the middle of its second stack. */
  untilWarehouseExists(): Promise<void>;
  /** Stops its sandbox and deletes it. */
  remove(): Promise<void>;
}

/** Makes a checkout with free ports for its sandbox. */
export async function testCheckout(): Promise<TestCheckout> {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'strata-e2e-')));
  for (const name of COPIED) cpSync(join(ROOT, name), join(path, name), { recursive: true });
  for (const name of SHARED) symlinkSync(join(ROOT, name), join(path, name));
  const [port, queryPort, httpPort] = await freePorts();
  const settings = readFileSync(join(ROOT, 'strata.yaml'), 'utf8')
    .replace(/^ {2}port: \d+/m, `  port: ${port}`)
    .replace(/^ {2}queryPort: \d+/m, `  queryPort: ${queryPort}`)
    .replace(/^ {2}httpPort: \d+/m, `  httpPort: ${httpPort}`);
  writeFileSync(join(path, 'strata.yaml'), settings);
  return {
    path,
    run: (command, environment = {}) => run(path, command, environment),
    start: (command) => spawn('sh', ['-c', command], { cwd: path, detached: true, stdio: 'ignore', env: process.env }),
    untilWarehouseExists: () => untilWarehouseExists(path),
    remove: async () => {
      await run(path, 'npx strata sandbox down', {});
      rmSync(path, { recursive: true, force: true });
    },
  };
}

const execute = promisify(execFile);

async function run(cwd: string, command: string, environment: Readonly<Record<string, string>>): Promise<Output> {
  try {
    const { stdout, stderr } = await execute('sh', ['-c', command], {
      cwd,
      env: { ...process.env, ...environment },
      maxBuffer: 64 * 1024 * 1024,
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const failed = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof failed.code !== 'number') throw error;
    return { code: failed.code, stdout: failed.stdout ?? '', stderr: failed.stderr ?? '' };
  }
}

async function untilWarehouseExists(checkout: string): Promise<void> {
  const instances = join(checkout, '.strata', 'sandbox', 'instances');
  const deadline = Date.now() + 120_000;
  while (!existsSync(instances) || readdirSync(instances).length === 0) {
    if (Date.now() > deadline) throw new Error('The deploy did not come to the warehouse.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePorts(): Promise<[number, number, number]> {
  const servers = await Promise.all(
    [0, 1, 2].map(
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer();
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  const [a = 0, b = 0, c = 0] = ports;
  return [a, b, c];
}
