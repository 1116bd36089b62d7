/**
 * The ledger: what each environment applied to the warehouse, one row per object, in a table of the warehouse itself.
 * A row is `started` before the first statement of its object and `done` behind the last. Rows are only ever upserted:
 * an INSERT is a load, so those of one moment are written together.
 */

import { createHash } from 'node:crypto';

import type { Connection, Row } from './connection-types';
import type { ObjectKind } from './definition';
import { StatementError } from './errors';
import { isObjectKind } from './kinds/registry';
import type { LedgerEntry, ObjectId } from './model';
import { numberOf, textOf } from './row';
import { quoteValue } from './sql-text';

/** Database of the ledger, the locks and the heartbeats of all environments. */
export const LEDGER_DATABASE = '_strata';

const LEDGER_TABLE = `CREATE TABLE IF NOT EXISTS \`${LEDGER_DATABASE}\`.\`ledger\` (
  \`entry\` VARCHAR(64) NOT NULL COMMENT "hash of environment and object",
  \`environment\` VARCHAR(256) NOT NULL COMMENT "environment that manages the object",
  \`object\` VARCHAR(2048) NOT NULL COMMENT "database.name, or a database",
  \`kind\` VARCHAR(64) NOT NULL COMMENT "database, table, view, materialized-view",
  \`state\` VARCHAR(16) NOT NULL COMMENT "started, done, dropped",
  \`written_hash\` VARCHAR(64) NOT NULL COMMENT "declaration last applied",
  \`live_hash\` VARCHAR(64) NOT NULL COMMENT "what the engine printed after that",
  \`query_hash\` VARCHAR(64) NOT NULL COMMENT "query last written",
  \`pending_hash\` VARCHAR(64) NOT NULL COMMENT "declaration being applied",
  \`properties\` VARCHAR(65533) NOT NULL COMMENT "JSON: declared property keys, marks of secrets",
  \`allow_drop\` INT NOT NULL COMMENT "1 when the object may be dropped",
  \`engine_version\` VARCHAR(256) NOT NULL COMMENT "version of the engine that printed it",
  \`fence\` BIGINT NOT NULL COMMENT "lock generation of the writer",
  \`written_at\` BIGINT NOT NULL COMMENT "seconds since 1970"
)
PRIMARY KEY (\`entry\`)
COMMENT "What Strata applied; written by Strata only"
DISTRIBUTED BY HASH (\`entry\`) BUCKETS 1`;

const HEARTBEAT_TABLE = `CREATE TABLE IF NOT EXISTS \`${LEDGER_DATABASE}\`.\`heartbeat\` (
  \`lock_name\` VARCHAR(128) NOT NULL COMMENT "view that is the lock",
  \`owner\` VARCHAR(64) NOT NULL COMMENT "run that holds it",
  \`holder\` VARCHAR(512) NOT NULL COMMENT "where that run is",
  \`state\` VARCHAR(16) NOT NULL COMMENT "held, released",
  \`beat_at\` BIGINT NOT NULL COMMENT "last sign of life, seconds since 1970"
)
PRIMARY KEY (\`lock_name\`)
COMMENT "Signs of life of runs of Strata"
DISTRIBUTED BY HASH (\`lock_name\`) BUCKETS 1`;

/** Makes the ledger's database and tables where they are missing. */
export async function bootstrapLedger(connection: Connection): Promise<void> {
  const rows = await connection.query(
    `SELECT TABLE_NAME FROM information_schema.tables WHERE TABLE_SCHEMA = '${LEDGER_DATABASE}'`,
  );
  const tables = new Set(rows.map((row) => textOf(row, 'table_name')));
  if (tables.has('ledger') && tables.has('heartbeat')) return;
  for (const sql of [`CREATE DATABASE IF NOT EXISTS \`${LEDGER_DATABASE}\``, LEDGER_TABLE, HEARTBEAT_TABLE]) {
    await createOnce(connection, sql);
  }
}

/** Of two first runs at once one loses the race, IF NOT EXISTS or not. */
async function createOnce(connection: Connection, sql: string): Promise<void> {
  try {
    await connection.query(sql);
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
  }
}

/** Whether a statement failed because what it creates exists. */
export function isAlreadyThere(error: unknown): boolean {
  return (
    error instanceof StatementError &&
    ([1005, 1007, 1050].includes(error.errno) || /already exists?/i.test(error.message))
  );
}

/** Seconds since 1970 by the clock of the warehouse, the only one that all runs share. */
export async function warehouseTime(connection: Connection): Promise<number> {
  const [row] = await connection.query('SELECT unix_timestamp() AS now_s');
  return row === undefined ? 0 : numberOf(row, 'now_s');
}

/** Entries of one environment. The table must exist. */
export async function readLedger(connection: Connection, environment: string): Promise<readonly LedgerEntry[]> {
  const rows = await connection.query(
    'SELECT object, kind, state, written_hash, live_hash, query_hash, pending_hash, properties, allow_drop, engine_version, fence ' +
      `FROM \`${LEDGER_DATABASE}\`.\`ledger\` WHERE environment = ${quoteValue(environment)}`,
  );
  return rows.map(entryOf);
}

/** Objects that other environments manage, each with its environment. The table must exist. */
export async function readOwners(connection: Connection, environment: string): Promise<ReadonlyMap<ObjectId, string>> {
  const rows = await connection.query(
    `SELECT object, environment FROM \`${LEDGER_DATABASE}\`.\`ledger\` ` +
      `WHERE environment <> ${quoteValue(environment)} AND state <> 'dropped'`,
  );
  return new Map(rows.map((row) => [textOf(row, 'object'), textOf(row, 'environment')]));
}

function entryOf(row: Row): LedgerEntry {
  return {
    object: textOf(row, 'object'),
    kind: kindOf(textOf(row, 'kind')),
    state: stateOf(textOf(row, 'state')),
    writtenHash: textOf(row, 'written_hash'),
    liveHash: textOf(row, 'live_hash'),
    queryHash: textOf(row, 'query_hash'),
    pendingHash: textOf(row, 'pending_hash'),
    ...keptOf(textOf(row, 'properties')),
    allowDrop: numberOf(row, 'allow_drop') === 1,
    engineVersion: textOf(row, 'engine_version'),
    fence: numberOf(row, 'fence'),
  };
}

function kindOf(text: string): ObjectKind {
  return isObjectKind(text) ? text : 'table';
}

function stateOf(text: string): LedgerEntry['state'] {
  return text === 'done' || text === 'dropped' ? text : 'started';
}

/** Older versions wrote the keys alone. */
function keptOf(json: string): Pick<LedgerEntry, 'declaredProperties' | 'secrets'> {
  const parsed: unknown = json === '' ? [] : JSON.parse(json);
  if (Array.isArray(parsed)) return { declaredProperties: textsOf(parsed) };
  const { keys, secrets } = isRecord(parsed) ? parsed : {};
  const marks = Object.entries(isRecord(secrets) ? secrets : {}).flatMap(([reference, mark]) =>
    typeof mark === 'string' ? [[reference, mark] as const] : [],
  );
  return { declaredProperties: textsOf(keys), secrets: Object.fromEntries(marks) };
}

function textsOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Writes entries, all in one INSERT: one load. */
export async function writeLedger(
  connection: Connection,
  environment: string,
  entries: readonly LedgerEntry[],
  writtenAt: number,
): Promise<void> {
  // The last of several entries of one object counts.
  const latest = [...new Map(entries.map((entry) => [entry.object, entry])).values()];
  if (latest.length === 0) return;
  const values = latest.map((entry) => rowOf(environment, entry, writtenAt));
  await connection.query(
    `INSERT INTO \`${LEDGER_DATABASE}\`.\`ledger\` (entry, environment, object, kind, state, written_hash, live_hash, query_hash, ` +
      `pending_hash, properties, allow_drop, engine_version, fence, written_at) VALUES ${values.join(', ')}`,
  );
}

function rowOf(environment: string, entry: LedgerEntry, writtenAt: number): string {
  const texts = [
    createHash('sha256').update(`${environment}\n${entry.object}`).digest('hex').slice(0, 32),
    environment,
    entry.object,
    entry.kind,
    entry.state,
    entry.writtenHash,
    entry.liveHash,
    entry.queryHash,
    entry.pendingHash,
    JSON.stringify({ keys: entry.declaredProperties, secrets: entry.secrets ?? {} }),
  ];
  const row = [
    ...texts.map(quoteValue),
    entry.allowDrop ? '1' : '0',
    quoteValue(entry.engineVersion),
    String(entry.fence),
    String(writtenAt),
  ];
  return `(${row.join(', ')})`;
}
