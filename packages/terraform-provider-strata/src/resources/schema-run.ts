/** Runs the plan of a schema in its warehouse. */

import type {
  ApplyOptions,
  ApplyProgress,
  ApplyResult,
  Connection,
  LiveModel,
  Plan,
  PlanPolicy,
  Replan,
} from '@strata/starrocks-schema';
import type { Diagnostics, Logger } from '@strata/terraform-plugin';
import type { Surroundings } from '../cloud/target';
import { ProviderError } from '../errors';
import { work } from '../lazy';
import { ownAddress } from './own-address';
import type { SchemaEngine } from '../schema/engine';
import type { FoundWarehouse, WarehouseName } from '../schema/warehouse';

const CONNECT_TIMEOUT_MS = 15_000;

/** What running needs of its surroundings. */
export interface Runner {
  readonly engine: SchemaEngine;
  readonly surroundings: Surroundings;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

type Named = WarehouseName & { readonly environment: string };

/** Runs the plan of an update. */
export async function runPlan(runner: Runner, name: Named, plan: Plan): Promise<ApplyResult> {
  const found = work().required(await work().findWarehouse(name, runner.surroundings), name);
  return connected(runner, found, name, true, (connection) => apply(runner, connection, name, plan));
}

/** Runs the plan of a destruction; an instance that is gone has taken its objects along. */
export async function runDestruction(runner: Runner, name: Named, plan: Plan): Promise<void> {
  const found = await work().findWarehouse(name, runner.surroundings);
  if (found === undefined) return;
  await connected(runner, found, name, false, (connection) => apply(runner, connection, name, plan));
}

/**
 * Runs the plan of a creation. Objects that an unfinished creation left, and whose files were edited since, are brought
 * forward when that is safe, which the warning tells; under the same lock.
 *
 * @throws ProviderError STR1616 when it is not
 */
export async function runCreation(
  runner: Runner,
  name: Named,
  plan: Plan,
  bundle: string,
  policy: PlanPolicy,
  diagnostics: Diagnostics,
): Promise<ApplyResult> {
  const found = work().required(await work().findWarehouse(name, runner.surroundings), name);
  const goOn = async (live: LiveModel): Promise<Plan> => {
    const anew = runner.engine.resumption(runner.engine.declared(bundle), live, policy);
    if (anew.refusals.length > 0) throw await cannotResume(name, found, anew, runner.surroundings);
    diagnostics.warning(
      `An unfinished creation of ${name.environment} had left objects that are declared differently now: they were brought forward.`,
      `These statements ran instead of those of the plan:\n${anew.statements.join('\n')}`,
    );
    return anew;
  };
  const replan: Replan = { when: 'unfinished', plan: goOn };
  return connected(runner, found, name, true, (connection) => apply(runner, connection, name, plan, { replan }));
}

async function cannotResume(
  name: Named,
  found: FoundWarehouse,
  { refusals }: Plan,
  surroundings: Surroundings,
): Promise<ProviderError> {
  const { host, port } = await work().queryAddress(found.call, found.instance);
  const id = [name.environment, name.target, name.region, name.instance_name, name.user, name.password].join('/');
  const { environment, instance_name } = name;
  const address = ownAddress('strata_schema', { environment, instance_name }, surroundings);
  return new ProviderError(
    'STR1616',
    `An unfinished creation of ${environment} left objects that are declared differently now, so nothing is changed. ` +
      `Put back how they were declared.\n` +
      `${refusals.map(({ object, message }) => `- ${object}: ${message}`).join('\n')}\n` +
      `Deploy that, then change them; or take what exists into the state, so that the next plan shows every change:\n` +
      `  terraform import ${address} '${id}'\n` +
      `The same comparison without Terraform:\n` +
      `  npx strata sql plan --environment ${name.environment} --url mysql://${name.user}@${host}:${port}`,
  );
}

function connected<T>(
  { engine, surroundings, signal }: Runner,
  found: FoundWarehouse,
  name: WarehouseName,
  patient: boolean,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  return work().withConnection(
    found,
    name,
    engine,
    surroundings,
    { timeoutMs: CONNECT_TIMEOUT_MS, patient, signal },
    use,
  );
}

function apply(
  { engine, surroundings, signal, log }: Runner,
  connection: Connection,
  name: Named,
  plan: Plan,
  more: Pick<ApplyOptions, 'replan'> = {},
): Promise<ApplyResult> {
  const target = work().targetOf(name.target, name.region);
  return engine.apply(connection, plan, {
    environment: name.environment,
    signal,
    onProgress: (progress) => log('info', progressText(progress)),
    resolveSecret: (reference) =>
      work().resolveSecret(reference, target, surroundings, `a secret in the SQL of ${name.environment}`),
    ...more,
  });
}

function progressText(progress: ApplyProgress): string {
  switch (progress.kind) {
    case 'step-started':
      return `${progress.number}/${progress.total} ${progress.step.id}: started`;
    case 'step-done':
      return `${progress.number}/${progress.total} ${progress.step.id}: ${progress.skipped ? 'was done already' : 'done'}`;
    case 'locked':
      return `waiting for the lock of ${progress.holder}`;
    case 'step-failed':
      return `${progress.step.id}: failed: ${progress.message}`;
    case 'step-retried':
      return `${progress.step.id}: tried again: ${progress.message}`;
    case 'job':
      return `job on ${progress.object}: ${progress.state} ${progress.progress}`;
  }
}
