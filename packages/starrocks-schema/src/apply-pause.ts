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

/** Looking takes at most a third of the time, however slow the frontend answers. */
const LOOK_SHARE = 2;

/** Moments at which all who wait for something look at it together. */
export class Ticks {
  private lookMs = 0;

  constructor(
    private readonly ms: number,
    private readonly signal?: AbortSignal,
  ) {}

  /** Does a look and notes how long it takes. */
  public async look<Result>(work: () => Promise<Result>): Promise<Result> {
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.lookMs = performance.now() - began;
    }
  }

  /** Resolves at the next moment. */
  public next(): Promise<void> {
    const ms = Math.max(this.ms, LOOK_SHARE * this.lookMs);
    return pause(ms - (performance.now() % ms), this.signal);
  }
}
