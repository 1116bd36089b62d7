/** Realtime Compute for Apache Flink: workspaces (foasconsole 2019-06-01), deployments and jobs (ververica 2022-07-18). */

import { z } from 'zod';
import { ProviderError } from '../errors';
import type { ApiCall, CallApi } from './open-api';
import { isNotFound } from './open-api';
import type { Target } from './target';
import type { VariableValue } from './flink-variables';

const workspacesSchema = z.object({
  Instances: z
    .array(
      z.object({
        InstanceId: z.string(),
        InstanceName: z.string().nullish(),
        ResourceId: z.string().nullish(),
      }),
    )
    .nullish(),
});

const jobSchema = z.object({
  jobId: z.string(),
  status: z.object({ currentJobStatus: z.string(), failure: z.unknown().optional() }).nullish(),
});

const deploymentSchema = z.object({
  deploymentId: z.string(),
  name: z.string().nullish(),
  engineVersion: z.string().nullish(),
  artifact: z.object({ sqlArtifact: z.object({ sqlScript: z.string().nullish() }).nullish() }).nullish(),
});

const variablesSchema = z.array(z.object({ name: z.string(), value: z.string().nullish() }));
const ENTRIES_PER_PAGE = 100;

const FIRST_PAGE = { pageIndex: '1', pageSize: String(ENTRIES_PER_PAGE) };

/** What a deployment has beside what this provider sets. */
const settingsSchema = z.object({
  description: z.unknown().optional(),
  executionMode: z.unknown().optional(),
  deploymentTarget: z.unknown().optional(),
  labels: z.unknown().optional(),
  localVariables: z.unknown().optional(),
  logging: z.unknown().optional(),
  engineVersion: z.unknown().optional(),
  streamingResourceSetting: z.unknown().optional(),
  batchResourceSetting: z.unknown().optional(),
});

/** What a SQL deployment runs. */
export interface Deployment {
  readonly name: string;
  readonly sql: string;
  readonly engineVersion: string | null;
  readonly parallelism: number | null;
  /** Compute units of the job manager; one is 1 vCPU and 4 GiB. */
  readonly jobManagerCu: number | null;
  /** Compute units of each task manager. */
  readonly taskManagerCu: number | null;
  readonly flinkConf: Readonly<Record<string, string>> | null;
}

export interface Job {
  readonly id: string;
  /** STARTING, RUNNING, CANCELLING, CANCELLED, FAILED, FINISHED. */
  readonly status: string;
}

/** A namespace of a workspace, and what can be done in it. */
export interface Namespace {
  create(deployment: Deployment): Promise<string>;
  update(deploymentId: string, deployment: Deployment): Promise<void>;
  remove(deploymentId: string): Promise<void>;
  exists(deploymentId: string): Promise<boolean>;
  /** Id of the deployment of a name. */
  find(name: string): Promise<string | undefined>;
  /** The script that a deployment runs. */
  sql(deploymentId: string): Promise<string | undefined>;
  /** The variables of the namespace; encrypted ones have no value that is worth anything. */
  variables(): Promise<readonly { readonly name: string; readonly value?: string | null | undefined }[]>;
  createVariable(name: string, value: VariableValue): Promise<void>;
  updateVariable(name: string, value: VariableValue): Promise<void>;
  /** The job that is not at its end, if there is one. */
  activeJob(deploymentId: string): Promise<Job | undefined>;
  job(jobId: string): Promise<Job | undefined>;
  /** Starts a job from its latest state, or from nothing. */
  start(deploymentId: string, from: 'nothing' | 'latest-state'): Promise<Job>;
  /** Asks a job to stop; it stops some time later. */
  stop(jobId: string, how: 'savepoint' | 'at-once'): Promise<void>;
}

const ENDED: ReadonlySet<string> = new Set(['CANCELLED', 'FAILED', 'FINISHED', 'TERMINATED']);

export function isEnded(job: Job): boolean {
  return ENDED.has(job.status);
}

/**
 * Finds a namespace by the name of its workspace. @returns undefined when the workspace does not exist
 *
 * @trap 2.6-6
 */
export async function findNamespace(
  call: CallApi,
  target: Target,
  workspaceName: string,
  namespace: string,
): Promise<Namespace | undefined> {
  const all = await workspacesIn(call, target);
  const found = all.filter((one) => one.InstanceName === workspaceName);
  if (found.length > 1) {
    throw new ProviderError(
      'STR1614',
      `Several Flink workspaces are named ${workspaceName}. Rename all but one of them.`,
    );
  }
  const workspace = found[0]?.ResourceId;
  return workspace ? namespaceOf(call, workspace, namespace) : undefined;
}

/** The API knows no filter by name. */
async function workspacesIn(call: CallApi, target: Target): Promise<readonly ApiWorkspace[]> {
  const all: ApiWorkspace[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await call({
      product: 'foasconsole',
      version: '2019-06-01',
      action: 'DescribeInstances',
      style: 'RPC',
      method: 'POST',
      query: {
        'DescribeInstancesRequest.Region': target.region,
        'DescribeInstancesRequest.PageIndex': String(page),
        'DescribeInstancesRequest.PageSize': String(ENTRIES_PER_PAGE),
      },
    });
    const some = workspacesSchema.parse(answer).Instances ?? [];
    all.push(...some);
    if (some.length < ENTRIES_PER_PAGE) return all;
  }
}

type ApiWorkspace = NonNullable<z.infer<typeof workspacesSchema>['Instances']>[number];

function namespaceOf(call: CallApi, workspace: string, name: string): Namespace {
  const base = `/api/v2/namespaces/${encodeURIComponent(name)}`;
  const send = async (action: string, method: ApiCall['method'], path: string, more: Partial<ApiCall> = {}) =>
    dataOf(
      await call({
        product: 'ververica',
        version: '2022-07-18',
        style: 'ROA',
        action,
        method,
        path: `${base}${path}`,
        headers: { workspace },
        ...more,
      }),
    );
  return {
    async create(deployment) {
      const body = { ...deploymentBody(deployment), executionMode: 'STREAMING', namespace: name };
      return deploymentSchema.parse(await send('CreateDeployment', 'POST', '/deployments', { body })).deploymentId;
    },
    async update(deploymentId, deployment) {
      const path = `/deployments/${deploymentId}`;
      // The API replaces the whole deployment: what nothing is said of here stays as it is.
      const now = settingsSchema.parse(await send('GetDeployment', 'GET', path));
      await send('UpdateDeployment', 'PUT', path, { body: { ...now, ...deploymentBody(deployment) } });
    },
    async remove(deploymentId) {
      await send('DeleteDeployment', 'DELETE', `/deployments/${deploymentId}`);
    },
    async exists(deploymentId) {
      const found = await orNothing(send('GetDeployment', 'GET', `/deployments/${deploymentId}`));
      return found !== undefined;
    },
    async find(wanted) {
      const all = await send('ListDeployments', 'GET', '/deployments', { query: { name: wanted, ...FIRST_PAGE } });
      const found = z.array(deploymentSchema).parse(all ?? []);
      return found.find((one) => one.name === wanted)?.deploymentId;
    },
    async sql(deploymentId) {
      const found = deploymentSchema.parse(await send('GetDeployment', 'GET', `/deployments/${deploymentId}`));
      return found.artifact?.sqlArtifact?.sqlScript ?? undefined;
    },
    async variables() {
      const all = [];
      for (let page = 1; ; page += 1) {
        const query = { pageIndex: String(page), pageSize: String(ENTRIES_PER_PAGE) };
        const some = variablesSchema.parse((await send('ListVariables', 'GET', '/variables', { query })) ?? []);
        all.push(...some);
        if (some.length < ENTRIES_PER_PAGE) return all;
      }
    },
    async createVariable(variable, value) {
      await send('CreateVariable', 'POST', '/variables', { body: { name: variable, ...value } });
    },
    async updateVariable(variable, value) {
      const path = `/variables/${encodeURIComponent(variable)}`;
      await send('UpdateVariable', 'PATCH', path, { body: { name: variable, ...value } });
    },
    async activeJob(deploymentId) {
      const all = await send('ListJobs', 'GET', '/jobs', { query: { deploymentId, ...FIRST_PAGE } });
      return z
        .array(jobSchema)
        .parse(all ?? [])
        .map(jobOf)
        .find((job) => !isEnded(job));
    },
    async job(jobId) {
      const found = await orNothing(send('GetJob', 'GET', `/jobs/${jobId}`));
      return found === undefined ? undefined : jobOf(jobSchema.parse(found));
    },
    async start(deploymentId, from) {
      const restoreStrategy =
        from === 'nothing' ? { kind: 'NONE' } : { kind: 'LATEST_STATE', allowNonRestoredState: false };
      const body = { deploymentId, restoreStrategy };
      return jobOf(jobSchema.parse(await send('StartJobWithParams', 'POST', '/jobs%3Astart', { body })));
    },
    async stop(jobId, how) {
      const body = { stopStrategy: how === 'savepoint' ? 'STOP_WITH_SAVEPOINT' : 'NONE' };
      await send('StopJob', 'POST', `/jobs/${jobId}%3Astop`, { body });
    },
  };
}

function deploymentBody(deployment: Deployment): Record<string, unknown> {
  return {
    name: deployment.name,
    ...(deployment.engineVersion === null ? {} : { engineVersion: deployment.engineVersion }),
    artifact: { kind: 'SQLSCRIPT', sqlArtifact: { sqlScript: deployment.sql } },
    flinkConf: deployment.flinkConf ?? {},
    ...resourceSetting(deployment),
  };
}

/** What is left out is for the service to choose. */
function resourceSetting({ parallelism, jobManagerCu, taskManagerCu }: Deployment): Record<string, unknown> {
  const basicResourceSetting = {
    ...(parallelism === null ? {} : { parallelism }),
    ...(jobManagerCu === null ? {} : { jobmanagerResourceSettingSpec: sizeOf(jobManagerCu) }),
    ...(taskManagerCu === null ? {} : { taskmanagerResourceSettingSpec: sizeOf(taskManagerCu) }),
  };
  if (Object.keys(basicResourceSetting).length === 0) return {};
  return { streamingResourceSetting: { resourceSettingMode: 'BASIC', basicResourceSetting } };
}

function sizeOf(cu: number): Record<string, unknown> {
  return { cpu: cu, memory: `${cu * 4}Gi` };
}

function jobOf(job: z.infer<typeof jobSchema>): Job {
  return { id: job.jobId, status: job.status?.currentJobStatus ?? 'STARTING' };
}

function dataOf(answer: unknown): unknown {
  return z.object({ data: z.unknown() }).parse(answer).data;
}

async function orNothing(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
