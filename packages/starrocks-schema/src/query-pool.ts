/** Reads on several connections at once. */

import type { Connection } from './connection-types';
import type { Query } from './kinds/kind';

interface QueryPool {
  readonly query: Query;
  /** Gives up the connections that the pool made. */
  readonly close: () => Promise<void>;
}

/** Connections at once. */
const MAX_READERS = 4;
/** From how many queries that wait another connection pays. */
const QUERIES_PER_READER = 8;

/** A pool around a connection; more are made while many queries wait. */
export function queryPool(connection: Connection): QueryPool {
  const pool = new Pool(connection);
  return { query: (sql) => pool.query(sql), close: () => pool.close() };
}

class Pool {
  private readonly idle: Connection[];
  private readonly forks: Promise<Connection>[] = [];
  private readonly waiting: ((reader: Connection) => void)[] = [];
  private readonly first: Connection;

  constructor(first: Connection) {
    this.first = first;
    this.idle = [first];
  }

  public async query(sql: string): ReturnType<Query> {
    const reader = await this.acquire();
    try {
      return await reader.query(sql);
    } finally {
      this.release(reader);
    }
  }

  public async close(): Promise<void> {
    const made = await Promise.allSettled(this.forks);
    await Promise.all(made.flatMap((fork) => (fork.status === 'fulfilled' ? [fork.value.close()] : [])));
  }

  private acquire(): Promise<Connection> {
    const free = this.idle.pop();
    if (free !== undefined) return Promise.resolve(free);
    if (this.waiting.length >= QUERIES_PER_READER && this.forks.length < MAX_READERS - 1) this.fork();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** A fork that fails leaves its work to the others. */
  private fork(): void {
    const fork = this.first.fork();
    this.forks.push(fork);
    fork.then(
      (reader) => this.release(reader),
      () => undefined,
    );
  }

  private release(reader: Connection): void {
    const next = this.waiting.shift();
    if (next === undefined) this.idle.push(reader);
    else next(reader);
  }
}
