/** `strata_flink_job`: a SQL job that is updated with a savepoint. */

import { setTimeout as sleep } from 'node:timers/promises';
import { defineResource, UNKNOWN } from '@strata/terraform-plugin';
import type { Resource } from '@strata/terraform-plugin';
import type { Deployment, Job, Namespace } from '../cloud/flink';
import type { Surroundings } from '../cloud/target';
import { errorMessage, ProviderError } from '../errors';
import { work } from '../lazy';
import { PLACE, validatePlace } from './place';

const POLL_MS = 2_000;
const CHANGE_TIMEOUT_MS = 20 * 60_000;

interface Wanted {
  readonly environment: string;
  readonly target: string;
  readonly region: string;
  readonly workspace_name: string;
  readonly namespace: string;
  readonly name: string;
  readonly sql: string;
  readonly engine_version: string | null;
  readonly parallelism: number | null;
  readonly flink_conf: Readonly<Record<string, string>> | null;
}

export function flinkJobResource(surroundings: Surroundings): Resource {
  return defineResource({
    description:
      'A Flink SQL deployment and its running job. A change stops the job with a savepoint and resumes it from there.',
    attributes: {
      ...PLACE,
      workspace_name: { type: 'string', required: true, replace: true, description: 'Name of the Flink workspace.' },
      namespace: { type: 'string', required: true, replace: true, description: 'Namespace of the workspace.' },
      name: { type: 'string', required: true, replace: true, description: 'Name of the deployment.' },
      sql: { type: 'string', required: true, description: 'Flink SQL script.' },
      engine_version: {
        type: 'string',
        optional: true,
        description: 'Version of the engine, e.g. vvr-11.1-jdk11-flink-1.20.',
      },
      parallelism: { type: 'number', optional: true, description: 'Parallelism of the job.' },
      flink_conf: { type: ['map', 'string'], optional: true, description: 'Flink configuration.' },
      deployment_id: { type: 'string', computed: true, stable: true, description: 'Id of the deployment.' },
      job_id: { type: 'string', computed: true, description: 'Id of the running job; a restarted job has a new one.' },
      state: { type: 'string', computed: true, description: 'State of the job, e.g. RUNNING.' },
    },
    timeouts: { read: 60_000, create: CHANGE_TIMEOUT_MS, update: CHANGE_TIMEOUT_MS, delete: CHANGE_TIMEOUT_MS },
    validate: ({ config, diagnostics }) => validatePlace(config, diagnostics),
    plan: ({ prior }) => {
      // A job that is not running is started again.
      const stopped = prior !== null && prior.state !== 'RUNNING' && prior.state !== 'STARTING';
      if (!stopped) return undefined;
      return { planned: { job_id: UNKNOWN, state: UNKNOWN } };
    },
    create: async ({ planned, signal }) => {
      const namespace = await namespaceOf(planned, surroundings);
      const deployment = deploymentOf(planned);
      // A creation that failed half-way left a deployment of this name: it is taken over.
      const left = await namespace.find(planned.name);
      const running = left === undefined ? undefined : await namespace.activeJob(left);
      // What runs there was started with what the deployment was then.
      if (running !== undefined) await stopAndWait(namespace, running, 'savepoint', signal);
      if (left !== undefined) await namespace.update(left, deployment);
      const deploymentId = left ?? (await namespace.create(deployment));
      const from = running === undefined ? 'nothing' : 'latest-state';
      const job = await awaitRunning(namespace, await namespace.start(deploymentId, from), signal);
      return { ...planned, id: idOf(planned), deployment_id: deploymentId, job_id: job.id, state: job.status };
    },
    update: async ({ prior, planned, signal, reached }) => {
      const namespace = await namespaceOf(planned, surroundings);
      const deploymentId = prior.deployment_id ?? (await namespace.find(planned.name));
      if (deploymentId === undefined)
        throw new ProviderError('STR1612', `The deployment ${planned.name} is gone. Plan again.`);
      const running = await namespace.activeJob(deploymentId);
      if (running !== undefined) await stopAndWait(namespace, running, 'savepoint', signal);
      reached({ ...prior, job_id: running?.id ?? prior.job_id, state: 'CANCELLED' });
      await namespace.update(deploymentId, deploymentOf(planned));
      const id = idOf(planned);
      reached({ ...planned, id, deployment_id: deploymentId, job_id: running?.id ?? prior.job_id, state: 'CANCELLED' });
      const job = await awaitRunning(namespace, await namespace.start(deploymentId, 'latest-state'), signal);
      return { ...planned, id, deployment_id: deploymentId, job_id: job.id, state: job.status };
    },
    read: async ({ state, diagnostics }) => {
      try {
        const target = work().targetOf(state.target, state.region);
        const namespace = await work().findNamespace(
          work().openApi(target, surroundings),
          target,
          state.workspace_name,
          state.namespace,
        );
        const deploymentId = state.deployment_id;
        if (namespace === undefined || deploymentId === null || !(await namespace.exists(deploymentId))) return null;
        const job =
          (await namespace.activeJob(deploymentId)) ??
          (state.job_id === null ? undefined : await namespace.job(state.job_id));
        return { ...state, job_id: job?.id ?? state.job_id, state: job?.status ?? 'CANCELLED' };
      } catch (error) {
        diagnostics.warning(
          `Flink job ${state.name} could not be looked up: this part of the plan is offline.`,
          errorMessage(error),
        );
        return state;
      }
    },
    delete: async ({ prior, signal }) => {
      const target = work().targetOf(prior.target, prior.region);
      const namespace = await work().findNamespace(
        work().openApi(target, surroundings),
        target,
        prior.workspace_name,
        prior.namespace,
      );
      const deploymentId = prior.deployment_id;
      if (namespace === undefined || deploymentId === null || !(await namespace.exists(deploymentId))) return;
      const running = await namespace.activeJob(deploymentId);
      if (running !== undefined) await stopAndWait(namespace, running, 'at-once', signal);
      await namespace.remove(deploymentId);
    },
  });
}

async function namespaceOf(wanted: Wanted, surroundings: Surroundings): Promise<Namespace> {
  const target = work().targetOf(wanted.target, wanted.region);
  const found = await work().findNamespace(
    work().openApi(target, surroundings),
    target,
    wanted.workspace_name,
    wanted.namespace,
  );
  if (found !== undefined) return found;
  throw new ProviderError(
    'STR1611',
    `There is no Flink workspace named ${wanted.workspace_name} in ${wanted.region}. Deploy the streams stack first.`,
  );
}

function deploymentOf(wanted: Wanted): Deployment {
  return {
    name: wanted.name,
    sql: wanted.sql,
    engineVersion: wanted.engine_version,
    parallelism: wanted.parallelism,
    flinkConf: wanted.flink_conf,
  };
}

function idOf(wanted: Wanted): string {
  return `${wanted.environment}/${wanted.workspace_name}/${wanted.namespace}/${wanted.name}`;
}

async function awaitRunning(namespace: Namespace, started: Job, signal: AbortSignal): Promise<Job> {
  let job = started;
  while (job.status !== 'RUNNING') {
    if (work().isEnded(job)) {
      throw new ProviderError('STR1612', `Flink job ${job.id} is ${job.status} instead of RUNNING. Its log says why.`);
    }
    await sleep(POLL_MS, undefined, { signal });
    job = (await namespace.job(job.id)) ?? job;
  }
  return job;
}

async function stopAndWait(
  namespace: Namespace,
  running: Job,
  how: 'savepoint' | 'at-once',
  signal: AbortSignal,
): Promise<void> {
  await namespace.stop(running.id, how);
  for (let job = await namespace.job(running.id); job !== undefined && !work().isEnded(job);) {
    await sleep(POLL_MS, undefined, { signal });
    job = await namespace.job(running.id);
  }
}
