/** The two models that are compared: what files declare, and what a warehouse holds. */

import type { Statement } from '@strata/starrocks-sql';

import type { Definition, ObjectKind } from './definition';

/** `ods.repayment`; a database is its bare name. */
export type ObjectId = string;

export interface RenamedColumn {
  readonly column: string;
  readonly from: string;
}

/** An object as a file declares it. */
export interface DeclaredObject {
  readonly id: ObjectId;
  readonly kind: ObjectKind;
  readonly database: string;
  readonly name: string;
  /** Absent for a database that is only implied by its objects. */
  readonly file?: string;
  readonly definition: Definition;
  /** What creates it. */
  readonly sql: string;
  /** The parsed statement, from which ALTER clauses take their parts. Absent for an implied database. */
  readonly statement?: Statement;
  /** Objects that must exist before it. */
  readonly references: readonly ObjectId[];
  /** `--@ allow-drop: *`: the object's own key to its destruction (D9). */
  readonly allowDrop: boolean;
  /** `--@ allow-drop: a, b`: columns that may be dropped. */
  readonly allowDropColumns: readonly string[];
  /** `--@ renamed-from: a = b`: former names of columns. */
  readonly renamedColumns: readonly RenamedColumn[];
  /** `--@ renamed-from`: the object that this one was. */
  readonly renamedFrom?: ObjectId;
  /** `--@ ignore`: attributes that may differ. */
  readonly ignore: readonly string[];
  /** Of the definition in normal form. */
  readonly hash: string;
}

/** What the files of one environment declare. */
export interface Model {
  readonly kind: 'declared';
  readonly objects: readonly DeclaredObject[];
}

/** What the ledger in the warehouse says about an object. */
export interface LedgerEntry {
  readonly object: ObjectId;
  readonly kind: ObjectKind;
  /** `started`: a step began and its end was not recorded. */
  readonly state: 'started' | 'done' | 'dropped';
  /** Hash of the declared definition that was last applied; empty before the first. */
  readonly writtenHash: string;
  /** Hash of what the engine printed right after that. */
  readonly liveHash: string;
  /** Hash of the query that was last written: old engines print another text than they were given. Empty for tables. */
  readonly queryHash: string;
  /** Hash of the declared definition of the step that was started. */
  readonly pendingHash: string;
  /** Keys of PROPERTIES that were declared, so that a removed one is noticed. */
  readonly declaredProperties: readonly string[];
  readonly allowDrop: boolean;
  /** Marks of the secrets with which it was last applied, by reference (`secret-mark.ts`). Absent: written by an older version. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Version of the engine that printed `liveHash`; another version prints differently. */
  readonly engineVersion: string;
  readonly fence: number;
}

/** An object as the warehouse holds it. */
export interface LiveObject {
  readonly id: ObjectId;
  readonly kind: ObjectKind;
  readonly database: string;
  readonly name: string;
  /** Absent when the engine prints something that this version does not understand: then only the ledger tells. */
  readonly definition?: Definition;
  /** Of what the engine prints, in normal form. */
  readonly liveHash: string;
  /** Present when this environment manages it. */
  readonly ledger?: LedgerEntry;
  /** Another environment, whose ledger has it. */
  readonly owner?: string;
  /** Why a materialized view is inactive. */
  readonly inactive?: string;
  /** Whether it is a load that reads nothing at the moment, whoever paused it. */
  readonly paused?: boolean;
  /** Secrets (`kms:app`) whose values are not those with which it was last applied. */
  readonly rotated?: readonly string[];
  /** What would declare it, when the reader was asked for that. */
  readonly statements?: readonly Statement[];
}

/** What a warehouse holds in the databases of one environment; also what is recorded of it for planning offline. */
export interface LiveModel {
  readonly kind: 'live';
  readonly environment: string;
  /** `current_version()`; empty when no warehouse was read. */
  readonly engineVersion: string;
  readonly objects: readonly LiveObject[];
  /** Managed objects that are gone, or whose creation was started and did not happen. */
  readonly missing: readonly LedgerEntry[];
}

/** A warehouse that does not exist yet. */
export function emptyModel(environment: string): LiveModel {
  return { kind: 'live', environment, engineVersion: '', objects: [], missing: [] };
}

/** Kinds in databases whose names may equal those of tables: their ids say the kind. */
const NAMED_APART: ReadonlySet<string> = new Set<ObjectKind>(['routine-load', 'pipe', 'task', 'function']);
const OUTSIDE_DATABASES: ReadonlySet<string> = new Set<ObjectKind>([
  ...(['storage-volume', 'catalog', 'warehouse', 'resource-group', 'role', 'user', 'grants'] as const),
]);

/**
 * The id of an object: `database.name` for what queries read, `pipe:database.name` for what has names of its own,
 * `role:name` for what is in no database, the bare name for a database.
 */
export function idOf(kind: ObjectKind, database: string, name: string): ObjectId {
  if (kind === 'database') return name;
  if (OUTSIDE_DATABASES.has(kind)) return `${kind}:${name}`;
  const local = database === '' ? name : `${database}.${name}`;
  return NAMED_APART.has(kind) ? `${kind}:${local}` : local;
}

/** Splits an id. Of a database both parts are its name; what is in no database has an empty one. */
export function splitId(id: ObjectId): { readonly database: string; readonly name: string } {
  const colon = id.indexOf(':');
  const kind = colon < 0 ? '' : id.slice(0, colon);
  if (OUTSIDE_DATABASES.has(kind)) return { database: '', name: id.slice(colon + 1) };
  const apart = NAMED_APART.has(kind);
  const local = apart ? id.slice(colon + 1) : id;
  const parenthesis = local.indexOf('(');
  const dot = local.indexOf('.');
  if (dot < 0 || (apart && parenthesis >= 0 && parenthesis < dot)) {
    return { database: apart ? '' : local, name: local };
  }
  return { database: local.slice(0, dot), name: local.slice(dot + 1) };
}
