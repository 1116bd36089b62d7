/** EMR Serverless StarRocks (API 2022-10-19): finds instances and their gateways, sets the administrator's password. */

import { z } from 'zod';
import { ProviderError } from '../errors';
import type { ApiCall, CallApi } from './open-api';
import type { Target } from './target';

const QUERY_PORT = 9030;

const instancesSchema = z.object({
  Data: z
    .array(
      z.object({
        InstanceId: z.string(),
        InstanceName: z.string().nullish(),
        InstanceStatus: z.string().nullish(),
      }),
    )
    .nullish(),
});

const gatewaysSchema = z.object({
  Data: z
    .array(
      z.object({
        InternalDomain: z.string().nullish(),
        SandboxQueryPort: z.number().optional(),
      }),
    )
    .nullish(),
});

/** A warehouse that the cloud knows. */
export interface Instance {
  readonly id: string;
  readonly name: string;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Finds an instance by its physical name.
 *
 * @returns undefined when there is none
 * @throws ProviderError STR1614 when several have the name
 */
export async function findInstance(call: CallApi, target: Target, name: string): Promise<Instance | undefined> {
  const answer = await call(
    roaCall('DescribeInstances', '/webapi/starrocks/describeInstances', {
      RegionId: target.region,
      InstanceName: name,
    }),
  );
  const all = instancesSchema.parse(answer).Data ?? [];
  const found = all.filter((one) => one.InstanceName === name && !isGone(one.InstanceStatus ?? ''));
  if (found.length > 1) {
    const ids = found.map((one) => one.InstanceId).join(', ');
    throw new ProviderError(
      'STR1614',
      `Several StarRocks instances in ${target.region} are named ${name}: ${ids}. Rename all but one of them.`,
    );
  }
  const [instance] = found;
  return instance === undefined ? undefined : { id: instance.InstanceId, name };
}

/**
 * Where an instance answers queries: its gateway inside the VPC.
 *
 * @trap 0.1-3
 * @trap 2.1-8
 */
export async function queryAddress(call: CallApi, instance: Instance): Promise<Address> {
  const answer = await call(roaCall('ListGateway', '/webapi/gateway/list', { InstanceId: instance.id }));
  const gateways = gatewaysSchema.parse(answer).Data ?? [];
  const gateway = gateways.find((one) => one.InternalDomain);
  return {
    host: gateway?.InternalDomain ?? `fe-${instance.id}-internal.starrocks.aliyuncs.com`,
    port: gateway?.SandboxQueryPort ?? QUERY_PORT,
  };
}

/** Sets the password of the administrator `admin`. The old one need not be known. */
export async function setAdminPassword(call: CallApi, instance: Instance, password: string): Promise<void> {
  await call(roaCall('ModifyUserPassword', '/webapi/password/modify', { InstanceId: instance.id, Password: password }));
}

/** A call of this API: parameters go in the query. */
export function roaCall(action: string, path: string, query: Readonly<Record<string, string>>): ApiCall {
  return { product: 'starrocks', version: '2022-10-19', style: 'ROA', method: 'POST', action, path, query };
}

function isGone(status: string): boolean {
  return /^(deleted|released|deleting|releasing)$/i.test(status);
}
