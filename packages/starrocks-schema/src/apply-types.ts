/** What apply takes and gives. */

import type { LiveModel, ObjectId } from './model';
import type { Step } from './plan-types';

export type ApplyProgress =
  | { readonly kind: 'waiting-for-lock'; readonly holder: string }
  | { readonly kind: 'step-started'; readonly step: Step; readonly number: number; readonly total: number }
  /** `skipped`: its result was already there (a resumed run, an identical object). */
  | {
      readonly kind: 'step-done';
      readonly step: Step;
      readonly number: number;
      readonly total: number;
      readonly skipped: boolean;
    }
  | { readonly kind: 'job'; readonly object: ObjectId; readonly state: string; readonly progress: string };

export interface ApplyOptions {
  readonly environment: string;
  readonly onProgress?: (progress: ApplyProgress) => void;
  /** Stops after the current step. */
  readonly signal?: AbortSignal;
  /** Named in the lock, e.g. `user@machine`. */
  readonly holder?: string;
  /**
   * A lock whose holder gave no sign of life for so long is taken over, in seconds.
   *
   * @default 120
   */
  readonly deadAfterSeconds?: number;
  /**
   * How often the holder gives a sign of life, in milliseconds.
   *
   * @default 20000
   */
  readonly heartbeatMs?: number;
  /**
   * Steps that do not depend on each other run at once, at most so many.
   *
   * @default 4
   */
  readonly parallelism?: number;
  /**
   * How often a job of the warehouse is looked at, in milliseconds.
   *
   * @default 500
   */
  readonly pollMs?: number;
}

export interface ApplyResult {
  /** Steps that ran, in their order. */
  readonly applied: readonly string[];
  /** Steps whose result was already there. */
  readonly skipped: readonly string[];
  /** What the warehouse holds now; record it. */
  readonly model: LiveModel;
}
