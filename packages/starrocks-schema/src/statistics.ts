/** How much a plan moves: rows and bytes per table from the metadata of partitions, and what that means in time. */

import type { Connection } from './connection-types';
import type { ObjectId } from './model';
import type { Duration, Estimate, StepDraft } from './plan-types';
import { numberOf, textOf } from './row';
import { quoteValue } from './sql-text';

interface TableStatistics {
  readonly rows: number;
  readonly bytes: number;
  readonly partitions: number;
}

export type Statistics = ReadonlyMap<ObjectId, TableStatistics>;

/** One query for all tables and materialized views of the databases. */
export async function readStatistics(connection: Connection, databases: readonly string[]): Promise<Statistics> {
  if (databases.length === 0) return new Map();
  const rows = await connection.query(
    'SELECT DB_NAME AS db_name, TABLE_NAME AS table_name, SUM(ROW_COUNT) AS row_total, SUM(STORAGE_SIZE) AS byte_total, ' +
      `COUNT(*) AS partition_total FROM information_schema.partitions_meta WHERE DB_NAME IN (${databases.map(quoteValue).join(', ')}) ` +
      'GROUP BY DB_NAME, TABLE_NAME',
  );
  return new Map(
    rows.map((row) => [
      `${textOf(row, 'db_name')}.${textOf(row, 'table_name')}`,
      {
        rows: numberOf(row, 'row_total'),
        bytes: numberOf(row, 'byte_total'),
        partitions: numberOf(row, 'partition_total'),
      },
    ]),
  );
}

/** What a small cluster writes in a second; estimates are classes, not promises. */
const BYTES_PER_SECOND = 50_000_000;
const MINUTE = 60;
const HOUR = 3600;

/** How long a step of an object takes, and how much it writes. */
export function estimateOf(step: StepDraft, object: ObjectId, statistics: Statistics): Estimate {
  const known = statistics.get(object);
  if (step.rewrites === true) {
    if (known === undefined) return { duration: 'minutes' };
    return { duration: durationOf(known.bytes), bytes: known.bytes, rows: known.rows };
  }
  if (step.mechanism === 'refresh') return { duration: 'minutes' };
  return { duration: step.mechanism === 'async-job' ? 'seconds' : 'instant' };
}

function durationOf(bytes: number): Duration {
  const seconds = bytes / BYTES_PER_SECOND;
  if (seconds < MINUTE) return 'seconds';
  return seconds < HOUR ? 'minutes' : 'hours';
}
