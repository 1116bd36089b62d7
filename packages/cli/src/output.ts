import pc from 'picocolors';
import type { CliErrorCode } from './error-codes';

/** An error whose message is all that a user needs. Errors of our packages carry a `code` that begins with STR. */
export class CliError extends Error {
  constructor(
    readonly code: CliErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'CliError';
  }
}

/** Tells whether an error was made for users: one of ours, by its stable code. */
export function isUserError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('STR');
}

/** What a stream says when its reader is gone: at the first write, and at those behind it. */
const READER_GONE: ReadonlySet<string> = new Set(['EPIPE', 'ERR_STREAM_DESTROYED']);

/**
 * Lets a command go on when nobody reads its output any more (`strata sql plan | head`): what was begun in a warehouse is
 * not left half-way for want of a reader, and the exit code says how it ended.
 */
export function surviveClosedOutput(streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!READER_GONE.has(error.code ?? '')) throw error;
    });
  }
}

/** Writes an error to standard error, in red on a terminal. */
export function printError(message: string): void {
  process.stderr.write(`${process.stderr.isTTY ? pc.red(message) : message}\n`);
}

/** Writes a line to standard output. */
export function printLine(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** Writes one value as JSON for machines. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}
