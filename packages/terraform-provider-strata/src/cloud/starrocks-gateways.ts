/** Gateways of an instance (StarRocks 2022-10-19). */

import { z } from 'zod';
import type { InstanceDoor } from './instance-door';
import { roaCall } from './starrocks';

const gatewaysSchema = z.object({
  Data: z
    .array(
      z.object({
        GatewayId: z.string(),
        GatewayName: z.string().nullish(),
        GatewayType: z.string().nullish(),
        FeNodeNumber: z.number().nullish(),
        EnablePublicNet: z.boolean().nullish(),
        InternalDomain: z.string().nullish(),
        PublicDomain: z.string().nullish(),
        PublicSlbAclId: z.string().nullish(),
      }),
    )
    .nullish(),
});

export interface LiveGateway {
  readonly id: string;
  readonly name: string;
  /** Behind a load balancer instead of a private zone. */
  readonly isLoadBalancer: boolean;
  readonly frontendNodes: number | null;
  readonly isPublic: boolean;
  readonly internalDomain: string | null;
  readonly publicDomain: string | null;
  /** Access control list of the public load balancer. */
  readonly publicAclId: string | null;
}

export async function readGateways({ call, instance }: InstanceDoor): Promise<readonly LiveGateway[]> {
  const answer = await call(roaCall('ListGateway', '/webapi/gateway/list', { InstanceId: instance.id }));
  return (gatewaysSchema.parse(answer).Data ?? []).map((one) => ({
    id: one.GatewayId,
    name: one.GatewayName ?? '',
    isLoadBalancer: one.GatewayType?.toLowerCase() === 'slb',
    frontendNodes: one.FeNodeNumber ?? null,
    isPublic: one.EnablePublicNet ?? false,
    internalDomain: one.InternalDomain ?? null,
    publicDomain: one.PublicDomain ?? null,
    publicAclId: one.PublicSlbAclId ?? null,
  }));
}

export async function addGateway(door: InstanceDoor, name: string, frontendNodes: number): Promise<void> {
  await send(door, 'AddGateway', 'add', { GatewayName: name, FeNodeNumber: String(frontendNodes) });
}

export async function resizeGateway(
  door: InstanceDoor,
  id: string,
  name: string,
  frontendNodes: number,
): Promise<void> {
  const query = { GatewayId: id, GatewayName: name, FeNodeNumber: String(frontendNodes) };
  await send(door, 'UpdateGateway', 'update', query);
}

export async function removeGateway(door: InstanceDoor, id: string): Promise<void> {
  await send(door, 'DeleteGateway', 'delete', { GatewayId: id });
}

export async function setPublic(door: InstanceDoor, id: string, on: boolean): Promise<void> {
  await send(door, 'TogglePublicSlb', 'togglePublicSlb', { GatewayId: id, EnablePublicSlb: String(on) });
}

/** There is no way back. */
export async function useLoadBalancer(door: InstanceDoor): Promise<void> {
  await send(door, 'EnableInternalSlb', 'enableInternalSlb', {});
}

export async function setLeaderIsolation(door: InstanceDoor, on: boolean): Promise<void> {
  await send(door, 'IsolateLeader', 'isolateLeader', { IsolateLeader: String(on) });
}

async function send(
  { call, instance }: InstanceDoor,
  action: string,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<void> {
  await call(roaCall(action, `/webapi/gateway/${path}`, { InstanceId: instance.id, ...query }));
}
