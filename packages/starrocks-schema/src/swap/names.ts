/** Names of the second objects that a swap makes. Nothing but this engine uses them. */

import type { ObjectId } from '../model';
import { splitId } from '../model';

const SHADOW = '__strata_new';
const OLD = /__strata_old_(\d+)$/;

/** The object that is filled and then takes the place of another. */
export function shadowOf(id: ObjectId): ObjectId {
  return `${id}${SHADOW}`;
}

/** The first free name for what a swap leaves behind. */
export function oldNameOf(id: ObjectId, taken: ReadonlySet<ObjectId>): ObjectId {
  let number = 1;
  while (taken.has(`${id}__strata_old_${number}`)) number += 1;
  return `${id}__strata_old_${number}`;
}

interface Leftover {
  /** `new`: a swap is under way or was cut off. `old`: what was replaced. */
  readonly kind: 'new' | 'old';
  /** The object whose place it was to take, or had. */
  readonly of: ObjectId;
}

/** What a name says, when it is one of ours. */
export function leftoverOf(id: ObjectId): Leftover | undefined {
  if (id.endsWith(SHADOW)) return { kind: 'new', of: id.slice(0, -SHADOW.length) };
  const old = OLD.exec(id);
  return old === null ? undefined : { kind: 'old', of: id.slice(0, old.index) };
}

/** The bare name of an object, as RENAME and SWAP want it. */
export function bareName(id: ObjectId): string {
  return splitId(id).name;
}
