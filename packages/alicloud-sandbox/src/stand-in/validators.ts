/** The rules for one value, and the words in which the real provider refuses it. */

import type { ArgumentFacts } from './facts';

/** The real provider's own validators say how they can be switched off. */
const HINT =
  'If you want to skip this validation, set the environment variable TF_SKIP_RESOURCE_SCHEMA_VALIDATION=true ' +
  '(the value is then only checked by the cloud, which the sandbox does not do).';

/** These come with the SDK, so they have no switch. */
const SDK_VALIDATORS: ReadonlySet<string> = new Set(['StringIsJSON']);

/** A refusal of a value. */
export interface Refusal {
  readonly summary: string;
  /** Set for rules that `TF_SKIP_RESOURCE_SCHEMA_VALIDATION` turns into warnings. */
  readonly hint?: string;
}

type Rule = (key: string, value: string | number | boolean, facts: ArgumentFacts) => string | undefined;

function inEnum(key: string, value: string | number | boolean, facts: ArgumentFacts): string | undefined {
  const allowed = facts.enum ?? [];
  const same = (each: string | number): boolean =>
    facts.enumIgnoreCase === true
      ? String(each).toLowerCase() === String(value).toLowerCase()
      : String(each) === String(value);
  if (allowed.some(same) || (value === '' && facts.emptyAccepted === true)) return undefined;
  return `expected ${key} to be one of [${allowed.join(' ')}], got ${String(value)}`;
}

function inRange(key: string, value: string | number | boolean, facts: ArgumentFacts): string | undefined {
  const number = Number(value);
  const { min, max } = facts;
  if ((min === undefined || number >= min) && (max === undefined || number <= max)) return undefined;
  if (max === undefined) return `expected ${key} to be at least (${String(min)}), got ${number}`;
  if (min === undefined) return `expected ${key} to be at most (${String(max)}), got ${number}`;
  return `expected ${key} to be in the range (${min} - ${max}), got ${number}`;
}

function ofLength(key: string, value: string | number | boolean, facts: ArgumentFacts): string | undefined {
  const length = Buffer.byteLength(String(value));
  const least = facts.minLength ?? 0;
  const most = facts.maxLength ?? Number.MAX_SAFE_INTEGER;
  if (length >= least && length <= most) return undefined;
  return `expected length of ${key} to be in the range (${least} - ${most}), got ${String(value)}`;
}

function matching(key: string, value: string | number | boolean, facts: ArgumentFacts): string | undefined {
  const missed = (facts.patterns ?? []).find((pattern) => !new RegExp(pattern).test(String(value)));
  if (missed === undefined) return undefined;
  return `invalid value for ${key} (it must match ${missed}), got ${String(value)}`;
}

function json(key: string, value: string | number | boolean): string | undefined {
  // The SDK takes an empty text for JSON, as a recorded plan shows.
  if (value === '') return undefined;
  try {
    JSON.parse(String(value));
    return undefined;
  } catch (error) {
    return `"${key}" contains an invalid JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function date(key: string, value: string | number | boolean): string | undefined {
  const text = String(value);
  const valid = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
  return valid ? undefined : `"${key}" cannot be parsed as date YYYY-MM-DD Format, got ${text}`;
}

function connectionPort(key: string, value: string | number | boolean): string | undefined {
  const text = String(value);
  const port = Number(text);
  if (text === '' || (/^-?\d+$/.test(text) && port >= 1000 && port <= 5999)) return undefined;
  return `"${key}" cannot be less than 1000 and larger than 5999, got ${text}`;
}

function int64(key: string, value: string | number | boolean): string | undefined {
  return /^[+-]?\d+$/.test(String(value)) ? undefined : `"${key}" should be convertible to int64, got ${String(value)}`;
}

function anyOf(key: string, value: string | number | boolean, facts: ArgumentFacts): string | undefined {
  const ranged = inRange(key, value, facts);
  if (ranged === undefined) return undefined;
  const listed = inEnum(key, value, facts);
  return listed === undefined ? undefined : `${ranged}; ${listed}`;
}

const RULES: Readonly<Record<string, Rule>> = {
  StringInSlice: inEnum,
  IntInSlice: inEnum,
  IntBetween: inRange,
  IntAtLeast: inRange,
  StringLenBetween: ofLength,
  StringMatch: matching,
  validateOTSInstanceName: matching,
  validateOTSTableName: matching,
  StringIsJSON: json,
  validateOssBucketDateTimestamp: date,
  validateDBConnectionPort: connectionPort,
  validateStringConvertInt64: int64,
  Any: anyOf,
};

/** Why the value is refused; `undefined` when it is not. */
export function refuse(key: string, value: string | number | boolean, facts: ArgumentFacts): Refusal | undefined {
  const rule = facts.validator === undefined ? undefined : RULES[facts.validator];
  const summary = rule?.(key, value, facts);
  if (summary === undefined || facts.validator === undefined) return undefined;
  return SDK_VALIDATORS.has(facts.validator) ? { summary } : { summary, hint: HINT };
}

/** Why an element of a list is refused. */
export function refuseElement(key: string, value: Parameters<Rule>[1], facts: ArgumentFacts): Refusal | undefined {
  if (facts.elem === undefined) return undefined;
  const summary = ofLength(key, value, facts.elem);
  return summary === undefined ? undefined : { summary, hint: HINT };
}
