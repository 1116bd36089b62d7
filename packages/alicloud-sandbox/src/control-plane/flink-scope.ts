/** A namespace of a Flink workspace, in which a call of ververica 2022-07-18 works. */

import { createHash } from 'node:crypto';
import type { Cloud } from './cloud';
import { FLINK_WORKSPACE } from './cloud';
import { ApiError } from './errors';
import type { ApiRequest } from './http';
import { paceOf } from './pace';
import type { Deployment, Job } from './state';

export interface Scope {
  readonly cloud: Cloud;
  readonly workspace: string;
  readonly namespace: string;
}

/** The code with which the API says that something does not exist. */
const NOT_FOUND = '990301';

/** The workspace that the header names. @throws ApiError 400 without the header, 404 when there is none */
export function workspaceOf(cloud: Cloud, request: ApiRequest): string {
  const workspace = request.headers['workspace'];
  if (typeof workspace !== 'string' || workspace === '') {
    throw new ApiError(
      400,
      'MissingWorkspace',
      'The header workspace (resource id of the Flink workspace) is mandatory.',
    );
  }
  if (!cloud.list(FLINK_WORKSPACE).some((one) => one.attributes['resource_id'] === workspace)) {
    throw notFound(`Workspace ${workspace}`);
  }
  return workspace;
}

export function ownDeployments({ cloud, workspace, namespace }: Scope): readonly Deployment[] {
  return Object.values(cloud.state.deployments).filter(
    (one) => one.workspace === workspace && one.namespace === namespace,
  );
}

export function ownJobs({ cloud, workspace, namespace }: Scope): readonly Job[] {
  return Object.values(cloud.state.jobs).filter((one) => one.workspace === workspace && one.namespace === namespace);
}

/** @throws ApiError 404 when there is none */
export function deploymentOf(scope: Scope, id: string | undefined): Deployment {
  const found = ownDeployments(scope).find((one) => one.deploymentId === id);
  if (found === undefined) throw notFound(`Deployment ${id}`);
  return found;
}

/** @throws ApiError 404 when there is none */
export function jobOf(scope: Scope, id: string | undefined): Job {
  const found = ownJobs(scope).find((one) => one.jobId === id);
  if (found === undefined) throw notFound(`Job ${id}`);
  return found;
}

export function isActive(one: Job): boolean {
  return one.status === 'RUNNING' || one.status === 'STARTING' || one.status === 'CANCELLING';
}

/** Jobs that start run, and jobs that are cancelled are so, once their time is over. */
export function finishJobChanges(cloud: Cloud): void {
  const { jobs } = cloud.state;
  for (const job of Object.values(jobs)) {
    if (job.since === undefined || job.since + paceOf(cloud) > Date.now()) continue;
    const status = job.status === 'CANCELLING' ? 'CANCELLED' : 'RUNNING';
    jobs[job.jobId] = { ...job, since: undefined, status };
    cloud.save();
  }
}

/** An id in the form of the service (a UUID), the same for the same thing. */
export function identifier(workspace: string, thing: string): string {
  const hex = createHash('sha256').update(`${workspace}/${thing}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function notFound(what: string): ApiError {
  return new ApiError(404, NOT_FOUND, `${what} does not exist in the sandbox.`);
}
