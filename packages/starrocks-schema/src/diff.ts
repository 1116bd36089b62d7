/** What must happen to bring a live model to a declared one; not yet how. */

import { differencesOf, isManaged, queryHashOf } from './differences';
import type { DeclaredObject, LiveModel, LiveObject, Model, ObjectId } from './model';
import type { Change, Changes } from './plan-types';
import { leftoverOf } from './swap/names';

export function diff(desired: Model, live: LiveModel): Changes {
  const liveById = new Map(live.objects.map((object) => [object.id, object]));
  const declaredIds = new Set(desired.objects.map((object) => object.id));
  const lost = new Set(live.missing.filter((entry) => entry.state === 'done').map((entry) => entry.object));
  const changes: Change[] = [];
  let unchanged = 0;
  for (const object of desired.objects) {
    const change = changeOf(object, liveById.get(object.id), live.engineVersion, lost.has(object.id));
    if (change === undefined) unchanged += 1;
    else changes.push(change);
  }
  const rest = live.objects.filter((object) => !declaredIds.has(object.id));
  changes.push(...rest.filter(isManaged).map((object): Change => ({ kind: 'drop', live: object })));
  return {
    changes,
    unmanaged: rest
      .filter((object) => !isManaged(object) && object.kind !== 'database' && !isLeftover(object, liveById))
      .map((object) => ({ object: object.id, kind: object.kind })),
    unchanged,
    declared: desired.objects,
    live: live.objects,
    engineVersion: live.engineVersion,
    references: Object.fromEntries(desired.objects.map((object) => [object.id, object.references])),
  };
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
    return differences.length === 0
      ? { kind: 'adopt', desired, live }
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
