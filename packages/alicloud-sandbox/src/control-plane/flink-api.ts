/** Deployments, jobs and variables of Realtime Compute for Apache Flink: ververica 2022-07-18, ROA style. */

import type { Cloud } from './cloud';
import { ApiError } from './errors';
import {
  createDeployment,
  deleteDeployment,
  getDeployment,
  listDeployments,
  updateDeployment,
} from './flink-deployments';
import { deleteJob, getJob, listJobs, startJob, stopJob } from './flink-jobs';
import { finishJobChanges, workspaceOf } from './flink-scope';
import type { Scope } from './flink-scope';
import { createVariable, deleteVariable, listVariables, updateVariable } from './flink-variables';
import type { VariableScope } from './flink-variables';
import type { ApiRequest } from './http';
import { asObject, required } from './http';
import { newRequestId } from './request-id';

const VERVERICA = /^\/api\/v2\/namespaces\/([^/]+)\/(deployments|jobs|variables)(?:\/([^/:]+))?(?::(start|stop))?$/;
const ENGINES = '/api/v2/engine-version-meta.json';
const PAGE = 10;

/** Versions of the engine, the newest first. */
const ENGINE_VERSIONS = ['vvr-11.7-jdk11-flink-1.20', 'vvr-11.1-jdk11-flink-1.20', 'vvr-8.0.11-flink-1.17'] as const;

/** Tells whether a path belongs to ververica's API. */
export function isVerverica(path: string): boolean {
  return path.startsWith('/api/v2/');
}

/** Answers a call of ververica's API. */
export function ververicaApi(cloud: Cloud, request: ApiRequest): unknown {
  finishJobChanges(cloud);
  // The official clients send the colon of `jobs:start` as %3A.
  const path = decodeURIComponent(request.path);
  const workspace = workspaceOf(cloud, request);
  if (path === ENGINES) return ok(engineVersions());
  const [, namespace, kind, id, verb] = VERVERICA.exec(path) ?? [];
  if (namespace === undefined || kind === undefined) throw unknownOperation(request);
  const scope: Scope = { cloud, workspace, namespace };
  const operation = [request.method, kind, ...(id === undefined ? [] : ['id']), ...(verb === undefined ? [] : [verb])];
  return answer(scope, request, operation.join(' '), id);
}

function answer(scope: Scope, request: ApiRequest, operation: string, id: string | undefined): unknown {
  const body = asObject(request.body);
  const parameter = (name: string): string | undefined => request.parameters.get(name);
  switch (operation) {
    case 'POST deployments':
      return ok(createDeployment(scope, body));
    case 'GET deployments':
      return page(request, listDeployments(scope, parameter('name'), parameter('executionMode')));
    case 'GET deployments id':
      return ok(getDeployment(scope, id));
    case 'PUT deployments id':
      return ok(updateDeployment(scope, id, body, true));
    case 'PATCH deployments id':
      return ok(updateDeployment(scope, id, body, false));
    case 'DELETE deployments id':
      return ok(deleteDeployment(scope, id));
    case 'GET jobs':
      return page(request, listJobs(scope, required(request, 'deploymentId')));
    case 'POST jobs start':
      return ok(startJob(scope, body));
    case 'GET jobs id':
      return ok(getJob(scope, id));
    case 'POST jobs id stop':
      return ok(stopJob(scope, id, body));
    case 'DELETE jobs id':
      return ok(deleteJob(scope, id));
    case 'GET variables':
      return ok(listVariables(variablesOf(scope), number(request, 'pageIndex', 1), number(request, 'pageSize', PAGE)));
    case 'POST variables':
      return ok(createVariable(variablesOf(scope), body));
    case 'PATCH variables id':
      return ok(updateVariable(variablesOf(scope), id ?? '', body));
    case 'DELETE variables id':
      return ok(deleteVariable(variablesOf(scope), id ?? ''));
    default:
      throw unknownOperation(request);
  }
}

function variablesOf({ cloud, workspace, namespace }: Scope): VariableScope {
  return { state: cloud.state, workspace, namespace, save: () => cloud.save() };
}

function engineVersions(): unknown {
  const [defaultEngineVersion] = ENGINE_VERSIONS;
  const engineVersionMetadata = ENGINE_VERSIONS.map((engineVersion) => ({ engineVersion, status: 'STABLE' }));
  return { defaultEngineVersion, engineVersionMetadata };
}

function unknownOperation(request: ApiRequest): ApiError {
  const what = `${request.method} ${request.path}`;
  return new ApiError(404, 'InvalidAction.NotFound', `The sandbox does not have ${what}.`);
}

function number(request: ApiRequest, name: string, otherwise: number): number {
  const value = request.parameters.get(name);
  return value === undefined ? otherwise : Number(value);
}

function page(request: ApiRequest, all: readonly unknown[]): unknown {
  const [pageIndex, pageSize] = [number(request, 'pageIndex', 1), number(request, 'pageSize', PAGE)];
  const some = all.slice((pageIndex - 1) * pageSize, pageIndex * pageSize);
  return { ...ok(some), pageIndex, pageSize, totalSize: all.length };
}

function ok(data: unknown) {
  return { success: true, httpCode: 200, errorCode: '', errorMessage: '', requestId: newRequestId(), data };
}
