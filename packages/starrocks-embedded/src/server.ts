import type { EmbeddedServer, ServerOptions } from './options';
import { validateOptions } from './options';
import { RunningServer } from './running';

/**
 * Starts a StarRocks-compatible server on DuckDB.
 *
 * @throws EmbeddedServerError STR1801 when a port is taken, STR1802 when the data folder is in use, STR1803 for a bad option.
 */
export async function startServer(options: ServerOptions): Promise<EmbeddedServer> {
  validateOptions(options);
  return RunningServer.start(options);
}
