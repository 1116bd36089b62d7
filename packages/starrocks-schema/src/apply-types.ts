/** What apply takes and gives. */

import type { LiveModel, ObjectId } from './model';
import type { Plan, Step } from './plan-types';

export type ApplyProgress =
  | { readonly kind: 'step-started'; readonly step: Step; readonly number: number; readonly total: number }
  /** `skipped`: its result was already there (a resumed run, an identical object). */
  | {
      readonly kind: 'step-done';
      readonly step: Step;
      readonly number: number;
      readonly total: number;
      readonly skipped: boolean;
    }
  /** Another run holds the lock; it is tried again until no time is left. */
  | { readonly kind: 'locked'; readonly holder: string; readonly leftMs: number }
  /** The step failed; what does not depend on it goes on. */
  | { readonly kind: 'step-failed'; readonly step: Step; readonly message: string }
  /** The step is tried again: the warehouse was away, or busy with the table. */
  | { readonly kind: 'step-retried'; readonly step: Step; readonly message: string }
  | {
      readonly kind: 'job';
      readonly object: ObjectId;
      /** Id of the job, or of the query of a refresh. */
      readonly job: string;
      readonly state: string;
      /** As the warehouse says it. */
      readonly progress: string;
      /** 0 to 100, where the warehouse tells. */
      readonly percent?: number;
    };

export interface ApplyOptions {
  readonly environment: string;
  readonly onProgress?: (progress: ApplyProgress) => void;
  /** Begins no further step. Statements that run are awaited, jobs of the warehouse are left to the next run. */
  readonly signal?: AbortSignal;
  /** Ends at once, whatever runs. The lock then dies of age. */
  readonly abandon?: AbortSignal;
  /** Named in the lock, e.g. `user@machine`. */
  readonly holder?: string;
  /**
   * A lock whose holder gave no sign of life for so long is taken over, in seconds.
   *
   * @default 120
   */
  readonly deadAfterSeconds?: number;
  /**
   * For how long the lock of another run is waited for, in milliseconds.
   *
   * @default 0: refused at once
   */
  readonly lockTimeoutMs?: number;
  /**
   * How often a lock that is waited for is tried, in milliseconds.
   *
   * @default 2000
   */
  readonly lockPollMs?: number;
  /**
   * How often the holder gives a sign of life, in milliseconds.
   *
   * @default 20000
   */
  readonly heartbeatMs?: number;
  /**
   * Statements that do not depend on each other run at once, at most so many.
   *
   * @default 8
   */
  readonly parallelism?: number;
  /**
   * How often a job of the warehouse is looked at, in milliseconds.
   *
   * @default 500
   */
  readonly pollMs?: number;
  /**
   * For how long a warehouse that went away is called again (a restart, an election of the leader), in milliseconds.
   *
   * @default 60000
   */
  readonly reconnectMs?: number;
  /**
   * A job that is done but for its publication, and does not move for so long, is given up, in milliseconds.
   *
   * @default 600000
   */
  readonly stallMs?: number;
  /**
   * Value of a secret that a statement refers to, e.g. `kms:app`. It enters the statement that is sent, and nothing else.
   */
  readonly resolveSecret?: (reference: string) => Promise<string>;
  /** Makes the plan anew, under the lock, when what was planned does not fit what the warehouse holds by then. */
  readonly replan?: Replan;
}

/** How a plan is made anew. An object of somebody else that is in the way (STR1421) always ends the run. */
export interface Replan {
  /**
   * `unfinished`: only when all that does not fit are objects of this environment's own ledger that a creation left
   * (decision D14): what a reviewer saw is never exchanged for something else. `changed`: whatever of this environment
   * changed since, for a plan that nobody has reviewed.
   */
  readonly when: 'unfinished' | 'changed';
  /** What it throws ends the run before anything is changed. */
  readonly plan: (live: LiveModel) => Plan | Promise<Plan>;
}

export interface ApplyFailure {
  /** Id of the step. */
  readonly step: string;
  readonly object: ObjectId;
  readonly code: string;
  readonly message: string;
}

export interface ApplyResult {
  /** Steps that ran, in the order of their ends. */
  readonly applied: readonly string[];
  /** Steps whose result was already there. */
  readonly skipped: readonly string[];
  /** Steps that failed. */
  readonly failed: readonly ApplyFailure[];
  /** Steps that were not begun because one that they need failed, or because the run was stopped. */
  readonly blocked: readonly string[];
  /** What the warehouse holds now; record it. */
  readonly model: LiveModel;
}
