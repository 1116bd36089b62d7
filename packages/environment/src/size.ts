import type { Environment, NodeGroupSize, WarehouseSettings } from './model';

/** Nodes of a warehouse when it has most of them; rules never overlap. */
export function mostNodes({ nodes, schedule, scaleToZero }: WarehouseSettings): number {
  const added = Math.max(0, ...(schedule?.rules ?? []).map((rule) => rule.nodes));
  return (scaleToZero ? 0 : nodes) + added;
}

/** Compute units over all nodes that the environment pays for, when every warehouse has most nodes. */
export function totalCu({ instance, warehouses }: Pick<Environment, 'instance' | 'warehouses'>): number {
  const groups: readonly NodeGroupSize[] = instance.kind === 'dedicated' ? [instance.frontend, instance.compute] : [];
  return (
    groups.reduce((sum, { cu, nodes }) => sum + cu * nodes, 0) +
    warehouses.reduce((sum, warehouse) => sum + warehouse.cu * mostNodes(warehouse), 0)
  );
}
