/** Decisions of the real provider, recorded. */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

/** What was planned for one resource. */
export interface RecordedChange {
  readonly actions: readonly string[];
  readonly after: JsonObject | null;
  readonly after_unknown: Json;
  readonly changed: readonly string[];
  /** Paths such as `artifact[0].kind`. */
  readonly replace_paths: readonly string[];
}

export interface RecordedCase {
  readonly name: string;
  readonly kind: 'create' | 'change' | 'no-op' | 'invalid';
  readonly note: string;
  /** Everything of `main.tf.json` but provider and version. */
  readonly config: JsonObject;
  /** Resources of the prior state. */
  readonly state: readonly JsonObject[] | null;
  /** Address, path and kind of each validation error. */
  readonly errors: readonly (readonly [string, string, string])[];
  /** By address. */
  readonly changes?: Readonly<Record<string, RecordedChange>>;
}

const FOLDER = join(__dirname, '..', 'data', 'cases');

export function recordedCases(): readonly RecordedCase[] {
  return readdirSync(FOLDER)
    .sort()
    .flatMap((file) => readFileSync(join(FOLDER, file), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RecordedCase);
}
