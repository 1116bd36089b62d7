/**
 * The only reader of a warehouse. A few queries for all databases together, then one SHOW CREATE per table and view, on
 * several connections at once; materialized views print themselves in `information_schema`.
 */

import { parseStatement } from '@strata/starrocks-sql';

import { hashOf } from './canonical';
import type { Connection, Row } from './connection-types';
import type { Definition, ObjectKind } from './definition';
import { LEDGER_DATABASE, readLedger } from './ledger';
import type { LedgerEntry, LiveModel, LiveObject, ObjectId } from './model';
import { splitId } from './model';
import { definitionOf } from './normalise';
import { textOf } from './row';
import { quoteId, quoteValue } from './sql-text';

export interface IntrospectOptions {
  readonly environment: string;
  /** Databases to read beside those of the ledger. Those that do not exist are empty. */
  readonly databases: readonly string[];
}

/** Readers at once, and from how many objects on another one pays. */
const MAX_READERS = 4;
const OBJECTS_PER_READER = 25;

/** Reads what the databases of an environment hold, and what its ledger says. */
export async function introspect(connection: Connection, options: IntrospectOptions): Promise<LiveModel> {
  const engineVersion = await readVersion(connection);
  const existing = await readDatabases(connection);
  const ledger = await readEntries(connection, options.environment, existing);
  const entries = new Map(ledger.map((entry) => [entry.object, entry]));
  const wanted = new Set([
    ...options.databases,
    ...ledger.filter(isKept).map((entry) => splitId(entry.object).database),
  ]);
  const databases = [...wanted].filter((name) => existing.has(name)).sort();
  const listed = databases.length === 0 ? [] : await listObjects(connection, databases);
  const read = await readAll(connection, listed);
  const objects = [...databases.map(databaseObject), ...read]
    .map((object) => withLedger(object, entries))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const present = new Set(objects.map((object) => object.id));
  return {
    kind: 'live',
    environment: options.environment,
    engineVersion,
    objects,
    missing: ledger
      .filter((entry) => isKept(entry) && !present.has(entry.object))
      .sort((a, b) => (a.object < b.object ? -1 : 1)),
  };
}

/** Reads some objects again; those that are not there are left out. */
export async function readObjects(connection: Connection, ids: readonly ObjectId[]): Promise<readonly LiveObject[]> {
  const wanted = new Set(ids);
  const bare = ids.filter((id) => !id.includes('.'));
  const databases = [...new Set(ids.filter((id) => id.includes('.')).map((id) => splitId(id).database))];
  const existing = bare.length === 0 ? new Set<string>() : await readDatabases(connection);
  const listed = databases.length === 0 ? [] : await listObjects(connection, databases, ids);
  const read = await readAll(
    connection,
    listed.filter(({ id }) => wanted.has(id)),
  );
  return [...bare.filter((id) => existing.has(id)).map(databaseObject), ...read];
}

function isKept(entry: LedgerEntry): boolean {
  return entry.state !== 'dropped';
}

function withLedger(object: LiveObject, entries: ReadonlyMap<ObjectId, LedgerEntry>): LiveObject {
  const entry = entries.get(object.id);
  return entry === undefined || !isKept(entry) ? object : { ...object, ledger: entry };
}

async function readVersion(connection: Connection): Promise<string> {
  const [row] = await connection.query('SELECT current_version() AS version');
  return row === undefined ? '' : textOf(row, 'version');
}

async function readDatabases(connection: Connection): Promise<ReadonlySet<string>> {
  const rows = await connection.query('SELECT SCHEMA_NAME FROM information_schema.schemata');
  return new Set(rows.map((row) => textOf(row, 'schema_name')));
}

async function readEntries(
  connection: Connection,
  environment: string,
  databases: ReadonlySet<string>,
): Promise<readonly LedgerEntry[]> {
  if (!databases.has(LEDGER_DATABASE)) return [];
  const rows = await connection.query(
    `SELECT TABLE_NAME FROM information_schema.tables WHERE TABLE_SCHEMA = '${LEDGER_DATABASE}'`,
  );
  // A run may have died between the database and its tables.
  return rows.some((row) => textOf(row, 'table_name') === 'ledger') ? readLedger(connection, environment) : [];
}

interface Listed {
  readonly id: ObjectId;
  readonly database: string;
  readonly name: string;
  readonly kind: Exclude<ObjectKind, 'database'>;
  /** What the engine printed, where the list has it. */
  readonly printed?: string;
  readonly inactive?: string;
}

/** Above so many names the whole databases are listed. */
const MAX_NAMES = 200;

async function listObjects(
  connection: Connection,
  databases: readonly string[],
  ids: readonly ObjectId[] = [],
): Promise<readonly Listed[]> {
  const names = [...new Set(ids.map((id) => quoteValue(splitId(id).name)))];
  const where =
    `WHERE TABLE_SCHEMA IN (${databases.map(quoteValue).join(', ')})` +
    (names.length === 0 || names.length > MAX_NAMES ? '' : ` AND TABLE_NAME IN (${names.join(', ')})`);
  const tables = await connection.query(
    `SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE FROM information_schema.tables ${where}`,
  );
  const views = await connection.query(
    `SELECT TABLE_SCHEMA, TABLE_NAME, IS_ACTIVE, INACTIVE_REASON, MATERIALIZED_VIEW_DEFINITION FROM information_schema.materialized_views ${where}`,
  );
  const materialized = new Map(views.map((row) => [idOf(row), row]));
  return tables.map((row) => listedOf(row, materialized.get(idOf(row))));
}

function idOf(row: Row): ObjectId {
  return `${textOf(row, 'table_schema')}.${textOf(row, 'table_name')}`;
}

/** The list calls a materialized view a view. */
function listedOf(row: Row, materialized: Row | undefined): Listed {
  const base = { id: idOf(row), database: textOf(row, 'table_schema'), name: textOf(row, 'table_name') };
  if (materialized === undefined) {
    return { ...base, kind: textOf(row, 'table_type') === 'VIEW' ? 'view' : 'table' };
  }
  const active = textOf(materialized, 'is_active').toLowerCase();
  return {
    ...base,
    kind: 'materialized-view',
    printed: textOf(materialized, 'materialized_view_definition'),
    inactive: active === 'false' ? textOf(materialized, 'inactive_reason') : undefined,
  };
}

/** Reads objects on as many connections as pay. */
async function readAll(connection: Connection, listed: readonly Listed[]): Promise<readonly LiveObject[]> {
  const readers = Math.max(1, Math.min(MAX_READERS, Math.ceil(listed.length / OBJECTS_PER_READER)));
  const extra = await Promise.all(Array.from({ length: readers - 1 }, () => connection.fork()));
  const queue = [...listed];
  const results: LiveObject[] = [];
  const work = async (reader: Connection): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      results.push(await readOne(reader, next));
    }
  };
  try {
    await Promise.all([connection, ...extra].map(work));
  } finally {
    await Promise.all(extra.map((reader) => reader.close()));
  }
  return results;
}

async function readOne(connection: Connection, listed: Listed): Promise<LiveObject> {
  const printed =
    listed.printed?.startsWith('CREATE ') === true ? listed.printed : await showCreate(connection, listed);
  const definition = parseDefinition(printed);
  return {
    id: listed.id,
    kind: listed.kind,
    database: listed.database,
    name: listed.name,
    definition,
    liveHash: hashOf(definition ?? printed),
    inactive: listed.inactive,
  };
}

async function showCreate(connection: Connection, listed: Listed): Promise<string> {
  const what = listed.kind.replaceAll('-', ' ').toUpperCase();
  const [row] = await connection.query(`SHOW CREATE ${what} ${quoteId(listed.id)}`);
  return row === undefined ? '' : textOf(row, `create ${what.toLowerCase()}`);
}

/** Old releases print what cannot be parsed (unescaped quotes in comments): then the text itself is the identity. */
function parseDefinition(printed: string): Definition | undefined {
  try {
    return definitionOf(parseStatement(printed));
  } catch {
    return undefined;
  }
}

function databaseObject(name: string): LiveObject {
  const definition: Definition = { kind: 'database', properties: {} };
  return { id: name, kind: 'database', database: name, name, definition, liveHash: hashOf(definition) };
}
