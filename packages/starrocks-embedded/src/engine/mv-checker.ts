import { SqlError } from '../errors';
import type { MaterializedViewRecord } from '../storage/model';
import { backgroundSession } from './context';
import type { ServerContext } from './context';
import { activate, mayReactivate } from './mv-activation';

const SECOND_MS = 1000;
const LONGEST_WAIT_MS = 3_600_000;

interface Attempt {
  readonly reason: string;
  readonly dueMs: number;
  readonly failures: number;
}

/** Tries to activate materialized views that went inactive: again and again, after waits that grow up to an hour. */
export class ActiveChecker {
  /** What is known of inactive views, by their id. */
  private readonly attempts = new Map<number, Attempt>();
  private busy = false;

  /** Answers the views that are active again. Does nothing while the last call goes on, or when the configuration forbids it. */
  public async check(context: ServerContext, nowMs: number): Promise<readonly MaterializedViewRecord[]> {
    if (this.busy || context.switches.config('enable_mv_automatic_active_check') !== 'true') return [];
    this.busy = true;
    try {
      const inactive = context.catalog
        .materializedViews()
        .filter((view) => !view.active && mayReactivate(view.inactiveReason));
      this.forget(inactive);
      const done: MaterializedViewRecord[] = [];
      for (const view of inactive) if (await this.attempt(context, view, nowMs)) done.push(view);
      return done;
    } finally {
      this.busy = false;
    }
  }

  private forget(inactive: readonly MaterializedViewRecord[]): void {
    const ids = new Set(inactive.map((view) => view.id));
    for (const id of this.attempts.keys()) if (!ids.has(id)) this.attempts.delete(id);
  }

  private async attempt(context: ServerContext, view: MaterializedViewRecord, nowMs: number): Promise<boolean> {
    const intervalMs = Number(context.switches.config('mv_active_checker_interval_seconds')) * SECOND_MS;
    const known = this.attempts.get(view.id);
    const last =
      known?.reason === view.inactiveReason
        ? known
        : { reason: view.inactiveReason, dueMs: nowMs + intervalMs, failures: 0 };
    this.attempts.set(view.id, last);
    if (nowMs < last.dueMs) return false;
    try {
      await activate(context, backgroundSession(context, view.database, view.creator), view);
      return true;
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      const failures = last.failures + 1;
      const waitMs = Math.min(intervalMs * 2 ** failures, LONGEST_WAIT_MS);
      this.attempts.set(view.id, { ...last, dueMs: nowMs + waitMs, failures });
      return false;
    }
  }
}
