/** What the provider's schema does not tell: replacement, defaults, validation rules. Recorded as data, one line a resource type. */

import type { Value } from '@strata/terraform-plugin';

/** Facts about one argument; its key is the dotted path with `[]` after a block, e.g. `artifact[].kind`. */
export interface ArgumentFacts {
  /** Numbers are whole (`int`) or not; absent for other types. */
  readonly number?: 'int' | 'float';
  /** For blocks only, whose schema cannot say it: the service fills it in when it is left out. */
  readonly computed?: boolean;
  /** A change needs a new object. */
  readonly forceNew?: boolean;
  readonly default?: Value;
  /** Some differences are not shown; which ones is in `suppress.ts`. */
  readonly suppressed?: boolean;
  /** The argument no longer exists, and setting it is an error. */
  readonly removed?: boolean;
  readonly conflictsWith?: readonly string[];
  readonly requiredWith?: readonly string[];
  readonly exactlyOneOf?: readonly string[];
  readonly atLeastOneOf?: readonly string[];
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Name of the validator of the real provider. */
  readonly validator?: string;
  readonly enum?: readonly (string | number)[];
  readonly enumIgnoreCase?: boolean;
  /** The enum takes an empty string as well. */
  readonly emptyAccepted?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly patterns?: readonly string[];
  /** Rule of the elements of a list of strings. */
  readonly elem?: { readonly minLength?: number; readonly maxLength?: number };
}

/** Facts about one resource type. */
export interface ResourceFacts {
  readonly type: string;
  readonly importable: boolean;
  /** Default timeouts in seconds. */
  readonly timeouts: { readonly create?: number; readonly update?: number; readonly delete?: number };
  readonly attributes: Readonly<Record<string, ArgumentFacts>>;
}

/** Facts by resource type. */
export interface FactsByType {
  get(type: string): ResourceFacts | undefined;
}

/** Reads facts in their file's form: one JSON object a line, `type` first. Each is parsed when it is asked for. */
export function parseFacts(text: string): FactsByType {
  const lines = new Map(text.split('\n').flatMap((line) => (line === '' ? [] : [[typeOf(line), line] as const])));
  const parsed = new Map<string, ResourceFacts>();
  return {
    get: (type) => {
      const line = lines.get(type);
      if (line === undefined || parsed.has(type)) return parsed.get(type);
      const facts = JSON.parse(line) as ResourceFacts;
      parsed.set(type, facts);
      return facts;
    },
  };
}

function typeOf(line: string): string {
  const type = /^\{"type":"([^"]+)"/.exec(line)?.[1];
  if (type === undefined) throw new Error(`A line of facts does not begin with its type: ${line.slice(0, 80)}`);
  return type;
}
