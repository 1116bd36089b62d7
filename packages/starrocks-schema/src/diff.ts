/** What must happen to bring a live model to a declared one; not yet how. */

import { differencesOf, isManaged, onlyLacks, queryHashOf } from './differences';
import type { Moves } from './kinds/kind';
import { followed, referencesOf } from './kinds/registry';
import type { DeclaredObject, LiveModel, LiveObject, Model, ObjectId } from './model';
import { isOthers } from './owner';
import type { Change, Changes } from './plan-types';
import { renamesInPlace } from './rename';
import { leftoverOf } from './swap/names';

export function diff(desired: Model, live: LiveModel): Changes {
  const moves = movesOf(desired, live);
  const objects = live.objects.map((object) => behindMoves(object, moves));
  const liveById = new Map(objects.map((object) => [object.id, object]));
  const declaredIds = new Set(desired.objects.map((object) => object.id));
  const lost = new Set(live.missing.filter((entry) => entry.state === 'done').map((entry) => entry.object));
  const changes: Change[] = [];
  let unchanged = 0;
  for (const object of desired.objects) {
    const found = liveById.get(object.id);
    const change =
      changeOf(object, found, live.engineVersion, lost.has(object.id)) ?? recordMoved(object, found, moves);
    if (change === undefined) unchanged += 1;
    else changes.push(change);
  }
  const rest = objects.filter((object) => !declaredIds.has(object.id));
  changes.push(...rest.filter(isManaged).map((object): Change => ({ kind: 'drop', live: object })));
  return {
    changes,
    unmanaged: rest
      .filter((object) => !isManaged(object) && object.kind !== 'database' && !isLeftover(object, liveById))
      .map((object) => ({ object: object.id, kind: object.kind })),
    unchanged,
    declared: desired.objects,
    live: objects,
    moves,
    engineVersion: live.engineVersion,
    references: Object.fromEntries(
      desired.objects.map((object) => [object.id, [...object.references, ...boundTo(liveById.get(object.id))]]),
    ),
  };
}

/** Tables and materialized views that get another name in place, and are not there yet. */
function movesOf(desired: Model, live: LiveModel): Moves {
  const there = new Map(live.objects.map((object) => [object.id, object]));
  const moves = desired.objects.flatMap((object): (readonly [ObjectId, ObjectId])[] => {
    const former = there.get(object.renamedFrom ?? '');
    const isOpen = former !== undefined && isManaged(former) && !there.has(object.id);
    return isOpen && renamesInPlace(object, former) ? [[former.id, object.id]] : [];
  });
  return new Map(moves);
}

/** What is bound to ids shows the new names as soon as they are there. */
function behindMoves(object: LiveObject, moves: Moves): LiveObject {
  if (moves.size === 0 || object.definition === undefined) return object;
  return { ...object, definition: followed(object.definition, moves) };
}

/** What a live object is bound to, declared or not: its change waits for theirs. */
function boundTo(live: LiveObject | undefined): readonly ObjectId[] {
  return live?.definition === undefined ? [] : referencesOf(live.definition, live.database);
}

/** Nothing to do, but the engine will print other names: the ledger takes that in. */
function recordMoved(desired: DeclaredObject, found: LiveObject | undefined, moves: Moves): Change | undefined {
  const news = new Set(moves.values());
  if (found === undefined || !boundTo(found).some((id) => news.has(id))) return undefined;
  return { kind: 'record', desired, live: found };
}

/** What a swap of a managed object made: ours, and no object of anybody's own. */
function isLeftover({ id }: LiveObject, live: ReadonlyMap<ObjectId, LiveObject>): boolean {
  const former = live.get(leftoverOf(id)?.of ?? '');
  return former !== undefined && isManaged(former);
}

function changeOf(
  desired: DeclaredObject,
  live: LiveObject | undefined,
  engineVersion: string,
  lost: boolean,
): Change | undefined {
  if (live === undefined) return { kind: 'create', desired, lost };
  const differences = differencesOf(desired, live, engineVersion);
  if (!isManaged(live)) {
    if (isOthers(live)) return { kind: 'foreign', desired, live, differences };
    if (differences.length === 0) return { kind: 'adopt', desired, live };
    // CREATE USER grants its default roles: behind a cut they are there before the rest.
    return onlyLacks(desired.kind, differences)
      ? { kind: 'alter', desired, live, differences, drifted: false }
      : { kind: 'foreign', desired, live, differences };
  }
  if (differences.length > 0) {
    const drifted = live.ledger.liveHash !== live.liveHash && live.ledger.engineVersion === engineVersion;
    return { kind: 'alter', desired, live, differences, drifted };
  }
  return isRecorded(desired, live, engineVersion) ? undefined : { kind: 'record', desired, live };
}

/** Whether the ledger's entry is up to date. */
function isRecorded(desired: DeclaredObject, live: LiveObject, engineVersion: string): boolean {
  const { ledger } = live;
  return (
    ledger !== undefined &&
    ledger.state === 'done' &&
    ledger.writtenHash === desired.hash &&
    ledger.liveHash === live.liveHash &&
    ledger.queryHash === queryHashOf(desired.definition) &&
    ledger.allowDrop === desired.allowDrop &&
    ledger.engineVersion === engineVersion
  );
}
