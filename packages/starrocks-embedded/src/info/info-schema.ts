import type { DuckDBConnection } from '@duckdb/node-api';

import type { QueryColumn } from '../query/contract';
import { Mutex } from '../storage/mutex';
import { quoteName } from '../storage/names';
import { INFO_DATABASE } from '../storage/store';
import { INFO_TABLES } from './definitions';
import type { InfoDatabase } from './definitions';

/** A row by column name; columns that are left out are NULL. */
export type InfoRow = Readonly<Record<string, string | number | boolean | null>>;

/** Gives the rows of a table of information_schema or sys as they are now. */
type InfoSource = (database: InfoDatabase, table: string) => Promise<readonly InfoRow[]>;

const DUCK_TYPES: Readonly<Record<string, string>> = {
  text: 'VARCHAR',
  bigint: 'BIGINT',
  int: 'INTEGER',
  tinyint: 'TINYINT',
  double: 'DOUBLE',
  datetime: 'TIMESTAMP',
  json: 'VARCHAR',
};

const QUERY_TYPES: Readonly<Record<string, string>> = {
  text: 'varchar(1048576)',
  json: 'varchar(1048576)',
};

/** information_schema and sys: real tables of a database in memory, filled before each query that reads them. */
export class InfoSchema {
  private readonly lock = new Mutex();
  private source: InfoSource = () => Promise.resolve([]);

  private constructor(private readonly connection: DuckDBConnection) {}

  public static async create(connection: DuckDBConnection): Promise<InfoSchema> {
    for (const [database, tables] of Object.entries(INFO_TABLES)) {
      await connection.run(`CREATE SCHEMA ${INFO_DATABASE}.${schemaName(database)}`);
      for (const [table, columns] of Object.entries(tables)) {
        const list = columns.map((column) => {
          const { name, type } = readColumn(column);
          return `${quoteName(name)} ${DUCK_TYPES[type] ?? 'VARCHAR'}`;
        });
        await connection.run(`CREATE TABLE ${duckName(database, table)} (${list.join(', ')})`);
      }
    }
    return new InfoSchema(connection);
  }

  public setSource(source: InfoSource): void {
    this.source = source;
  }

  /** Columns of such a table (names in any case), or undefined. */
  public columns(database: string, table: string): readonly QueryColumn[] | undefined {
    const found = lookUp(database, table);
    return found?.columns.map((column) => {
      const { name, type } = readColumn(column);
      return { name, type: QUERY_TYPES[type] ?? type };
    });
  }

  /** Names of the tables of one of the two databases. */
  public tables(database: string): readonly string[] {
    const key = database.toLowerCase();
    return isInfoDatabase(key) ? Object.keys(INFO_TABLES[key]) : [];
  }

  /** Points a DuckDB query at the tables in memory, after filling those that it reads. */
  public async prepare(sql: string): Promise<string> {
    const used = new Map<string, { readonly database: InfoDatabase; readonly table: string }>();
    const rewritten = rewrite(sql, (database, table) => {
      const found = lookUp(database, table);
      if (found === undefined) return undefined;
      used.set(`${found.database}.${found.table}`, found);
      return duckName(found.database, found.table);
    });
    for (const { database, table } of used.values()) await this.fill(database, table);
    return rewritten;
  }

  private async fill(database: InfoDatabase, table: string): Promise<void> {
    const rows = await this.source(database, table);
    const columns = (INFO_TABLES[database][table] ?? []).map(readColumn);
    const shape = JSON.stringify([
      Object.fromEntries(columns.map(({ name, type }) => [name, DUCK_TYPES[type] ?? 'VARCHAR'])),
    ]);
    const names = columns.map(({ name }) => `r.${quoteName(name)}`).join(', ');
    await this.lock.run(async () => {
      await this.connection.run('BEGIN TRANSACTION');
      await this.connection.run(`DELETE FROM ${duckName(database, table)}`);
      if (rows.length > 0) {
        await this.connection.run(
          `INSERT INTO ${duckName(database, table)} SELECT ${names} FROM (SELECT unnest(from_json($1::JSON, $2)) AS r)`,
          [JSON.stringify(rows), shape],
        );
      }
      await this.connection.run('COMMIT');
    });
  }
}

function isInfoDatabase(name: string): name is InfoDatabase {
  return name in INFO_TABLES;
}

function lookUp(
  database: string,
  table: string,
): { readonly database: InfoDatabase; readonly table: string; readonly columns: readonly string[] } | undefined {
  const key = database.toLowerCase();
  if (!isInfoDatabase(key)) return undefined;
  const name = table.toLowerCase();
  const columns = INFO_TABLES[key][name];
  return columns === undefined ? undefined : { database: key, table: name, columns };
}

function readColumn(definition: string): { readonly name: string; readonly type: string } {
  const [name = '', type = 'text'] = definition.split(' ');
  return { name, type };
}

/** DuckDB owns the name information_schema in every database. */
function schemaName(database: string): string {
  return `${database}_tables`;
}

function duckName(database: string, table: string): string {
  return `${INFO_DATABASE}.${quoteName(schemaName(database))}.${quoteName(table)}`;
}

const QUOTED = /'(?:[^']|'')*'|"((?:[^"]|"")*)"(?:\."((?:[^"]|"")*)")?/g;

/** Replaces `"database"."table"` outside string literals. */
function rewrite(sql: string, replace: (database: string, table: string) => string | undefined): string {
  return sql.replace(QUOTED, (whole, database: string | undefined, table: string | undefined) => {
    if (database === undefined || table === undefined) return whole;
    return replace(database, table) ?? whole;
  });
}
