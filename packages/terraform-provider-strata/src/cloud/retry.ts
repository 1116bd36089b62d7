/** Calls that the cloud refuses because there are too many, sent again with growing pauses. */

import { setTimeout as sleep } from 'node:timers/promises';
import { ProviderError } from '../errors';
import type { CallApi } from './open-api';

const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 20_000;

const THROTTLED = /^(Throttling|Rejected\.Throttling|ServiceUnavailable|Flow\.Limit)/;

/** @param pause - waits so many milliseconds */
export function withRetries(call: CallApi, pause: (milliseconds: number) => Promise<unknown> = sleep): CallApi {
  return async (one) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await call(one);
      } catch (error) {
        if (attempt === ATTEMPTS || !isThrottled(error)) throw error;
        const longest = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
        // Callers that were refused together must not come back together.
        await pause(longest / 2 + (Math.random() * longest) / 2);
      }
    }
  };
}

/** True when the cloud said that there are too many calls. */
export function isThrottled(error: unknown): boolean {
  if (!(error instanceof ProviderError) || error.code !== 'STR1603' || !(error.cause instanceof Error)) return false;
  const { cause } = error;
  const status = 'statusCode' in cause ? cause.statusCode : undefined;
  const code = 'code' in cause ? String(cause.code) : '';
  return status === 429 || status === 503 || THROTTLED.test(code);
}
