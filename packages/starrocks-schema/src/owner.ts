/** Objects with rows belong to one environment: two that declare the same would drop it under each other. */

import type { LiveObject } from './model';
import { holdsData } from './rules-drop';

/** Whether another environment's ledger has the object, and its end would lose data. Databases are shared. */
export function isOthers(live: LiveObject): boolean {
  return live.owner !== undefined && live.kind !== 'database' && holdsData(live);
}

export function othersMessage({ owner = '' }: LiveObject): string {
  return (
    `the environment ${owner} manages an object of this name, and an object with data belongs to one environment. ` +
    'To go on, give yours another name, or have it dropped there first.'
  );
}
