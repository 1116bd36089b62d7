/** What the planner, the reader and the import need to know of a kind of object. */

import type { Statement } from '@strata/starrocks-sql';

import type { Connection } from '../connection-types';
import type { Definition } from '../definition';
import type { DeclaredObject, LiveObject, ObjectId } from '../model';
import type { Difference, PlanPolicy, Verdict } from '../plan-types';
import type { PlainDefinition, PlainKind } from './definition';

/** An object that was read: where it is, and the statements that would declare it. */
export interface Read {
  readonly id: ObjectId;
  /** Empty for objects outside of databases. */
  readonly database: string;
  readonly name: string;
  /** Empty when the answer is not understood; then `printed` is its identity. */
  readonly statements: readonly Statement[];
  /** What was read, when it is not understood. */
  readonly printed?: string;
  /** Whether it is a load that reads nothing at the moment. */
  readonly paused?: boolean;
}

/** Which objects are wanted. */
export interface ReadScope {
  /** For kinds that are in databases: those of these databases. */
  readonly databases: readonly string[];
  /** Where each object costs a query: only these. Absent: all. */
  readonly ids?: ReadonlySet<ObjectId>;
}

/** Reads on one of several connections; runs at once as far as connections are free. */
export type Query = Connection['query'];

/** By their former ids, the new ids of objects that are renamed. */
export type Moves = ReadonlyMap<ObjectId, ObjectId>;

/** What a change is judged by. */
export type KindContext = PlanPolicy;

/** What a kind of objects can do. Everything but `introspect` is pure. */
export interface Kind {
  readonly kind: PlainKind;
  /** In messages, e.g. `storage volume`. */
  readonly title: string;
  /** Whether it belongs to a database. */
  readonly inDatabase: boolean;
  /** Whether its end loses what its file does not say: rows, offsets of a load, bindings of others to it. Else it is dropped without keys. */
  readonly holdsData: boolean;
  /** Normal form of what statements create; undefined when they create another kind. */
  readonly normalise: (statements: readonly Statement[]) => PlainDefinition | undefined;
  /** Statements that make it. Secrets are references in them. */
  readonly create: (desired: DeclaredObject) => readonly string[];
  /** The job that its creation leaves behind. */
  readonly creationJob?: 'rollup';
  /** Statements that end it. */
  readonly drop: (live: Pick<LiveObject, 'id' | 'database' | 'name' | 'definition'>) => readonly string[];
  /** @param managed keys that were declared when the object was last applied */
  readonly compare: (declared: Definition, live: Definition, managed: readonly string[]) => readonly Difference[];
  readonly alter: (
    desired: DeclaredObject,
    live: LiveObject,
    differences: readonly Difference[],
    context: KindContext,
  ) => Verdict;
  /** Reads the objects of the kind in scope, in a constant number of queries where the engine allows it. */
  readonly introspect: (query: Query, scope: ReadScope) => Promise<readonly Read[]>;
  /** Ids that must be there before it, as far as its definition tells. */
  readonly references: (definition: Definition, database: string) => readonly ObjectId[];
  /** The live definition as the engine shows it once objects have other names, for what is bound to their ids. */
  readonly follow: (definition: Definition, moves: Moves) => Definition;
  /** Keys that are declared, so that a removed one is noticed. */
  readonly managedKeys: (definition: Definition) => readonly string[];
  /** What the engine never shows, so that only the ledger knows what was written. */
  readonly hidden?: { readonly path: string; readonly of: (definition: Definition) => unknown };
}
