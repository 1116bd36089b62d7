/** Waiting until another run gives the lock of an environment back, or dies. */

import { pause } from './apply-pause';
import type { Connection } from './connection-types';
import type { Lock, LockOptions } from './lock';
import { acquireLock, LockedError } from './lock';

interface LockWait {
  /** For how long at most, in milliseconds; 0 refuses at once. */
  readonly timeoutMs: number;
  /** How often it is tried, in milliseconds. */
  readonly pollMs: number;
  readonly signal?: AbortSignal;
  /** Told before each wait. @param leftMs until it is given up */
  readonly onWait?: (holder: string, leftMs: number) => void;
}

/**
 * Takes the lock of an environment as soon as it is free.
 *
 * @throws LockedError (STR1422) when it is not free in time.
 */
export async function waitForLock(
  connection: Connection,
  beats: Connection,
  options: LockOptions,
  { timeoutMs, pollMs, signal, onWait }: LockWait,
): Promise<Lock> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await acquireLock(connection, beats, options);
    } catch (error) {
      const leftMs = end - performance.now();
      if (!(error instanceof LockedError) || leftMs <= 0 || signal?.aborted === true) throw error;
      onWait?.(error.holder, leftMs);
      await pause(Math.min(pollMs, leftMs), signal);
    }
  }
}
