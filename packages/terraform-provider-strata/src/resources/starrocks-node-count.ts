/**
 * `strata_starrocks_node_count`: the number of nodes of a warehouse, none included. The official resource cannot send 0,
 * so it must ignore the number of a warehouse that has one of these.
 */

import { defineResource } from '@strata/terraform-plugin';
import type { Diagnostics, Logger, Resource } from '@strata/terraform-plugin';
import type { InstanceDoor, NamedInstance } from '../cloud/instance-door';
import type { LiveGroup } from '../cloud/starrocks-instances';
import type { Surroundings } from '../cloud/target';
import { work } from '../lazy';
import { importParts } from './import-id';
import { PART_TIMEOUTS, readPart } from './instance-part';
import { INSTANCE, PLACE, placeOf, validatePlace } from './place';

interface Warehouse extends NamedInstance {
  readonly environment: string;
  readonly warehouse: string;
  readonly nodes: number;
}

export function nodeCountResource(surroundings: Surroundings): Resource {
  return defineResource({
    description: 'Number of nodes of a warehouse of a StarRocks instance, from 0: it can be scaled to zero and back.',
    attributes: {
      ...PLACE,
      ...INSTANCE,
      warehouse: {
        type: 'string',
        required: true,
        replace: true,
        description: 'Name of the warehouse (node group), not default_warehouse.',
      },
      nodes: { type: 'number', required: true, description: 'Nodes that are always there, from 0 to 100.' },
      node_group_id: { type: 'string', computed: true, stable: true, description: 'Id of the node group.' },
    },
    timeouts: PART_TIMEOUTS,

    validate: ({ config, diagnostics }) => {
      validatePlace(config, diagnostics);
      validateCount(config, diagnostics);
    },

    plan: ({ prior, proposed, diagnostics }) => {
      if (prior === null || typeof proposed.nodes !== 'number' || proposed.nodes >= prior.nodes) return;
      const end = proposed.nodes === 0 ? 'has no node any more: queries in it wait or fail' : 'may interrupt queries';
      diagnostics.warning(`Warehouse ${prior.warehouse}: nodes ${prior.nodes} -> ${proposed.nodes} ${end}.`);
    },

    create: async ({ planned, signal, log }) => {
      const group = await setNodes(planned, surroundings, signal, log);
      return { ...planned, id: idOf(planned), node_group_id: group.id };
    },

    update: async ({ planned, signal, log }) => {
      const group = await setNodes(planned, surroundings, signal, log);
      return { ...planned, id: idOf(planned), node_group_id: group.id };
    },

    read: ({ state, diagnostics }) =>
      readPart(state, `Warehouse ${state.warehouse}`, surroundings, diagnostics, async (door) => {
        const group = await work().instances.warehouseGroup(door, state.warehouse);
        return { ...state, nodes: group.nodes, node_group_id: group.id };
      }),

    import: ({ id }) => {
      const parts = importParts(id, ['environment', 'target', 'region', 'instance_name', 'warehouse']);
      return Promise.resolve({ ...parts, id: idOf(parts) });
    },

    // The warehouse keeps its nodes: from now on the official resource counts them.
    delete: () => Promise.resolve(),
  });
}

function validateCount(config: Readonly<Record<string, unknown>>, diagnostics: Diagnostics): void {
  const { warehouse, nodes } = config;
  if (warehouse === 'default_warehouse') {
    const detail = 'It always has a node. Its number is that of strata_starrocks_default_group, group compute.';
    diagnostics.error('`warehouse` must not be default_warehouse.', detail, ['warehouse']);
  }
  if (typeof nodes === 'number' && (!Number.isInteger(nodes) || nodes < 0 || nodes > 100)) {
    diagnostics.error('`nodes` must be from 0 to 100.', `Got ${nodes}.`, ['nodes']);
  }
}

async function setNodes(
  wanted: Warehouse,
  surroundings: Surroundings,
  signal: AbortSignal,
  log: Logger,
): Promise<LiveGroup> {
  const door = await work().openDoor(wanted, surroundings);
  const group = await work().instances.warehouseGroup(door, wanted.warehouse);
  if (group.nodes !== wanted.nodes) await resize(door, group, wanted, signal, log);
  return group;
}

async function resize(
  door: InstanceDoor,
  group: LiveGroup,
  { warehouse, nodes }: Warehouse,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  await work().changeInTurn(
    door,
    { signal, log },
    {
      what: `warehouse ${warehouse}: nodes ${group.nodes} -> ${nodes}`,
      request: () => work().changes.requestResize(door, group.id, 'nodes', nodes),
      isDone: async () => (await work().instances.warehouseGroup(door, warehouse)).nodes === nodes,
    },
  );
}

function idOf(values: Omit<Warehouse, 'nodes'>): string {
  return `${placeOf(values)}/${values.warehouse}`;
}
