/**
 * The only reader of a warehouse. A few queries for all databases together, then one SHOW CREATE per table and view, on
 * several connections at once; materialized views print themselves in `information_schema`. Kinds beside those are read
 * only where this environment has or wants such objects.
 */

import type { Statement } from '@strata/starrocks-sql';
import { parseStatement } from '@strata/starrocks-sql';

import { hashOf } from './canonical';
import type { Connection } from './connection-types';
import type { Definition, ObjectKind } from './definition';
import type { Listed } from './introspect-list';
import { listObjects } from './introspect-list';
import type { ResolveSecret } from './introspect-secrets';
import { withRotations } from './introspect-secrets';
import type { PlainKind } from './kinds/definition';
import type { Query, Read, ReadScope } from './kinds/kind';
import { isObjectKind, isPlain, kindOf, PLAIN_KINDS } from './kinds/registry';
import { LEDGER_DATABASE, readLedger, readOwners } from './ledger';
import type { LedgerEntry, LiveModel, LiveObject, ObjectId } from './model';
import { splitId } from './model';
import { definitionOf } from './normalise';
import { queryPool } from './query-pool';
import { textOf } from './row';
import { withoutSecrets } from './secrets';
import { quoteId } from './sql-text';

export interface IntrospectOptions {
  readonly environment: string;
  /** Databases to read beside those of the ledger. Those that do not exist are empty. */
  readonly databases: readonly string[];
  /**
   * Objects that are wanted beside those of the ledger, e.g. the declared ones: their kinds are read. `all` reads every
   * kind wholly, as an import does.
   *
   * @default - none
   */
  readonly objects?: readonly ObjectId[] | 'all';
  /**
   * Whether the statements that would declare an object are kept: an import prints them.
   *
   * @default false
   */
  readonly statements?: boolean;
  /**
   * Values of secrets, so that those that were changed since the last apply are noticed.
   *
   * @default - secrets are taken as applied
   */
  readonly resolveSecret?: ResolveSecret;
}

/** Reads what the databases of an environment hold, and what its ledger says. */
export async function introspect(connection: Connection, options: IntrospectOptions): Promise<LiveModel> {
  const pool = queryPool(connection);
  try {
    return await readModel(connection, pool.query, options);
  } finally {
    await pool.close();
  }
}

async function readModel(connection: Connection, query: Query, options: IntrospectOptions): Promise<LiveModel> {
  const [engineVersion, existing] = await Promise.all([readVersion(query), readDatabases(query)]);
  const { entries: ledger, owners } = await readEntries(connection, query, options.environment, existing);
  const entries = new Map(ledger.map((entry) => [entry.object, entry]));
  const kept = ledger.filter(isKept);
  const wanted = new Set([...options.databases, ...kept.map((entry) => splitId(entry.object).database)]);
  const databases = [...wanted].filter((name) => existing.has(name)).sort();
  const [relations, plain] = await Promise.all([
    readRelations(query, databases, options.statements === true),
    readPlain(query, databases, kept, options),
  ]);
  const managed = [...databases.map(databaseObject), ...relations, ...plain]
    .map((object) => withLedger(object, entries, owners))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const { environment, resolveSecret } = options;
  const objects = resolveSecret === undefined ? managed : await withRotations(managed, environment, resolveSecret);
  const present = new Set(objects.map((object) => object.id));
  return {
    kind: 'live',
    environment: options.environment,
    engineVersion,
    objects,
    missing: kept.filter((entry) => !present.has(entry.object)).sort((a, b) => (a.object < b.object ? -1 : 1)),
  };
}

/** Reads some objects again; those that are not there are left out. */
export async function readObjects(connection: Connection, ids: readonly ObjectId[]): Promise<readonly LiveObject[]> {
  const pool = queryPool(connection);
  const wanted = new Set(ids);
  const plainIds = ids.filter((id) => plainKindOf(id) !== undefined);
  const rest = ids.filter((id) => !plainIds.includes(id));
  const bare = rest.filter((id) => !id.includes('.'));
  const databases = (all: readonly ObjectId[]): readonly string[] => [
    ...new Set(all.map((id) => splitId(id).database).filter((name) => name !== '')),
  ];
  try {
    const [existing, listed, plain] = await Promise.all([
      bare.length === 0 ? new Set<string>() : readDatabases(pool.query),
      rest.length === bare.length
        ? []
        : listObjects(pool.query, databases(rest.filter((id) => id.includes('.'))), rest),
      readKinds(pool.query, kindsIn(plainIds), { databases: databases(plainIds), ids: new Set(plainIds) }),
    ]);
    const relations = await Promise.all(
      listed.filter(({ id }) => wanted.has(id)).map((each) => readOne(pool.query, each, false)),
    );
    const found = plain.filter(({ id }) => wanted.has(id));
    return [...bare.filter((id) => existing.has(id)).map(databaseObject), ...relations, ...found];
  } finally {
    await pool.close();
  }
}

// ------------------------------------------------------------------------------------------------------------- ledger

function isKept(entry: LedgerEntry): boolean {
  return entry.state !== 'dropped';
}

function withLedger(
  object: LiveObject,
  entries: ReadonlyMap<ObjectId, LedgerEntry>,
  owners: ReadonlyMap<ObjectId, string>,
): LiveObject {
  const entry = entries.get(object.id);
  if (entry !== undefined && isKept(entry)) return { ...object, ledger: entry };
  const owner = owners.get(object.id);
  return owner === undefined ? object : { ...object, owner };
}

async function readVersion(query: Query): Promise<string> {
  const [row] = await query('SELECT current_version() AS version');
  return row === undefined ? '' : textOf(row, 'version');
}

async function readDatabases(query: Query): Promise<ReadonlySet<string>> {
  const rows = await query('SELECT SCHEMA_NAME FROM information_schema.schemata');
  return new Set(rows.map((row) => textOf(row, 'schema_name')));
}

async function readEntries(
  connection: Connection,
  query: Query,
  environment: string,
  databases: ReadonlySet<string>,
): Promise<{ readonly entries: readonly LedgerEntry[]; readonly owners: ReadonlyMap<ObjectId, string> }> {
  const nothing = { entries: [], owners: new Map<ObjectId, string>() };
  if (!databases.has(LEDGER_DATABASE)) return nothing;
  const rows = await query(
    `SELECT TABLE_NAME FROM information_schema.tables WHERE TABLE_SCHEMA = '${LEDGER_DATABASE}'`,
  );
  // A run may have died between the database and its tables.
  if (!rows.some((row) => textOf(row, 'table_name') === 'ledger')) return nothing;
  const entries = await readLedger(connection, environment);
  return { entries, owners: await readOwners(connection, environment) };
}

// -------------------------------------------------------------------------------------------------- tables and views

async function readRelations(
  query: Query,
  databases: readonly string[],
  keepStatements: boolean,
): Promise<readonly LiveObject[]> {
  if (databases.length === 0) return [];
  const listed = await listObjects(query, databases);
  return Promise.all(listed.map((each) => readOne(query, each, keepStatements)));
}

async function readOne(query: Query, listed: Listed, keepStatements: boolean): Promise<LiveObject> {
  const shown = /^create\s/i.test(listed.printed ?? '') ? (listed.printed ?? '') : await showCreate(query, listed);
  const printed = withoutSecrets(shown);
  const statement = parseQuietly(printed);
  const definition = statement && definitionOf(statement);
  return {
    id: listed.id,
    kind: listed.kind,
    database: listed.database,
    name: listed.name,
    definition,
    liveHash: hashOf(definition ?? printed),
    inactive: listed.inactive,
    ...(keepStatements && statement !== undefined ? { statements: [statement] } : {}),
  };
}

async function showCreate(query: Query, listed: Listed): Promise<string> {
  const what = listed.kind === 'sync-materialized-view' ? 'materialized view' : listed.kind.replaceAll('-', ' ');
  const [row] = await query(`SHOW CREATE ${what.toUpperCase()} ${quoteId(listed.id)}`);
  return row === undefined ? '' : textOf(row, `create ${what}`);
}

/** Old releases print what cannot be parsed (unescaped quotes in comments): then the text itself is the identity. */
function parseQuietly(printed: string): Statement | undefined {
  try {
    return parseStatement(printed);
  } catch {
    return undefined;
  }
}

function databaseObject(name: string): LiveObject {
  const definition: Definition = { kind: 'database', properties: {} };
  return { id: name, kind: 'database', database: name, name, definition, liveHash: hashOf(definition) };
}

// --------------------------------------------------------------------------------------------------------- other kinds

async function readPlain(
  query: Query,
  databases: readonly string[],
  kept: readonly LedgerEntry[],
  options: IntrospectOptions,
): Promise<readonly LiveObject[]> {
  const { objects = [], statements = false } = options;
  if (objects === 'all') return readKinds(query, PLAIN_KINDS, { databases }, statements);
  const ids = new Set([...objects, ...kept.map((entry) => entry.object)].filter((id) => plainKindOf(id) !== undefined));
  return readKinds(query, kindsIn([...ids]), { databases, ids }, statements);
}

/** The kind that an id says; undefined for what lists of tables hold. */
function plainKindOf(id: ObjectId): PlainKind | undefined {
  const colon = id.indexOf(':');
  const kind: string = colon < 0 ? '' : id.slice(0, colon);
  return isObjectKind(kind) && isPlain(kind) ? kind : undefined;
}

function kindsIn(ids: readonly ObjectId[]): readonly PlainKind[] {
  const kinds = new Set<ObjectKind | undefined>(ids.map(plainKindOf));
  return PLAIN_KINDS.filter((kind) => kinds.has(kind));
}

async function readKinds(
  query: Query,
  kinds: readonly PlainKind[],
  scope: ReadScope,
  keepStatements = false,
): Promise<readonly LiveObject[]> {
  const reads = await Promise.all(
    kinds.map(async (kind) => {
      const found = await kindOf(kind).introspect(query, scope);
      return found.map((read) => plainObject(kind, read, keepStatements));
    }),
  );
  return reads.flat();
}

function plainObject(kind: PlainKind, read: Read, keepStatements: boolean): LiveObject {
  const { id, database, name, statements, printed, paused } = read;
  const [first, ...more] = statements;
  const definition = first === undefined ? undefined : definitionOf(first, ...more);
  return {
    id,
    kind,
    database,
    name,
    definition,
    liveHash: hashOf(definition ?? printed ?? ''),
    ...(paused === true ? { paused } : {}),
    ...(keepStatements && first !== undefined ? { statements } : {}),
  };
}
