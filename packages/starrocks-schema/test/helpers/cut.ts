/** A connection that is lost at a writing statement, as a process sees it that dies there. */

import type { Connection, Row } from '../../src';
import { ConnectionError } from '../../src';

const WRITES = /^\s*(CREATE|ALTER|DROP|INSERT|REFRESH|GRANT|REVOKE|PAUSE|RESUME|STOP|SUBMIT)\b/i;

/** Where a writing statement is the last one: before it takes effect, or behind that. Undefined lets it pass. */
export type Aim = (sql: string) => 'before' | 'after' | undefined;

export class CutConnection {
  public isCut = false;
  private readonly forks: Connection[] = [];

  constructor(private readonly aim: Aim) {}

  public over(connection: Connection): Connection {
    return {
      query: (sql) => this.query(connection, sql),
      fork: async () => {
        if (this.isCut) throw lost();
        const fork = await connection.fork();
        this.forks.push(fork);
        return this.over(fork);
      },
      close: () => Promise.resolve(),
    };
  }

  public async close(): Promise<void> {
    await Promise.all(this.forks.map((fork) => fork.close()));
  }

  private async query(connection: Connection, sql: string): Promise<readonly Row[]> {
    if (this.isCut) throw lost();
    const when = WRITES.test(sql) ? this.aim(sql) : undefined;
    if (when !== undefined) this.isCut = true;
    if (when === 'before') throw lost();
    const rows = await connection.query(sql);
    // Statements that were on their way end in the server; nobody hears of it.
    if (this.isCut) throw lost();
    return rows;
  }
}

function lost(): ConnectionError {
  return new ConnectionError('STR1404', 'Cut off.');
}
