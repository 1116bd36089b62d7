import type {
  AlterDatabaseStatement,
  CreateDatabaseStatement,
  DropDatabaseStatement,
  UseStatement,
} from '@strata/starrocks-sql';

import { SqlError, unsupported } from '../errors';
import { OK } from '../protocol/result';
import type { StatementResult } from '../protocol/result';
import { namedKey } from '../storage/catalog';
import type { CatalogChange } from '../storage/catalog';
import { quoteName } from '../storage/names';
import type { ServerContext, SessionState } from './context';
import { volumeNames } from './named/volumes';
import { forgetPartitions } from './partition/recycle';
import { keepDatabase } from './recycle';
import { databaseName, isVirtualDatabase } from './targets';

/** Names that DuckDB or this server need for themselves. */
const RESERVED = new Set(['temp', 'system', 'main', 'pg_catalog', '__strata', '__info', '__warehouse']);

export async function createDatabase(
  context: ServerContext,
  statement: CreateDatabaseStatement,
): Promise<StatementResult> {
  const name = databaseName(statement.name);
  const exists = isVirtualDatabase(name) || context.catalog.database(name) !== undefined;
  if (exists && statement.ifNotExists) return OK;
  if (exists) throw new SqlError(1007, `Can't create database '${name}'; database exists`);
  if (!/^[A-Za-z_]\w{0,255}$/.test(name))
    throw new SqlError(1102, `Getting analyzing error. Detail message: Incorrect database name '${name}'.`);
  if (RESERVED.has(name.toLowerCase())) throw unsupported(`a database with the name '${name}'`);
  if (context.catalog.databases().some((database) => database.name.toLowerCase() === name.toLowerCase())) {
    throw unsupported(`two databases whose names differ only in case ('${name}')`);
  }
  const properties = Object.fromEntries(statement.properties.map(({ key, value }) => [key, value]));
  const volume = properties['storage_volume'];
  if (volume !== undefined && !volumeNames(context).includes(volume))
    throw new SqlError(1064, `Unknown storage volume "${volume}"`);
  await context.catalog.change(async (change) => {
    // Of two that create a database at once exactly one does.
    if (context.catalog.database(name) !== undefined) {
      if (statement.ifNotExists) return;
      throw new SqlError(1007, `Can't create database '${name}'; database exists`);
    }
    await change.run(`CREATE SCHEMA ${quoteName(name)}`);
    await change.put('databases', name, { id: change.nextId(), name, properties });
  });
  return OK;
}

export async function dropDatabase(
  context: ServerContext,
  session: SessionState,
  statement: DropDatabaseStatement,
): Promise<StatementResult> {
  const name = databaseName(statement.name);
  if (isVirtualDatabase(name))
    throw new SqlError(
      5203,
      `Access denied; you need (at least one of) the DROP privilege(s) on DATABASE ${name} for this operation.`,
    );
  if (context.catalog.database(name) === undefined) {
    if (statement.ifExists) return OK;
    throw new SqlError(1008, `Can't drop database '${name}'; database doesn't exist`);
  }
  await context.catalog.change((change) => removeDatabase(context, change, name, statement.force));
  if (session.database === name) session.database = '';
  return OK;
}

/** Drops a database with everything in it. */
export async function removeDatabase(
  context: ServerContext,
  change: CatalogChange,
  name: string,
  force = true,
): Promise<void> {
  const objects = context.catalog.objects(name);
  for (const object of objects) {
    await change.removeObject(object);
    await forgetPartitions(context, change, object);
  }
  await change.run(`DROP SCHEMA ${quoteName(name)} CASCADE`);
  await change.remove('databases', name);
  for (const kind of ['dropped', 'routine-load', 'pipe', 'function'] as const) {
    for (const record of context.catalog.namedOf(kind)) {
      if (record.name.startsWith(`${name}.`)) await change.remove('named', namedKey(kind, record.name));
    }
  }
  const database = context.catalog.database(name);
  if (database !== undefined) await keepDatabase(change, database, objects.length > 0 && !force);
}

export async function alterDatabase(
  context: ServerContext,
  statement: AlterDatabaseStatement,
): Promise<StatementResult> {
  const name = databaseName(statement.name);
  const database = context.catalog.database(name);
  if (database === undefined)
    throw new SqlError(5501, `Getting analyzing error. Detail message: Unknown database '${name}'.`);
  const { action } = statement;
  if (action.kind === 'set-data-quota' || action.kind === 'set-replica-quota') return OK;
  if (action.kind === 'rename') {
    if (action.to === name) throw new SqlError(1064, 'Same database name');
    throw unsupported('ALTER DATABASE … RENAME');
  }
  const unknown = action.properties.find(({ key }) => key !== 'storage_volume');
  if (unknown !== undefined) throw new SqlError(1064, `Unknown properties: ${unknown.key}`);
  const properties = {
    ...database.properties,
    ...Object.fromEntries(action.properties.map(({ key, value }) => [key, value])),
  };
  await context.catalog.change((change) => change.put('databases', name, { ...database, properties }));
  return OK;
}

/** @throws SqlError 5501 when there is no such database. */
export function useDatabase(context: ServerContext, session: SessionState, name: string): void {
  if (isVirtualDatabase(name)) {
    session.database = name.toLowerCase();
    return;
  }
  if (context.catalog.database(name) === undefined) throw new SqlError(5501, `Unknown database '${name}'`);
  session.database = name;
}

export function runUse(context: ServerContext, session: SessionState, statement: UseStatement): StatementResult {
  useDatabase(context, session, databaseName(statement.name));
  return OK;
}
