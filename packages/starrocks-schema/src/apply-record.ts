/**
 * What a run writes into the ledger. An INSERT is a load and takes 0.1 to 1 s on a real cluster, so entries that come
 * while one runs go together into the next: no step begins before its `started` is durable, `done` goes along with
 * whatever is written next.
 */

import type { Connection } from './connection-types';
import { readObjects } from './introspect';
import { writeLedger } from './ledger';
import type { Lock } from './lock';
import type { LedgerEntry, LiveModel, ObjectId } from './model';
import { Batches } from './parallel';
import type { Plan, Step } from './plan-types';

/** `done` waits no longer than this for company, in milliseconds. */
const LONGEST_WAIT_MS = 1_000;

export interface RecorderInput {
  readonly connection: Connection;
  readonly environment: string;
  readonly plan: Plan;
  readonly live: LiveModel;
  readonly lock: Lock;
  /** Seconds since 1970 by the clock of the warehouse. */
  readonly now: () => number;
}

export class Recorder {
  private readonly writes = new Batches<LedgerEntry>((entries) => this.write(entries));
  private readonly reads = new Batches<Step>((steps) => this.readBack(steps));
  private readonly begun = new Map<ObjectId, { readonly entry: LedgerEntry; readonly durable: Promise<void> }>();
  private readonly known: ReadonlyMap<ObjectId, LedgerEntry>;
  private readonly lastSteps: ReadonlyMap<ObjectId, Step>;
  private readonly stepsLeft = new Map<ObjectId, number>();
  private readonly waiting: LedgerEntry[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly input: RecorderInput) {
    this.known = new Map(input.live.objects.flatMap(({ id, ledger }) => (ledger === undefined ? [] : [[id, ledger]])));
    this.lastSteps = new Map(input.plan.steps.map((step) => [step.object, step]));
    for (const { object } of input.plan.steps) this.stepsLeft.set(object, (this.stepsLeft.get(object) ?? 0) + 1);
  }

  /** Resolves when the ledger says durably that the object is being changed. */
  public async started(step: Step): Promise<void> {
    const known = this.begun.get(step.object);
    if (known !== undefined) return known.durable;
    const entry = this.startedEntry(step);
    const durable = this.writes.add([entry]);
    this.begun.set(step.object, { entry, durable });
    return durable;
  }

  /** What the ledger says about an object now. */
  public entryOf(object: ObjectId): LedgerEntry | undefined {
    return this.begun.get(object)?.entry ?? this.known.get(object);
  }

  /** Notes the end of a step; behind the last one of its object reads what the engine prints, for the next write. */
  public async ended(step: Step): Promise<void> {
    const left = (this.stepsLeft.get(step.object) ?? 1) - 1;
    this.stepsLeft.set(step.object, left);
    if (left > 0) return;
    await this.reads.add([this.lastSteps.get(step.object) ?? step]);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      // A failure comes up with the next write that somebody waits for.
      this.writes.add([]).catch(() => undefined);
    }, LONGEST_WAIT_MS);
  }

  /** Writes what waits. */
  public async finish(): Promise<void> {
    this.stop();
    await this.writes.add([]);
  }

  public stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async write(entries: readonly LedgerEntry[]): Promise<void> {
    const { connection, environment, lock, now } = this.input;
    const all = [...this.waiting.splice(0), ...entries];
    if (all.length === 0) return;
    await lock.check();
    await writeLedger(connection, environment, all, now());
  }

  private startedEntry(step: Step): LedgerEntry {
    const known = this.known.get(step.object);
    return {
      object: step.object,
      kind: step.objectKind,
      state: 'started',
      writtenHash: known?.writtenHash ?? '',
      liveHash: known?.liveHash ?? '',
      queryHash: known?.queryHash ?? '',
      pendingHash: step.record.writtenHash,
      declaredProperties: known?.declaredProperties ?? [],
      allowDrop: known?.allowDrop ?? step.record.allowDrop,
      engineVersion: this.input.live.engineVersion,
      fence: this.input.lock.token,
    };
  }

  private async readBack(steps: readonly Step[]): Promise<void> {
    const kept = steps.filter((step) => !isEnd(step)).map((step) => step.object);
    const objects = kept.length === 0 ? [] : await readObjects(this.input.connection, kept);
    const hashes = new Map(objects.map((object) => [object.id, object.liveHash]));
    for (const step of steps) this.waiting.push(this.doneEntry(step, hashes.get(step.object) ?? ''));
  }

  private doneEntry(step: Step, liveHash: string): LedgerEntry {
    return {
      object: step.object,
      kind: step.objectKind,
      state: isEnd(step) ? 'dropped' : 'done',
      ...step.record,
      liveHash,
      pendingHash: '',
      engineVersion: this.input.live.engineVersion,
      fence: this.input.lock.token,
    };
  }
}

function isEnd(step: Step): boolean {
  return step.kind === 'drop' || step.kind === 'release';
}
