/** Which tables a query uses, and the same query with other names for them. */

import type { Position, QualifiedName } from './ast';
import { TokenKind, tokenize, unquoteBacktick } from './lexer';
import type { QueryRecorder } from './parser/cursor';
import { Cursor } from './parser/cursor';
import { parseTaskText } from './parser/jobs';
import { printIdentifier } from './print/names';

/** One place where a query names a table, view or materialized view. */
export interface TableReference {
  /** `[[catalog.]database.]table` without quotes. */
  readonly parts: readonly string[];
  /** Whether the statement reads the table or changes it. */
  readonly role: 'read' | 'write';
  /** Place in the text of the query. */
  readonly at: Position;
  /** Offset behind the name. */
  readonly end: number;
}

/** What stands before the column of `ods.repayment.amount` or the star of `ods.repayment.*`; it may be a table. */
interface ColumnPath {
  readonly parts: readonly string[];
  /** Offsets behind each part. */
  readonly ends: readonly number[];
  readonly start: number;
}

interface QueryNames {
  readonly tables: readonly TableReference[];
  readonly columns: readonly ColumnPath[];
}

/**
 * The tables that a query uses, each name once, in the order of their first use. Names of common table expressions,
 * table functions and columns are none.
 *
 * @param text a query, an INSERT, UPDATE, DELETE, or CREATE TABLE … AS SELECT
 * @throws SqlSyntaxError
 */
export function references(text: string): readonly QualifiedName[] {
  const seen = new Map<string, QualifiedName>();
  for (const { parts, at } of tableReferences(text)) {
    const key = JSON.stringify(parts);
    if (!seen.has(key)) seen.set(key, { parts, at });
  }
  return [...seen.values()];
}

/** Every place where a query names a table, in the order of the text. @throws SqlSyntaxError */
export function tableReferences(text: string): readonly TableReference[] {
  return collectNames(text).tables;
}

/** Gives a table another name; `undefined` leaves it as written. */
export type Rename = (parts: readonly string[]) => readonly string[] | undefined;

/**
 * The query with other names for its tables. Columns that are written with database and table follow.
 *
 * @throws SqlSyntaxError
 */
export function renameTables(text: string, rename: Rename): string {
  const { tables, columns } = collectNames(text);
  const edits = tables.flatMap((table) => editOf(table.at.offset, table.end, rename(table.parts)));
  for (const column of columns) edits.push(...columnEdit(column, tables, rename));
  edits.sort((left, right) => right.start - left.start);
  return edits.reduce((edited, edit) => edited.slice(0, edit.start) + edit.text + edited.slice(edit.end), text);
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function editOf(start: number, end: number, parts: readonly string[] | undefined): Edit[] {
  return parts === undefined ? [] : [{ start, end, text: parts.map(printIdentifier).join('.') }];
}

/** `ods.repayment.amount` follows `ods.repayment`, if that is a table of the query; `r.item.amount` does not. */
function columnEdit(column: ColumnPath, tables: readonly TableReference[], rename: Rename): Edit[] {
  const table = tables.find(
    ({ parts }) => parts.length > 1 && parts.every((part, index) => part === column.parts[index]),
  );
  if (table === undefined) return [];
  return editOf(column.start, column.ends[table.parts.length - 1] ?? column.start, rename(table.parts));
}

function collectNames(text: string): QueryNames {
  const cursor = new Cursor(tokenize(text));
  const recorder = new NameRecorder();
  cursor.recorder = recorder;
  parseTaskText(cursor);
  if (!cursor.atStatementEnd) throw cursor.expected('end of input');
  return recorder;
}

/** Keeps the names that a query uses; names of common table expressions hide tables within their scope. */
class NameRecorder implements QueryRecorder {
  public readonly tables: TableReference[] = [];
  public readonly columns: ColumnPath[] = [];
  private readonly scopes: Set<string>[] = [];

  public openScope(): void {
    this.scopes.push(new Set());
  }

  public closeScope(): void {
    this.scopes.pop();
  }

  public cte(name: string): void {
    this.scopes.at(-1)?.add(name);
  }

  public table(cursor: Cursor, from: number, count: number, role: 'read' | 'write'): void {
    const { parts, ends, start } = pathOf(cursor, from, count);
    const [name = ''] = parts;
    if (count === 1 && role === 'read' && this.scopes.some((scope) => scope.has(name))) return;
    this.tables.push({ parts, role, at: cursor.positionOf(start), end: ends[count - 1] ?? start });
  }

  public column(cursor: Cursor, from: number, tableParts: number): void {
    if (tableParts > 1) this.columns.push(pathOf(cursor, from, tableParts));
  }
}

function pathOf(cursor: Cursor, from: number, count: number): ColumnPath {
  const { source, starts, ends, kinds } = cursor.tokens;
  const parts: string[] = [];
  const partEnds: number[] = [];
  for (let token = from; parts.length < count; token += 2) {
    const text = source.slice(starts[token], ends[token]);
    parts.push(kinds[token] === TokenKind.Backtick ? unquoteBacktick(text) : text);
    partEnds.push(ends[token] ?? 0);
  }
  return { parts, ends: partEnds, start: starts[from] ?? 0 };
}
