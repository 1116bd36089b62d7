/** Resolves after some milliseconds, or at once when the signal says so. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end, { once: true });
  });
}

/** Resolves at the next of the moments that are so many milliseconds apart: all who wait so wake together. */
export function pauseUntilTick(ms: number, signal?: AbortSignal): Promise<void> {
  return pause(ms - (performance.now() % ms), signal);
}
