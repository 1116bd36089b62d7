/** What a change touches beside its object: materialized views that become inactive, loads that stop. */

import { ABSENT } from './compare';
import type { Dependency } from './facts';
import type { ObjectId } from './model';
import type { BlastRadius, Changes, Step } from './plan-types';

/** Who reads what, directly. */
export type Readers = ReadonlyMap<ObjectId, ReadonlySet<ObjectId>>;

/** Readers by the declared references and by what the engine says. */
export function readersOf(changes: Changes, dependencies: readonly Dependency[]): Readers {
  const readers = new Map<ObjectId, Set<ObjectId>>();
  const add = (base: ObjectId, reader: ObjectId): void => {
    const known = readers.get(base);
    if (known === undefined) readers.set(base, new Set([reader]));
    else known.add(reader);
  };
  for (const [reader, bases] of Object.entries(changes.references)) bases.forEach((base) => add(base, reader));
  for (const { view, base } of dependencies) add(base, view);
  return readers;
}

/** All materialized views behind an object, through views and other materialized views. */
export function viewsBehind(
  object: ObjectId,
  readers: Readers,
  isView: (id: ObjectId) => boolean,
): readonly ObjectId[] {
  const found = new Set<ObjectId>();
  const open = [object];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const reader of readers.get(next) ?? []) {
      if (found.has(reader) || reader === object) continue;
      found.add(reader);
      open.push(reader);
    }
  }
  return [...found].filter(isView).sort();
}

type Effect = 'none' | 'inactive' | 'never';

/** What a step does to the materialized views that read its object. */
export function effectOf(step: Step, engineVersion: string): Effect {
  switch (step.kind) {
    case 'swap':
    case 'rename':
    case 'replace-view':
    case 'sort-key':
    case 'rename-column':
      return 'inactive';
    case 'alter-columns':
      return 'inactive';
    case 'optimize': {
      const onlyBuckets = step.resolves.length > 0 && step.resolves.every((path) => path === 'buckets');
      return onlyBuckets && isAtLeast(engineVersion, 4) ? 'none' : 'never';
    }
    default:
      return 'none';
  }
}

function isAtLeast(version: string, major: number): boolean {
  const [found] = /\d+/.exec(version) ?? [];
  return found !== undefined && Number(found) >= major;
}

/** Columns that a step takes away or makes another; a view that reads none of them stays as it is. */
export function touchedColumns(step: Step): ReadonlySet<string> | undefined {
  if (step.kind !== 'alter-columns' && step.kind !== 'rename-column') return undefined;
  const added = new Set(
    step.expects.kind === 'differs'
      ? step.expects.differences.filter(({ live }) => live === ABSENT).map(({ path }) => path)
      : [],
  );
  const paths = step.resolves.filter(
    (path) => path.startsWith('columns.') && (step.kind === 'rename-column' || !added.has(path)),
  );
  return new Set(paths.map((path) => path.split('.')[1]?.toLowerCase() ?? ''));
}

export function blastRadiusOf(
  step: Step,
  effect: Effect,
  views: readonly ObjectId[],
  loads: readonly string[],
): BlastRadius | undefined {
  const paused = step.kind === 'pause-loads' ? loads : [];
  const isTouched = effect !== 'none' && views.length > 0;
  if (!isTouched && paused.length === 0) return undefined;
  return {
    inactive: isTouched ? views : [],
    // Reactivation submits a refresh of what is not refreshed by hand.
    refreshes: isTouched ? views : [],
    loads: paused,
    neverComesBack: isTouched && effect === 'never' ? views : [],
  };
}
