/** Connections that outlive a restart of the frontend or a move of its leader. */

import { pause } from './apply-pause';
import { reactionTo } from './apply-retry';
import type { Connection, Row } from './connection-types';
import { ConnectionError } from './errors';

export interface Patience {
  /** For how long a lost warehouse is called again, in milliseconds; 0 gives up at once. */
  readonly reconnectMs: number;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** Pauses between attempts, each twice the last, until the patience ends; then the error is thrown. */
export class Attempts {
  private readonly until: number;
  private ms = FIRST_PAUSE_MS;

  constructor(private readonly patience: Patience) {
    this.until = performance.now() + patience.reconnectMs;
  }

  /** @throws the error, once there is no more time. */
  public async next(error: unknown): Promise<void> {
    if (performance.now() + this.ms > this.until || this.patience.signal?.aborted === true) throw error;
    await pause(this.ms, this.patience.signal);
    this.ms = Math.min(2 * this.ms, LONGEST_PAUSE_MS);
  }
}

/** Opens another connection, also while the warehouse is away for a moment. */
async function forkPatiently(connection: Connection, patience: Patience): Promise<Connection> {
  const attempts = new Attempts(patience);
  for (;;) {
    try {
      return await connection.fork();
    } catch (error) {
      const passes = error instanceof ConnectionError && ['STR1401', 'STR1404', 'STR1405'].includes(error.code);
      if (!passes) throw error;
      await attempts.next(error);
    }
  }
}

/**
 * A connection whose statements are sent again when their answer was lost or the frontend was between two leaders. Only
 * for statements that may run twice: reads, and upserts of the same rows.
 */
export function steadyConnection(connection: Connection, patience: Patience): Connection {
  // The promise, not the connection: two statements at once must not open two.
  let current: Promise<Connection> | undefined;
  const drop = async (): Promise<void> => {
    const lost = current;
    current = undefined;
    await (await lost?.catch(() => undefined))?.close();
  };
  const queryOnce = async (sql: string): Promise<readonly Row[]> => {
    current ??= forkPatiently(connection, patience).catch((error: unknown) => {
      current = undefined;
      throw error;
    });
    return (await current).query(sql);
  };
  return {
    async query(sql) {
      const attempts = new Attempts(patience);
      for (;;) {
        try {
          return await queryOnce(sql);
        } catch (error) {
          const reaction = reactionTo(error);
          if (reaction === 'lost') await drop();
          else if (reaction !== 'look') throw error;
          await attempts.next(error);
        }
      }
    },
    // It opens a connection of its own at its first statement.
    fork: () => Promise.resolve(steadyConnection(connection, patience)),
    close: drop,
  };
}

/** Connections for work side by side. Those that are lost are left out. */
export class ConnectionPool {
  private readonly idle: Connection[] = [];

  constructor(
    private readonly base: Connection,
    private readonly patience: Patience,
  ) {}

  /** Lends a connection to some work. */
  public async use<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    const connection = this.idle.pop() ?? (await forkPatiently(this.base, this.patience));
    try {
      const result = await work(connection);
      this.idle.push(connection);
      return result;
    } catch (error) {
      if (error instanceof ConnectionError) await connection.close();
      else this.idle.push(connection);
      throw error;
    }
  }

  public async close(): Promise<void> {
    await Promise.all(this.idle.splice(0).map((connection) => connection.close()));
  }
}
