import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseScript, printDataType, type Statement } from '@strata/starrocks-sql';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { QueryColumn } from '../../src/query/contract';
import { installMacros, translateQuery } from '../../src/query/translate';
import { duckType, parseType } from '../../src/query/types';
import { scopeOf } from './database';

const ROOT = join(__dirname, '../../../..', 'sql');

interface Found {
  readonly database: string;
  readonly name: string;
  readonly statement: Statement;
}

/** Statements of the warehouse of the demo, by layer and object. */
function demoObjects(): readonly Found[] {
  return ['ods', 'cdm', 'ads'].flatMap((database) =>
    readdirSync(join(ROOT, database))
      .filter((file) => file.endsWith('.sql'))
      .flatMap((file) => {
        const { statements, errors } = parseScript(readFileSync(join(ROOT, database, file), 'utf8'), { file });
        expect(errors).toEqual([]);
        return statements.map((statement) => ({ database, name: file.replace(/\.sql$/, ''), statement }));
      }),
  );
}

function isQuery(
  found: Found,
): found is Found & { statement: Extract<Statement, { kind: 'create-view' | 'create-materialized-view' }> } {
  return found.statement.kind === 'create-view' || found.statement.kind === 'create-materialized-view';
}

describe('the SQL of the demo', () => {
  const columns = new Map<string, readonly QueryColumn[]>();
  let connection: DuckDBConnection;

  beforeAll(async () => {
    connection = await (await DuckDBInstance.create(':memory:')).connect();
    await installMacros(async (sql) => {
      await connection.run(sql);
    });
    for (const database of ['ods', 'cdm', 'ads']) await connection.run(`CREATE SCHEMA ${database}`);
    for (const { database, name, statement } of demoObjects()) {
      if (statement.kind !== 'create-table') continue;
      const found = statement.columns.map((column) => ({
        name: column.name,
        type: column.type === undefined ? '' : printDataType(column.type).toLowerCase(),
      }));
      columns.set(`${database}.${name}`, found);
      await connection.run(
        `CREATE TABLE ${database}.${name} (${found.map((column) => `"${column.name}" ${duckType(parseType(column.type))}`).join(', ')})`,
      );
    }
  });
  afterAll(() => {
    connection.closeSync();
  });

  test('every view and materialized view is translated, and DuckDB takes it', async () => {
    let waiting = demoObjects().filter(isQuery);
    expect(waiting.length).toBeGreaterThan(10);
    while (waiting.length > 0) {
      const next: typeof waiting = [];
      let lastError: unknown;
      for (const found of waiting) {
        const scope = scopeOf(
          {},
          { database: found.database, columnsOf: (database, table) => columns.get(`${database}.${table}`) },
        );
        try {
          const query = translateQuery(found.statement.query.text, scope);
          const names =
            found.statement.columns?.map((column) => column.name) ?? query.columns.map((column) => column.name);
          await connection.run(
            `CREATE VIEW ${found.database}.${found.name}(${names.map((name) => `"${name}"`).join(', ')}) AS ${query.sql}`,
          );
          const reader = await connection.runAndReadAll(`SELECT * FROM ${found.database}.${found.name}`);
          expect([found.name, reader.columnTypes().map(String)]).toEqual([
            found.name,
            query.columns.map((column) => duckType(parseType(column.type))),
          ]);
          columns.set(
            `${found.database}.${found.name}`,
            query.columns.map((column, index) => ({ ...column, name: names[index] ?? column.name })),
          );
        } catch (error) {
          if (!(error instanceof Error) || !error.message.includes('Unknown table')) throw error;
          lastError = error;
          next.push(found);
        }
      }
      if (next.length === waiting.length) throw lastError;
      waiting = next;
    }
  }, 60_000);
});
