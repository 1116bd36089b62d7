import { createHash } from 'node:crypto';
import type { Cloud } from './cloud';
import { FLINK_WORKSPACE } from './cloud';
import { ApiError } from './errors';
import type { ApiRequest } from './http';
import { createVariable, deleteVariable, listVariables, updateVariable } from './flink-variables';
import type { VariableScope } from './flink-variables';
import { asObject, required } from './http';
import type { Deployment, Job } from './state';

/**
 * Deployments and jobs of Realtime Compute for Apache Flink: ververica 2022-07-18, ROA style. The sandbox records jobs;
 * it has no Flink that executes them, and says so in the status of every job.
 */
const VERVERICA = /^\/api\/v2\/namespaces\/([^/]+)\/(deployments|jobs|variables)(?:\/([^/:]+))?(?::(start|stop))?$/;

/** Tells whether a path belongs to ververica's API. */
export function isVerverica(path: string): boolean {
  return path.startsWith('/api/v2/');
}

/** Answers a call of ververica's API. */
export function ververicaApi(cloud: Cloud, request: ApiRequest): unknown {
  // The official clients send the colon of `jobs:start` as %3A.
  const [, namespace, kind, id, verb] = VERVERICA.exec(decodeURIComponent(request.path)) ?? [];
  if (namespace === undefined || kind === undefined) {
    throw new ApiError(404, 'InvalidAction.NotFound', `The sandbox does not have ${request.method} ${request.path}.`);
  }
  const workspace = workspaceOf(cloud, request);
  const operation = [request.method, kind, ...(id === undefined ? [] : ['id']), ...(verb === undefined ? [] : [verb])];
  const scope: Scope = { cloud, workspace, namespace };
  switch (operation.join(' ')) {
    case 'POST deployments':
      return ok(createDeployment(scope, asObject(request.body)));
    case 'GET deployments':
      return ok(
        ownDeployments(scope)
          .filter(byName(request.parameters.get('name')))
          .map((one) => deploymentView(scope, one)),
      );
    case 'GET deployments id':
      return ok(deploymentView(scope, deployment(scope, id)));
    case 'PUT deployments id':
    case 'PATCH deployments id':
      return ok(updateDeployment(scope, deployment(scope, id), asObject(request.body)));
    case 'DELETE deployments id':
      return ok(deleteDeployment(scope, deployment(scope, id)));
    case 'GET jobs': {
      const of = required(request, 'deploymentId');
      return ok(
        ownJobs(scope)
          .filter((job) => job.deploymentId === of)
          .map(jobView),
      );
    }
    case 'POST jobs start':
      return ok(startJob(scope, asObject(request.body)));
    case 'GET jobs id':
      return ok(jobView(job(scope, id)));
    case 'GET variables':
      return ok(listVariables(variablesOf(scope), number(request, 'pageIndex', 1), number(request, 'pageSize', 10)));
    case 'POST variables':
      return ok(createVariable(variablesOf(scope), asObject(request.body)));
    case 'PATCH variables id':
      return ok(updateVariable(variablesOf(scope), id ?? '', asObject(request.body)));
    case 'DELETE variables id':
      return ok(deleteVariable(variablesOf(scope), id ?? ''));
    case 'POST jobs id stop':
      return ok(stopJob(scope, job(scope, id), asObject(request.body)));
    default:
      throw new ApiError(404, 'InvalidAction.NotFound', `The sandbox does not have ${request.method} ${request.path}.`);
  }
}

interface Scope {
  readonly cloud: Cloud;
  readonly workspace: string;
  readonly namespace: string;
}

function variablesOf({ cloud, workspace, namespace }: Scope): VariableScope {
  return { state: cloud.state, workspace, namespace, save: () => cloud.save() };
}

function number(request: ApiRequest, name: string, otherwise: number): number {
  const value = request.parameters.get(name);
  return value === undefined ? otherwise : Number(value);
}

function workspaceOf(cloud: Cloud, request: ApiRequest): string {
  const workspace = request.headers['workspace'];
  if (typeof workspace !== 'string' || workspace === '') {
    throw new ApiError(
      400,
      'MissingWorkspace',
      'The header workspace (resource id of the Flink workspace) is mandatory.',
    );
  }
  if (!cloud.list(FLINK_WORKSPACE).some((one) => one.attributes['resource_id'] === workspace)) {
    throw new ApiError(404, '990301', `Workspace ${workspace} does not exist in the sandbox.`);
  }
  return workspace;
}

function createDeployment(scope: Scope, body: Record<string, unknown>): unknown {
  const { cloud, workspace, namespace } = scope;
  cloud.failIfAsked('CreateDeployment');
  const name = body['name'];
  if (typeof name !== 'string' || name === '') throw new ApiError(400, '990101', 'name is mandatory.');
  if (ownDeployments(scope).some(byName(name))) {
    throw new ApiError(400, '990302', `A deployment named ${name} exists already in ${namespace}.`);
  }
  const now = Date.now();
  const created: Deployment = {
    deploymentId: identifier(workspace, `deployment-${++cloud.state.sequence}`),
    workspace,
    namespace,
    body,
    createdAt: now,
    modifiedAt: now,
  };
  cloud.state.deployments[created.deploymentId] = created;
  cloud.save();
  return deploymentView(scope, created);
}

function updateDeployment(scope: Scope, old: Deployment, body: Record<string, unknown>): unknown {
  scope.cloud.failIfAsked('UpdateDeployment');
  const updated: Deployment = { ...old, body: { ...old.body, ...body }, modifiedAt: Date.now() };
  scope.cloud.state.deployments[old.deploymentId] = updated;
  scope.cloud.save();
  return deploymentView(scope, updated);
}

function deleteDeployment(scope: Scope, old: Deployment): unknown {
  if (ownJobs(scope).some((one) => one.deploymentId === old.deploymentId && isActive(one))) {
    throw new ApiError(400, '990303', `Deployment ${old.deploymentId} has a running job: stop it first.`);
  }
  const { state } = scope.cloud;
  delete state.deployments[old.deploymentId];
  for (const one of ownJobs(scope)) {
    if (one.deploymentId === old.deploymentId) delete state.jobs[one.jobId];
  }
  scope.cloud.save();
  return {};
}

function startJob(scope: Scope, body: Record<string, unknown>): unknown {
  const { cloud, workspace, namespace } = scope;
  cloud.failIfAsked('StartJob');
  const of = deployment(scope, typeof body['deploymentId'] === 'string' ? body['deploymentId'] : undefined);
  if (ownJobs(scope).some((one) => one.deploymentId === of.deploymentId && isActive(one))) {
    throw new ApiError(400, '990304', `Deployment ${of.deploymentId} has a running job already.`);
  }
  const started: Job = {
    jobId: identifier(workspace, `job-${++cloud.state.sequence}`),
    deploymentId: of.deploymentId,
    workspace,
    namespace,
    status: 'RUNNING',
    artifact: of.body['artifact'],
    restoreStrategy: body['restoreStrategy'],
    startedAt: Date.now(),
  };
  cloud.state.jobs[started.jobId] = started;
  cloud.save();
  return jobView(started);
}

function stopJob(scope: Scope, old: Job, body: Record<string, unknown>): unknown {
  scope.cloud.failIfAsked('StopJob');
  const savepoint = (body['stopStrategy'] ?? 'NONE') === 'NONE' ? undefined : `savepoint-${old.jobId}`;
  const stopped: Job = { ...old, status: 'CANCELLED', ...(savepoint === undefined ? {} : { savepoint }) };
  scope.cloud.state.jobs[old.jobId] = stopped;
  scope.cloud.save();
  return jobView(stopped);
}

function ownDeployments({ cloud, workspace, namespace }: Scope): readonly Deployment[] {
  return Object.values(cloud.state.deployments).filter(
    (one) => one.workspace === workspace && one.namespace === namespace,
  );
}

function ownJobs({ cloud, workspace, namespace }: Scope): readonly Job[] {
  return Object.values(cloud.state.jobs).filter((one) => one.workspace === workspace && one.namespace === namespace);
}

function deployment(scope: Scope, id: string | undefined): Deployment {
  const found = ownDeployments(scope).find((one) => one.deploymentId === id);
  if (found === undefined) throw new ApiError(404, '990301', `Deployment ${id} does not exist in the sandbox.`);
  return found;
}

function job(scope: Scope, id: string | undefined): Job {
  const found = ownJobs(scope).find((one) => one.jobId === id);
  if (found === undefined) throw new ApiError(404, '990301', `Job ${id} does not exist in the sandbox.`);
  return found;
}

function deploymentView(scope: Scope, one: Deployment): unknown {
  const active = ownJobs(scope).find((candidate) => candidate.deploymentId === one.deploymentId && isActive(candidate));
  return {
    ...one.body,
    deploymentId: one.deploymentId,
    workspace: one.workspace,
    namespace: one.namespace,
    createdAt: one.createdAt,
    modifiedAt: one.modifiedAt,
    deploymentHasChanged: active !== undefined && active.startedAt < one.modifiedAt,
    jobSummary: { running: active === undefined ? 0 : 1 },
  };
}

function jobView(one: Job): unknown {
  return {
    jobId: one.jobId,
    deploymentId: one.deploymentId,
    workspace: one.workspace,
    namespace: one.namespace,
    artifact: one.artifact,
    restoreStrategy: one.restoreStrategy,
    startTime: one.startedAt,
    ...(one.savepoint === undefined ? {} : { savepoint: one.savepoint }),
    status: {
      currentJobStatus: one.status,
      message: 'Recorded by the sandbox; no Flink executes it.',
    },
  };
}

function isActive(one: Job): boolean {
  return one.status === 'RUNNING' || one.status === 'STARTING';
}

function byName(name: string | undefined): (one: Deployment) => boolean {
  return (one) => name === undefined || one.body['name'] === name;
}

/** An id in the form of the service (a UUID), the same for the same thing. */
function identifier(workspace: string, thing: string): string {
  const hex = createHash('sha256').update(`${workspace}/${thing}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function ok(data: unknown): unknown {
  return { success: true, httpCode: 200, requestId: 'sandbox', data };
}
