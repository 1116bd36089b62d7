/** Jobs of Realtime Compute for Apache Flink: ververica 2022-07-18. They are recorded; the sandbox has no Flink that executes them, and says so in the status of every job. */

import { ApiError } from './errors';
import { deploymentOf, identifier, isActive, jobOf, ownDeployments, ownJobs } from './flink-scope';
import type { Scope } from './flink-scope';
import { paceOf } from './pace';
import type { Job } from './state';

type Body = Readonly<Record<string, unknown>>;

/** The newest first. */
export function listJobs(scope: Scope, deploymentId: string): readonly unknown[] {
  return ownJobs(scope)
    .filter((job) => job.deploymentId === deploymentId)
    .sort((a, b) => b.startedAt - a.startedAt)
    .map((job) => jobView(scope, job));
}

export function getJob(scope: Scope, id: string | undefined): unknown {
  return jobView(scope, jobOf(scope, id));
}

export function startJob(scope: Scope, body: Body): unknown {
  const { cloud, workspace, namespace } = scope;
  cloud.failIfAsked('StartJob');
  const of = deploymentOf(scope, typeof body['deploymentId'] === 'string' ? body['deploymentId'] : undefined);
  if (ownJobs(scope).some((one) => one.deploymentId === of.deploymentId && isActive(one))) {
    throw new ApiError(400, '990304', `Deployment ${of.deploymentId} has a running job already.`);
  }
  const now = Date.now();
  const started: Job = {
    jobId: identifier(workspace, `job-${++cloud.state.sequence}`),
    deploymentId: of.deploymentId,
    workspace,
    namespace,
    ...onTheWay(scope, 'STARTING', 'RUNNING'),
    artifact: of.body['artifact'],
    restoreStrategy: body['restoreStrategy'],
    localVariables: body['localVariables'],
    startedAt: now,
  };
  return save(scope, started);
}

/** @throws ApiError 400 for a job that is at its end */
export function stopJob(scope: Scope, id: string | undefined, body: Body): unknown {
  scope.cloud.failIfAsked('StopJob');
  const old = jobOf(scope, id);
  if (!isActive(old)) throw new ApiError(400, '990305', `Job ${old.jobId} is ${old.status}: there is nothing to stop.`);
  const strategy = body['stopStrategy'] ?? 'NONE';
  const savepoint = strategy === 'NONE' || strategy === '' ? {} : { savepoint: `savepoint-${old.jobId}` };
  return save(scope, { ...old, ...onTheWay(scope, 'CANCELLING', 'CANCELLED'), ...savepoint });
}

/** The official provider deletes jobs without stopping them first: one that runs is stopped with it. */
export function deleteJob(scope: Scope, id: string | undefined): unknown {
  scope.cloud.failIfAsked('DeleteJob');
  const { jobId } = jobOf(scope, id);
  delete scope.cloud.state.jobs[jobId];
  scope.cloud.save();
  return {};
}

/** A change that takes no time is over at once. */
function onTheWay(scope: Scope, passing: Job['status'], end: Job['status']): Pick<Job, 'status' | 'since'> {
  return paceOf(scope.cloud) === 0 ? { status: end } : { status: passing, since: Date.now() };
}

function save(scope: Scope, job: Job): unknown {
  scope.cloud.state.jobs[job.jobId] = job;
  scope.cloud.save();
  return jobView(scope, job);
}

function jobView(scope: Scope, one: Job): unknown {
  const deployment = ownDeployments(scope).find(({ deploymentId }) => deploymentId === one.deploymentId);
  return {
    jobId: one.jobId,
    deploymentId: one.deploymentId,
    deploymentName: deployment?.body['name'],
    workspace: one.workspace,
    namespace: one.namespace,
    executionMode: deployment?.body['executionMode'],
    engineVersion: deployment?.body['engineVersion'],
    artifact: one.artifact,
    restoreStrategy: one.restoreStrategy,
    localVariables: one.localVariables,
    startTime: one.startedAt,
    ...(one.savepoint === undefined ? {} : { savepoint: one.savepoint }),
    status: {
      currentJobStatus: one.status,
      message: 'Recorded by the sandbox; no Flink executes it.',
      ...(one.status === 'RUNNING'
        ? { running: { observedFlinkJobStatus: 'RUNNING', observedFlinkJobRestarts: 0 } }
        : {}),
    },
  };
}
