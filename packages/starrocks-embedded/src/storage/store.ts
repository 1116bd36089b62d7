import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';

import { EmbeddedServerError } from '../errors';
import { Mutex } from './mutex';

/** Name of the attached in-memory database that holds information_schema and sys. */
export const INFO_DATABASE = '__info';

interface StoreSettings {
  readonly dataDir: string;
  readonly memoryLimit: string;
  readonly threads: number | undefined;
}

/** The DuckDB file of one server. Everything that writes goes through `write`, one writer at a time. */
export class Store {
  private readonly lock = new Mutex();

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly writer: DuckDBConnection,
    /** For short look-ups of the server itself. */
    public readonly reader: DuckDBConnection,
    public readonly scratchDir: string,
  ) {}

  /** @throws EmbeddedServerError STR1802 when the folder is in use or cannot be opened. */
  public static async open(settings: StoreSettings): Promise<Store> {
    const scratch = join(settings.dataDir, 'tmp');
    try {
      await mkdir(scratch, { recursive: true });
      const instance = await DuckDBInstance.create(join(settings.dataDir, '__warehouse.duckdb'), {
        memory_limit: settings.memoryLimit,
        temp_directory: scratch,
        default_null_order: 'nulls_first_on_asc_last_on_desc',
        ...(settings.threads === undefined ? {} : { threads: String(settings.threads) }),
      });
      const writer = await instance.connect();
      const reader = await instance.connect();
      // Stored queries compute the time of each run: on every connection in the same zone.
      for (const connection of [writer, reader]) await connection.run("SET TimeZone = 'UTC'");
      await writer.run(`ATTACH ':memory:' AS ${INFO_DATABASE}`);
      return new Store(instance, writer, reader, scratch);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const advice = /lock/i.test(reason)
        ? 'Another server uses this folder: stop it, or give this one a folder of its own.'
        : 'Give a folder that this user may write.';
      throw new EmbeddedServerError('STR1802', `${settings.dataDir} cannot be opened: ${reason}. ${advice}`, {
        cause: error,
      });
    }
  }

  /** A connection for one session. The caller closes it. */
  public async connect(): Promise<DuckDBConnection> {
    const connection = await this.instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    return connection;
  }

  /**
   * Runs one writer at a time in a transaction on the writer's connection: all of it is kept, or nothing.
   * `stage` runs before the transaction and may only make temporary tables: a failure in it may be caught and got over.
   */
  public async write<T, S = undefined>(
    work: (connection: DuckDBConnection, staged: S) => Promise<T>,
    stage: (connection: DuckDBConnection) => Promise<S>,
    /** Called after the commit, before the next writer starts. */
    committed: () => void = () => undefined,
  ): Promise<T> {
    return this.lock.run(async () => {
      const staged = await stage(this.writer);
      await this.writer.run('BEGIN TRANSACTION');
      let result: T;
      try {
        result = await work(this.writer, staged);
      } catch (error) {
        await this.writer.run('ROLLBACK');
        throw error;
      }
      await this.writer.run('COMMIT');
      committed();
      return result;
    });
  }

  /** Waits for the writer, then flushes the log into the file and closes it. */
  public async close(): Promise<void> {
    await this.lock.run(async () => {
      await this.writer.run('CHECKPOINT');
      this.writer.closeSync();
      this.reader.closeSync();
      this.instance.closeSync();
    });
  }
}
