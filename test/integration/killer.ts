/** Cuts off a run as kill -9 does: from one statement on nothing of it reaches the server. */

import { ConnectionError } from '@strata/starrocks-schema';
import type { Connection, Row } from '@strata/starrocks-schema';

const WRITES = /^\s*(CREATE|ALTER|DROP|INSERT|REFRESH|GRANT|REVOKE|PAUSE|RESUME|STOP)\b/i;

export class Killer {
  /** Writing statements that took effect. */
  public readonly took: string[] = [];
  public struck = false;
  private seen = 0;
  private readonly forks: Connection[] = [];

  /**
   * @param at number of the writing statement, from 1
   * @param when whether that statement still takes effect
   */
  constructor(
    private readonly at: number,
    private readonly when: 'before' | 'after',
  ) {}

  public watch(connection: Connection): Connection {
    return {
      query: (sql) => this.query(connection, sql),
      fork: async () => {
        if (this.struck) throw lost();
        const fork = await connection.fork();
        this.forks.push(fork);
        return this.watch(fork);
      },
      close: () => Promise.resolve(),
    };
  }

  public async closed(): Promise<void> {
    await Promise.all(this.forks.map((fork) => fork.close()));
  }

  private async query(connection: Connection, sql: string): Promise<readonly Row[]> {
    if (this.struck) throw lost();
    const isWrite = WRITES.test(sql);
    if (isWrite) this.seen += 1;
    const isLast = isWrite && this.seen === this.at;
    if (isLast) this.struck = true;
    if (isLast && this.when === 'before') throw lost();
    const rows = await connection.query(sql);
    if (isWrite) this.took.push(sql);
    // Statements that were on their way end in the server; nobody hears of it.
    if (this.struck) throw lost();
    return rows;
  }
}

function lost(): ConnectionError {
  return new ConnectionError('STR1404', 'Killed.');
}
