/** Random libraries of all kinds, their successors, and their files. */

import type { File, Library, Part, Recipe } from './part';
import { catalog, resourceGroup, role, storageVolume, user, warehouse } from './places';
import type { Random } from './random';
import { table } from './tables';
import { materializedView, pipe, routineLoad, syncView, task, userFunction, view } from './views';

const RECIPES: Readonly<Record<string, Recipe>> = {
  table,
  view,
  'materialized-view': materializedView,
  'sync-materialized-view': syncView,
  function: userFunction,
  task,
  pipe,
  'routine-load': routineLoad,
  catalog,
  'storage-volume': storageVolume,
  warehouse,
  'resource-group': resourceGroup,
  role,
  user,
};

const ALL: readonly (readonly [recipe: string, key: string])[] = Object.entries(RECIPES).flatMap(([name, { keys }]) =>
  keys.map((key) => [name, key] as const),
);

export function recipeOf({ recipe }: Part): Recipe {
  const found = RECIPES[recipe];
  if (found === undefined) throw new Error(`No recipe ${recipe}.`);
  return found;
}

/** Each object is there with an even chance; half of its facets are at rest. */
export function randomLibrary(random: Random): Library {
  const parts = ALL.filter(() => random(2) === 0).map(([recipe, key]) => randomPart(recipe, key, random));
  return complete(new Map(parts.map((part) => [part.key, part])));
}

function randomPart(recipe: string, key: string, random: Random): Part {
  const part: Part = { key, recipe, facets: [] };
  const facets = recipeOf(part).facets.map((count) => (random(2) === 0 ? 0 : random(count)));
  return { ...part, facets };
}

/** A library that could follow: objects change in one to three facets, come and go. */
export function successorOf(library: Library, random: Random): Library {
  const next = new Map<string, Part>();
  for (const [recipe, key] of ALL) {
    const part = library.get(key);
    if (part === undefined) {
      if (random(5) === 0) next.set(key, randomPart(recipe, key, random));
    } else if (random(8) > 0) {
      next.set(key, random(5) < 2 ? part : changed(part, random));
    }
  }
  return complete(next);
}

function changed(part: Part, random: Random): Part {
  const { facets: counts } = recipeOf(part);
  const facets = [...part.facets];
  for (let times = 1 + random(3); times > 0; times -= 1) {
    const at = random(counts.length);
    facets[at] = random(counts[at] ?? 1);
  }
  return { ...part, facets };
}

/** Without what needs something that is not there. */
export function complete(library: Library): Library {
  const kept = [...library.values()].filter((part) =>
    recipeOf(part)
      .needs(part)
      .every((key) => library.has(key)),
  );
  const next = new Map(kept.map((part) => [part.key, part]));
  return next.size === library.size ? next : complete(next);
}

/** Files by path. @param former what is there already: names that change say where they come from */
export function filesOf(library: Library, former: Library): Readonly<Record<string, string>> {
  const files = [...library.values()].map((part): File =>
    recipeOf(part).write(part, { library, former: former.get(part.key) }),
  );
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}
