/** `strata_flink_job`: a SQL job that is updated with a savepoint. */

import { defineResource, UNKNOWN } from '@strata/terraform-plugin';
import type { Diagnostics, Resource } from '@strata/terraform-plugin';
import type { Deployment, Job, Namespace } from '../cloud/flink';
import { pollUntil } from '../cloud/poll';
import type { StartFrom } from '../cloud/flink-variables';
import type { Surroundings } from '../cloud/target';
import { errorMessage, ProviderError } from '../errors';
import { work } from '../lazy';
import { variableHashes, variableProblem } from '../variable-reference';
import { importParts } from './import-id';
import { PLACE, validatePlace } from './place';

const POLL_MS = 2_000;
const CHANGE_TIMEOUT_MS = 20 * 60_000;

type Hashes = Readonly<Record<string, string>>;

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
  readonly job_manager_cu: number | null;
  readonly task_manager_cu: number | null;
  readonly flink_conf: Readonly<Record<string, string>> | null;
  readonly variables: Readonly<Record<string, string>> | null;
  readonly variables_version: string | null;
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
      job_manager_cu: {
        type: 'number',
        optional: true,
        description: 'Compute units of the job manager, in steps of a half; one is 1 vCPU and 4 GiB.',
      },
      task_manager_cu: {
        type: 'number',
        optional: true,
        description:
          'Compute units of each task manager, of which there are as many as `parallelism`, in steps of a half.',
      },
      flink_conf: { type: ['map', 'string'], optional: true, description: 'Flink configuration.' },
      variables: {
        type: ['map', 'string'],
        optional: true,
        description:
          'Variables of the namespace that the SQL reads as secret_values: name to env:NAME, kms:name, sandbox:name, starrocks-host:INSTANCE, kafka-bootstrap:INSTANCE, start-label (another value each time the job starts from nothing) or plain:VALUE. They stay when the job is destroyed: other jobs may read them.',
      },
      variables_version: {
        type: 'string',
        optional: true,
        description: 'Any text. Changing it sets the variables again, after a secret was rotated.',
      },
      variable_hashes: {
        type: ['map', 'string'],
        computed: true,
        description: 'Hash of where the value of each variable that is set comes from; never of the value.',
      },
      deployment_id: { type: 'string', computed: true, stable: true, description: 'Id of the deployment.' },
      job_id: { type: 'string', computed: true, description: 'Id of the running job; a restarted job has a new one.' },
      state: { type: 'string', computed: true, description: 'State of the job, e.g. RUNNING.' },
    },
    timeouts: { read: 60_000, create: CHANGE_TIMEOUT_MS, update: CHANGE_TIMEOUT_MS, delete: CHANGE_TIMEOUT_MS },
    validate: ({ config, diagnostics }) => {
      validatePlace(config, diagnostics);
      validateVariables(config.variables, diagnostics);
      validateCu('job_manager_cu', config.job_manager_cu, diagnostics);
      validateCu('task_manager_cu', config.task_manager_cu, diagnostics);
    },
    plan: ({ prior, config }) => {
      const hashes = plannedHashes(config.variables, config.variables_version);
      if (prior === null) return { planned: { variable_hashes: hashes } };
      // A job that is not running is started again; one that runs has the variables of its start.
      const stopped = prior.state !== 'RUNNING' && prior.state !== 'STARTING';
      const same = hashes !== UNKNOWN && sameEntries(hashes, prior.variable_hashes ?? {});
      if (same && !stopped) return { planned: { variable_hashes: prior.variable_hashes } };
      return { planned: { variable_hashes: hashes, job_id: UNKNOWN, state: UNKNOWN } };
    },
    create: async ({ planned, signal }) => {
      const namespace = await namespaceOf(planned, surroundings);
      const deployment = deploymentOf(planned);
      // A creation that failed half-way left a deployment of this name: it is taken over.
      const left = await namespace.find(planned.name);
      const running = left === undefined ? undefined : await namespace.activeJob(left);
      const from = running === undefined ? 'nothing' : 'latest-state';
      const variable_hashes = await applyVariables(namespace, planned, from, surroundings);
      // What runs there was started with what the deployment was then.
      if (running !== undefined) await stopAndWait(namespace, running, 'savepoint', signal);
      if (left !== undefined) await namespace.update(left, deployment);
      const deploymentId = left ?? (await namespace.create(deployment));
      const job = await awaitRunning(namespace, await namespace.start(deploymentId, from), signal);
      const id = idOf(planned);
      return { ...planned, variable_hashes, id, deployment_id: deploymentId, job_id: job.id, state: job.status };
    },
    update: async ({ prior, planned, signal, reached }) => {
      const namespace = await namespaceOf(planned, surroundings);
      const deploymentId = prior.deployment_id ?? (await namespace.find(planned.name));
      if (deploymentId === undefined)
        throw new ProviderError('STR1620', `The deployment ${planned.name} is gone. Plan again.`);
      const running = await namespace.activeJob(deploymentId);
      if (running !== undefined) await stopAndWait(namespace, running, 'savepoint', signal);
      reached({ ...prior, job_id: running?.id ?? prior.job_id, state: 'CANCELLED' });
      await namespace.update(deploymentId, deploymentOf(planned));
      const variable_hashes = await applyVariables(namespace, planned, 'latest-state', surroundings);
      const id = idOf(planned);
      reached({
        ...planned,
        variable_hashes,
        id,
        deployment_id: deploymentId,
        job_id: running?.id ?? prior.job_id,
        state: 'CANCELLED',
      });
      const job = await awaitRunning(namespace, await namespace.start(deploymentId, 'latest-state'), signal);
      return { ...planned, variable_hashes, id, deployment_id: deploymentId, job_id: job.id, state: job.status };
    },
    import: ({ id }) => {
      const names = ['environment', 'target', 'region', 'workspace_name', 'namespace', 'name'] as const;
      const parts = importParts(id, names);
      return Promise.resolve({ ...parts, id: idOf(parts) });
    },
    read: async ({ state, diagnostics }) => {
      try {
        const target = work().targetOf(state.target, state.region);
        const call = work().openApi(target, surroundings);
        const namespace = await work().findNamespace(call, target, state.workspace_name, state.namespace);
        // One that was just imported is known by its name only.
        const deploymentId = state.deployment_id ?? (await namespace?.find(state.name));
        if (namespace === undefined || deploymentId === undefined || !(await namespace.exists(deploymentId)))
          return null;
        const imported = state.deployment_id === null ? { sql: (await namespace.sql(deploymentId)) ?? '' } : {};
        const recorded = state.variable_hashes;
        const variable_hashes =
          recorded === null || Object.keys(recorded).length === 0
            ? recorded
            : await work().standingVariables(namespace, call, target, state.variables ?? {}, recorded, surroundings);
        const job =
          (await namespace.activeJob(deploymentId)) ??
          (state.job_id === null ? undefined : await namespace.job(state.job_id));
        return {
          ...state,
          ...imported,
          variable_hashes,
          deployment_id: deploymentId,
          job_id: job?.id ?? state.job_id,
          state: job?.status ?? 'CANCELLED',
        };
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
    jobManagerCu: wanted.job_manager_cu,
    taskManagerCu: wanted.task_manager_cu,
    flinkConf: wanted.flink_conf,
  };
}

/** Sets the variables. @returns what is recorded of them, as the plan had it if it knew */
async function applyVariables(
  namespace: Namespace,
  wanted: Wanted & { readonly variable_hashes: Hashes | typeof UNKNOWN | null },
  from: StartFrom,
  surroundings: Surroundings,
): Promise<Hashes | null> {
  const target = work().targetOf(wanted.target, wanted.region);
  const call = work().openApi(target, surroundings);
  const { variables, variables_version } = wanted;
  await work().setVariables(namespace, call, target, variables ?? {}, from, surroundings);
  const planned = wanted.variable_hashes;
  return planned === UNKNOWN ? variableHashes(variables ?? {}, variables_version) : planned;
}

/** Unknown while a source is. */
function plannedHashes(
  variables: Readonly<Record<string, string | typeof UNKNOWN>> | typeof UNKNOWN | null,
  version: string | typeof UNKNOWN | null,
): Hashes | typeof UNKNOWN {
  if (variables === UNKNOWN || version === UNKNOWN) return UNKNOWN;
  const sources: Record<string, string> = {};
  for (const [name, source] of Object.entries(variables ?? {})) {
    if (source === UNKNOWN) return UNKNOWN;
    sources[name] = source;
  }
  return variableHashes(sources, version);
}

function validateVariables(variables: unknown, diagnostics: Diagnostics): void {
  if (typeof variables !== 'object' || variables === null) return;
  for (const [name, source] of Object.entries(variables)) {
    const problem = typeof source === 'string' ? variableProblem(source) : undefined;
    if (problem !== undefined) diagnostics.error(`Variable ${name} ${problem}`, undefined, ['variables']);
  }
}

/** The service sells halves, from one up. */
function validateCu(name: string, value: unknown, diagnostics: Diagnostics): void {
  if (typeof value !== 'number' || (value >= 0.5 && Number.isInteger(value * 2))) return;
  diagnostics.error(`${name} must be 0.5 or more in steps of 0.5, got ${value}`, undefined, [name]);
}

function sameEntries(a: Hashes, b: Hashes): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function idOf(wanted: Pick<Wanted, 'environment' | 'workspace_name' | 'namespace' | 'name'>): string {
  return `${wanted.environment}/${wanted.workspace_name}/${wanted.namespace}/${wanted.name}`;
}

async function awaitRunning(namespace: Namespace, started: Job, signal: AbortSignal): Promise<Job> {
  if (started.status === 'RUNNING') return started;
  const job = await pollUntil(
    async () => (await namespace.job(started.id)) ?? started,
    (seen) => seen.status === 'RUNNING' || work().isEnded(seen),
    { everyMs: POLL_MS, signal },
  );
  if (job.status === 'RUNNING') return job;
  throw new ProviderError('STR1612', `Flink job ${job.id} is ${job.status} instead of RUNNING. Its log says why.`);
}

async function stopAndWait(
  namespace: Namespace,
  running: Job,
  how: 'savepoint' | 'at-once',
  signal: AbortSignal,
): Promise<void> {
  await namespace.stop(running.id, how);
  await pollUntil(
    () => namespace.job(running.id),
    (job) => job === undefined || work().isEnded(job),
    { everyMs: POLL_MS, signal },
  );
}
