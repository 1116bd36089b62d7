/** Gateways of an instance: its own, and further ones that keep frontends for some clients. */

import type { Cloud } from './cloud';
import { INSTANCE } from './cloud';
import { ApiError } from './errors';
import type { ApiRequest } from './http';
import { asObject } from './http';
import { digits } from './identity';
import {
  asArray,
  flagGiven,
  instanceIdOf,
  invalidParams,
  mandatory,
  numberGiven,
  textGiven,
} from './starrocks-request';
import { beginChange, refuseWhileChanging } from './starrocks-status';
import type { Attributes } from './state';

const DEFAULT = 'default';

/** The gateway that every instance has. */
export function defaultGateway(type: string | undefined): Attributes {
  return { id: DEFAULT, name: DEFAULT, type: type?.toLowerCase() === 'slb' ? 'Slb' : 'Privatezone', public: false };
}

/**
 * The cloud's query port is always 9030; the sandbox's instances share one machine, so the answer carries their ports in
 * two fields that the cloud does not have.
 */
export function listGateway(cloud: Cloud, request: ApiRequest): readonly unknown[] {
  const id = instanceIdOf(request);
  const ports = cloud.ports(id);
  return gatewaysOf(cloud, id).map((gateway) => ({
    GatewayId: gatewayId(id, gateway),
    GatewayName: gateway['name'],
    GatewayType: gateway['type'],
    FeNodeNumber: gateway['fe_node_number'] ?? frontendsOf(cloud, id),
    InternalDomain: '127.0.0.1',
    EnablePublicNet: gateway['public'] === true,
    ...(gateway['type'] === 'Slb' ? { InternalSlbId: `lb-${gatewayId(id, gateway)}` } : {}),
    ...(gateway['public'] === true
      ? { PublicDomain: `fe-${id}.starrocks.aliyuncs.com`, PublicSlbId: `lb-public-${gatewayId(id, gateway)}` }
      : {}),
    SandboxQueryPort: ports?.queryPort,
    SandboxHttpPort: ports?.httpPort,
  }));
}

/** @throws ApiError 400 for a shared-nothing instance, one with fewer than 3 frontends, and a name that is taken */
export function addGateway(cloud: Cloud, request: ApiRequest): boolean {
  const [id, name] = [instanceIdOf(request), mandatory(request, 'GatewayName')];
  refuseWhileChanging(cloud, id);
  const instance = cloud.get(INSTANCE, id);
  if (instance['run_mode'] === 'shared_nothing') throw invalidParams('gateways need the shared-data mode');
  const gateways = gatewaysOf(cloud, id);
  if (gateways.some((one) => one['name'] === name)) throw invalidParams(`a gateway named ${name} exists`);
  const fe_node_number = frontendsGiven(cloud, request, id, gateways);
  const own = { id: digits(`gateway ${id}`, ++cloud.state.sequence, 8), name, type: 'Privatezone', public: false };
  save(cloud, id, [...gateways, { ...own, fe_node_number }]);
  return true;
}

export function updateGateway(cloud: Cloud, request: ApiRequest): boolean {
  return change(cloud, request, (gateway, id) => {
    const others = gatewaysOf(cloud, id).filter((one) => one['id'] !== gateway['id']);
    if (gateway['id'] === DEFAULT) throw invalidParams('the default gateway has no nodes of its own');
    return {
      ...gateway,
      name: textGiven(request, 'GatewayName') ?? gateway['name'],
      fe_node_number:
        numberGiven(request, 'FeNodeNumber') === undefined
          ? gateway['fe_node_number']
          : frontendsGiven(cloud, request, id, others),
    };
  });
}

export function deleteGateway(cloud: Cloud, request: ApiRequest): boolean {
  return change(cloud, request, (gateway) => {
    if (gateway['id'] === DEFAULT) throw invalidParams('the default gateway cannot be deleted');
    return undefined;
  });
}

export function togglePublicSlb(cloud: Cloud, request: ApiRequest): boolean {
  mandatory(request, 'EnablePublicSlb');
  const on = flagGiven(request, 'EnablePublicSlb') === true;
  return change(cloud, request, (gateway) => ({ ...gateway, public: on }));
}

/** The default gateway becomes a load balancer; there is no way back. */
export function enableInternalSlb(cloud: Cloud, request: ApiRequest): boolean {
  const id = instanceIdOf(request);
  refuseWhileChanging(cloud, id);
  save(
    cloud,
    id,
    gatewaysOf(cloud, id).map((one) => (one['id'] === DEFAULT ? { ...one, type: 'Slb' } : one)),
  );
  return true;
}

/** Queries stay away from the leader. @throws ApiError 400 without a load balancer */
export function isolateLeader(cloud: Cloud, request: ApiRequest): boolean {
  mandatory(request, 'IsolateLeader');
  const id = instanceIdOf(request);
  refuseWhileChanging(cloud, id);
  const on = flagGiven(request, 'IsolateLeader') === true;
  const isSlb = gatewaysOf(cloud, id).some((one) => one['id'] === DEFAULT && one['type'] === 'Slb');
  if (on && !isSlb) throw invalidParams('isolating the leader needs a gateway of type Slb');
  cloud.update(INSTANCE, id, { isolate_leader: on });
  return true;
}

/** Changes the gateway that a call names; it goes when nothing is given back. */
function change(
  cloud: Cloud,
  request: ApiRequest,
  next: (gateway: Attributes, instanceId: string) => Attributes | undefined,
): boolean {
  const [id, wanted] = [instanceIdOf(request), mandatory(request, 'GatewayId')];
  refuseWhileChanging(cloud, id);
  const gateways = gatewaysOf(cloud, id);
  if (!gateways.some((one) => gatewayId(id, one) === wanted)) {
    throw new ApiError(404, 'InvalidGateway.NotFound', `Gateway ${wanted} of ${id} does not exist.`);
  }
  const after = gateways.flatMap((one): readonly Attributes[] => {
    const changed = gatewayId(id, one) === wanted ? next(one, id) : one;
    return changed === undefined ? [] : [changed];
  });
  save(cloud, id, after);
  return true;
}

function save(cloud: Cloud, id: string, gateways: readonly Attributes[]): void {
  cloud.update(INSTANCE, id, { gateways });
  beginChange(cloud, id, 'gateway_updating');
}

function gatewaysOf(cloud: Cloud, id: string): readonly Attributes[] {
  const gateways = asArray(cloud.get(INSTANCE, id)['gateways']).map(asObject);
  return gateways.length > 0 ? gateways : [defaultGateway(undefined)];
}

/** The default gateway's id is known from its instance. */
function gatewayId(instanceId: string, gateway: Attributes): string {
  return gateway['id'] === DEFAULT ? `gw-${instanceId}` : `gw-${instanceId}-${String(gateway['id'])}`;
}

function frontendsOf(cloud: Cloud, id: string): number {
  const [frontends] = asArray(cloud.get(INSTANCE, id)['frontend_node_groups']).map(asObject);
  return Number(frontends?.['resident_node_number'] ?? 1);
}

/** Further gateways share the frontends; one at least stays with the default gateway. */
function frontendsGiven(cloud: Cloud, request: ApiRequest, id: string, others: readonly Attributes[]): number {
  const all = frontendsOf(cloud, id);
  if (all < 3) throw invalidParams('further gateways need at least 3 FE nodes');
  const wanted = numberGiven(request, 'FeNodeNumber') ?? 1;
  const taken = others.reduce((sum, one) => sum + Number(one['fe_node_number'] ?? 0), 0);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted + taken >= all) {
    throw invalidParams(`FeNodeNumber must be from 1 to ${Math.max(0, all - taken - 1)}`);
  }
  return wanted;
}
