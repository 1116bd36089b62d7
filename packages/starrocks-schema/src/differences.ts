/** In what a live object differs from its declaration, the ledger's knowledge included. */

import { hashOf } from './canonical';
import { ABSENT, compare } from './compare';
import type { Definition, ObjectKind } from './definition';
import { hiddenOf } from './kinds/registry';
import type { LedgerEntry, LiveObject } from './model';
import type { Difference } from './plan-types';
import { secretDifferences } from './secret-places';

/** Whether the environment's ledger says that the object is its own. */
export function isManaged(live: LiveObject): live is LiveObject & { readonly ledger: LedgerEntry } {
  return live.ledger !== undefined && live.ledger.state !== 'dropped';
}

/** Hash of a view's query, or of what else the engine does not show as it was written; empty for what has none. */
export function queryHashOf(definition: Definition): string {
  const hidden = hiddenOf(definition);
  if (hidden !== undefined) return hashOf(hidden.value);
  if (definition.kind === 'sync-materialized-view') return hashOf(definition.query);
  return definition.kind === 'view' || definition.kind === 'materialized-view' ? hashOf(definition.query) : '';
}

/** What of a declaration is compared. */
interface Declared {
  readonly definition: Definition;
  readonly hash: string;
  readonly ignore: readonly string[];
}

/**
 * Compares a declaration with a live object. Where the ledger says that the same declaration was applied and that the
 * engine still prints what it printed then, nothing differs, whatever the engine makes of the text.
 */
export function differencesOf(declared: Declared, live: LiveObject, engineVersion: string): readonly Difference[] {
  const ledger = isManaged(live) ? live.ledger : undefined;
  const secrets = ledger === undefined ? [] : secretDifferences(declared.definition, live);
  const shown =
    ledger !== undefined && isAsApplied(declared, live, ledger, engineVersion)
      ? []
      : shownDifferences(declared, live, ledger);
  const paths = new Set(shown.map(({ path }) => path));
  const found = [...shown, ...secrets.filter(({ path }) => !paths.has(path))];
  return found.filter(({ path }) => !isIgnored(path, declared.ignore));
}

/** What differs of what the engine shows, and of what it hides. */
function shownDifferences(
  declared: Declared,
  live: LiveObject,
  ledger: LedgerEntry | undefined,
): readonly Difference[] {
  if (live.definition === undefined) {
    return [
      { path: 'definition', declared: 'as in the file', live: 'printed by the engine in a way that is not understood' },
    ];
  }
  const found = compare(declared.definition, live.definition, ledger?.declaredProperties);
  // While a step runs the query is what was last written, or what is being written: the same text in either case.
  const queryKept =
    ledger !== undefined &&
    (ledger.state === 'started' || ledger.liveHash === live.liveHash) &&
    ledger.queryHash !== '' &&
    ledger.queryHash === queryHashOf(declared.definition);
  return [...found, ...hiddenDifferences(declared, ledger)].filter(({ path }) => !(queryKept && path === 'query'));
}

/** What the engine never shows is taken as declared until a declaration says something new. */
function hiddenDifferences(declared: Declared, ledger: LedgerEntry | undefined): readonly Difference[] {
  const hidden = hiddenOf(declared.definition);
  if (hidden === undefined || ledger === undefined || ledger.queryHash === '') return [];
  if (ledger.queryHash === hashOf(hidden.value)) return [];
  return [{ path: hidden.path, declared: 'as in the file', live: 'as last applied' }];
}

/** Whether grants only lack some: to give those takes nothing from anybody, whoever gave the rest. */
export function onlyLacks(kind: ObjectKind, differences: readonly Difference[]): boolean {
  return kind === 'grants' && differences.every(({ live }) => live === ABSENT);
}

/** Whether `--@ ignore` names the attribute. */
export function isIgnored(path: string, ignore: readonly string[]): boolean {
  return ignore.some((ignored) => path === ignored || path.startsWith(`${ignored}.`));
}

function isAsApplied(declared: Declared, live: LiveObject, ledger: LedgerEntry, engineVersion: string): boolean {
  if (live.kind !== declared.definition.kind) return false;
  const hasQuery = ['view', 'materialized-view', 'sync-materialized-view'].includes(live.kind);
  if (ledger.state === 'done') {
    const reprinted = hasQuery && ledger.engineVersion !== engineVersion;
    return ledger.writtenHash === declared.hash && (ledger.liveHash === live.liveHash || reprinted);
  }
  // It was being created from this very declaration when the run ended, and it is there: so it was created.
  return hasQuery && ledger.writtenHash === '' && ledger.pendingHash === declared.hash;
}
