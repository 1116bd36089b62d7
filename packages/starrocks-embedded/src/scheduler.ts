import type { ServerContext } from './engine/context';
import { execute } from './engine/execute';
import { ActiveChecker } from './engine/mv-checker';
import { runTask } from './engine/named/tasks';
import { DynamicScheduler } from './engine/partition/dynamic-scheduler';
import { startRefresh } from './engine/refresh';
import { parseTime } from './engine/times';
import type { MaterializedViewRecord } from './storage/model';

/** How often due materialized views are looked for, in milliseconds. */
const TICK_MS = 1_000;

const UNIT_MS: Readonly<Record<string, number>> = {
  SECOND: 1_000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
  WEEK: 604_800_000,
};

/** Refreshes materialized views that have a timetable, and those that follow the loads of their base tables; activates those that can be again; makes dynamic partitions. */
export class Scheduler {
  private timer: NodeJS.Timeout | undefined;
  private readonly open = new Set<Promise<void>>();
  private readonly changed = new Set<string>();
  private readonly checker = new ActiveChecker();
  private readonly dynamic = new DynamicScheduler();
  private readonly lastTaskRuns = new Map<string, number>();

  /** Notes that the rows of an object changed. */
  public note(database: string, name: string): void {
    this.changed.add(`${database}.${name}`);
  }

  public start(context: ServerContext): void {
    this.timer = setInterval(() => {
      this.tick(context);
    }, TICK_MS);
    this.timer.unref();
  }

  /** Waits for the refresh that runs. */
  public async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.open);
  }

  /** Changes that a run may have missed count for the next tick. */
  private keep(view: MaterializedViewRecord, changed: ReadonlySet<string>): void {
    for (const source of view.sources) if (changed.has(source)) this.changed.add(source);
  }

  private follow(run: Promise<void>): void {
    const settled = run.catch(() => undefined);
    this.open.add(settled);
    void settled.finally(() => this.open.delete(settled));
  }

  /** Submitted tasks with a schedule run when their time comes. */
  private runTasks(context: ServerContext): void {
    for (const task of context.catalog.namedOf('task')) {
      const { every, unit, start } = task.details;
      if (task.state !== 'ACTIVE' || typeof every !== 'number' || context.tasks.isLive(task.name)) continue;
      const interval = every * (UNIT_MS[String(unit)] ?? Number.NaN);
      const first = typeof start === 'string' ? parseTime(start, context.timeZone) : task.createdMs;
      const now = Date.now();
      if (!(interval > 0) || now < first) continue;
      const slot = first + Math.floor((now - first) / interval) * interval;
      if ((this.lastTaskRuns.get(task.name) ?? context.startMs) >= slot) continue;
      this.lastTaskRuns.set(task.name, slot);
      this.follow(runTask(context, task, execute));
    }
  }

  /** Views that are active again missed what their base tables got meanwhile. */
  private async reactivate(context: ServerContext): Promise<void> {
    for (const view of await this.checker.check(context, Date.now()))
      for (const source of view.sources) this.changed.add(source);
  }

  private tick(context: ServerContext): void {
    this.runTasks(context);
    this.follow(this.reactivate(context));
    this.follow(this.dynamic.check(context, Date.now()));
    const changed = new Set(this.changed);
    this.changed.clear();
    for (const view of context.catalog.materializedViews()) {
      if (!view.active || view.refresh.mode !== 'ASYNC') continue;
      const due =
        view.refresh.every === undefined
          ? view.sources.some((source) => changed.has(source))
          : isDue(view, context.timeZone);
      // A failed run is noted in task_runs; the next tick goes on.
      if (!due) continue;
      if (context.tasks.isLive(`mv-${view.id}`)) this.keep(view, changed);
      else this.follow(startRefresh(context, view, { manual: false, sync: false, force: false }).done);
    }
  }
}

function isDue(view: MaterializedViewRecord, timeZone: string): boolean {
  const { every, start } = view.refresh;
  const interval = every === undefined ? undefined : Number(every.value.text) * (UNIT_MS[every.unit] ?? Number.NaN);
  if (interval === undefined || !(interval > 0)) return false;
  const first = start === undefined ? view.createdMs : parseTime(start, timeZone);
  const now = Date.now();
  if (now < first) return false;
  const lastSlot = first + Math.floor((now - first) / interval) * interval;
  return (view.lastRefresh?.startMs ?? view.createdMs) < lastSlot;
}
