/** Walks over the tokens of one text: the words that every grammar rule is made of. */

import type { Position, SqlText } from '../ast';
import { SqlSyntaxError } from '../errors';
import type { Keyword } from '../keywords';
import { isReserved } from '../keywords';
import type { Tokens } from '../lexer';
import { positionAt, TokenKind, unquoteBacktick, unquoteString } from '../lexer';
import type { OutlineBuilder, OutlineKind } from './outline';

/** Hears which names a query uses. Token indexes tell where they stand. */
export interface QueryRecorder {
  /** A table of FROM or of a statement that changes data. */
  table(cursor: Cursor, from: number, parts: number, role: 'read' | 'write'): void;
  /** A column or star with names before it: so many parts of it may be a table (or a column with fields). */
  column(cursor: Cursor, from: number, tableParts: number): void;
  /** A common table expression that is visible from here to the end of the scope. */
  cte(name: string): void;
  openScope(): void;
  closeScope(): void;
}

/** Deeper nesting than any person writes would exhaust the call stack. */
const DEEPEST = 500;

export class Cursor {
  /** Index of the token to be read next. */
  public index = 0;
  public recorder: QueryRecorder | undefined;
  /** Hears the structure of queries, for column lineage. */
  public outline: OutlineBuilder | undefined;
  public readonly tokens: Tokens;
  private depth = 0;
  private readonly file: string | undefined;

  constructor(tokens: Tokens, file?: string) {
    this.tokens = tokens;
    this.file = file;
  }

  // ------------------------------------------------------------------------------------------------------- looking

  public get kind(): TokenKind {
    return this.kindAt(0);
  }

  /** Kind of the token `ahead` tokens from here. */
  public kindAt(ahead: number): TokenKind {
    return this.tokens.kinds[Math.min(this.index + ahead, this.tokens.count - 1)] ?? TokenKind.End;
  }

  /** Text of the token as written. */
  public textAt(ahead: number): string {
    const token = this.index + ahead;
    return this.tokens.source.slice(this.tokens.starts[token], this.tokens.ends[token]);
  }

  /** Keyword of a word token, in upper case; `undefined` for other words and tokens. */
  public keywordAt(ahead: number): string | undefined {
    return this.kindAt(ahead) === TokenKind.Word ? this.tokens.texts[this.index + ahead] : undefined;
  }

  public is(...words: readonly Keyword[]): boolean {
    for (let ahead = 0; ahead < words.length; ahead += 1) {
      if (this.keywordAt(ahead) !== words[ahead]) return false;
    }
    return true;
  }

  public isAny(words: readonly Keyword[]): boolean {
    const keyword = this.keywordAt(0);
    return keyword !== undefined && (words as readonly string[]).includes(keyword);
  }

  public isSymbol(symbol: string, ahead = 0): boolean {
    return this.kindAt(ahead) === TokenKind.Symbol && this.tokens.texts[this.index + ahead] === symbol;
  }

  public get atEnd(): boolean {
    return this.kind === TokenKind.End;
  }

  /** Whether the next token ends a statement. */
  public get atStatementEnd(): boolean {
    return this.atEnd || this.isSymbol(';');
  }

  /** Start offset of the next token. */
  public get start(): number {
    return this.tokens.starts[this.index] ?? this.tokens.source.length;
  }

  /** End offset of the token before. */
  public get previousEnd(): number {
    return this.index === 0 ? 0 : (this.tokens.ends[this.index - 1] ?? 0);
  }

  /** Place of an offset of the text. */
  public positionOf(offset: number): Position {
    return positionAt(this.tokens.lines, offset);
  }

  /** Place of the next token. */
  public get position(): Position {
    return positionAt(this.tokens.lines, this.start);
  }

  // -------------------------------------------------------------------------------------------------------- taking

  public skip(count = 1): void {
    this.index = Math.min(this.index + count, this.tokens.count - 1);
  }

  /** Takes the words if all of them are next. */
  public accept(...words: readonly Keyword[]): boolean {
    if (!this.is(...words)) return false;
    this.skip(words.length);
    return true;
  }

  /** Takes the words. @throws SqlSyntaxError */
  public expect(...words: readonly Keyword[]): void {
    for (const word of words) {
      if (!this.accept(word)) throw this.expected(`'${word}'`);
    }
  }

  /** Takes one of the words and returns it. @throws SqlSyntaxError */
  public expectAny<Word extends Keyword>(words: readonly Word[]): Word {
    const word = this.acceptAny(words);
    if (word === undefined) throw this.expected(...words.map((each) => `'${each}'`));
    return word;
  }

  public acceptAny<Word extends Keyword>(words: readonly Word[]): Word | undefined {
    const keyword = this.keywordAt(0);
    const word = words.find((each) => each === keyword);
    if (word !== undefined) this.skip();
    return word;
  }

  public acceptSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.skip();
    return true;
  }

  public expectSymbol(symbol: string): void {
    if (!this.acceptSymbol(symbol)) throw this.expected(`'${symbol}'`);
  }

  /** Goes one level of nesting deeper. @throws SqlSyntaxError if that is too deep */
  public enter(): void {
    this.depth += 1;
    if (this.depth > DEEPEST) throw this.fail(`the statement is nested more than ${DEEPEST} levels deep`);
  }

  public leave(): void {
    this.depth -= 1;
  }

  /** Takes all tokens up to the end of the statement. @throws SqlSyntaxError if brackets do not match */
  public skipStatement(): void {
    const open: string[] = [];
    while (!this.atStatementEnd) {
      const symbol = this.kind === TokenKind.Symbol ? this.textAt(0) : '';
      if (symbol === '(') open.push(')');
      else if (symbol === '[') open.push(']');
      else if (symbol === '{') open.push('}');
      else if (symbol === ')' || symbol === ']' || symbol === '}') {
        const expected = open.pop();
        // `[a, b)` is a range of partition values.
        const isRange = expected === ']' && symbol === ')';
        if (expected !== symbol && !isRange) throw this.expected(expected === undefined ? "';'" : `'${expected}'`);
      }
      this.skip();
    }
    const missing = open.pop();
    if (missing !== undefined) throw this.expected(`'${missing}'`);
  }

  /** After an error: goes to the next semicolon. */
  public recover(): void {
    this.depth = 0;
    while (!this.atStatementEnd) this.skip();
  }

  // ----------------------------------------------------------------------------------------- names, strings, numbers

  /** Whether the token can be a name. */
  public isIdentifier(ahead = 0): boolean {
    const kind = this.kindAt(ahead);
    if (kind === TokenKind.Backtick) return true;
    if (kind !== TokenKind.Word) return false;
    const keyword = this.keywordAt(ahead);
    return keyword === undefined || !isReserved(keyword);
  }

  /** A name without its backticks. @throws SqlSyntaxError also for a reserved word */
  public identifier(what = 'identifier'): string {
    if (!this.isIdentifier()) {
      const keyword = this.keywordAt(0);
      if (keyword === undefined) throw this.expected(what);
      throw this.fail(
        `expected ${what}, found the reserved word ${keyword}; write \`${this.textAt(0)}\` to use it as a name`,
        [what],
      );
    }
    return this.takeName();
  }

  /** The text of the word or backtick token here, reserved or not. */
  public takeName(): string {
    const text = this.textAt(0);
    const name = this.kind === TokenKind.Backtick ? unquoteBacktick(text) : text;
    this.skip();
    return name;
  }

  /** The name after `@` or `@@`, which may be any word. */
  public takeVariableName(): string {
    if (this.isString) return this.string();
    if (this.kind !== TokenKind.Word && this.kind !== TokenKind.Backtick) throw this.expected('name of a variable');
    return this.takeName();
  }

  public get isString(): boolean {
    return this.kind === TokenKind.String;
  }

  public string(what = 'string'): string {
    if (!this.isString) throw this.expected(what);
    const value = unquoteString(this.textAt(0));
    this.skip();
    return value;
  }

  public acceptString(): string | undefined {
    return this.isString ? this.string() : undefined;
  }

  public identifierOrString(what = 'identifier or string'): string {
    return this.isString ? this.string() : this.identifier(what);
  }

  public integer(what = 'integer'): number {
    if (this.kind !== TokenKind.Integer) throw this.expected(what);
    const value = Number(this.textAt(0));
    this.skip();
    return value;
  }

  // --------------------------------------------------------------------------------------------------------- lists

  /** `item, item, …`, at least one. */
  public list<Item>(item: () => Item): Item[] {
    const items = [item()];
    while (this.acceptSymbol(',')) items.push(item());
    return items;
  }

  /** `(item, item, …)`, at least one. */
  public parenthesized<Item>(item: () => Item): Item[] {
    this.expectSymbol('(');
    const items = this.list(item);
    if (!this.acceptSymbol(')')) throw this.expected("','", "')'");
    return items;
  }

  /** The text from the token at `from` (an index) to the token before the next one. */
  public textSince(from: number): SqlText {
    const start = this.tokens.starts[from] ?? 0;
    return { text: this.tokens.source.slice(start, this.previousEnd), at: positionAt(this.tokens.lines, start) };
  }

  // ------------------------------------------------------------------------------------------------------- outline

  /** Reads a part of a query that is a node of its outline. */
  public outlined(kind: OutlineKind, read: () => void, name?: string): void {
    this.outline?.open(kind, this.start, name);
    read();
    this.outline?.close(this.previousEnd);
  }

  /** Parts of the dotted name that begins at a token index. */
  public partsFrom(from: number, count: number): string[] {
    const parts: string[] = [];
    for (let token = from; parts.length < count; token += 2) {
      const text = this.tokens.source.slice(this.tokens.starts[token], this.tokens.ends[token]);
      parts.push(this.tokens.kinds[token] === TokenKind.Backtick ? unquoteBacktick(text) : text);
    }
    return parts;
  }

  /** Adds the dotted name that begins at a token index to the outline. */
  public outlineName(kind: 'column' | 'star' | 'table', from: number, count: number): void {
    const start = this.tokens.starts[from] ?? 0;
    this.outline?.leaf(kind, this.partsFrom(from, count), this.positionOf(start), this.previousEnd);
  }

  // -------------------------------------------------------------------------------------------------------- errors

  /** An error at the next token that says what could stand there. */
  public expected(...expected: readonly string[]): SqlSyntaxError {
    return this.error(this.position, expected, undefined);
  }

  /** An error at the next token, or at `at`, with a sentence of its own. */
  public fail(reason: string, expected: readonly string[] = [], at: Position = this.position): SqlSyntaxError {
    return this.error(at, expected, reason);
  }

  private error(at: Position, expected: readonly string[], reason: string | undefined): SqlSyntaxError {
    return new SqlSyntaxError({
      source: this.tokens.source,
      at,
      expected,
      found: this.atEnd ? 'end of input' : `'${this.textAt(0)}'`,
      ...(reason === undefined ? {} : { reason }),
      ...(this.file === undefined ? {} : { file: this.file }),
    });
  }
}
