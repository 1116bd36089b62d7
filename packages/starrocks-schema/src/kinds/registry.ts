/** One table of all kinds beside tables and views. */

import type { Statement } from '@strata/starrocks-sql';

import type { Definition, ObjectKind } from '../definition';
import type { ObjectId } from '../model';
import type { Difference } from '../plan-types';
import { catalog } from './catalog';
import type { PlainDefinition, PlainKind } from './definition';
import { userFunction } from './function';
import { grants } from './grants';
import type { Kind, Moves } from './kind';
import { pipe } from './pipe';
import { resourceGroup } from './resource-group';
import { role } from './role';
import { routineLoad } from './routine-load';
import { storageVolume } from './storage-volume';
import { syncView } from './sync-view';
import { task } from './task';
import { user } from './user';
import { warehouse } from './warehouse';

const KINDS: Readonly<Record<PlainKind, Kind>> = {
  'storage-volume': storageVolume,
  catalog,
  warehouse,
  role,
  user,
  'resource-group': resourceGroup,
  function: userFunction,
  'sync-materialized-view': syncView,
  'routine-load': routineLoad,
  pipe,
  task,
  grants,
};

/** Every kind in the order in which they can be made: what may be referred to comes first. */
export const KIND_ORDER: readonly ObjectKind[] = [
  ...(['storage-volume', 'catalog', 'warehouse', 'role', 'user', 'resource-group'] as const),
  ...(['database', 'function', 'table', 'sync-materialized-view', 'view', 'materialized-view'] as const),
  ...(['routine-load', 'pipe', 'task', 'grants'] as const),
];

/** Place of a kind in the order of creation. */
export const RANK: Readonly<Record<ObjectKind, number>> = rankOf(KIND_ORDER);

function rankOf(order: readonly ObjectKind[]): Readonly<Record<ObjectKind, number>> {
  const place = (kind: ObjectKind): number => order.indexOf(kind);
  return {
    'storage-volume': place('storage-volume'),
    catalog: place('catalog'),
    warehouse: place('warehouse'),
    role: place('role'),
    user: place('user'),
    'resource-group': place('resource-group'),
    database: place('database'),
    function: place('function'),
    table: place('table'),
    'sync-materialized-view': place('sync-materialized-view'),
    view: place('view'),
    'materialized-view': place('materialized-view'),
    'routine-load': place('routine-load'),
    pipe: place('pipe'),
    task: place('task'),
    grants: place('grants'),
  };
}

export const PLAIN_KINDS: readonly PlainKind[] = KIND_ORDER.filter(isPlain);

export function isPlain(kind: ObjectKind): kind is PlainKind {
  return kind in KINDS;
}

/** Whether a text is the name of a kind. */
export function isObjectKind(text: string): text is ObjectKind {
  return text in RANK;
}

/** What is known of a kind. */
export function kindOf(kind: PlainKind): Kind {
  return KINDS[kind];
}

/** Normal form of what statements create, when a kind of the registry knows them. */
export function plainDefinition(statements: readonly Statement[]): PlainDefinition | undefined {
  for (const kind of PLAIN_KINDS) {
    const definition = KINDS[kind].normalise(statements);
    if (definition !== undefined) return definition;
  }
  return undefined;
}

export function comparePlain(
  declared: Definition,
  live: Definition,
  managed: readonly string[],
): readonly Difference[] {
  return isPlain(declared.kind) ? KINDS[declared.kind].compare(declared, live, managed) : [];
}

/** What the engine never shows of an object; `undefined` where it shows all. */
export function hiddenOf(definition: Definition): { readonly path: string; readonly value: unknown } | undefined {
  if (!isPlain(definition.kind)) return undefined;
  const { hidden } = KINDS[definition.kind];
  return hidden && { path: hidden.path, value: hidden.of(definition) };
}

/** Keys that a declaration manages, for the ledger. */
export function managedKeysOf(definition: Definition): readonly string[] {
  if (isPlain(definition.kind)) return KINDS[definition.kind].managedKeys(definition);
  return definition.kind === 'view' ? [] : Object.keys('properties' in definition ? definition.properties : {});
}

/** The definition as the engine shows it once objects have other names. */
export function followed(definition: Definition, moves: Moves): Definition {
  return isPlain(definition.kind) ? KINDS[definition.kind].follow(definition, moves) : definition;
}

/** Objects that a definition needs, as far as it tells. */
export function referencesOf(definition: Definition, database: string): readonly ObjectId[] {
  return isPlain(definition.kind) ? KINDS[definition.kind].references(definition, database) : [];
}
