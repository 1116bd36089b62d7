/** An instance that was found by its name, and the calls that reach it. */

import { ProviderError } from '../errors';
import { openApi } from './open-api';
import type { CallApi } from './open-api';
import { findInstance } from './starrocks';
import type { Instance } from './starrocks';
import { targetOf } from './target';
import type { Surroundings } from './target';

/** Which instance, and where. */
export interface NamedInstance {
  readonly target: string;
  readonly region: string;
  readonly instance_name: string;
}

export interface InstanceDoor {
  readonly call: CallApi;
  readonly instance: Instance;
}

/** @returns undefined when there is no such instance */
export async function findDoor(named: NamedInstance, surroundings: Surroundings): Promise<InstanceDoor | undefined> {
  const target = targetOf(named.target, named.region);
  const call = openApi(target, surroundings);
  const instance = await findInstance(call, target, named.instance_name);
  return instance === undefined ? undefined : { call, instance };
}

/** @throws ProviderError STR1606 when there is no such instance */
export async function openDoor(named: NamedInstance, surroundings: Surroundings): Promise<InstanceDoor> {
  const door = await findDoor(named, surroundings);
  if (door !== undefined) return door;
  throw new ProviderError(
    'STR1606',
    `There is no StarRocks instance named ${named.instance_name} in ${named.region}. Deploy the warehouse stack first.`,
  );
}
