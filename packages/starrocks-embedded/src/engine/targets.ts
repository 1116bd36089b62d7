import type { QualifiedName } from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../errors';
import type { MaterializedViewRecord, ObjectRecord, TableRecord } from '../storage/model';
import type { ServerContext, SessionState } from './context';

export interface ObjectName {
  readonly database: string;
  readonly name: string;
}

export const DEFAULT_CATALOG = 'default_catalog';

export function isVirtualDatabase(name: string): boolean {
  return name.toLowerCase() === 'information_schema' || name.toLowerCase() === 'sys';
}

function foreignCatalog(name: string): SqlError {
  return new SqlError(5078, `Getting analyzing error. Detail message: Unknown catalog '${name}'.`);
}

/** Database and object that a name means in this session. */
export function resolveName(session: SessionState, name: QualifiedName): ObjectName {
  const [first = '', second, third] = name.parts;
  if (third !== undefined) {
    if (first !== DEFAULT_CATALOG) throw foreignCatalog(first);
    return { database: second ?? '', name: third };
  }
  if (second !== undefined) return { database: first, name: second };
  if (session.database === '') throw new SqlError(1046, 'No database selected');
  return { database: session.database, name: first };
}

/** Name of a database that a statement names. */
export function databaseName(name: QualifiedName): string {
  const [first = '', second] = name.parts;
  if (second === undefined) return first;
  if (first !== DEFAULT_CATALOG) throw foreignCatalog(first);
  return second;
}

export function requireDatabase(context: ServerContext, name: string): void {
  if (isVirtualDatabase(name)) return;
  if (context.catalog.database(name) === undefined) {
    throw new SqlError(5501, `Getting analyzing error. Detail message: Unknown database '${name}'.`);
  }
}

export function requireObject(context: ServerContext, target: ObjectName): ObjectRecord {
  requireDatabase(context, target.database);
  const object = context.catalog.object(target.database, target.name);
  if (object === undefined) throw analysisError(`Table ${target.name} is not found`);
  return object;
}

/** A table that may be written to. */
export function requireTable(context: ServerContext, target: ObjectName): TableRecord {
  const object = requireObject(context, target);
  if (object.kind === 'table') return object;
  if (object.kind === 'view')
    throw analysisError(`'${target.database}'.'${target.name}' is a view, it can't be modified`);
  throw analysisError(
    `The data of '${target.name}' cannot be modified because '${target.name}' is a materialized view,and the data of materialized view must be consistent with the base table.`,
  );
}

export function requireMaterializedView(context: ServerContext, target: ObjectName): MaterializedViewRecord {
  requireDatabase(context, target.database);
  const object = context.catalog.object(target.database, target.name);
  if (object?.kind !== 'materialized-view') throw new SqlError(1064, `Materialized view ${target.name} is not found`);
  return object;
}
