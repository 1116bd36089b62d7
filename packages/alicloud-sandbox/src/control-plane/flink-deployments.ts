/** Deployments of Realtime Compute for Apache Flink: ververica 2022-07-18. */

import { ApiError } from './errors';
import { deploymentOf, identifier, isActive, ownDeployments, ownJobs } from './flink-scope';
import type { Scope } from './flink-scope';
import type { Deployment } from './state';

type Body = Readonly<Record<string, unknown>>;

export function listDeployments(scope: Scope, name: string | undefined, mode: string | undefined): readonly unknown[] {
  return ownDeployments(scope)
    .filter(byName(name))
    .filter((one) => mode === undefined || one.body['executionMode'] === mode)
    .map((one) => deploymentView(scope, one));
}

export function getDeployment(scope: Scope, id: string | undefined): unknown {
  return deploymentView(scope, deploymentOf(scope, id));
}

export function createDeployment(scope: Scope, body: Body): unknown {
  const { cloud, workspace, namespace } = scope;
  cloud.failIfAsked('CreateDeployment');
  const name = body['name'];
  if (typeof name !== 'string' || name === '') throw new ApiError(400, '990101', 'name is mandatory.');
  refuseName(scope, name);
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

/** @param whole - the body is the whole deployment (PUT), not a part of it (PATCH) */
export function updateDeployment(scope: Scope, id: string | undefined, body: Body, whole: boolean): unknown {
  scope.cloud.failIfAsked('UpdateDeployment');
  const old = deploymentOf(scope, id);
  const name = body['name'];
  if (typeof name === 'string' && name !== old.body['name']) refuseName(scope, name);
  // What is fixed at the creation need not be said again.
  const kept = whole ? { name: old.body['name'], executionMode: old.body['executionMode'] } : old.body;
  const updated: Deployment = { ...old, body: { ...kept, ...body }, modifiedAt: Date.now() };
  scope.cloud.state.deployments[old.deploymentId] = updated;
  scope.cloud.save();
  return deploymentView(scope, updated);
}

export function deleteDeployment(scope: Scope, id: string | undefined): unknown {
  scope.cloud.failIfAsked('DeleteDeployment');
  const old = deploymentOf(scope, id);
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

function deploymentView(scope: Scope, one: Deployment): unknown {
  const jobs = ownJobs(scope).filter((job) => job.deploymentId === one.deploymentId);
  const active = jobs.find(isActive);
  const count = (status: string): number => jobs.filter((job) => job.status === status).length;
  return {
    ...one.body,
    deploymentId: one.deploymentId,
    workspace: one.workspace,
    namespace: one.namespace,
    createdAt: String(one.createdAt),
    modifiedAt: String(one.modifiedAt),
    deploymentHasChanged: active !== undefined && active.startedAt < one.modifiedAt,
    jobSummary: {
      starting: count('STARTING'),
      running: count('RUNNING'),
      cancelling: count('CANCELLING'),
      cancelled: count('CANCELLED'),
      finished: count('FINISHED'),
      failed: count('FAILED'),
    },
  };
}

function refuseName(scope: Scope, name: string): void {
  if (!ownDeployments(scope).some(byName(name))) return;
  throw new ApiError(400, '990302', `A deployment named ${name} exists already in ${scope.namespace}.`);
}

function byName(name: string | undefined): (one: Deployment) => boolean {
  return (one) => name === undefined || one.body['name'] === name;
}
