import { EmbeddedServerError } from './errors';

/** Settings of one server. */
export interface ServerOptions {
  /**
   * Address to listen on.
   *
   * @default '127.0.0.1'
   */
  readonly host?: string;
  /** Port of the MySQL protocol; 0 takes a free one. */
  readonly port: number;
  /** Port of Stream Load and the admin API; 0 takes a free one. */
  readonly httpPort: number;
  /** Folder of the data, made when it is missing. One server at a time uses it. */
  readonly dataDir: string;
  /**
   * Administrator that is made when the data folder is new.
   *
   * @default 'root'
   */
  readonly user?: string;
  /**
   * Password of that administrator. Read at the first start only: later `setPassword` and SQL own it.
   *
   * @default ''
   */
  readonly password?: string;
  /**
   * Most memory that DuckDB may use for queries, e.g. `1GB`.
   *
   * @default '1GB'
   */
  readonly memoryLimit?: string;
  /**
   * Threads of DuckDB.
   *
   * @default - as many as cores
   */
  readonly threads?: number;
  /**
   * Time zone of sessions and of the times that SHOW prints.
   *
   * @default 'Asia/Shanghai'
   */
  readonly timeZone?: string;
}

/** A running server. */
export interface EmbeddedServer {
  /** Port of the MySQL protocol. */
  readonly port: number;
  /** Port of Stream Load. */
  readonly httpPort: number;
  /** Sets the password of a user. Connections that are open stay open. */
  setPassword(user: string, password: string): Promise<void>;
  /** Drops every database, user, role and load, and makes the administrator anew with the password of the options. */
  reset(): Promise<void>;
  /** Ends connections, writes everything to disk and frees the ports. */
  stop(): Promise<void>;
}

/** @throws EmbeddedServerError STR1803 when an option has no legal value. */
export function validateOptions(options: ServerOptions): void {
  for (const [name, port] of [
    ['port', options.port],
    ['httpPort', options.httpPort],
  ] as const) {
    if (!Number.isInteger(port) || port < 0 || port > 65535) {
      throw new EmbeddedServerError('STR1803', `\`${name}\` must be a port from 0 to 65535, got ${port}.`);
    }
  }
  if (options.port !== 0 && options.port === options.httpPort) {
    throw new EmbeddedServerError(
      'STR1803',
      `\`port\` and \`httpPort\` are both ${options.port}: MySQL protocol and HTTP need one each.`,
    );
  }
  if (options.dataDir === '') {
    throw new EmbeddedServerError('STR1803', '`dataDir` is empty: name the folder that keeps the data.');
  }
}
