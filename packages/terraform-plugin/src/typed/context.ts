/** What handlers of the typed door are given besides values. */

import { PluginError } from '../errors';
import type { AttributePath, Diagnostic } from '../handlers';
import type { Logger } from '../process/log';

/** Collects messages for the user. A call with an error has failed, whatever it returns. */
export class Diagnostics {
  private readonly collected: Diagnostic[] = [];

  public error(summary: string, detail?: string, path?: AttributePath): void {
    this.add('error', summary, detail, path);
  }

  public warning(summary: string, detail?: string, path?: AttributePath): void {
    this.add('warning', summary, detail, path);
  }

  public get all(): readonly Diagnostic[] {
    return this.collected;
  }

  public get hasErrors(): boolean {
    return this.collected.some((one) => one.severity === 'error');
  }

  private add(severity: Diagnostic['severity'], summary: string, detail?: string, path?: AttributePath): void {
    this.collected.push({
      severity,
      summary,
      ...(detail === undefined ? {} : { detail }),
      ...(path === undefined ? {} : { path }),
    });
  }
}

/** Every handler's context. */
export interface Context {
  readonly diagnostics: Diagnostics;
  readonly log: Logger;
  /** Aborted when Terraform asks to stop, and when the time of the call is over. */
  readonly signal: AbortSignal;
}

/** Context of handlers that see private data: bytes that Terraform keeps in the state and never shows. */
export interface PrivateContext extends Context {
  readonly private: Uint8Array;
  readonly setPrivate: (bytes: Uint8Array) => void;
}

/**
 * Runs a call within its time. A handler that does not watch its signal is left behind when the time is over.
 *
 * @throws PluginError STR1507 when the time is over
 */
export async function withinTime<T>(
  what: string,
  milliseconds: number | undefined,
  signal: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (milliseconds === undefined) return call(signal);
  const late = new PluginError('STR1507', `${what} took longer than ${milliseconds / 1000} s and was given up.`);
  const timer = new AbortController();
  let expire: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    expire = setTimeout(() => {
      timer.abort(late);
      // The handler hears of it first: what it reports while it ends is kept.
      setTimeout(() => reject(late), GRACE_MS);
    }, milliseconds);
  });
  try {
    return await Promise.race([call(AbortSignal.any([signal, timer.signal])), expired]);
  } finally {
    clearTimeout(expire);
  }
}

const GRACE_MS = 500;
