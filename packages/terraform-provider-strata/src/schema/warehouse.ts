/** The way to a warehouse: its instance by name, its address, a connection. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@strata/starrocks-schema';
import { openApi } from '../cloud/open-api';
import type { CallApi } from '../cloud/open-api';
import { findInstance, queryAddress } from '../cloud/starrocks';
import type { Instance } from '../cloud/starrocks';
import type { Surroundings, Target } from '../cloud/target';
import { targetOf } from '../cloud/target';
import { errorMessage, ProviderError } from '../errors';
import { resolveSecret } from '../secrets';
import type { SchemaEngine } from './engine';

/** How a resource names its warehouse. */
export interface WarehouseName {
  readonly target: string;
  readonly region: string;
  readonly instance_name: string;
  readonly user: string;
  readonly password: string;
}

/** A new password takes some time until it is accepted. */
const PASSWORD_PATIENCE_MS = 15_000;
const PASSWORD_PAUSE_MS = 1_000;

/** Finds the instance. @returns undefined when it does not exist @throws ProviderError when the API does not answer */
export async function findWarehouse(
  name: WarehouseName,
  surroundings: Surroundings,
  timeoutMs?: number,
): Promise<FoundWarehouse | undefined> {
  const target = targetOf(name.target, name.region);
  const call = openApi(target, surroundings, timeoutMs);
  const instance = await findInstance(call, target, name.instance_name);
  return instance === undefined ? undefined : { instance, target, call };
}

export interface FoundWarehouse {
  readonly instance: Instance;
  readonly target: Target;
  readonly call: CallApi;
}

/** Connects to a warehouse, uses it, and closes the connection whatever happens. */
export async function withConnection<T>(
  found: FoundWarehouse,
  name: WarehouseName,
  engine: SchemaEngine,
  surroundings: Surroundings,
  options: { readonly timeoutMs: number; readonly patient: boolean; readonly signal?: AbortSignal },
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const address = await queryAddress(found.call, found.instance);
  const where = `\`password\` of ${name.user} at ${name.instance_name}`;
  const password = await resolveSecret(name.password, found.target, surroundings, where);
  const connect = (): Promise<Connection> =>
    engine.connect({ ...address, user: name.user, password, timeoutMs: options.timeoutMs });
  const connection = options.patient ? await patiently(connect, options.signal) : await connect();
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

async function patiently(connect: () => Promise<Connection>, signal?: AbortSignal): Promise<Connection> {
  const end = Date.now() + PASSWORD_PATIENCE_MS;
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      if (!isLoginRefused(error) || Date.now() > end) throw error;
      await sleep(PASSWORD_PAUSE_MS, undefined, signal === undefined ? {} : { signal });
    }
  }
}

/** The warehouse answers, and does not take user or password. */
export function isLoginRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'STR1402';
}

/** The password cannot be read: nobody has asked the warehouse. */
function isWithoutSecret(error: unknown): boolean {
  return error instanceof ProviderError && error.code === 'STR1601';
}

/** Why a plan is made without the warehouse, in one line. */
export function offlineReason(error: unknown): string {
  if (isLoginRefused(error)) return 'the warehouse refused the login';
  return isWithoutSecret(error) ? 'the password has no value here' : 'the warehouse is out of reach';
}

/** An instance that must be there. */
export function required(found: FoundWarehouse | undefined, name: WarehouseName): FoundWarehouse {
  if (found !== undefined) return found;
  throw new ProviderError(
    'STR1606',
    `There is no StarRocks instance named ${name.instance_name} in ${name.region}. Deploy the warehouse stack first.`,
  );
}

/** What to say when a plan is made without the warehouse. */
export function offlineText(error: unknown): string {
  return (
    `${errorMessage(error)}\n\nThe plan is made from what was recorded at the last contact. ` +
    `Apply looks at the warehouse first and refuses the plan when it does not fit.`
  );
}
