import type { NodeGroupSize } from '@strata/environment';

/** Frontends where nothing is said. */
export const FRONTEND: NodeGroupSize = { cu: 8, nodes: 3, diskGb: 100 };
/** `default_warehouse` where nothing is said. */
export const COMPUTE: NodeGroupSize = { cu: 8, nodes: 3, diskGb: 200 };

/** A size with what is left out. */
export function sizeOf(given: Partial<NodeGroupSize> | undefined, defaults: NodeGroupSize): NodeGroupSize {
  return {
    cu: given?.cu ?? defaults.cu,
    nodes: given?.nodes ?? defaults.nodes,
    diskGb: given?.diskGb ?? defaults.diskGb,
  };
}

/** A group that is made with its instance. Every field is set: those left out would be sent as 0 or empty. */
export function nodeGroup(size: NodeGroupSize, zone: string) {
  return {
    cu: size.cu,
    residentNodeNumber: size.nodes,
    specType: 'standard',
    diskNumber: 1,
    storageSize: size.diskGb,
    storagePerformanceLevel: 'pl1',
    zoneId: zone,
  };
}
