/** How long the changes of a sandbox take. They take no time, unless a test wants to see the states on the way. */

import type { Cloud } from './cloud';

const PACES = new WeakMap<Cloud, number>();

export function setPace(cloud: Cloud, milliseconds: number): void {
  PACES.set(cloud, milliseconds);
}

/** Milliseconds from the request of a change to its end. */
export function paceOf(cloud: Cloud): number {
  return PACES.get(cloud) ?? 0;
}
