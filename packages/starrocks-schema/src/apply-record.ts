/**
 * What a run writes into the ledger. An INSERT is a load and takes 0.1 to 1 s on a real cluster, so entries that come
 * while one runs go together into the next: no step begins before its `started` is durable, `done` goes along with
 * whatever is written next.
 */

import type { RunSecrets } from './apply-secrets';
import type { Connection } from './connection-types';
import { readObjects } from './introspect';
import { writeLedger } from './ledger';
import type { Lock } from './lock';
import type { LedgerEntry, LiveModel, LiveObject, ObjectId } from './model';
import { Batches } from './parallel';
import type { Plan, Step } from './plan-types';

/** What has ended is read back and written when so many objects wait for it, or the first one for so long (ms). */
const MANY_ENDED = 250;
const LONGEST_WAIT_MS = 5_000;

interface RecorderInput {
  readonly connection: Connection;
  readonly environment: string;
  readonly plan: Plan;
  readonly live: LiveModel;
  readonly lock: Lock;
  readonly secrets: RunSecrets;
  /** Seconds since 1970 by the clock of the warehouse. */
  readonly now: () => number;
}

export class Recorder {
  private readonly writes = new Batches<LedgerEntry>((entries) => this.write(entries));
  private readonly begun = new Map<ObjectId, { readonly entry: LedgerEntry; readonly durable: Promise<void> }>();
  private readonly known: ReadonlyMap<ObjectId, LedgerEntry>;
  private readonly lastSteps: ReadonlyMap<ObjectId, Step>;
  private readonly stepsLeft = new Map<ObjectId, number>();
  private readonly waiting: LedgerEntry[] = [];
  private endedSteps: Step[] = [];
  private reading: Promise<void> = Promise.resolve();
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

  /** Notes the end of a step. Behind the last one of its object, what the engine prints goes along with a later write. */
  public async ended(step: Step): Promise<void> {
    const left = (this.stepsLeft.get(step.object) ?? 1) - 1;
    this.stepsLeft.set(step.object, left);
    if (left > 0) return;
    this.endedSteps.push(this.lastSteps.get(step.object) ?? step);
    if (this.endedSteps.length >= MANY_ENDED) return this.readBack();
    this.timer ??= setTimeout(() => this.writeLate(), LONGEST_WAIT_MS);
  }

  /** Writes what waits. */
  public async finish(): Promise<void> {
    this.stop();
    await this.reading;
    await this.readBack();
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
    // Nothing begins if the lock was lost meanwhile.
    await lock.check();
  }

  private startedEntry(step: Step): LedgerEntry {
    const known = this.known.get(step.object) ?? this.known.get(formerNameOf(step));
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
      secrets: known === undefined ? {} : known.secrets,
      engineVersion: this.input.live.engineVersion,
      fence: this.input.lock.token,
    };
  }

  private writeLate(): void {
    this.timer = undefined;
    // A failure comes up with the next write that somebody waits for.
    this.readBack()
      .then(() => this.writes.add([]))
      .catch(() => undefined);
  }

  private readBack(): Promise<void> {
    const steps = this.endedSteps;
    this.endedSteps = [];
    if (steps.length === 0) return this.reading;
    const read = this.readSteps(steps);
    this.reading = Promise.allSettled([this.reading, read]).then(() => undefined);
    return read;
  }

  private async readSteps(steps: readonly Step[]): Promise<void> {
    const kept = steps.filter((step) => !isEnd(step)).map((step) => step.object);
    const objects = kept.length === 0 ? [] : await this.readKept(kept, steps);
    const hashes = new Map(objects.map((object) => [object.id, object.liveHash]));
    const entries = steps.map((step) => this.doneEntry(step, hashes.get(step.object) ?? ''));
    this.waiting.push(...(await Promise.all(entries)));
  }

  /** What could not be read is read again with what ends next. */
  private async readKept(ids: readonly ObjectId[], steps: readonly Step[]): Promise<readonly LiveObject[]> {
    try {
      return await readObjects(this.input.connection, ids);
    } catch (error) {
      this.endedSteps.push(...steps);
      throw error;
    }
  }

  private async doneEntry(step: Step, liveHash: string): Promise<LedgerEntry> {
    const known = this.known.get(step.object)?.secrets;
    return {
      object: step.object,
      kind: step.objectKind,
      state: isEnd(step) ? 'dropped' : 'done',
      ...step.record,
      secrets: await this.input.secrets.marksOf(step.object, step.declared, known),
      liveHash: step.record.liveHash ?? liveHash,
      pendingHash: '',
      engineVersion: this.input.live.engineVersion,
      fence: this.input.lock.token,
    };
  }
}

/** What was written under the former name of an object is what it holds until its steps are done. */
function formerNameOf({ object, expects }: Step): ObjectId {
  return expects.kind === 'differs' ? (expects.renamedFrom ?? object) : object;
}

function isEnd(step: Step): boolean {
  return step.kind === 'drop' || step.kind === 'release';
}
