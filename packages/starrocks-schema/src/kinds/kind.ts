/** What the planner, the reader and the import need to know of a kind of object. */

import type { Statement } from '@strata/starrocks-sql';

import type { Connection } from '../connection-types';
import type { Definition } from '../definition';
import type { DeclaredObject, LiveObject, ObjectId } from '../model';
import type { Difference, PlanPolicy, Verdict } from '../plan-types';
import type { PlainDefinition, PlainKind } from './definition';

/** An object that was read: where it is, and what the engine says of it. */
export interface Read {
  readonly id: ObjectId;
  /** Empty for objects outside of databases. */
  readonly database: string;
  readonly name: string;
  /** Absent when the answer is not understood; then `printed` is its identity. */
  readonly definition?: PlainDefinition;
  /** What was read, when there is no definition. */
  readonly printed?: string;
}

/** Which objects are wanted: those of these databases, and all that are in none. */
export interface ReadScope {
  readonly databases: readonly string[];
}

/** What a kind of objects can do. Everything but `introspect` is pure. */
export interface Kind {
  readonly kind: PlainKind;
  /** In messages, e.g. `storage volume`. */
  readonly title: string;
  /** Whether it belongs to a database. */
  readonly inDatabase: boolean;
  /** Whether its end loses what its file does not say: rows, offsets of a load, bindings of others to it. Else it is dropped without keys. */
  readonly holdsData: boolean;
  /** Normal form of what a statement creates; undefined when it creates another kind. */
  readonly normalise: (statement: Statement) => PlainDefinition | undefined;
  /** Statements that make it. Secrets are references in them. */
  readonly create: (desired: DeclaredObject) => readonly string[];
  /** Statements that end it. */
  readonly drop: (live: Pick<LiveObject, 'id' | 'database' | 'name' | 'definition'>) => readonly string[];
  /** @param managed keys that were declared when the object was last applied */
  readonly compare: (declared: Definition, live: Definition, managed: readonly string[]) => readonly Difference[];
  readonly alter: (
    desired: DeclaredObject,
    live: LiveObject,
    differences: readonly Difference[],
    policy: PlanPolicy,
  ) => Verdict;
  /** Reads all objects of the kind in scope, in a constant number of queries where the engine allows it. */
  readonly introspect: (connection: Connection, scope: ReadScope) => Promise<readonly Read[]>;
  /** The statements of a file that declares what is live. */
  readonly print: (live: LiveObject) => readonly Statement[];
  /** Ids that must be there before it, as far as its definition tells. */
  readonly references: (definition: PlainDefinition, database: string) => readonly ObjectId[];
}
