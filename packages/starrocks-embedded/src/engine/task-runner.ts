import type { TaskRunRecord } from '../storage/model';
import { sleep } from './switches';
import type { Switches } from './switches';

/** A run that is not over. */
type LiveRun = Omit<TaskRunRecord, 'state'> & { state: 'PENDING' | 'RUNNING' };

/** Runs tasks: so many at once, those of one task one after the other, the others wait as PENDING. */
export class TaskRunner {
  private readonly live = new Map<string, LiveRun>();
  private readonly running = new Map<string, string>();
  private waiting: { readonly run: LiveRun; readonly start: () => void }[] = [];
  private readonly cancelled = new Set<string>();

  constructor(private readonly switches: Switches) {}

  /** Runs that wait or run, oldest first. */
  public runs(): readonly LiveRun[] {
    return [...this.live.values()];
  }

  public isLive(taskName: string): boolean {
    return this.runs().some((run) => run.taskName === taskName);
  }

  /** Whether a run would neither wait nor be slowed down. */
  public isImmediate(taskName: string): boolean {
    return this.switches.get('embedded_task_delay_ms') === 0 && !this.isLive(taskName) && this.hasSlot();
  }

  /** Runs the work when it is its turn. `work` gets whether the run was cancelled meanwhile. */
  public async run<T>(run: Omit<LiveRun, 'state'>, work: (isCancelled: () => boolean) => Promise<T>): Promise<T> {
    const live: LiveRun = { ...run, state: 'PENDING' };
    this.live.set(run.queryId, live);
    try {
      await this.turn(live);
      live.state = 'RUNNING';
      await sleep(this.switches.get('embedded_task_delay_ms'));
      return await work(() => this.cancelled.has(run.queryId));
    } finally {
      this.live.delete(run.queryId);
      this.running.delete(run.queryId);
      this.cancelled.delete(run.queryId);
      this.startWaiting();
    }
  }

  /** Marks the runs of a task that are not over. */
  public cancel(taskName: string): void {
    for (const run of this.live.values()) if (run.taskName === taskName) this.cancelled.add(run.queryId);
  }

  private hasSlot(): boolean {
    return this.running.size < this.switches.get('embedded_task_slots');
  }

  private turn(run: LiveRun): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ run, start: resolve });
      this.startWaiting();
    });
  }

  private startWaiting(): void {
    const busy = new Set(this.running.values());
    const left: typeof this.waiting = [];
    for (const entry of this.waiting) {
      if (!this.hasSlot() || busy.has(entry.run.taskName)) {
        left.push(entry);
        continue;
      }
      busy.add(entry.run.taskName);
      this.running.set(entry.run.queryId, entry.run.taskName);
      entry.start();
    }
    this.waiting = left;
  }
}
