/** What was changed in a warehouse behind the back of its files: reported per attribute, reverted or adopted. Pure. */

import { differencesOf, isIgnored, isManaged } from './differences';
import { diff } from './diff';
import type { ImportedFile, ImportOptions } from './import/import-model';
import { importModel } from './import/import-model';
import { overlaid } from './import/overlay';
import { overlaidGrants } from './import/overlay-grants';
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

/** Which of the drift is meant: by object, the paths of its attributes, or whole objects. */
export type DriftChoice = ReadonlyMap<ObjectId, readonly string[] | 'all'>;

/**
 * The choice of some objects and attributes.
 *
 * @param objects all that drifted when none is named
 * @param attributes paths, or what paths begin with (`columns.amount`); all when none is named
 */
export function chosenDrift(
  { objects }: Drift,
  wanted: { readonly objects: readonly ObjectId[]; readonly attributes: readonly string[] },
): DriftChoice {
  const choice = new Map<ObjectId, readonly string[] | 'all'>();
  for (const { object, attributes } of objects) {
    if (wanted.objects.length > 0 && !wanted.objects.includes(object)) continue;
    const paths = attributes.map(({ path }) => path).filter((path) => isIgnored(path, wanted.attributes));
    if (wanted.attributes.length === 0) choice.set(object, 'all');
    else if (paths.length > 0) choice.set(object, paths.length === attributes.length ? 'all' : paths);
  }
  return choice;
}

/** Plans what brings drifted objects back to what is declared, as far as they are chosen, and nothing else. */
export function planRevert(desired: Model, live: LiveModel, choice: DriftChoice, policy: PlanPolicy): Plan {
  const rest = restOf(desired, live, choice);
  const objects = desired.objects.map((object) => {
    const paths = rest.get(object.id);
    return paths === undefined ? object : { ...object, ignore: [...object.ignore, ...paths] };
  });
  const changes = diff({ ...desired, objects }, live);
  const kept = changes.changes.filter(
    (change) => (change.kind === 'alter' || change.kind === 'create') && choice.has(change.desired.id),
  );
  const plan = planSteps({ ...changes, changes: kept }, policy);
  const former = new Map(live.objects.map(({ id, ledger }) => [id, ledger?.liveHash]));
  // The rest of the drift is not taken as applied.
  const steps = plan.steps.map((step) =>
    rest.has(step.object) ? { ...step, record: { ...step.record, liveHash: former.get(step.object) } } : step,
  );
  return { ...plan, steps };
}

/** By object that is chosen in part, the paths of what is not chosen. */
function restOf(desired: Model, live: LiveModel, choice: DriftChoice): ReadonlyMap<ObjectId, readonly string[]> {
  const found = new Map(live.objects.map((object) => [object.id, object]));
  const rest = new Map<ObjectId, readonly string[]>();
  for (const object of desired.objects) {
    const [paths, there] = [choice.get(object.id), found.get(object.id)];
    if (paths === undefined || paths === 'all' || there === undefined) continue;
    const all = differencesOf(object, there, live.engineVersion).map(({ path }) => path);
    rest.set(
      object.id,
      all.filter((path) => !paths.includes(path)),
    );
  }
  return rest;
}

export interface Adoption {
  /** New texts of files. */
  readonly files: readonly ImportedFile[];
  /** What could not be written, and why. */
  readonly notes: readonly string[];
}

/**
 * Writes the files of drifted objects anew, so that they declare what is live, as far as that is chosen. The head of a
 * file, its annotations and comments, stays; the schedule of a materialized view is what is live.
 *
 * @param live read with `statements: true`
 * @param texts texts of the files by the paths that the model has
 */
export function adopt(
  desired: Model,
  live: LiveModel,
  choice: DriftChoice,
  texts: ReadonlyMap<string, string>,
  options: ImportOptions = {},
): Adoption {
  const wanted = withCompanions(desired, [...choice.keys()]);
  const declared = new Map(desired.objects.map((object) => [object.id, object]));
  const notes: string[] = [];
  const chosen = live.objects
    .filter(({ id }) => wanted.has(id))
    .flatMap((object) => {
      const result = adoptedInPart(object, declared.get(object.id), choice.get(object.id) ?? []);
      if (typeof result !== 'string') return [result];
      notes.push(`${object.id}: ${result}`);
      return [];
    });
  const imported = importModel(
    { ...live, objects: chosen },
    { ...options, keepProperties: (id) => keysOf(declared.get(id)) },
  );
  const files = imported.files.map((file) => {
    const path = file.objects.map((id) => declared.get(id)?.file).find((each) => each !== undefined) ?? file.path;
    return { ...file, path, text: withHead(file.text, texts.get(path)) };
  });
  return { files, notes: [...notes, ...imported.notes] };
}

/** The live object as the file shall declare it: what is not chosen is as it was declared. A text says why it cannot. */
function adoptedInPart(
  live: LiveObject,
  declared: DeclaredObject | undefined,
  paths: readonly string[] | 'all',
): LiveObject | string {
  if (paths === 'all' || declared === undefined) return live;
  if (live.kind === 'grants') return { ...live, statements: overlaidGrants(declared, live, paths) };
  const [statement] = live.statements ?? [];
  const merged = declared.statement && statement && overlaid(declared.statement, statement, declared.definition, paths);
  return merged === undefined
    ? `${paths.join(', ')} cannot be adopted without the rest. Take all of its drift, or write its file by hand.`
    : { ...live, statements: [merged] };
}

/** A role and its grants share a file: it has both, even if one of them stays as it is. */
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
