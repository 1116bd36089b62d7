/** What a failed apply left, for the state. */

import type { LiveModel } from '@strata/starrocks-schema';

/** What a failed apply says to have reached. */
export function reachedModel(error: unknown): LiveModel | undefined {
  if (!(error instanceof Error) || !('result' in error)) return undefined;
  const { result } = error as { readonly result?: { readonly model?: LiveModel } };
  return result?.model;
}
