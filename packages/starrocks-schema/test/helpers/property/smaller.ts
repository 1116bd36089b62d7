/** The smallest pair of libraries, within reach, for which something still fails. */

import { complete } from './library';
import type { Library, Part } from './part';

export interface Pair {
  readonly from: Library;
  readonly to: Library;
}

/** So often it is tried at most: each try is an apply or two. */
const MOST_TRIES = 60;

/** Leaves out objects, then changes of facets, as long as it fails. */
export async function smallerPair(pair: Pair, fails: (pair: Pair) => Promise<boolean>): Promise<Pair> {
  let smallest = pair;
  let tries = 0;
  for (let found = true; found && tries < MOST_TRIES;) {
    found = false;
    for (const next of stepsDown(smallest)) {
      tries += 1;
      if (tries > MOST_TRIES) break;
      if (!(await fails(next))) continue;
      smallest = next;
      found = true;
      break;
    }
  }
  return smallest;
}

function* stepsDown({ from, to }: Pair): Generator<Pair> {
  for (const key of new Set([...from.keys(), ...to.keys()])) yield { from: without(from, key), to: without(to, key) };
  for (const part of to.values()) {
    const former = from.get(part.key);
    for (const facets of former === undefined ? [] : fewerChanges(former, part)) {
      yield { from, to: new Map(to).set(part.key, { ...part, facets }) };
    }
  }
  for (const part of from.values()) {
    const after = to.get(part.key);
    for (const [at, value] of part.facets.entries()) {
      if (value === 0 || (after !== undefined && after.facets[at] !== value)) continue;
      yield { from: atRest(from, part, at), to: after === undefined ? to : atRest(to, after, at) };
    }
  }
}

function without(library: Library, key: string): Library {
  const rest = new Map(library);
  rest.delete(key);
  return complete(rest);
}

/** One changed facet each as it was. */
function fewerChanges(former: Part, part: Part): readonly (readonly number[])[] {
  return part.facets.flatMap((value, at) => {
    const before = former.facets[at] ?? 0;
    return value === before ? [] : [part.facets.map((each, index) => (index === at ? before : each))];
  });
}

function atRest(library: Library, part: Part, at: number): Library {
  return complete(new Map(library).set(part.key, { ...part, facets: part.facets.with(at, 0) }));
}
