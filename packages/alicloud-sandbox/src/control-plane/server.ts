import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Cloud, INSTANCE } from './cloud';
import { ApiError, SandboxError } from './errors';
import { cloudApi } from './cloud-api';
import type { ControlPlaneInfo, SandboxFolder } from './folder';
import { CHECKOUT_HEADER } from './folder';
import type { ApiRequest } from './http';
import { answer, readRequest } from './http';
import { isVerverica } from './flink-api';
import type { SandboxPorts } from './ports';
import { newRequestId } from './request-id';
import { sandboxSecretFile } from './secrets';
import type { SandboxStatus } from './status';
import { runningControlPlane, statusAt } from './status';
import { Supervisor } from './supervisor';

/** A running control plane. */
export interface ControlPlane {
  readonly port: number;
  /** Stops all servers and gives the port and the folder free. */
  stop(): Promise<void>;
}

export interface ControlPlaneOptions {
  readonly folder: SandboxFolder;
  readonly ports: SandboxPorts;
  readonly log: (line: string) => void;
}

/**
 * Starts the control plane of a checkout: takes the folder, starts the servers of all instances, then listens.
 *
 * @throws SandboxError STR1706 when one runs already for this checkout, STR1707 when the port is another checkout's
 *   sandbox, STR1708 when another program has the port
 */
export async function startControlPlane({ folder, ports, log }: ControlPlaneOptions): Promise<ControlPlane> {
  const running = await runningControlPlane(folder);
  if (running !== undefined) {
    throw new SandboxError('STR1706', `The sandbox of ${folder.checkout} runs already (process ${running.pid}).`);
  }
  mkdirSync(folder.path, { recursive: true });
  const supervisor = new Supervisor(folder.instances, log);
  const server = createServer();
  const taken = await listen(server, ports.control);
  try {
    writeInfo(folder, { pid: process.pid, port: taken, checkout: folder.checkout });
    const cloud = new Cloud(folder, supervisor, ports);
    server.on('request', (message, response) => void serve(cloud, folder, supervisor, log, message, response));
    await cloud.startServers();
  } catch (error) {
    await supervisor.stopAll();
    server.close();
    rmSync(folder.infoFile, { force: true });
    throw error;
  }
  log(`control plane of ${folder.checkout} listens on 127.0.0.1:${taken}`);
  return {
    port: taken,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await supervisor.stopAll();
      rmSync(folder.infoFile, { force: true });
    },
  };
}

async function serve(
  cloud: Cloud,
  folder: SandboxFolder,
  supervisor: Supervisor,
  log: (line: string) => void,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    answer(response, 200, await route(cloud, folder, supervisor, await readRequest(message)));
  } catch (error) {
    const { status, code, text } = asApiError(error);
    if (status >= 500) log(`${message.method} ${pathOf(message)}: ${text}`);
    answer(response, status, errorBody(pathOf(message), status, code, text));
  }
}

/** An error in the form of the API that was called; Flink's has a form of its own. */
function errorBody(path: string, status: number, code: string, text: string): unknown {
  const [requestId, body] = [newRequestId(), { Code: code, Message: text }];
  if (!isVerverica(path)) return { ...body, RequestId: requestId, Success: false };
  return { ...body, success: false, httpCode: status, errorCode: code, errorMessage: text, requestId };
}

/** Answers where a secret lies, never its value: any program of this machine can ask, but only the user can read the file. */
const SECRETS = '/sandbox/secrets/';

async function route(
  cloud: Cloud,
  folder: SandboxFolder,
  supervisor: Supervisor,
  request: ApiRequest,
): Promise<unknown> {
  const meant = request.headers[CHECKOUT_HEADER];
  if (typeof meant === 'string' && decodeURIComponent(meant) !== folder.checkout) {
    throw new ApiError(
      409,
      'OtherCheckout',
      `This is the sandbox of ${folder.checkout}, not of ${decodeURIComponent(meant)}.`,
    );
  }
  if (request.path === '/sandbox/status') return statusOf(cloud, folder, supervisor);
  if (request.path.startsWith(SECRETS) && request.method === 'POST') {
    return { file: sandboxSecretFile(folder.secrets, decodeURIComponent(request.path.slice(SECRETS.length))) };
  }
  return cloudApi(cloud, request);
}

function statusOf(cloud: Cloud, folder: SandboxFolder, supervisor: Supervisor): SandboxStatus {
  return {
    checkout: folder.checkout,
    pid: process.pid,
    instances: cloud.list(INSTANCE).map(({ id, attributes }) => ({
      id,
      name: String(attributes['instance_name']),
      ...cloud.ports(id),
      pid: supervisor.pid(id),
    })),
    resources: Object.fromEntries(
      Object.entries(cloud.state.resources)
        .map(([type, all]): [string, number] => [type, Object.keys(all).length])
        .filter(([, count]) => count > 0),
    ),
    flinkJobs: Object.values(cloud.state.jobs).map((job) => ({
      name: nameOf(cloud, job.deploymentId),
      status: job.status,
    })),
  };
}

function nameOf(cloud: Cloud, deploymentId: string): string {
  const name = cloud.state.deployments[deploymentId]?.body['name'];
  return typeof name === 'string' ? name : deploymentId;
}

function asApiError(error: unknown): { status: number; code: string; text: string } {
  if (error instanceof ApiError) return { status: error.status, code: error.code, text: error.message };
  if (error instanceof SandboxError) return { status: 500, code: error.code, text: error.message };
  return { status: 500, code: 'InternalError', text: error instanceof Error ? error.message : String(error) };
}

/** The path of a request without its parameters, which may hold a password. */
function pathOf(message: IncomingMessage): string {
  return (message.url ?? '').split('?')[0] ?? '';
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') void explainTakenPort(port).then(reject);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Who has the port: another checkout's sandbox, or some other program. */
async function explainTakenPort(port: number): Promise<SandboxError> {
  const other = await statusAt(port);
  return other === undefined
    ? new SandboxError(
        'STR1708',
        `Port ${port} of 127.0.0.1 is taken by another program. Stop that program, or set another port: sandbox.port in strata.yaml`,
      )
    : new SandboxError(
        'STR1707',
        `Port ${port} of 127.0.0.1 is the sandbox of another checkout, ${other.checkout} (process ${other.pid}). Stop it there (npx strata sandbox down), or set another port: sandbox.port in strata.yaml`,
      );
}

/** Takes the folder; whoever was recorded there does not run, or would have the port. */
function writeInfo(folder: SandboxFolder, info: ControlPlaneInfo): void {
  const next = `${folder.infoFile}.next`;
  writeFileSync(next, JSON.stringify(info));
  renameSync(next, folder.infoFile);
}
