/** What this package needs of a connection: small, so that tests script it. */

/** A row by lower-case column name. Integers beyond 2^53 and dates are strings. */
export type Row = Readonly<Record<string, string | number | null>>;

export interface Connection {
  /**
   * Sends one statement.
   *
   * @throws StatementError when the warehouse refuses it; ConnectionError when the connection is lost.
   */
  query(sql: string): Promise<readonly Row[]>;
  /** Another connection to the same server, for work beside this one. */
  fork(): Promise<Connection>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /**
   * Longest wait for the connection, in milliseconds.
   *
   * @default 10000
   */
  readonly timeoutMs?: number;
}
