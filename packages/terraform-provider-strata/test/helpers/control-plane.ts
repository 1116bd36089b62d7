/** As much of the cloud's APIs as the provider calls, in memory. */

import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface FakeInstance {
  readonly id: string;
  readonly name: string;
  readonly queryPort: number;
}

interface FakeJob {
  readonly jobId: string;
  readonly deploymentId: string;
  status: string;
  readonly restore: unknown;
}

/** A control plane with its own sandbox folder, for `STRATA_SANDBOX_DIR`. */
export class FakeControlPlane {
  public readonly instances: FakeInstance[] = [];
  public readonly passwords = new Map<string, string>();
  public readonly secrets = new Map<string, string>();
  /** Kafka clusters by name: where their brokers answer. */
  public readonly brokers = new Map<string, string>();
  public workspace: string | undefined = 'flink';
  public readonly deployments = new Map<string, Record<string, unknown>>();
  public readonly jobs: FakeJob[] = [];
  public readonly variables = new Map<string, Record<string, unknown>>();
  /** State of a job when it was started. */
  public firstState = 'RUNNING';
  /** Called for each call, before it is answered. */
  public onCall: (call: string) => void = () => undefined;
  /** Calls in their order, e.g. `POST /webapi/gateway/list`. */
  public readonly calls: string[] = [];
  /** Called when a password is set. */
  public onPassword: (password: string) => Promise<void> = () => Promise.resolve();
  private readonly server = createServer((request, response) => {
    void this.answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });

  private folder = '';
  /** The checkout that this control plane says to serve. */
  public checkout = '';

  public async start(folder: string): Promise<void> {
    this.folder = folder;
    this.checkout = folder;
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    mkdirSync(folder, { recursive: true });
    const { port } = this.server.address() as AddressInfo;
    writeFileSync(join(folder, 'control-plane.json'), JSON.stringify({ pid: process.pid, port, checkout: folder }));
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const form = request.headers['content-type']?.includes('form-urlencoded') ? new URLSearchParams(text) : undefined;
    const meant = request.headers['x-strata-checkout'];
    if (typeof meant === 'string' && decodeURIComponent(meant) !== this.checkout) {
      const Message = `This is the sandbox of ${this.checkout}, not of ${decodeURIComponent(meant)}.`;
      return { status: 409, body: { Code: 'OtherCheckout', Message, RequestId: 'fake' } };
    }
    const action = request.headers['x-acs-action'];
    const header = (name: string): string => (name === 'Action' && typeof action === 'string' ? action : '');
    const parameter = (name: string): string => url.searchParams.get(name) ?? form?.get(name) ?? header(name);
    const body = form === undefined && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {};
    const path = decodeURIComponent(url.pathname);
    const call = `${request.method ?? ''} ${path === '/' ? parameter('Action') : path}`;
    this.calls.push(call);
    this.onCall(call);
    try {
      return { status: 200, body: await this.route(request.method ?? '', path, parameter, body) };
    } catch (error) {
      return { status: 404, body: { Code: 'NotFound', Message: String(error), RequestId: 'fake' } };
    }
  }

  private async route(
    method: string,
    path: string,
    parameter: (name: string) => string,
    body: Record<string, unknown>,
  ): Promise<unknown> {
    switch (path) {
      case '/webapi/starrocks/describeInstances':
        return {
          Data: this.instances
            .filter((one) => one.name === parameter('InstanceName'))
            .map((one) => ({ InstanceId: one.id, InstanceName: one.name, InstanceStatus: 'running' })),
        };
      case '/webapi/gateway/list': {
        const instance = this.instances.find((one) => one.id === parameter('InstanceId'));
        return { Data: [{ InternalDomain: '127.0.0.1', SandboxQueryPort: instance?.queryPort }] };
      }
      case '/webapi/password/modify':
        this.passwords.set(parameter('InstanceId'), parameter('Password'));
        await this.onPassword(parameter('Password'));
        return { Success: true };
      case '/':
        if (parameter('Action') === 'GetInstanceList') return this.clusters();
        return {
          Instances:
            this.workspace === undefined
              ? []
              : [{ InstanceId: 'f-1', InstanceName: this.workspace, ResourceId: 'resource-1' }],
        };
    }
    if (path.startsWith('/sandbox/secrets/')) return { file: this.secretFile(path.split('/').at(-1) ?? '') };
    return { data: this.flink(method, path.replace('/api/v2/namespaces/default/', ''), parameter, body) };
  }

  private clusters(): unknown {
    const all = [...this.brokers].map(([Name, DomainEndpoint], index) => ({
      InstanceId: `alikafka-${index}`,
      Name,
      ServiceStatus: 5,
      DomainEndpoint,
    }));
    return { InstanceList: { InstanceVO: all } };
  }

  private variable(method: string, name: string, body: Record<string, unknown>): unknown {
    if (method === 'GET') {
      return [...this.variables.values()].map((one) => (one['kind'] === 'Plain' ? one : { ...one, value: '******' }));
    }
    const key = method === 'POST' ? String(body['name']) : name;
    if ((method === 'POST') === this.variables.has(key)) throw new Error(`variable ${key}`);
    this.variables.set(key, body);
    return {};
  }

  private secretFile(name: string): string {
    if (name === 'refused') throw new Error('no secret has this name');
    const file = join(this.folder, name);
    writeFileSync(file, this.secrets.get(name) ?? '');
    return file;
  }

  private flink(
    method: string,
    path: string,
    parameter: (name: string) => string,
    body: Record<string, unknown>,
  ): unknown {
    const [kind, id = '', verb = ''] = path.split(/[/:]/);
    if (kind === 'variables') return this.variable(method, id, body);
    if (kind === 'deployments' && method === 'POST') {
      const deploymentId = `d-${this.deployments.size + 1}`;
      this.deployments.set(deploymentId, { ...body, deploymentId });
      return this.deployments.get(deploymentId);
    }
    if (kind === 'deployments' && id === '') {
      return [...this.deployments.values()].filter((one) => one['name'] === parameter('name'));
    }
    if (kind === 'deployments') {
      const deployment = this.deployments.get(id);
      if (deployment === undefined) throw new Error(`no deployment ${id}`);
      if (method === 'DELETE') this.deployments.delete(id);
      if (method === 'PUT') replaceAll(deployment, { ...body, deploymentId: id });
      return deployment;
    }
    if (path === 'jobs:start') {
      const deploymentId = String(body['deploymentId']);
      const job = {
        jobId: `j-${this.jobs.length + 1}`,
        deploymentId,
        status: this.firstState,
        restore: body['restoreStrategy'],
      };
      this.jobs.push(job);
      return view(job);
    }
    if (id === '') return this.jobs.filter((one) => one.deploymentId === parameter('deploymentId')).map(view);
    const job = this.jobs.find((one) => one.jobId === id);
    if (job === undefined) throw new Error(`no job ${id}`);
    if (verb === 'stop') job.status = 'CANCELLED';
    return view(job);
  }
}

/** Makes an object that others hold another one. */
function replaceAll(object: Record<string, unknown>, content: Record<string, unknown>): void {
  for (const name of Object.keys(object)) delete object[name];
  Object.assign(object, content);
}

function view(job: FakeJob): unknown {
  return { ...job, status: { currentJobStatus: job.status } };
}
