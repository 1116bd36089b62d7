/** Random objects as data: a part has a kind and numbers, of which its file is written. Fewer and smaller numbers are simpler. */

export interface Part {
  /** Who it is, whatever its name becomes. */
  readonly key: string;
  readonly recipe: string;
  /** One number for each facet of its recipe. */
  readonly facets: readonly number[];
}

/** Parts by key. */
export type Library = ReadonlyMap<string, Part>;

/** What a recipe needs to write a file: the other parts, and its own former state. */
export interface Scene {
  readonly library: Library;
  readonly former?: Part;
}

export interface File {
  readonly path: string;
  readonly text: string;
}

/** How a kind of object is written. */
export interface Recipe {
  /** Keys of the objects of this kind. */
  readonly keys: readonly string[];
  /** How many values each facet has. */
  readonly facets: readonly number[];
  /** Keys of parts that must be there. */
  readonly needs: (part: Part) => readonly string[];
  readonly write: (part: Part, scene: Scene) => File;
}

/** The value that a facet chooses. */
export function choose<Value>(part: Part, facet: number, values: readonly Value[]): Value {
  const value = values[(part.facets[facet] ?? 0) % values.length];
  if (value === undefined) throw new Error(`Facet ${facet} of ${part.key} has no values.`);
  return value;
}

export function has(part: Part, facet: number): boolean {
  return (part.facets[facet] ?? 0) > 0;
}

/** `COMMENT "…"`, or nothing. */
export function comment(text: string): string {
  return text === '' ? '' : ` COMMENT "${text}"`;
}
