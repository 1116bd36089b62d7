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
