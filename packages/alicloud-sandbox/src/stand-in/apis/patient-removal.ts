/** Deletions that the real provider tries again while something still stands in the way. */

import { setTimeout as sleep } from 'node:timers/promises';

import { CloudError } from '../sandbox-http';

/** The real provider tries for minutes; in the sandbox, whatever is being deleted is gone in a moment. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 250;

/**
 * Removes something, again and again while the cloud answers one of the codes.
 *
 * @throws CloudError the last one, when nothing has changed
 */
export async function removePatiently(
  remove: () => Promise<unknown>,
  codes: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await remove();
      return;
    } catch (error) {
      if (!(error instanceof CloudError) || !codes.includes(error.code) || Date.now() >= end) throw error;
    }
    await sleep(PAUSE_MS, undefined, { signal });
  }
}
