/** Long waits for the cloud, which end at once when Terraform asks to stop. */

import { setTimeout as sleep } from 'node:timers/promises';

export interface Poll {
  readonly everyMs: number;
  readonly signal: AbortSignal;
}

/**
 * Looks again and again until it sees what is waited for.
 *
 * @returns what it saw
 * @throws the reason of the signal, also in the middle of a look
 */
export async function pollUntil<T>(
  look: () => Promise<T>,
  isThere: (seen: T) => boolean,
  { everyMs, signal }: Poll,
): Promise<T> {
  for (;;) {
    const seen = await unlessAborted(look, signal);
    if (isThere(seen)) return seen;
    await sleep(everyMs, undefined, { signal });
  }
}

/**
 * Looks once. A look changes nothing: it may be left behind.
 *
 * @throws the reason of the signal as soon as it is aborted
 */
export function unlessAborted<T>(look: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    look()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}
