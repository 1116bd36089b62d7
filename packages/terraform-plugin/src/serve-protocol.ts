/** The low-level door: serves handlers to the Terraform that started this process. */

import { errorMessage, PluginError } from './errors';
import type { ProtocolHandlers, ServeProtocolOptions } from './handlers';
import { createServerIdentity } from './process/certificate';
import { handshakeLine, readInvitation } from './process/handshake';
import { createLogger } from './process/log';
import { listen } from './process/server';
import { createCalls } from './wire/calls';

/** How long a process may take to finish its calls once Terraform has said goodbye. */
const GOODBYE_MS = 1000;
/** How often a process looks whether the Terraform that started it still lives. */
const PARENT_CHECK_MS = 2000;

/**
 * Answers Terraform until it shuts the provider down. When a person started the process, says so on standard error and
 * sets exit code 1.
 */
export async function serveProtocol(handlers: ProtocolHandlers, options: ServeProtocolOptions): Promise<void> {
  const log = createLogger(options.name, (line) => process.stderr.write(line));
  try {
    const { clientCertificate } = readInvitation(options.name, process.env);
    // Ctrl-C reaches the whole process group: Terraform decides when its providers end.
    process.on('SIGINT', () => log('debug', 'interrupted; waiting for Terraform'));
    const stopping = new AbortController();
    const calls = createCalls({
      handlers,
      options,
      signal: stopping.signal,
      stop: () => stopping.abort(new PluginError('STR1508', 'Terraform asked the provider to stop.')),
    });
    const end = once(async () => {
      stopping.abort(new PluginError('STR1508', 'Terraform ended.'));
      await Promise.race([Promise.resolve(handlers.close?.()), pause(GOODBYE_MS)]);
      process.exit(0);
    });
    const identity = clientCertificate === undefined ? undefined : createServerIdentity();
    const port = await listen({
      calls,
      tls: identity === undefined || clientCertificate === undefined ? undefined : { identity, clientCertificate },
      shutdown: end,
    });
    endWithParent(end);
    process.stdout.write(handshakeLine(port, identity?.certificateDer));
    log('debug', 'provider is ready', { version: options.version, port });
  } catch (error) {
    const code = error instanceof PluginError ? `${error.code}: ` : '';
    process.stderr.write(`${code}${errorMessage(error)}\n`);
    process.exitCode = 1;
  }
}

/** A Terraform that was killed cannot say goodbye. */
function endWithParent(end: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, PARENT_CHECK_MS).unref();
}

function once(action: () => Promise<void>): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    void action();
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
