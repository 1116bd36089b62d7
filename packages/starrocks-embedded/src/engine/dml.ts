import type { OpaqueStatement } from '@strata/starrocks-sql';

import { SqlError, analysisError, unsupported } from '../errors';
import type { StatementResult } from '../protocol/result';
import type { QueryScope } from '../query/contract';
import { closing, findTop, isSymbol, isWord, scan, sourceOf, splitCommas } from '../sql/scanner';
import type { Token } from '../sql/scanner';
import type { CatalogChange } from '../storage/catalog';
import type { TableRecord } from '../storage/model';
import { duckTable, quoteName, quoteText } from '../storage/names';
import { duckType } from '../storage/types';
import { queryScope } from './context';
import type { ServerContext, SessionState } from './context';
import { readName } from './names';
import { namedPartitions } from './partition/rows';
import { runDuck, translate, translateScalar } from './queries';
import { runLoad } from './statement-load';
import { requireTable, resolveName } from './targets';
import type { ObjectName } from './targets';
import { defaultExpression, writeRows } from './write';
import type { WriteSource } from './write';

/** Runs INSERT, UPDATE or DELETE. */
export async function runDml(
  context: ServerContext,
  session: SessionState,
  statement: OpaqueStatement,
): Promise<StatementResult> {
  if (session.inTransaction) throw unsupported('INSERT, UPDATE and DELETE between BEGIN and COMMIT');
  const text = statement.sql.text;
  const [verb] = statement.keywords;
  switch (verb) {
    case 'INSERT':
      return insert(context, session, text);
    case 'UPDATE':
      return update(context, session, text);
    case 'DELETE':
      return remove(context, session, text);
    default:
      throw unsupported(`${statement.keywords.slice(0, 2).join(' ')} statements`);
  }
}

interface Insert {
  readonly target: ObjectName;
  readonly overwrite: boolean;
  /** Names in PARTITION (…). */
  readonly partitions: readonly string[] | undefined;
  readonly label: string | undefined;
  readonly columns: readonly string[] | undefined;
  /** Index of the first token of the query. */
  readonly query: number;
}

function readInsert(session: SessionState, tokens: readonly Token[]): Insert {
  let at = 1;
  const overwrite = isWord(tokens[at], 'OVERWRITE');
  if (overwrite || isWord(tokens[at], 'INTO')) at += 1;
  if (isWord(tokens[at], 'FILES') || isWord(tokens[at], 'BLACKHOLE') || isWord(tokens[at], 'PROPERTIES')) {
    throw unsupported(`INSERT INTO ${tokens[at]?.text.toUpperCase() ?? ''}`);
  }
  const name = readName(tokens, at);
  at = name.next;
  if (isWord(tokens[at], 'TEMPORARY')) throw unsupported('INSERT into temporary partitions');
  let partitions: readonly string[] | undefined;
  if (isWord(tokens[at], 'PARTITION') || isWord(tokens[at], 'PARTITIONS')) {
    const end = closing(tokens, at + 1);
    partitions = splitCommas(tokens, at + 2, end).map(partitionName);
    at = end + 1;
  }
  let label: string | undefined;
  if (isWord(tokens[at], 'WITH') && isWord(tokens[at + 1], 'LABEL')) {
    label = tokens[at + 2]?.text;
    at += 3;
  }
  let columns: readonly string[] | undefined;
  const inside = tokens[at + 1];
  if (isSymbol(tokens[at], '(') && !isWord(inside, 'SELECT') && !isWord(inside, 'WITH') && !isSymbol(inside, '(')) {
    const end = closing(tokens, at);
    columns = splitCommas(tokens, at + 1, end).map((part) => part[0]?.text ?? '');
    at = end + 1;
  }
  if (isWord(tokens[at], 'BY') && isWord(tokens[at + 1], 'NAME')) throw unsupported('INSERT BY NAME');
  return { target: resolveName(session, name.name), overwrite, partitions, label, columns, query: at };
}

/** A partition by its name; `PARTITION (day = '2026-01-01')` names it by a value. */
function partitionName([name, ...more]: readonly Token[]): string {
  if (name === undefined || more.length > 0) throw unsupported('INSERT into partitions that are named by their values');
  return name.text;
}

async function insert(context: ServerContext, session: SessionState, text: string): Promise<StatementResult> {
  const tokens = scan(text);
  const parsed = readInsert(session, tokens);
  const table = requireTable(context, parsed.target);
  const columns = targetColumns(table, parsed.columns);
  const scope = queryScope(context, session);
  const source = await insertSource(context, scope, table, columns, text, tokens.slice(parsed.query));
  const { label, partitions } = parsed;
  const emptied = partitions === undefined ? 'TRUE' : namedPartitions(scope, table, partitions);
  const work = async (change: CatalogChange): Promise<number> => {
    if (parsed.overwrite)
      await change.run(
        `DELETE FROM ${duckTable(table.database, table.name)} AS ${quoteName(table.name)} WHERE ${emptied}`,
      );
    return writeRows(change, scope, table, source);
  };
  return runLoad(context, session, { table, type: 'INSERT', label, partitions, work });
}

function targetColumns(table: TableRecord, given: readonly string[] | undefined): readonly string[] {
  if (given === undefined)
    return table.columns.filter((column) => column.generated === undefined).map((column) => column.name);
  return given.map((name) => {
    const column = table.columns.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    if (column === undefined) throw analysisError(`Unknown column '${name}' in '${table.name}'`);
    if (column.generated !== undefined) throw analysisError(`generated column '${name}' can not be specified`);
    return column.name;
  });
}

async function insertSource(
  context: ServerContext,
  scope: QueryScope,
  table: TableRecord,
  columns: readonly string[],
  text: string,
  tokens: readonly Token[],
): Promise<WriteSource> {
  if (isWord(tokens[0], 'VALUES') || isWord(tokens[0], 'VALUE')) {
    return { sql: valuesSql(scope, table, columns, text, tokens.slice(1)), columns };
  }
  const first = tokens[0];
  if (first === undefined)
    throw new SqlError(1064, 'Getting syntax error. Detail message: INSERT needs VALUES or a query.');
  const query = translate(text.slice(first.start).replace(/;\s*$/, ''), scope);
  requireCount(columns.length, query.columns.length);
  return { sql: await context.info.prepare(query.sql), columns };
}

function requireCount(wanted: number, got: number): void {
  if (wanted === got) return;
  throw new SqlError(
    5604,
    `Getting analyzing error. Detail message: Inserted target column count: ${wanted} doesn't match select/value column count: ${got}.`,
  );
}

function valuesSql(
  scope: QueryScope,
  table: TableRecord,
  columns: readonly string[],
  text: string,
  tokens: readonly Token[],
): string {
  const targets = columns.map((name) => {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (column === undefined) throw analysisError(`Unknown column '${name}' in '${table.name}'`);
    return { column, type: duckType(column.type) };
  });
  const rows = splitCommas(tokens, 0, tokens.length).map((row) => {
    const cells = splitCommas(row, 1, row.length - 1);
    requireCount(targets.length, cells.length);
    const values = targets.map(({ column, type }, index) => {
      const cell = cells[index] ?? [];
      if (cell.length === 1 && isWord(cell[0], 'DEFAULT')) return defaultExpression(scope, column);
      return `CAST(${literal(cell) ?? translateScalar(sourceOf(text, cell), scope)} AS ${type})`;
    });
    return `(${values.join(', ')})`;
  });
  return `VALUES ${rows.join(', ')}`;
}

/** DuckDB text of a literal; undefined for everything that needs the translator. */
function literal(cell: readonly Token[]): string | undefined {
  const [first, second] = cell;
  if (cell.length === 2 && second?.kind === 'number' && (isSymbol(first, '-') || isSymbol(first, '+'))) {
    return `${first?.text ?? ''}${second.text}`;
  }
  if (cell.length !== 1 || first === undefined) return undefined;
  if (first.kind === 'string') return quoteText(first.text);
  if (first.kind === 'number') return first.text;
  return /^(null|true|false)$/i.test(first.text) && first.kind === 'word' ? first.text : undefined;
}

async function update(context: ServerContext, session: SessionState, text: string): Promise<StatementResult> {
  const tokens = scan(text.replace(/;\s*$/, ''));
  const { name, next } = readName(tokens, 1);
  const table = requireTable(context, resolveName(session, name));
  if (table.model !== 'PRIMARY') {
    throw analysisError(`table ${table.name} is not primary key table, update is only supported on primary key table`);
  }
  const set = findTop(tokens, next, (token) => isWord(token, 'SET'));
  const stop = findTop(tokens, set + 1, (token) => isWord(token, 'FROM') || isWord(token, 'WHERE'));
  const end = stop === -1 ? tokens.length : stop;
  const alias = sourceOf(text, tokens.slice(next, set)).replace(/^as\s+/i, '');
  const assigned = readAssignments(table, text, splitCommas(tokens, set + 1, end));
  const scope = queryScope(context, session);
  const qualifier = alias === '' ? backtick(table.name) : alias;
  const columns = table.columns.filter((column) => column.generated === undefined).map((column) => column.name);
  const list = columns.map((column) => assigned.get(column) ?? `${qualifier}.${backtick(column)}`);
  const from = isWord(tokens[end], 'FROM') ? tokens.slice(end + 1) : [];
  const where = findTop(tokens, end, (token) => isWord(token, 'WHERE'));
  const joined = from.length === 0 ? '' : `, ${sourceOf(text, where === -1 ? from : tokens.slice(end + 1, where))}`;
  const condition = where === -1 ? '' : ` ${sourceOf(text, tokens.slice(where))}`;
  const query = `SELECT ${list.join(', ')} FROM ${backtick(table.database)}.${backtick(table.name)} ${qualifier}${joined}${condition}`;
  const sql = await context.info.prepare(translate(query, scope).sql);
  return runLoad(context, session, {
    table,
    type: 'UPDATE',
    work: (change) => writeRows(change, scope, table, { sql, columns }),
  });
}

function readAssignments(
  table: TableRecord,
  text: string,
  parts: readonly (readonly Token[])[],
): ReadonlyMap<string, string> {
  const assigned = new Map<string, string>();
  for (const part of parts) {
    const equals = part.findIndex((token) => isSymbol(token, '='));
    const name = part[equals - 1]?.text ?? '';
    const column = table.columns.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    if (column === undefined) throw analysisError(`table '${table.name}' do not existing column '${name}'`);
    if (column.key) throw analysisError(`primary key column cannot be updated: ${column.name}`);
    assigned.set(column.name, sourceOf(text, part.slice(equals + 1)));
  }
  return assigned;
}

async function remove(context: ServerContext, session: SessionState, text: string): Promise<StatementResult> {
  const tokens = scan(text.replace(/;\s*$/, ''));
  const { name, next } = readName(tokens, 2);
  const table = requireTable(context, resolveName(session, name));
  const where = findTop(tokens, next, (token) => isWord(token, 'WHERE'));
  const using = findTop(tokens, next, (token) => isWord(token, 'USING'));
  if (isWord(tokens[next], 'PARTITION') || isWord(tokens[next], 'PARTITIONS'))
    throw unsupported('DELETE from named partitions');
  const scope = queryScope(context, session);
  if (table.model !== 'PRIMARY') {
    if (where === -1) throw analysisError('Delete must set where predicate');
    if (using !== -1) throw unsupported('DELETE … USING on tables without a primary key');
    const condition = await context.info.prepare(
      translateScalar(sourceOf(text, tokens.slice(where + 1)), scope, table),
    );
    const statement = `DELETE FROM ${duckTable(table.database, table.name)} AS ${quoteName(table.name)} WHERE ${condition}`;
    return deleteRows(context, session, table, statement);
  }
  const stop = using === -1 ? where : using;
  const alias = sourceOf(text, tokens.slice(next, stop === -1 ? tokens.length : stop)).replace(/^as\s+/i, '');
  const qualifier = alias === '' ? backtick(table.name) : alias;
  const joined =
    using === -1 ? '' : `, ${sourceOf(text, tokens.slice(using + 1, where === -1 ? tokens.length : where))}`;
  const condition = where === -1 ? '' : ` ${sourceOf(text, tokens.slice(where))}`;
  const keys = table.keys.map((key) => `${qualifier}.${backtick(key)}`).join(', ');
  const query = `SELECT DISTINCT ${keys} FROM ${backtick(table.database)}.${backtick(table.name)} ${qualifier}${joined}${condition}`;
  const sql = await context.info.prepare(translate(query, scope).sql);
  const names = table.keys.map(quoteName);
  const on = names.map((key) => `t.${key} = s.${key}`).join(' AND ');
  const statement = `MERGE INTO ${duckTable(table.database, table.name)} AS t USING (${sql}) AS s(${names.join(', ')}) ON ${on} WHEN MATCHED THEN DELETE`;
  return deleteRows(context, session, table, statement);
}

function deleteRows(
  context: ServerContext,
  session: SessionState,
  table: TableRecord,
  statement: string,
): Promise<StatementResult> {
  const work = async (change: CatalogChange): Promise<number> =>
    (await runDuck(() => change.connection.run(statement))).rowsChanged;
  return runLoad(context, session, { table, type: 'DELETE', work });
}

function backtick(name: string): string {
  return `\`${name}\``;
}
