/**
 * `strata_starrocks_gateway`: a gateway of an instance. The one named `default` is always there: it is only changed. Others
 * keep frontends for those who connect through them.
 */

import { defineResource, UNKNOWN } from '@strata/terraform-plugin';
import type { Attributes, Diagnostics, Resource } from '@strata/terraform-plugin';
import type { InstanceDoor, NamedInstance } from '../cloud/instance-door';
import type { LiveGateway } from '../cloud/starrocks-gateways';
import type { Waiting } from '../cloud/settle';
import type { Surroundings } from '../cloud/target';
import { ProviderError } from '../errors';
import { work } from '../lazy';
import { importParts } from './import-id';
import { importIdOf, notAdopted, PART_TIMEOUTS, readPart, removePart } from './instance-part';
import type { Creation } from './instance-part';
import { INSTANCE, PLACE, placeOf, validatePlace } from './place';

const DEFAULT = 'default';

const ATTRIBUTES = {
  ...PLACE,
  ...INSTANCE,
  name: {
    type: 'string',
    required: true,
    replace: true,
    description: 'Name of the gateway; default is the one that every instance has.',
  },
  frontend_nodes: {
    type: 'number',
    optional: true,
    description: 'Frontends that a further gateway keeps for itself; the default one has the rest.',
  },
  load_balancer: {
    type: 'bool',
    optional: true,
    description:
      'Of the default gateway: behind a load balancer instead of a private zone. There is no way back. Left out, it stays as it is.',
  },
  isolate_leader: {
    type: 'bool',
    optional: true,
    description: 'Of the default gateway: queries stay away from the leading frontend. Needs the load balancer.',
  },
  public: {
    type: 'bool',
    optional: true,
    description:
      'Reachable from the internet, by everybody until its access control list says otherwise. Left out, no.',
  },
  gateway_id: { type: 'string', computed: true, stable: true, description: 'Id of the gateway.' },
  internal_domain: { type: 'string', computed: true, description: 'Host inside the VPC.' },
  public_domain: { type: 'string', computed: true, description: 'Host in the internet, when it is public.' },
  public_acl_id: { type: 'string', computed: true, description: 'Access control list of the public load balancer.' },
} as const satisfies Attributes;

interface Named extends NamedInstance {
  readonly environment: string;
  readonly name: string;
}

interface Settings {
  readonly frontend_nodes: number | null;
  readonly load_balancer: boolean | null;
  readonly isolate_leader: boolean | null;
  readonly public: boolean | null;
}

type Wanted = Named & Settings;

export function gatewayResource(surroundings: Surroundings): Resource {
  return defineResource({
    description: 'A gateway of a StarRocks instance: its default one, or a further one with frontends of its own.',
    attributes: ATTRIBUTES,
    timeouts: PART_TIMEOUTS,

    validate: ({ config, diagnostics }) => {
      validatePlace(config, diagnostics);
      validateSettings(config, diagnostics);
    },

    plan: ({ prior, proposed, diagnostics }) => {
      const before = prior ?? { public: false, load_balancer: false };
      if (proposed.public === true && before.public !== true) {
        const detail = 'Restrict it with the access control list in `public_acl_id`, or leave it inside the VPC.';
        diagnostics.warning(`Gateway ${nameIn(proposed.name)} lets every address of the internet connect.`, detail);
      }
      if (proposed.load_balancer === true && before.load_balancer !== true) {
        diagnostics.warning(`Gateway ${nameIn(proposed.name)} gets a load balancer, which has no way back.`);
      }
      if (before.load_balancer === true && proposed.load_balancer === false) {
        const detail = 'A gateway never goes back from its load balancer. Declare `load_balancer = true`.';
        diagnostics.error('STR1617: load_balancer true -> false cannot be made in place.', detail, ['load_balancer']);
      }
    },

    create: async ({ planned, signal, log }) => {
      const door = await work().openDoor(planned, surroundings);
      const there = await findGateway(door, planned.name);
      if (there === undefined) await addGateway(door, planned, { signal, log });
      else if (planned.name !== DEFAULT && there.frontendNodes !== planned.frontend_nodes) {
        const difference = `frontend_nodes ${there.frontendNodes} -> ${planned.frontend_nodes}`;
        throw notAdopted(whatOf(planned), [difference], creationOf(planned), surroundings);
      }
      const live = await applySettings(door, planned, { signal, log });
      return { ...planned, ...factsOf(live), id: idOf(planned) };
    },

    update: async ({ planned, signal, log }) => {
      const door = await work().openDoor(planned, surroundings);
      const live = await applySettings(door, planned, { signal, log });
      return { ...planned, ...factsOf(live), id: idOf(planned) };
    },

    read: ({ state, diagnostics }) =>
      readPart(state, `Gateway ${state.name}`, surroundings, diagnostics, async (door) => {
        const live = await findGateway(door, state.name);
        if (live === undefined) return null;
        return { ...state, ...(await readSettings(door, state, live)), ...factsOf(live) };
      }),

    import: ({ id }) => {
      const parts = importParts(id, ['environment', 'target', 'region', 'instance_name', 'name']);
      return Promise.resolve({ ...parts, id: idOf(parts) });
    },

    delete: ({ prior, signal, log }) =>
      removePart(prior, surroundings, async (door) => {
        const live = await findGateway(door, prior.name);
        if (live === undefined) return;
        // The default gateway stays, as the instance had it at first; only its load balancer has no way back.
        if (prior.name === DEFAULT) await applySettings(door, { ...prior, ...CLOSED }, { signal, log });
        else await removeGateway(door, live, { signal, log });
      }),
  });
}

const CLOSED = { isolate_leader: null, public: null, load_balancer: null, frontend_nodes: null } as const;

function validateSettings(config: Readonly<Record<string, unknown>>, diagnostics: Diagnostics): void {
  const { name, frontend_nodes: nodes, load_balancer, isolate_leader } = config;
  if (typeof nodes === 'number' && (!Number.isInteger(nodes) || nodes < 1)) {
    diagnostics.error('`frontend_nodes` must be at least 1.', `Got ${nodes}.`, ['frontend_nodes']);
  }
  if (name === UNKNOWN) return;
  if (name === DEFAULT) {
    if (nodes !== null)
      diagnostics.error('`frontend_nodes` of the default gateway are those that no other one has.', 'Leave it out.', [
        'frontend_nodes',
      ]);
    if (isolate_leader === true && load_balancer !== true && load_balancer !== UNKNOWN) {
      diagnostics.error('`isolate_leader` needs `load_balancer = true`.', undefined, ['isolate_leader']);
    }
    return;
  }
  if (nodes === null)
    diagnostics.error(`\`frontend_nodes\` of gateway ${nameIn(name)} must be set.`, undefined, ['frontend_nodes']);
  for (const [attribute, value] of Object.entries({ load_balancer, isolate_leader })) {
    if (value !== null)
      diagnostics.error(`\`${attribute}\` is a setting of the default gateway only.`, 'Leave it out.', [attribute]);
  }
}

async function findGateway(door: InstanceDoor, name: string): Promise<LiveGateway | undefined> {
  const all = await work().gateways.readGateways(door);
  const found = all.find((one) => one.name === name);
  // The service may name the first one otherwise.
  return found ?? (name === DEFAULT ? all[0] : undefined);
}

async function presentGateway(door: InstanceDoor, wanted: Named): Promise<LiveGateway> {
  const live = await findGateway(door, wanted.name);
  if (live === undefined) throw new ProviderError('STR1609', `${whatOf(wanted)} is gone. Plan again.`);
  return live;
}

async function addGateway(door: InstanceDoor, wanted: Wanted, waiting: Waiting): Promise<void> {
  await work().changeInTurn(door, waiting, {
    what: `gateway ${wanted.name} is added`,
    request: () => work().gateways.addGateway(door, wanted.name, wanted.frontend_nodes ?? 1),
    isDone: async () => (await findGateway(door, wanted.name)) !== undefined,
  });
}

async function removeGateway(door: InstanceDoor, live: LiveGateway, waiting: Waiting): Promise<void> {
  const { gateways } = work();
  const isGone = async (): Promise<boolean> => !(await gateways.readGateways(door)).some((one) => one.id === live.id);
  await work().changeInTurn(door, waiting, {
    what: `gateway ${live.name} is removed`,
    request: () => gateways.removeGateway(door, live.id),
    isDone: isGone,
  });
}

/** Makes a gateway what is wanted, one setting after the other. */
async function applySettings(door: InstanceDoor, wanted: Wanted, waiting: Waiting): Promise<LiveGateway> {
  const { gateways } = work();
  const live = await presentGateway(door, wanted);
  const change = async (what: string, request: () => Promise<void>, isDone: (now: LiveGateway) => boolean) =>
    work().changeInTurn(door, waiting, {
      what: `gateway ${wanted.name}: ${what}`,
      request,
      isDone: async () => isDone(await presentGateway(door, wanted)),
    });
  if (wanted.load_balancer === false && live.isLoadBalancer) {
    throw new ProviderError('STR1617', `${whatOf(wanted)} has a load balancer, which has no way back. Declare it.`);
  }
  const nodes = wanted.frontend_nodes;
  if (nodes !== null && live.frontendNodes !== nodes) {
    const request = () => gateways.resizeGateway(door, live.id, wanted.name, nodes);
    await change(`${nodes} frontends`, request, (now) => now.frontendNodes === nodes);
  }
  if (wanted.load_balancer === true && !live.isLoadBalancer) {
    await change(
      'load balancer',
      () => gateways.useLoadBalancer(door),
      (now) => now.isLoadBalancer,
    );
  }
  if (wanted.name === DEFAULT) await isolateLeader(door, wanted.isolate_leader === true, waiting);
  const open = wanted.public === true;
  if (live.isPublic !== open) {
    await change(
      open ? 'public' : 'not public',
      () => gateways.setPublic(door, live.id, open),
      (now) => now.isPublic === open,
    );
  }
  return presentGateway(door, wanted);
}

async function isolateLeader(door: InstanceDoor, on: boolean, waiting: Waiting): Promise<void> {
  const { instances, gateways } = work();
  if ((await instances.readInstance(door)).isolateLeader === on) return;
  await work().changeInTurn(door, waiting, {
    what: `the leader is ${on ? 'isolated' : 'not isolated any more'}`,
    request: () => gateways.setLeaderIsolation(door, on),
    isDone: async () => (await instances.readInstance(door)).isolateLeader === on,
  });
}

/** What is there, in the words of the state: what nothing is said of and is not there stays unsaid. */
async function readSettings(
  door: InstanceDoor,
  state: Settings & Named & { readonly gateway_id: string | null },
  live: LiveGateway,
): Promise<Settings> {
  const said = (recorded: boolean | null, now: boolean): boolean | null => (recorded === null && !now ? null : now);
  if (state.name !== DEFAULT) {
    return { ...CLOSED, frontend_nodes: live.frontendNodes, public: said(state.public, live.isPublic) };
  }
  const { isolateLeader: isolated } = await work().instances.readInstance(door);
  return {
    frontend_nodes: null,
    // An import has read nothing yet; otherwise nothing is said of it, and it may be either.
    load_balancer: state.load_balancer === null && state.gateway_id !== null ? null : live.isLoadBalancer,
    isolate_leader: said(state.isolate_leader, isolated),
    public: said(state.public, live.isPublic),
  };
}

function factsOf(live: LiveGateway) {
  return {
    gateway_id: live.id,
    internal_domain: live.internalDomain,
    public_domain: live.publicDomain,
    public_acl_id: live.publicAclId,
  };
}

function whatOf({ name, instance_name }: Named): string {
  return `Gateway ${name} of ${instance_name}`;
}

function nameIn(name: unknown): string {
  return typeof name === 'string' ? name : '';
}

function creationOf(values: Named): Creation {
  const { environment, instance_name, name } = values;
  const type = 'strata_starrocks_gateway';
  return { type, values: { environment, instance_name, name }, importId: importIdOf(values, name) };
}

function idOf(values: Named): string {
  return `${placeOf(values)}/${values.name}`;
}
