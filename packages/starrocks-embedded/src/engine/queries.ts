import type { DuckDBConnection, DuckDBResult, DuckDBValue } from '@duckdb/node-api';

import { FilteredRows, SqlError, analysisError } from '../errors';
import type { Row, StatementResult } from '../protocol/result';
import { UnsupportedQueryError, translateExpression, translateQuery } from '../query/translate';
import type { QueryScope, TranslatedQuery } from '../query/contract';
import { columnFor, formatterOf } from '../storage/cells';
import type { ServerContext, SessionState } from './context';
import { queryScope, systemVariable } from './context';
import { requireOn } from './privileges';

/** Runs a query on the session's own connection; rows are read as the client takes them. */
export async function runQuery(context: ServerContext, session: SessionState, text: string): Promise<StatementResult> {
  const translated = translate(text, queryScope(context, session));
  for (const { database, table } of translated.tables) {
    requireOn(context, session, 'SELECT', { database, name: table });
    if (table.toLowerCase() === 'load_tracking_logs') requireJob(text);
    requireWhole(context, database, table);
  }
  checkHints(context, session, text);
  const sql = await context.info.prepare(translated.sql);
  const result = await runDuck(() => session.connection.stream(sql));
  return streamResult(result, translated.columnNames);
}

/** @throws SqlError 5502 for a view that reads, itself or through another, what is no longer there. */
function requireWhole(context: ServerContext, database: string, name: string): void {
  const object = context.catalog.object(database, name);
  if (object?.kind !== 'view') return;
  for (const source of object.sources) {
    const [schema = '', table = ''] = source.split('.');
    requireWhole(context, schema, table);
    if (context.catalog.object(schema, table) !== undefined) continue;
    throw new SqlError(
      5502,
      `Getting analyzing error. Detail message: View ${database}.${name} references invalid table(s) or column(s) or function(s) or definer/invoker of view lack rights to use them: Getting analyzing error. Detail message: Unknown table '${source}'..`,
    );
  }
}

/** Variables of SET_VAR hints must be there; none of them changes an answer here. */
function checkHints(context: ServerContext, session: SessionState, text: string): void {
  for (const [, list = ''] of text.matchAll(/\/\*\+\s*set_var\s*\(([^)]*)\)/gi)) {
    for (const part of list.split(',')) {
      const name = (part.split('=')[0] ?? '').trim();
      if (systemVariable(context, session, name) === undefined)
        throw new SqlError(1193, `Unknown system variable '${name}'`);
    }
  }
}

/** The log of one load may be long: a frontend reads no others with it. */
function requireJob(text: string): void {
  if (!/\b(job_id|label)\b`?\s*(=|in\b)/i.test(text))
    throw new SqlError(1064, 'load_tracking_logs must specify label or job_id');
}

/** Translates a query; what the translator refuses becomes the client's error. */
export function translate(text: string, scope: QueryScope): TranslatedQuery {
  return refusals(() => translateQuery(text, scope));
}

/** Translates a scalar expression: a constant, or one over the columns of a table. */
export function translateScalar(
  text: string,
  scope: QueryScope,
  table?: { readonly database: string; readonly name: string },
): string {
  const visible =
    table === undefined ? {} : { table: { database: table.database, name: table.name, alias: table.name } };
  return refusals(() => translateExpression(text, { ...scope, ...visible }));
}

function refusals<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnsupportedQueryError) throw new SqlError(error.errorNumber, error.message, { cause: error });
    throw error;
  }
}

/** Runs DuckDB work; its failures become StarRocks' errors. */
export async function runDuck<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw duckError(error);
  }
}

/** All rows of a query of ours, as DuckDB values. */
export async function duckRows(
  connection: DuckDBConnection,
  sql: string,
): Promise<readonly (readonly DuckDBValue[])[]> {
  return runDuck(async () => (await connection.runAndReadAll(sql)).getRows());
}

const MESSAGES: readonly { readonly pattern: RegExp; readonly say: (match: RegExpExecArray) => SqlError }[] = [
  {
    pattern: /Table with name "?([^"\s]+?)"? does not exist/,
    say: (match) => analysisError(`Table ${match[1] ?? ''} is not found`),
  },
  {
    pattern: /Referenced column "([^"]+)" not found|does not have a column named "([^"]+)"/,
    say: (match) => analysisError(`Column '${match[1] ?? match[2] ?? ''}' cannot be resolved`),
  },
  {
    pattern: /NOT NULL constraint failed: (\S+)/,
    say: (match) => new FilteredRows([`NULL value in non-nullable column '${match[1]?.split('.').at(-1) ?? ''}'`]),
  },
  {
    pattern: /Insert has filtered data: ([^\n]*)/,
    say: (match) => new FilteredRows([match[1] ?? '']),
  },
];

/** A failure of DuckDB as a client of StarRocks reads it. */
export function duckError(error: unknown): SqlError {
  if (error instanceof SqlError) return error;
  const message = error instanceof Error ? error.message : String(error);
  for (const { pattern, say } of MESSAGES) {
    const match = pattern.exec(message);
    if (match !== null) return say(match);
  }
  return new SqlError(1064, message.replace(/^(\w+ )*Error: /, '').split('\n')[0] ?? message, { cause: error });
}

function streamResult(result: DuckDBResult, names: readonly string[] | undefined): StatementResult {
  const types = result.columnTypes();
  const columns = types.map((type, index) => columnFor(names?.[index] ?? result.columnName(index), type));
  const formatters = types.map(formatterOf);
  return { kind: 'rows', columns, batches: batches(result, formatters) };
}

async function* batches(
  result: DuckDBResult,
  formatters: readonly ((value: DuckDBValue) => Row[number])[],
): AsyncGenerator<readonly Row[]> {
  for (;;) {
    const chunk = await runDuck(() => result.fetchChunk());
    if (chunk === null || chunk.rowCount === 0) return;
    const cells = formatters.map((format, index) => chunk.getColumnValues(index).map(format));
    yield Array.from({ length: chunk.rowCount }, (_, row) => cells.map((column) => column[row] ?? null));
  }
}
