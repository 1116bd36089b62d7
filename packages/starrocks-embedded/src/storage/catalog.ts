import type { DuckDBConnection } from '@duckdb/node-api';

import type {
  AlterJobRecord,
  DatabaseRecord,
  GrantRecord,
  LoadRecord,
  NamedKind,
  NamedRecord,
  MaterializedViewRecord,
  ObjectRecord,
  RoleRecord,
  TaskRunRecord,
  UserRecord,
} from './model';
import { readRows } from './read';
import type { Store } from './store';

/** Collections of the catalog: each is a table of `__strata` with a key and a JSON body, and a map in memory. */
interface Collections {
  readonly databases: DatabaseRecord;
  readonly objects: ObjectRecord;
  readonly users: UserRecord;
  readonly roles: RoleRecord;
  readonly grants: GrantRecord;
  readonly task_runs: TaskRunRecord;
  readonly alter_jobs: AlterJobRecord;
  readonly loads: LoadRecord;
  readonly variables: { readonly value: string };
  /** Everything that has a name of its own and no rows: catalogs, volumes, tasks, … */
  readonly named: NamedRecord;
}

type CollectionName = keyof Collections;

const COLLECTIONS: readonly CollectionName[] = [
  'databases',
  'objects',
  'users',
  'roles',
  'grants',
  'task_runs',
  'alter_jobs',
  'loads',
  'variables',
  'named',
];

/** Histories are cut to this many entries. */
const HISTORY = 2_000;
const HISTORIES: ReadonlySet<CollectionName> = new Set(['task_runs', 'alter_jobs', 'loads']);

type Change =
  | { readonly collection: CollectionName; readonly key: string; readonly value: unknown }
  | { readonly collection: CollectionName; readonly key: string; readonly value?: undefined };

/** A change in progress: statements on the writer's connection and catalog entries, kept or lost together. */
export class CatalogChange {
  public readonly changes: Change[] = [];

  constructor(
    private readonly catalog: Catalog,
    public readonly connection: DuckDBConnection,
  ) {}

  public async run(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  public async put<K extends CollectionName>(collection: K, key: string, value: Collections[K]): Promise<void> {
    // Without an index a look for what is not there costs as much as the insert.
    if (this.holds(collection, key))
      await this.connection.run(`DELETE FROM __strata.${collection} WHERE key = $1`, [key]);
    await this.connection.run(`INSERT INTO __strata.${collection} VALUES ($1, $2)`, [key, JSON.stringify(value)]);
    this.changes.push({ collection, key, value });
  }

  public async remove(collection: CollectionName, key: string): Promise<void> {
    await this.connection.run(`DELETE FROM __strata.${collection} WHERE key = $1`, [key]);
    this.changes.push({ collection, key });
  }

  /** Empties whole collections. */
  public async clear(collections: readonly CollectionName[]): Promise<void> {
    for (const collection of collections) {
      await this.connection.run(`DELETE FROM __strata.${collection}`);
      for (const key of this.catalog.keys(collection)) this.changes.push({ collection, key });
    }
  }

  public async putObject(object: ObjectRecord): Promise<void> {
    await this.put('objects', objectKey(object.database, object.name), object);
    // Grants are bound to the object, whatever it is called now.
    for (const grant of this.catalog.grants()) {
      if (grant.objectId !== object.id) continue;
      const type = /^(TABLE|VIEW|MATERIALIZED VIEW) /.exec(grant.target)?.[1];
      const target = `${type ?? 'TABLE'} ${object.database}.${object.name}`;
      if (target !== grant.target) await this.put('grants', String(grant.id), { ...grant, target });
    }
  }

  /** An object as this change sees it: with what the change has done to it. */
  public object(database: string, name: string): ObjectRecord | undefined {
    const key = objectKey(database, name);
    const own = this.changes.filter((change) => change.collection === 'objects' && change.key === key).at(-1);
    return own === undefined ? this.catalog.object(database, name) : (own.value as ObjectRecord | undefined);
  }

  public removeObject(object: ObjectRecord): Promise<void> {
    return this.remove('objects', objectKey(object.database, object.name));
  }

  public nextId(): number {
    return this.catalog.nextId();
  }

  /** Whether the entry is there when the change is committed so far. */
  private holds(collection: CollectionName, key: string): boolean {
    const last = this.changes.findLast((change) => change.collection === collection && change.key === key);
    return last === undefined ? this.catalog.has(collection, key) : last.value !== undefined;
  }
}

/** Keeps the newest entries of a history. */
async function trimHistory(connection: DuckDBConnection, name: CollectionName): Promise<void> {
  const newest = `SELECT rowid FROM __strata.${name} ORDER BY rowid DESC LIMIT ${HISTORY}`;
  await connection.run(`DELETE FROM __strata.${name} WHERE rowid NOT IN (${newest})`);
}

export function objectKey(database: string, name: string): string {
  return `${database}\u0000${name}`;
}

/** Key of a named object; `name` is `database.name` for those that live in a database. */
export function namedKey(kind: NamedKind, name: string): string {
  return `${kind}\u0000${name}`;
}

/** Name of a user as StarRocks prints it. */
export function userKey(name: string, host: string): string {
  return `'${name}'@'${host}'`;
}

/** What the server knows of databases, objects and users: in memory for reading, in `__strata` to survive. */
export class Catalog {
  private readonly maps = Object.fromEntries(COLLECTIONS.map((name) => [name, new Map<string, unknown>()])) as {
    readonly [K in CollectionName]: Map<string, Collections[K]>;
  };
  private lastId = 10_000;
  /** Grows with every committed change; caches compare it. */
  public version = 0;

  private constructor(private readonly store: Store) {}

  public static async load(store: Store): Promise<Catalog> {
    const catalog = new Catalog(store);
    await store.write(
      async (connection) => {
        await connection.run('CREATE SCHEMA IF NOT EXISTS __strata');
        for (const name of COLLECTIONS) {
          await connection.run(`CREATE TABLE IF NOT EXISTS __strata.${name} (key VARCHAR, body VARCHAR)`);
          if (HISTORIES.has(name)) await trimHistory(connection, name);
          const rows = await readRows(connection, `SELECT key, body FROM __strata.${name} ORDER BY rowid`);
          for (const [key = '', body = ''] of rows as readonly (readonly string[])[])
            catalog.apply({ collection: name, key, value: JSON.parse(body) });
        }
      },
      () => Promise.resolve(undefined),
    );
    return catalog;
  }

  /** Runs a change: all of it is committed and then seen, or nothing. */
  public change<T>(work: (change: CatalogChange) => Promise<T>): Promise<T> {
    return this.stagedChange(() => Promise.resolve(undefined), work);
  }

  /** As `change`, with temporary tables made before the transaction starts. */
  public async stagedChange<T, S>(
    stage: (connection: DuckDBConnection) => Promise<S>,
    work: (change: CatalogChange, staged: S) => Promise<T>,
  ): Promise<T> {
    let changes: readonly Change[] = [];
    return this.store.write(
      async (connection, staged: S) => {
        const change = new CatalogChange(this, connection);
        const value = await work(change, staged);
        changes = change.changes;
        return value;
      },
      stage,
      () => {
        for (const change of changes) this.apply(change);
        if (changes.length > 0) this.version += 1;
      },
    );
  }

  public nextId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  public has(collection: CollectionName, key: string): boolean {
    return this.maps[collection].has(key);
  }

  public keys(collection: CollectionName): readonly string[] {
    return [...this.maps[collection].keys()];
  }

  public databases(): readonly DatabaseRecord[] {
    return [...this.maps.databases.values()];
  }

  public database(name: string): DatabaseRecord | undefined {
    return this.maps.databases.get(name);
  }

  public objects(database?: string): readonly ObjectRecord[] {
    const all = [...this.maps.objects.values()];
    return database === undefined ? all : all.filter((object) => object.database === database);
  }

  public object(database: string, name: string): ObjectRecord | undefined {
    return this.maps.objects.get(objectKey(database, name));
  }

  public materializedViews(): readonly MaterializedViewRecord[] {
    return this.objects().flatMap((object) => (object.kind === 'materialized-view' ? [object] : []));
  }

  public namedOf(kind: NamedKind): readonly NamedRecord[] {
    return [...this.maps.named.values()].filter((record) => record.kind === kind);
  }

  public named(kind: NamedKind, name: string): NamedRecord | undefined {
    return this.maps.named.get(namedKey(kind, name));
  }

  public users(): readonly UserRecord[] {
    return [...this.maps.users.values()];
  }

  public roles(): readonly RoleRecord[] {
    return [...this.maps.roles.values()];
  }

  public grants(): readonly GrantRecord[] {
    return [...this.maps.grants.values()];
  }

  public taskRuns(): readonly TaskRunRecord[] {
    return [...this.maps.task_runs.values()];
  }

  public alterJobs(): readonly AlterJobRecord[] {
    return [...this.maps.alter_jobs.values()];
  }

  public loads(): readonly LoadRecord[] {
    return [...this.maps.loads.values()];
  }

  /** The load with this label that counts: labels of aborted ones may be used again. */
  public load(database: string, label: string): LoadRecord | undefined {
    return this.maps.loads.get(objectKey(database, label));
  }

  public globalVariables(): ReadonlyMap<string, { readonly value: string }> {
    return this.maps.variables;
  }

  private apply(change: Change): void {
    const map = this.maps[change.collection] as Map<string, unknown>;
    if (change.value === undefined) {
      map.delete(change.key);
      return;
    }
    if (HISTORIES.has(change.collection)) map.delete(change.key);
    map.set(change.key, change.value);
    this.noteIds(change.value);
    if (HISTORIES.has(change.collection) && map.size > HISTORY) {
      const [oldest] = map.keys();
      if (oldest !== undefined) map.delete(oldest);
    }
  }

  private noteIds(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    const { id, taskId, partitions } = value as {
      id?: unknown;
      taskId?: unknown;
      partitions?: readonly { id: number }[];
    };
    for (const used of [id, taskId, ...(partitions ?? []).map((partition) => partition.id)]) {
      if (typeof used === 'number' && used > this.lastId) this.lastId = used;
    }
  }
}
