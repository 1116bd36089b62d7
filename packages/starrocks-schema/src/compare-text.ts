/** Differences of texts, lists and properties. */

import type { Properties } from './definition';
import type { Difference } from './plan-types';
import { isSecretReference, withoutSecrets } from './secrets';

/** Has no meaning where data is in object storage. */
const IGNORED_PROPERTIES = new Set(['replication_num']);
/** Taken at creation and not printed. */
const UNPRINTED_PROPERTIES =
  /^(fast_schema_evolution|in_memory|storage_format|storage_medium|storage_type|write_quorum|lake_compaction_max_parallel|binlog_.*|flat_json\..*)$/;

export const ABSENT = '(absent)';

/** What is declared, and what was declared when the object was last applied and is no more. */
export function compareProperties(declared: Properties, live: Properties, managed: readonly string[]): Difference[] {
  const changed = Object.entries(declared)
    .filter(([key, value]) => !IGNORED_PROPERTIES.has(key) && !masked(live[key]) && live[key] !== value)
    .filter(([key, value]) => live[key] === undefined || !isSecretReference(value))
    .filter(([key]) => live[key] !== undefined || !UNPRINTED_PROPERTIES.test(key))
    .map(([key, value]) => difference(`properties.${key}`, value, live[key] ?? ABSENT));
  const removed = managed
    .filter((key) => !IGNORED_PROPERTIES.has(key) && declared[key] === undefined && live[key] !== undefined)
    .map((key) => difference(`properties.${key}`, ABSENT, live[key] ?? ABSENT));
  return [...changed, ...removed];
}

/** The engine hides secrets: `***`, `AK******M4`. */
function masked(value: string | undefined): boolean {
  return value !== undefined && /\*{3,}/.test(value);
}

/** A list as it is shown. */
export function list(parts: readonly string[] | undefined): string {
  return parts === undefined ? ABSENT : parts.join(', ');
}

export function text(path: string, declared: string, live: string): Difference[] {
  return declared === live ? [] : [difference(path, declared, live)];
}

/** Of a text that was read without its secrets; whether those are others, only the ledger tells. */
export function maskedText(path: string, declared: string, live: string): Difference[] {
  return text(path, live.includes('"***"') ? withoutSecrets(declared) : declared, live);
}

export function difference(path: string, declared: string, live: string): Difference {
  return { path, declared, live };
}
