/** Changes and plans, as data. */

import type { Definition, ObjectKind } from './definition';
import type { DeclaredObject, LiveObject, ObjectId } from './model';

/** One attribute in which a declared and a live object differ. */
export interface Difference {
  /** E.g. `columns.amount.type`, `key`, `properties.replication_num`, `query`. */
  readonly path: string;
  readonly declared: string;
  readonly live: string;
}

export type Change =
  /** Declared, not there. `lost` when it was applied before and is gone. */
  | { readonly kind: 'create'; readonly desired: DeclaredObject; readonly lost: boolean }
  /** Declared and there, identical, not in the ledger. */
  | { readonly kind: 'adopt'; readonly desired: DeclaredObject; readonly live: LiveObject }
  /** Declared and there, managed, equal; only what the ledger keeps beside the definition differs. */
  | { readonly kind: 'record'; readonly desired: DeclaredObject; readonly live: LiveObject }
  | {
      readonly kind: 'alter';
      readonly desired: DeclaredObject;
      readonly live: LiveObject;
      readonly differences: readonly Difference[];
      /** The live object is not what was last applied. */
      readonly drifted: boolean;
    }
  /** Declared and there, but not managed by this environment: different, or another one's. */
  | {
      readonly kind: 'foreign';
      readonly desired: DeclaredObject;
      readonly live: LiveObject;
      readonly differences: readonly Difference[];
    }
  /** Managed, no longer declared. */
  | { readonly kind: 'drop'; readonly live: LiveObject };

export interface Changes {
  readonly changes: readonly Change[];
  /** Live objects that this environment does not manage: reported, never touched. */
  readonly unmanaged: readonly UnmanagedObject[];
  /** Number of declared objects that are as declared. */
  readonly unchanged: number;
  /** All that is declared, and all that is live: what a change touches beside its object is found there. */
  readonly declared: readonly DeclaredObject[];
  readonly live: readonly LiveObject[];
  readonly engineVersion: string;
  /** By their former ids, the new ids of tables and materialized views that are renamed in place. */
  readonly moves: ReadonlyMap<ObjectId, ObjectId>;
  /** Per declared object, what it refers to and what its live form is bound to. */
  readonly references: Readonly<Record<ObjectId, readonly ObjectId[]>>;
}

export interface UnmanagedObject {
  readonly object: ObjectId;
  readonly kind: ObjectKind;
}

export type StepKind =
  | `create-${ObjectKind}`
  | `alter-${ObjectKind}`
  | `replace-${ObjectKind}`
  | `drop-${ObjectKind}`
  | 'add-columns'
  | 'alter-columns'
  | 'rename-column'
  | 'comment'
  | 'set-properties'
  | 'alter-indexes'
  /** Buckets or distribution: every row is written anew by the engine. */
  | 'optimize'
  | 'sort-key'
  | 'rename'
  /** The second table or materialized view, which takes the place of the first. */
  | 'create-shadow'
  /** Rows of the live table go into the shadow. */
  | 'copy'
  | 'pause-loads'
  | 'resume-loads'
  | 'swap'
  | 'grant'
  | 'refresh'
  /** The former object goes out of the way: renamed, or dropped when it is derived data. */
  | 'put-away'
  | 'alter-refresh'
  | 'activate'
  | 'drop'
  /** No statement: the ledger forgets an object that stays in the warehouse. */
  | 'release'
  /** No statement: the object is taken into the ledger, or its entry brought up to date. */
  | 'record';

export type Risk = 'safe' | 'locks-writers' | 'rewrites-data' | 'destroys-data';

export type Mechanism = 'metadata' | 'async-job' | 'swap' | 'refresh' | 'ledger';

/** What the object of a step must be when the plan is applied; otherwise the plan is stale. */
export type Expectation =
  /** Not there (or there already as declared: then it is adopted). */
  | { readonly kind: 'absent' }
  /** There, and different in no more than this. */
  | {
      readonly kind: 'differs';
      readonly liveHash: string;
      readonly differences: readonly Difference[];
      /** Its former name, which it has until the first of its steps is done. */
      readonly renamedFrom?: ObjectId;
    }
  /** There, as the engine printed it. */
  | {
      readonly kind: 'present';
      readonly liveHash: string;
      /** The same when what it is bound to has its new names. */
      readonly movedHash?: string;
    };

/** A step before its place in the plan is known. */
export interface StepDraft {
  readonly kind: StepKind;
  readonly statements: readonly string[];
  readonly risk: Risk;
  readonly mechanism: Mechanism;
  /** Paths of the differences that this step removes. */
  readonly resolves: readonly string[];
  /** The physical object that the statements touch when it is not the step's own, e.g. a shadow table. */
  readonly target?: ObjectId;
  /** The job that the statements leave behind; followed by its id until it ends. Goes with mechanism `async-job`. */
  readonly awaits?: Awaited;
  /** Compared after the statements; the step fails when one differs. */
  readonly checks?: readonly Check[];
  /** Running the statements again after a crash is harmless. Absent: `expects` and `resolves` tell, or `settled`. */
  readonly repeatable?: boolean;
  /** How the catalog shows that the statements have taken effect, for what cannot be repeated. */
  readonly settled?: Settled;
  /** What the statements take from the warehouse when the step's turn comes. */
  readonly fills?: readonly Fill[];
  /** Every row of the table is written anew. */
  readonly rewrites?: boolean;
  /** How long it takes and how much it moves. */
  readonly estimate?: Estimate;
  /** How to undo it, for people. */
  readonly wayBack?: string;
}

export interface Step extends StepDraft {
  /** `<kind> <object>`, with a number when an object has several steps of a kind. */
  readonly id: string;
  readonly object: ObjectId;
  readonly objectKind: ObjectKind;
  /** Steps that must be done before. */
  readonly dependsOn: readonly string[];
  readonly expects: Expectation;
  /** As what the object is declared; absent when it is dropped. */
  readonly declared?: Definition;
  /** Attributes that may differ (`--@ ignore`). */
  readonly ignore: readonly string[];
  /** What the ledger keeps once the last step of the object is done. */
  readonly record: StepRecord;
  /** What else is touched. */
  readonly blastRadius?: BlastRadius;
}

/** `schema-change`: SHOW ALTER TABLE COLUMN; `optimize`, `rollup` likewise; `refresh`: task run of a materialized view. */
export type Awaited = 'schema-change' | 'optimize' | 'rollup' | 'refresh';

/** Two queries with one row each, which must be equal in all columns. */
export interface Check {
  readonly what: string;
  readonly left: string;
  readonly right: string;
}

/** Places in the statements that a query fills: see `fillStatements`. */
export interface Fill {
  /** `kafka-progress`: the column holds the offsets that a load has read; `{{partitions}}` and `{{offsets}}` are filled. */
  readonly kind: 'kafka-progress';
  readonly sql: string;
  readonly column: string;
  /** The statement for a load that has read nothing yet: it begins as declared. */
  readonly unread: string;
}

/** Looked at when the step's turn comes, not before. */
export type Settled =
  /** The object exists. */
  | { readonly kind: 'exists'; readonly object: ObjectId }
  /** The object does not exist. */
  | { readonly kind: 'absent'; readonly object: ObjectId }
  /** The object differs in nothing from `Step.declared`. */
  | { readonly kind: 'definition'; readonly object: ObjectId }
  /** The query gives a row whose first column is 1, `1`, true or `true`. */
  | { readonly kind: 'query'; readonly sql: string };

export interface Estimate {
  readonly duration: Duration;
  /** Bytes that are written anew. */
  readonly bytes?: number;
  readonly rows?: number;
}

export type Duration = 'instant' | 'seconds' | 'minutes' | 'hours';

/** What a step touches beside its object. */
export interface BlastRadius {
  /** Materialized views that become inactive until they are reactivated. */
  readonly inactive: readonly ObjectId[];
  /** Materialized views that are refreshed as a consequence. */
  readonly refreshes: readonly ObjectId[];
  /** Routine loads that are paused, `database.name`. */
  readonly loads: readonly string[];
  /** Materialized views that the engine never reactivates by itself. */
  readonly neverComesBack: readonly ObjectId[];
}

export interface StepRecord {
  readonly writtenHash: string;
  readonly queryHash: string;
  readonly declaredProperties: readonly string[];
  readonly allowDrop: boolean;
  /** What the engine printed when all was as declared: stays while something else of the object is not. */
  readonly liveHash?: string;
}

export interface Refusal {
  readonly object: ObjectId;
  readonly file?: string;
  /** What differs, the rule, what to do. */
  readonly message: string;
}

export interface Plan {
  readonly steps: readonly Step[];
  readonly refusals: readonly Refusal[];
  readonly unmanaged: readonly UnmanagedObject[];
  readonly warnings: readonly string[];
  /** All statements in their order. */
  readonly statements: readonly string[];
  readonly unchanged: number;
}

/** Steps of one object, or why there are none. */
export interface Verdict {
  readonly steps: readonly StepDraft[];
  readonly refusals: readonly string[];
  readonly warnings: readonly string[];
}

/** Keys to the destruction of data (D9): both are needed. */
export interface PlanPolicy {
  /** The environment lets objects without their own `--@ allow-drop` be dropped. */
  readonly allowDataLoss: boolean;
  /** While on, nothing is dropped. */
  readonly protection: boolean;
  /**
   * The highest risk that a step may have; what destroys data needs both keys besides.
   *
   * @default 'safe'
   */
  readonly maxRisk?: Exclude<Risk, 'destroys-data'>;
  /**
   * The most bytes that one step may write anew.
   *
   * @default - any number
   */
  readonly maxRewriteBytes?: number;
  /** Where the rules stand, for refusals: `policy.yaml, stage prod`. */
  readonly source?: string;
}
