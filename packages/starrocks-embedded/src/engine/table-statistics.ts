/** How many rows and bytes the tables and materialized views hold. */

import type { DuckDBConnection } from '@duckdb/node-api';

import { SqlError } from '../errors';
import type { QueryScope } from '../query/contract';
import type { Catalog } from '../storage/catalog';
import type { MaterializedViewRecord, TableRecord } from '../storage/model';
import { Mutex } from '../storage/mutex';
import { duckTable, quoteName } from '../storage/names';
import { duckType } from '../storage/types';
import { partitionCountsSql } from './partition/count';
import { duckRows } from './queries';

export interface Amount {
  readonly rows: number;
  /** Estimate of what StarRocks would keep on disk. */
  readonly bytes: number;
}

export interface ObjectStatistics extends Amount {
  /** By the id of the partition. */
  readonly partitions: ReadonlyMap<number, Amount>;
}

type Stored = TableRecord | MaterializedViewRecord;

interface Counted {
  readonly record: Stored;
  readonly changes: number;
  readonly atMs: number;
  readonly statistics: ObjectStatistics;
}

const NO_ROWS: ObjectStatistics = { rows: 0, bytes: 0, partitions: new Map() };

/** From this size on a table is counted again once a minute only, however often it changes. A frontend learns of changes after five. */
const LARGE_ROWS = 5_000_000;
const LARGE_COUNT_MS = 60_000;

/** Rows that the width of a row is measured at. */
const SAMPLE_ROWS = 1_000;

/** What is left of the plain bytes after encoding and LZ4, as a rule of thumb. */
const COMPRESSED_SHARE = 0.4;

/** Numbers of all objects. They are counted when somebody asks, and only those of objects that changed since. */
export class TableStatistics {
  private readonly lock = new Mutex();
  private readonly changes = new Map<string, number>();
  private readonly counted = new Map<number, Counted>();

  constructor(
    private readonly connection: DuckDBConnection,
    private readonly catalog: Catalog,
    private readonly scopeOf: (database: string) => QueryScope,
  ) {}

  /** Notes that rows of an object changed. */
  public note(database: string, name: string): void {
    const key = `${database}.${name}`;
    this.changes.set(key, (this.changes.get(key) ?? 0) + 1);
  }

  /** Numbers of every table and materialized view by its id. */
  public all(): Promise<ReadonlyMap<number, ObjectStatistics>> {
    return this.lock.run(async () => {
      const sizes = await this.storedRows();
      const result = new Map<number, ObjectStatistics>();
      for (const object of this.catalog.objects()) {
        if (object.kind === 'view') continue;
        const stored = sizes.get(`${object.database}.${object.name}`) ?? 0;
        result.set(object.id, stored === 0 ? NO_ROWS : await this.current(object, stored));
      }
      for (const id of this.counted.keys()) if (!result.has(id)) this.counted.delete(id);
      return result;
    });
  }

  /** Rows that DuckDB has room for, deleted ones among them: nothing is read for it. */
  private async storedRows(): Promise<ReadonlyMap<string, number>> {
    const rows = await duckRows(
      this.connection,
      "SELECT schema_name, table_name, estimated_size FROM duckdb_tables() WHERE database_name = '__warehouse' AND schema_name <> '__strata'",
    );
    return new Map(rows.map(([schema, table, size]) => [`${String(schema)}.${String(table)}`, Number(size)]));
  }

  private async current(record: Stored, stored: number): Promise<ObjectStatistics> {
    const changes = this.changes.get(`${record.database}.${record.name}`) ?? 0;
    const known = this.counted.get(record.id);
    if (known?.record === record && known.changes === changes) return known.statistics;
    if (known !== undefined && stored >= LARGE_ROWS && Date.now() - known.atMs < LARGE_COUNT_MS)
      return known.statistics;
    try {
      const statistics = await this.count(record);
      this.counted.set(record.id, { record, changes, atMs: Date.now(), statistics });
      return statistics;
    } catch (error) {
      // An object that is changed or dropped at this moment has the numbers that it had.
      if (error instanceof SqlError) return known?.statistics ?? NO_ROWS;
      throw error;
    }
  }

  private async count(record: Stored): Promise<ObjectStatistics> {
    const width = await this.rowWidth(record);
    const amount = (rows: number): Amount => ({ rows, bytes: Math.ceil(rows * width * COMPRESSED_SHARE) });
    const [total] = await duckRows(this.connection, `SELECT count(*) FROM ${duckTable(record.database, record.name)}`);
    const whole = amount(Number(total?.[0] ?? 0));
    if (record.kind === 'materialized-view') return { ...whole, partitions: new Map([[record.id, whole]]) };
    if (record.partition === undefined) {
      return { ...whole, partitions: new Map(record.partitions.map(({ id }) => [id, whole])) };
    }
    const counts = await duckRows(this.connection, partitionCountsSql(this.scopeOf(record.database), record));
    const partitions = counts.flatMap(([place, rows]): readonly (readonly [number, Amount])[] => {
      const partition = place === null ? undefined : record.partitions[Number(place)];
      return partition === undefined ? [] : [[partition.id, amount(Number(rows))]];
    });
    return { ...whole, partitions: new Map(partitions) };
  }

  /** Plain bytes of a row, by the first rows. */
  private async rowWidth(record: Stored): Promise<number> {
    const widths = record.columns.map((column) => cellWidth(quoteName(column.name), duckType(column.type)));
    const sample = `SELECT * FROM ${duckTable(record.database, record.name)} LIMIT ${SAMPLE_ROWS}`;
    const [row] = await duckRows(this.connection, `SELECT avg(${widths.join(' + ')}) FROM (${sample})`);
    return Number(row?.[0] ?? 0);
  }
}

const WIDTHS: Readonly<Record<string, number>> = {
  BOOLEAN: 1,
  TINYINT: 1,
  SMALLINT: 2,
  INTEGER: 4,
  FLOAT: 4,
  DATE: 4,
  BIGINT: 8,
  DOUBLE: 8,
  TIMESTAMP: 8,
  HUGEINT: 16,
};

/** DuckDB expression for the bytes of a value. */
function cellWidth(column: string, type: string): string {
  const fixed = WIDTHS[type];
  if (fixed !== undefined) return String(fixed);
  const digits = /^DECIMAL\((\d+)/.exec(type)?.[1];
  if (digits !== undefined) return Number(digits) <= 9 ? '4' : Number(digits) <= 18 ? '8' : '16';
  if (type === 'BLOB') return `COALESCE(octet_length(${column}), 0)`;
  return `COALESCE(strlen(CAST(${column} AS VARCHAR)), 0)`;
}
