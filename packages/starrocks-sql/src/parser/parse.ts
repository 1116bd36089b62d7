/** Entry points of the parser. */

import type { DataType, Statement } from '../ast';
import { SqlSyntaxError } from '../errors';
import { tokenize } from '../lexer';
import { Cursor } from './cursor';
import { parseStatementAt } from './statements';
import { parseType } from './types';

export interface ParseOptions {
  /** Path that errors name. */
  readonly file?: string;
}

export interface Script {
  readonly statements: readonly Statement[];
  readonly errors: readonly SqlSyntaxError[];
}

/**
 * Parses a script of any number of statements.
 *
 * A statement that does not parse is an error and is skipped up to its semicolon, so that one run reports all errors.
 * An unclosed string, name or comment ends the script, because what follows it cannot be told apart.
 */
export function parseScript(text: string, options: ParseOptions = {}): Script {
  try {
    return parseStatements(new Cursor(tokenize(text, options.file), options.file));
  } catch (error) {
    if (error instanceof SqlSyntaxError) return { statements: [], errors: [error] };
    throw error;
  }
}

function parseStatements(cursor: Cursor): Script {
  const statements: Statement[] = [];
  const errors: SqlSyntaxError[] = [];
  while (!cursor.atEnd) {
    if (cursor.acceptSymbol(';')) continue;
    try {
      statements.push(parseStatementAt(cursor));
    } catch (error) {
      if (!(error instanceof SqlSyntaxError)) throw error;
      errors.push(error);
      cursor.recover();
    }
  }
  return { statements, errors };
}

/**
 * Parses one statement; a semicolon may end it.
 *
 * @throws SqlSyntaxError with the place, what was expected and what was found; also for an empty or a second statement
 */
export function parseStatement(text: string, options: ParseOptions = {}): Statement {
  const cursor = new Cursor(tokenize(text, options.file), options.file);
  const statement = parseStatementAt(cursor);
  while (cursor.acceptSymbol(';'));
  if (!cursor.atEnd) throw cursor.expected('end of input');
  return statement;
}

/** Parses a data type such as `ARRAY<INT>`. @throws SqlSyntaxError */
export function parseDataType(text: string): DataType {
  const cursor = new Cursor(tokenize(text));
  const type = parseType(cursor);
  if (!cursor.atEnd) throw cursor.expected('end of input');
  return type;
}
