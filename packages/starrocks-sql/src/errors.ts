/** Errors of this package, code range STR13xx. */

import type { Position } from './ast';

/** Codes of errors that belong to no file of the SQL library. */
type SqlErrorCode =
  /** A fault in Strata: a case that the code does not handle. */
  | 'STR1300'
  /** Text that StarRocks could not parse. */
  | 'STR1301';

/** What a syntax error is made of. */
export interface SyntaxProblem {
  readonly source: string;
  readonly at: Position;
  /** What could have stood there, in the words of the grammar: `identifier`, `'KEY'`, … */
  readonly expected: readonly string[];
  /** The token that stood there, or `end of input`. */
  readonly found: string;
  readonly file?: string;
  /** Replaces the sentence made of `expected` and `found`. */
  readonly reason?: string;
}

/** A statement that StarRocks could not parse. */
export class SqlSyntaxError extends Error {
  public readonly code: SqlErrorCode = 'STR1301';
  public override readonly name: string = 'SqlSyntaxError';
  public readonly file: string | undefined;
  public readonly offset: number;
  /** From 1. */
  public readonly line: number;
  /** From 1, in UTF-16 code units. */
  public readonly column: number;
  public readonly expected: readonly string[];
  public readonly found: string;
  /** The message without place and excerpt. */
  public readonly reason: string;

  constructor(problem: SyntaxProblem) {
    const reason = problem.reason ?? `expected ${listOf(problem.expected)}, found ${problem.found}`;
    const place = `${problem.file === undefined ? '' : `${problem.file}:`}${problem.at.line}:${problem.at.column}`;
    super(`${place}  ${reason}\n${excerpt(problem.source, problem.at)}`);
    this.file = problem.file;
    this.offset = problem.at.offset;
    this.line = problem.at.line;
    this.column = problem.at.column;
    this.expected = problem.expected;
    this.found = problem.found;
    this.reason = reason;
  }
}

/** Codes of errors in a file of the SQL library, beside those of syntax. */
export type SqlFileErrorCode =
  /** An annotation that is unknown or malformed. */
  | 'STR1302'
  /** A file that is not one object of its layer: name, folder or kind do not fit. */
  | 'STR1303'
  /** A table that does not exist. */
  | 'STR1304'
  /** Objects that refer to each other in a circle. */
  | 'STR1305'
  /** A variable to which the environment gives no value. */
  | 'STR1306';

export interface FileProblem {
  readonly file: string | undefined;
  readonly at: Position;
  readonly reason: string;
  readonly source: string;
}

/** A file that parses, but that the SQL library cannot hold. */
export class SqlFileError extends Error {
  public override readonly name: string = 'SqlFileError';
  public readonly code: SqlFileErrorCode;
  public readonly file: string | undefined;
  public readonly offset: number;
  /** From 1. */
  public readonly line: number;
  /** From 1. */
  public readonly column: number;
  /** The message without place and excerpt. */
  public readonly reason: string;

  constructor(code: SqlFileErrorCode, problem: FileProblem) {
    const { file, at, reason, source } = problem;
    super(`${file === undefined ? '' : `${file}:`}${at.line}:${at.column}  ${reason}\n${excerpt(source, at)}`);
    this.code = code;
    this.file = file;
    this.offset = at.offset;
    this.line = at.line;
    this.column = at.column;
    this.reason = reason;
  }
}

function listOf(words: readonly string[]): string {
  const [first = 'something else', ...rest] = words;
  const last = rest.pop();
  return last === undefined ? first : `${[first, ...rest].join(', ')} or ${last}`;
}

const EXCERPT_WIDTH = 100;

/** The line of `at` with a caret under its column; long lines are cut around it. */
function excerpt(source: string, at: Position): string {
  const lineStart = at.offset - (at.column - 1);
  const newline = source.indexOf('\n', at.offset);
  const line = source.slice(lineStart, newline === -1 ? source.length : newline).replace(/\r$/, '');
  const from = at.column - 1 > EXCERPT_WIDTH ? at.column - 1 - EXCERPT_WIDTH / 2 : 0;
  const shown = line.slice(from, from + EXCERPT_WIDTH).replaceAll('\t', ' ');
  return `    ${shown}\n    ${' '.repeat(at.column - 1 - from)}^`;
}
