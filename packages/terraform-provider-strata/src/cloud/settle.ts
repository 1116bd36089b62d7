/** Changes of an instance: one after the other, each awaited, because the service takes no second one meanwhile. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { LogLevel } from '@strata/terraform-plugin';
import { ProviderError } from '../errors';
import type { InstanceDoor } from './instance-door';
import { unlessAborted } from './poll';
import { readGroups, readInstance } from './starrocks-instances';

const FIRST_POLL_MS = 250;
const LONGEST_POLL_MS = 10_000;

/** States that a running instance comes back from by itself. */
const PASSING =
  /^(unpaid|paid|creating|created|updating|modifying_\w+|(elastic_)?scaling_\w+|restarting|upgrading|enable_public_network|disable_public_network|convert_from_trial_to_official|switch_az|enabling|gateway_updating|agent_\w+|migration_\w+)$/i;

/** How a long wait is told and ended. */
export interface Waiting {
  readonly signal: AbortSignal;
  readonly log: (
    level: LogLevel,
    message: string,
    fields?: Readonly<Record<string, string | number | boolean>>,
  ) => void;
}

const turns = new Map<string, Promise<unknown>>();

/** Terraform changes many resources of an instance at once in this process: here they take turns. */
async function inTurn<T>(instanceId: string, work: () => Promise<T>): Promise<T> {
  const before = turns.get(instanceId) ?? Promise.resolve();
  const mine = before.then(work, work);
  turns.set(
    instanceId,
    mine.catch(() => undefined),
  );
  return mine;
}

/** One change of an instance. */
export interface InstanceChange {
  /** E.g. `compute: nodes 3 -> 5`. */
  readonly what: string;
  readonly request: () => Promise<unknown>;
  /** Tells whether it shows: a state that says nothing yet is no proof. */
  readonly isDone: () => Promise<boolean>;
}

/** Waits until nothing goes on, asks for a change, and waits until it is done. */
export function changeInTurn(door: InstanceDoor, waiting: Waiting, change: InstanceChange): Promise<void> {
  const { what, request, isDone } = change;
  return inTurn(door.instance.id, async () => {
    await awaitSettled(door, waiting, `before ${what}`);
    waiting.log('info', `${door.instance.name}: ${what}`);
    await requestPatiently(door, waiting, what, request);
    for (let pause = FIRST_POLL_MS; ; pause = longer(pause)) {
      await awaitSettled(door, waiting, what);
      if (await isDone()) return;
      waiting.log('info', `${door.instance.name} does not show it yet: waiting (${what})`);
      await sleep(pause, undefined, { signal: waiting.signal });
    }
  });
}

/** Somebody else may have begun a change since the last look; then this one is refused and asked for again. */
async function requestPatiently(
  door: InstanceDoor,
  waiting: Waiting,
  what: string,
  request: () => Promise<unknown>,
): Promise<void> {
  for (;;) {
    try {
      await request();
      return;
    } catch (error) {
      const isRefusal = error instanceof ProviderError && error.code === 'STR1603';
      if (!isRefusal || (await goingOn(door)) === undefined) throw error;
      waiting.log('info', `${door.instance.name} is busy with another change: ${what} is asked for again later`);
      await awaitSettled(door, waiting, `before ${what}`);
    }
  }
}

/** Polls until the instance and all its groups run. @throws ProviderError STR1622 when they will not by themselves */
async function awaitSettled(door: InstanceDoor, { signal, log }: Waiting, what: string): Promise<void> {
  const began = Date.now();
  for (let pause = FIRST_POLL_MS; ; pause = longer(pause)) {
    const state = await unlessAborted(() => goingOn(door), signal);
    if (state === undefined) return;
    const seconds = Math.round((Date.now() - began) / 1000);
    log('info', `${door.instance.name} is ${state}: waiting (${what})`, { seconds });
    await sleep(pause, undefined, { signal });
  }
}

/** What keeps an instance from taking a change, e.g. `scaling_out`; undefined when nothing does. */
async function goingOn(door: InstanceDoor): Promise<string | undefined> {
  const { status } = await readInstance(door);
  // A service that does not say what it does is taken at its silence.
  if (status !== '' && status !== 'running') return passing(door, status);
  const busy = (await readGroups(door)).find((group) => group.status !== undefined && group.status !== 'RUNNING');
  return busy?.status === undefined ? undefined : passing(door, busy.status);
}

function passing(door: InstanceDoor, status: string): string {
  if (PASSING.test(status)) return status;
  throw new ProviderError(
    'STR1622',
    `${door.instance.name} is ${status}: it takes no change, and does not come back from that by itself. See why in the console, then plan again.`,
  );
}

function longer(pause: number): number {
  return Math.min(pause * 2, LONGEST_POLL_MS);
}
