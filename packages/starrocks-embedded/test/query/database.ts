import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { QueryColumn, QueryScope, TranslatedQuery } from '../../src/query/contract';
import { installMacros, translateQuery } from '../../src/query/translate';

/** Tables of the test database `d`: name -> columns as StarRocks writes them. */
export type Tables = Readonly<Record<string, readonly (readonly [name: string, type: string])[]>>;

/** 2024-03-05 14:07:09 UTC. */
export const NOW = Date.UTC(2024, 2, 5, 14, 7, 9);

export function scopeOf(tables: Tables, over: Partial<QueryScope> = {}): QueryScope {
  return {
    database: 'd',
    user: "'admin'@'%'",
    connectionId: 7,
    timeZone: 'Asia/Shanghai',
    nowMs: NOW,
    columnsOf: (database, table): readonly QueryColumn[] | undefined =>
      database === 'd' ? tables[table]?.map(([name, type]) => ({ name, type })) : undefined,
    variable: (name) => ({ '@@version_comment': 'embedded', '@@version': '8.0.33', '@@autocommit': 1, '@x': 5 })[name],
    ...over,
  };
}

/** An in-memory DuckDB with the macros of the translator, asked in StarRocks SQL. */
export interface Database {
  /** Rows as DuckDB's JSON form, values as text except NULL, doubles and small integers. */
  ask(query: string, over?: Partial<QueryScope>): Promise<readonly (readonly unknown[])[]>;
  /** First value of the first row. */
  value(query: string): Promise<unknown>;
  translate(query: string, over?: Partial<QueryScope>): TranslatedQuery;
  close(): void;
}

/** Opens the database; `statements` are DuckDB SQL that makes and fills the tables. */
export async function openDatabase(tables: Tables = {}, statements: readonly string[] = []): Promise<Database> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection: DuckDBConnection = await instance.connect();
  const run = async (sql: string): Promise<void> => {
    await connection.run(sql);
  };
  await installMacros(run);
  await run('CREATE SCHEMA d');
  for (const statement of statements) await run(statement);
  const translate = (query: string, over: Partial<QueryScope> = {}): TranslatedQuery =>
    translateQuery(query, scopeOf(tables, over));
  const ask = async (query: string, over: Partial<QueryScope> = {}): Promise<readonly (readonly unknown[])[]> => {
    const reader = await connection.runAndReadAll(translate(query, over).sql);
    return reader.getRowsJson();
  };
  return {
    ask,
    translate,
    value: async (query) => (await ask(query))[0]?.[0],
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
