/** Contracts with catalogs outside: the columns that views read there must still exist. */

import type { SourceColumn } from '@strata/starrocks-sql';
import { columnLineage, references } from '@strata/starrocks-sql';

import type { Connection } from './connection-types';
import { StatementError } from './errors';
import type { DeclaredObject, Model, ObjectId } from './model';
import { textOf } from './row';
import { quoteName } from './sql-text';

/** Columns of tables outside by `catalog.database.table`; undefined when the table is not there. */
export type OutsideColumns = ReadonlyMap<string, readonly string[] | undefined>;

export interface BrokenContract {
  readonly object: ObjectId;
  readonly file?: string;
  /** `catalog.database.table`. */
  readonly table: string;
  /** Absent when the table itself is gone. */
  readonly column?: string;
}

/** The tables of external catalogs that a model reads. */
export function contractTables(model: Model): readonly string[] {
  const queries = model.objects.map(queryOf).filter((query) => query !== '');
  const tables = queries.flatMap((query) => references(query).map(({ parts }) => parts));
  return [...new Set(tables.filter(isOutside).map((parts) => parts.join('.')))].sort();
}

/** Reads the columns of those tables, one query each; through the metadata cache of the catalog. */
export async function readContracts(connection: Connection, tables: readonly string[]): Promise<OutsideColumns> {
  const columns = new Map<string, readonly string[] | undefined>();
  for (const table of tables) columns.set(table, await columnsOf(connection, table));
  return columns;
}

async function columnsOf(connection: Connection, table: string): Promise<readonly string[] | undefined> {
  try {
    const rows = await connection.query(`DESC ${table.split('.').map(quoteName).join('.')}`);
    return rows.map((row) => textOf(row, 'field'));
  } catch (error) {
    if (
      error instanceof StatementError &&
      /unknown (table|database|catalog)|not found|not exist/i.test(error.message)
    ) {
      return undefined;
    }
    throw error;
  }
}

/** Which declared objects read what is not there any more. Columns whose table is uncertain are not judged. */
export function checkContracts(model: Model, outside: OutsideColumns): readonly BrokenContract[] {
  const known = new Map(model.objects.map((object) => [object.id, columnsOfObject(object)]));
  return model.objects.flatMap((object) => {
    const query = queryOf(object);
    if (query === '') return [];
    const at = { object: object.id, ...(object.file === undefined ? {} : { file: object.file }) };
    const gone = references(query)
      .map(({ parts }) => parts)
      .filter((parts) => isOutside(parts) && outside.has(parts.join('.')) && outside.get(parts.join('.')) === undefined)
      .map((parts) => ({ ...at, table: parts.join('.') }));
    const missing = sourcesOf(query, known)
      .filter(({ table, column }) => column !== '*' && !has(outside.get(table), column))
      .map(({ table, column }) => ({ ...at, table, column }));
    return distinct([...gone, ...missing]);
  });
}

function has(columns: readonly string[] | undefined, column: string): boolean {
  return columns === undefined || columns.some((name) => name.toLowerCase() === column.toLowerCase());
}

/** Only a name of three parts is in another catalog than our own. */
function isOutside(parts: readonly string[]): boolean {
  return parts.length === 3 && parts[0] !== 'default_catalog';
}

function sourcesOf(
  query: string,
  known: ReadonlyMap<ObjectId, readonly string[] | undefined>,
): readonly SourceColumn[] {
  const lineage = columnLineage(query, (table) => known.get(table.slice(-2).join('.')));
  return [...(lineage.columns ?? []).flatMap(({ sources }) => sources), ...lineage.influences].filter(({ table }) =>
    isOutside(table.split('.')),
  );
}

function columnsOfObject({ definition }: DeclaredObject): readonly string[] | undefined {
  if (definition.kind === 'table') return definition.columns.map(({ name }) => name);
  if (definition.kind !== 'view' && definition.kind !== 'materialized-view') return undefined;
  return definition.columns.length === 0 ? undefined : definition.columns.map(({ name }) => name);
}

function queryOf({ statement }: DeclaredObject): string {
  switch (statement?.kind) {
    case 'create-view':
    case 'create-materialized-view':
      return statement.query.text;
    case 'submit-task':
      return statement.body.text;
    default:
      return '';
  }
}

function distinct(contracts: readonly BrokenContract[]): readonly BrokenContract[] {
  return [...new Map(contracts.map((each) => [`${each.table}.${each.column ?? ''}`, each])).values()];
}
