import type { ApplyProgress } from '@strata/starrocks-schema';

export interface ProgressDisplay {
  readonly report: (progress: ApplyProgress) => void;
  /** Leaves a clean line behind. */
  end(): void;
}

const BAR_WIDTH = 20;
/** How often a log says that a lock is still waited for; a terminal shows it all the time. */
const LOCK_LINE_MS = 30_000;
/** Place of the line about the lock among those of the jobs. */
const LOCK = '';

/** Shows how far apply is: a line per step that ends, and below them, on a terminal, a bar per job that runs. */
export function progressOn(stream: NodeJS.WriteStream, planned: number): ProgressDisplay {
  const jobs = new Map<string, string>();
  // Another number when the plan is made anew.
  let total = planned;
  let ended = 0;
  let drawn = 0;
  let lockSaidAt = Number.POSITIVE_INFINITY;
  const erase = (): void => {
    if (drawn > 0) stream.write(`\u001B[${drawn}A\u001B[0J`);
    drawn = 0;
  };
  const draw = (): void => {
    if (!stream.isTTY) return;
    for (const line of jobs.values()) stream.write(`${line.slice(0, (stream.columns || 80) - 1)}\n`);
    drawn = jobs.size;
  };
  const line = (text: string): void => {
    erase();
    stream.write(`${text}\n`);
    draw();
  };
  const redraw = (place: string, text: string): void => {
    erase();
    jobs.set(place, text);
    draw();
  };
  const done = (): string => `${String(++ended).padStart(String(total).length)}/${total}`;
  const report = (progress: ApplyProgress): void => {
    switch (progress.kind) {
      case 'step-started':
        total = progress.total;
        jobs.delete(LOCK);
        return;
      case 'locked': {
        const text = `waiting for ${progress.holder}; ${Math.ceil(progress.leftMs / 1000)} s left`;
        if (stream.isTTY) return redraw(LOCK, text);
        if (lockSaidAt - progress.leftMs < LOCK_LINE_MS) return;
        lockSaidAt = progress.leftMs;
        return line(text);
      }
      case 'step-done':
        jobs.delete(progress.step.target ?? progress.step.object);
        return line(`${done()}  ${progress.step.id}${progress.skipped ? ' (was there)' : ''}`);
      case 'step-failed':
        jobs.delete(progress.step.target ?? progress.step.object);
        return line(`${done()}  ${progress.step.id}: FAILED: ${progress.message}`);
      case 'step-retried':
        return line(
          `${' '.repeat(2 * String(total).length + 1)}  ${progress.step.id}: tried again: ${progress.message}`,
        );
      case 'job':
        if (!stream.isTTY) return line(`        ${progress.object}: ${progress.state} ${progress.progress}`);
        return redraw(progress.object, jobLine(progress));
    }
  };
  return { report, end: erase };
}

function jobLine({ object, state, percent, progress }: Extract<ApplyProgress, { kind: 'job' }>): string {
  const filled = Math.round(((percent ?? 0) / 100) * BAR_WIDTH);
  const bar = `${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}`;
  return `        [${bar}] ${percent === undefined ? progress : `${percent} %`}  ${object}: ${state}`;
}
