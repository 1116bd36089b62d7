/** What was changed in a warehouse behind the back of its files: reported per attribute, reverted or adopted. Pure. */

import { differencesOf, isIgnored, isManaged } from './differences';
import { diff } from './diff';
import type { ImportedFile, ImportOptions } from './import/import-model';
import { importModel } from './import/import-model';
import type { ObjectKind } from './definition';
import { compare } from './compare';
import type { DeclaredObject, LiveModel, LiveObject, Model, ObjectId } from './model';
import { planSteps } from './plan';
import type { Difference, Plan, PlanPolicy } from './plan-types';

/** One attribute that is not as the files say. */
export interface AttributeDrift extends Difference {
  /**
   * `warehouse`: it was changed there since the last apply; `files`: the declaration is new and not applied yet; `unknown`:
   * both changed, and what was applied is not recorded.
   */
  readonly changedIn: 'warehouse' | 'files' | 'unknown';
}

export interface ObjectDrift {
  readonly object: ObjectId;
  readonly kind: ObjectKind;
  readonly file?: string;
  /** `inactive`: a materialized view that the engine has given up refreshing. */
  readonly state: 'changed' | 'missing' | 'inactive';
  readonly attributes: readonly AttributeDrift[];
}

export interface Drift {
  /** Managed objects that are not as they were applied, by id. */
  readonly objects: readonly ObjectDrift[];
  /** Objects of the read databases that no environment of these files manages. */
  readonly unmanaged: readonly ObjectId[];
}

/**
 * Finds what drifted. Attributes that `--@ ignore` names are none, nor is what waits to be applied alone.
 *
 * @param recorded what was recorded after the last apply: it tells drift from new declarations attribute by attribute
 */
export function drift(desired: Model, live: LiveModel, recorded?: LiveModel): Drift {
  const liveById = new Map(live.objects.map((object) => [object.id, object]));
  const before = new Map((recorded?.objects ?? []).map((object) => [object.id, object]));
  const lost = new Set(live.missing.filter(({ state }) => state === 'done').map(({ object }) => object));
  const objects = desired.objects.flatMap((object): readonly ObjectDrift[] => {
    const found = liveById.get(object.id);
    if (found === undefined) return lost.has(object.id) ? [driftOf(object, 'missing', [])] : [];
    return driftOfObject(object, found, live.engineVersion, before.get(object.id));
  });
  return { objects, unmanaged: diff(desired, live).unmanaged.map(({ object }) => object) };
}

function driftOf(
  { id, kind, file }: DeclaredObject,
  state: ObjectDrift['state'],
  attributes: readonly AttributeDrift[],
): ObjectDrift {
  return { object: id, kind, ...(file === undefined ? {} : { file }), state, attributes };
}

function driftOfObject(
  desired: DeclaredObject,
  live: LiveObject,
  engineVersion: string,
  before: LiveObject | undefined,
): readonly ObjectDrift[] {
  if (!isManaged(live) || live.ledger.state !== 'done') return [];
  const reprinted = live.ledger.engineVersion !== engineVersion;
  if (live.ledger.liveHash === live.liveHash || reprinted) {
    return live.inactive === undefined ? [] : [driftOf(desired, 'inactive', [inactive(live.inactive)])];
  }
  const moved = movedPaths(live, before, desired.ignore);
  const attributes = differencesOf(desired, live, engineVersion)
    .map((difference) => ({ ...difference, changedIn: placeOf(difference, desired, live, moved) }))
    .filter(({ changedIn }) => changedIn !== 'files');
  return attributes.length === 0 ? [] : [driftOf(desired, 'changed', attributes)];
}

function inactive(reason: string): AttributeDrift {
  return { path: 'active', declared: 'active', live: reason, changedIn: 'warehouse' };
}

/** Paths in which the live object differs from what was recorded; undefined when nothing was. */
function movedPaths(
  live: LiveObject,
  before: LiveObject | undefined,
  ignore: readonly string[],
): ReadonlySet<string> | undefined {
  const recordedHash = live.ledger?.liveHash;
  if (before?.definition === undefined || live.definition === undefined || before.liveHash !== recordedHash) {
    return undefined;
  }
  const keys = Object.keys('properties' in before.definition ? before.definition.properties : {});
  const found = [...compare(before.definition, live.definition, keys), ...compare(live.definition, before.definition)];
  return new Set(found.map(({ path }) => path).filter((path) => !isIgnored(path, ignore)));
}

function placeOf(
  { path }: Difference,
  desired: DeclaredObject,
  live: LiveObject,
  moved: ReadonlySet<string> | undefined,
): AttributeDrift['changedIn'] {
  if (moved !== undefined) return moved.has(path) ? 'warehouse' : 'files';
  return live.ledger?.writtenHash === desired.hash ? 'warehouse' : 'unknown';
}

/** Plans what brings drifted objects back to what is declared, and nothing else. */
export function planRevert(desired: Model, live: LiveModel, objects: readonly ObjectId[], policy: PlanPolicy): Plan {
  const wanted = new Set(objects);
  const changes = diff(desired, live);
  const kept = changes.changes.filter(
    (change) => (change.kind === 'alter' || change.kind === 'create') && wanted.has(change.desired.id),
  );
  return planSteps({ ...changes, changes: kept }, policy);
}

export interface Adoption {
  /** New texts of files. */
  readonly files: readonly ImportedFile[];
  /** What could not be written, and why. */
  readonly notes: readonly string[];
}

/**
 * Writes the files of drifted objects anew, so that they declare what is live. The head of a file, its annotations and
 * comments, stays; the schedule of a materialized view is what is live.
 *
 * @param live read with `statements: true`
 * @param texts texts of the files by the paths that the model has
 */
export function adopt(
  desired: Model,
  live: LiveModel,
  objects: readonly ObjectId[],
  texts: ReadonlyMap<string, string>,
  options: ImportOptions = {},
): Adoption {
  const wanted = withCompanions(desired, objects);
  const declared = new Map(desired.objects.map((object) => [object.id, object]));
  const chosen = live.objects.filter(({ id }) => wanted.has(id));
  const imported = importModel(
    { ...live, objects: chosen },
    { ...options, keepProperties: (id) => keysOf(declared.get(id)) },
  );
  const files = imported.files.map((file) => {
    const path = file.objects.map((id) => declared.get(id)?.file).find((each) => each !== undefined) ?? file.path;
    return { ...file, path, text: withHead(file.text, texts.get(path)) };
  });
  return { files, notes: imported.notes };
}

/** A role and its grants share a file: both are written. */
function withCompanions(desired: Model, objects: readonly ObjectId[]): ReadonlySet<ObjectId> {
  const files = new Set(
    desired.objects.filter(({ id }) => objects.includes(id)).flatMap(({ file }) => (file === undefined ? [] : [file])),
  );
  const sharing = desired.objects.filter(({ file }) => file !== undefined && files.has(file)).map(({ id }) => id);
  return new Set([...objects, ...sharing]);
}

function keysOf(object: DeclaredObject | undefined): readonly string[] {
  const definition = object?.definition;
  return definition !== undefined && 'properties' in definition ? Object.keys(definition.properties) : [];
}

const SCHEDULE = /^--@\s*freshness\s*:/;

/** The comments before the first statement of the former text, and the new statement. */
function withHead(text: string, former = ''): string {
  const lines = former.split('\n');
  const end = lines.findIndex((line) => line.trim() !== '' && !line.trimStart().startsWith('--'));
  const head = lines.slice(0, Math.max(end, 0));
  const written = text.split('\n');
  const scheduled = written.some((line) => SCHEDULE.test(line));
  const isMaterialized = written.some((line) => line.startsWith('CREATE MATERIALIZED VIEW'));
  const kept = head.filter((line) => !SCHEDULE.test(line) || (!scheduled && !isMaterialized));
  return [...kept, ...written].join('\n');
}
