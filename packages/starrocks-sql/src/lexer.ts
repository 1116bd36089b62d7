/** Turns SQL text into tokens, by character codes. Comments, hints and white space make no tokens. */

import type { Position } from './ast';
import { SqlSyntaxError } from './errors';
import { keywordOf } from './keywords';

export const enum TokenKind {
  /** Unquoted word: a keyword or a name. Digits may lead: `1t` is a word. */
  Word,
  /** Name in backticks. */
  Backtick,
  String,
  Integer,
  /** Number with a point or an exponent. */
  Number,
  /** `x'0f'`: bytes in hexadecimal. */
  HexString,
  /** `$$ … $$` behind AS: the source of a function. */
  Dollar,
  /** Operators and punctuation; `text` tells which. */
  Symbol,
  End,
}

/** Tokens of one text as parallel arrays. The last one is `TokenKind.End`. */
export interface Tokens {
  readonly source: string;
  readonly count: number;
  readonly kinds: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Of a word its keyword, of a symbol its text. */
  readonly texts: readonly (string | undefined)[];
  /** Start offsets of lines. */
  readonly lines: readonly number[];
}

const SPACE = 32;
const DOUBLE_QUOTE = 34;
const DOLLAR = 36;
const SINGLE_QUOTE = 39;
const STAR = 42;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const ZERO = 48;
const NINE = 57;
const BACKSLASH = 92;
const UNDERSCORE = 95;
const BACKTICK = 96;

const enum CharClass {
  Other,
  Space,
  Letter,
  Digit,
}

const CLASSES = ((): Uint8Array => {
  const classes = new Uint8Array(128);
  for (const code of [9, 10, 11, 12, 13, SPACE]) classes[code] = CharClass.Space;
  for (let code = ZERO; code <= NINE; code += 1) classes[code] = CharClass.Digit;
  for (let code = 65; code <= 90; code += 1) classes[code] = CharClass.Letter;
  for (let code = 97; code <= 122; code += 1) classes[code] = CharClass.Letter;
  classes[UNDERSCORE] = CharClass.Letter;
  classes[DOLLAR] = CharClass.Letter;
  return classes;
})();

const IDEOGRAPHIC_SPACE = 0x3000;
const BYTE_ORDER_MARK = 0xfeff;

function classOf(code: number): CharClass {
  if (code < 128) return CLASSES[code] ?? CharClass.Other;
  // Names may be in any script. The server reads a no-break space as part of a name, but the wide space as white.
  if (code === IDEOGRAPHIC_SPACE || code === BYTE_ORDER_MARK) return CharClass.Space;
  return CharClass.Letter;
}

/** Beyond the end of the text the code is NaN. */
function isWordPart(code: number): boolean {
  return code >= 0 && classOf(code) >= CharClass.Letter;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/** Symbols of several characters, longest first. */
const LONG_SYMBOLS: readonly string[] = [
  '<=>',
  '...',
  '->',
  '=>',
  '<=',
  '>=',
  '<>',
  '!=',
  ':=',
  '||',
  '&&',
  '<<',
  '@@',
];
const LONG_SYMBOL_STARTS: ReadonlySet<number> = new Set(LONG_SYMBOLS.map((symbol) => symbol.charCodeAt(0)));
const SYMBOLS: readonly string[] = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
const ALLOWED_SYMBOLS = '!%&()*+,-./:;<=>?@[]^{|}~';

/**
 * Splits a text into tokens.
 *
 * @throws SqlSyntaxError for an unclosed string, name or comment, and for a character that begins no token.
 */
export function tokenize(source: string, file?: string): Tokens {
  return new Lexer(source, file).run();
}

/** The place of an offset, by the start offsets of the lines. */
export function positionAt(lines: readonly number[], offset: number): Position {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { offset, line: low + 1, column: offset - (lines[low] ?? 0) + 1 };
}

/** Start offsets of the lines of a text. */
export function lineStarts(source: string): number[] {
  const lines = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) lines.push(at + 1);
  return lines;
}

class Lexer {
  private readonly source: string;
  private readonly file: string | undefined;
  private readonly length: number;
  private kinds: Uint8Array;
  private starts: Uint32Array;
  private ends: Uint32Array;
  private readonly texts: (string | undefined)[] = [];
  private count = 0;
  private at = 0;

  constructor(source: string, file: string | undefined) {
    this.source = source;
    this.file = file;
    this.length = source.length;
    const guess = Math.max(16, source.length >> 2);
    this.kinds = new Uint8Array(guess);
    this.starts = new Uint32Array(guess);
    this.ends = new Uint32Array(guess);
  }

  public run(): Tokens {
    const { source, length } = this;
    while (this.at < length) {
      const code = source.charCodeAt(this.at);
      switch (classOf(code)) {
        case CharClass.Space:
          this.at += 1;
          break;
        case CharClass.Letter:
          this.word();
          break;
        case CharClass.Digit:
          this.numberOrWord();
          break;
        case CharClass.Other:
          this.other(code);
          break;
      }
    }
    this.push(TokenKind.End, length, undefined);
    const { kinds, starts, ends, texts, count } = this;
    return { source, count, kinds, starts, ends, texts, lines: lineStarts(source) };
  }

  private push(kind: TokenKind, start: number, text: string | undefined): void {
    if (this.count === this.kinds.length) this.grow();
    this.kinds[this.count] = kind;
    this.starts[this.count] = start;
    this.ends[this.count] = this.at;
    this.texts.push(text);
    this.count += 1;
  }

  private grow(): void {
    const size = this.kinds.length * 2;
    const kinds = new Uint8Array(size);
    const starts = new Uint32Array(size);
    const ends = new Uint32Array(size);
    kinds.set(this.kinds);
    starts.set(this.starts);
    ends.set(this.ends);
    this.kinds = kinds;
    this.starts = starts;
    this.ends = ends;
  }

  private word(): void {
    const start = this.at;
    const { source } = this;
    let at = start + 1;
    while (at < this.length && isWordPart(source.charCodeAt(at))) at += 1;
    const next = source.charCodeAt(at);
    const first = source.charCodeAt(start) | SPACE;
    if (at === start + 1 && first === 120 && (next === SINGLE_QUOTE || next === DOUBLE_QUOTE)) {
      this.at = at;
      this.quoted(TokenKind.HexString, start, next);
      return;
    }
    if (source.charCodeAt(start) === DOLLAR && this.dollarQuoted(start)) return;
    this.at = at;
    this.push(TokenKind.Word, start, keywordOf(source.slice(start, at)));
  }

  /** Elsewhere than behind AS `$$x$$` is a name. */
  private dollarQuoted(start: number): boolean {
    if (this.texts[this.count - 1] !== 'AS' || !this.source.startsWith('$$', start)) return false;
    const end = this.source.indexOf('$$', start + 2);
    if (end === -1) return false;
    this.at = end + 2;
    this.push(TokenKind.Dollar, start, undefined);
    return true;
  }

  /** `12`, `1.5`, `1e3`, `.5`, and words that begin with digits: `1t`, `0xFF`. */
  private numberOrWord(): void {
    const start = this.at;
    const { source } = this;
    let at = start;
    while (isDigit(source.charCodeAt(at))) at += 1;
    const isPoint = source.charCodeAt(at) === DOT;
    if (isPoint) {
      at += 1;
      while (isDigit(source.charCodeAt(at))) at += 1;
    }
    const exponentEnd = this.exponentEnd(at);
    if (exponentEnd !== undefined) {
      this.at = exponentEnd;
      this.push(TokenKind.Number, start, undefined);
      return;
    }
    if (!isPoint && isWordPart(source.charCodeAt(at))) {
      this.word();
      return;
    }
    this.at = at;
    this.push(isPoint ? TokenKind.Number : TokenKind.Integer, start, undefined);
  }

  private exponentEnd(from: number): number | undefined {
    if ((this.source.charCodeAt(from) | SPACE) !== 101) return undefined;
    let at = from + 1;
    const sign = this.source.charCodeAt(at);
    if (sign === 43 || sign === DASH) at += 1;
    const digits = at;
    while (isDigit(this.source.charCodeAt(at))) at += 1;
    return at === digits || isWordPart(this.source.charCodeAt(at)) ? undefined : at;
  }

  private other(code: number): void {
    const start = this.at;
    switch (code) {
      case SINGLE_QUOTE:
      case DOUBLE_QUOTE:
        this.quoted(TokenKind.String, start, code);
        return;
      case BACKTICK:
        this.backtick(start);
        return;
      case DASH:
        // Unlike MySQL no blank is needed: `--1` is a comment.
        if (this.source.charCodeAt(start + 1) === DASH) this.lineComment();
        else this.symbol(code);
        return;
      case SLASH:
        if (this.source.charCodeAt(start + 1) === STAR) this.blockComment(start);
        else this.symbol(code);
        return;
      case DOT:
        if (isDigit(this.source.charCodeAt(start + 1)) && !this.followsName(start)) this.numberOrWord();
        else this.symbol(code);
        return;
      default:
        this.symbol(code);
    }
  }

  /** In `t.1c` the point belongs to the name. */
  private followsName(offset: number): boolean {
    const last = this.count - 1;
    if (last < 0 || this.ends[last] !== offset) return false;
    return this.kinds[last] === TokenKind.Word || this.kinds[last] === TokenKind.Backtick;
  }

  private quoted(kind: TokenKind.String | TokenKind.HexString, start: number, quote: number): void {
    const { source, length } = this;
    let at = this.at + 1;
    while (at < length) {
      const code = source.charCodeAt(at);
      if (code === quote) {
        if (source.charCodeAt(at + 1) !== quote) {
          this.at = at + 1;
          this.push(kind, start, undefined);
          return;
        }
        at += 1;
      } else if (code === BACKSLASH) at += 1;
      at += 1;
    }
    throw this.error(start, `the string is not closed: expected ${String.fromCharCode(quote)}`, 'end of input');
  }

  private backtick(start: number): void {
    let at = this.source.indexOf('`', start + 1);
    while (at !== -1 && this.source.charCodeAt(at + 1) === BACKTICK) at = this.source.indexOf('`', at + 2);
    if (at === -1) throw this.error(start, 'the name is not closed: expected a backtick', 'end of input');
    this.at = at + 1;
    this.push(TokenKind.Backtick, start, undefined);
  }

  private lineComment(): void {
    const newline = this.source.indexOf('\n', this.at);
    this.at = newline === -1 ? this.length : newline;
  }

  private blockComment(start: number): void {
    const end = this.source.indexOf('*/', start + 2);
    if (end === -1) throw this.error(start, 'the comment is not closed: expected */', 'end of input');
    this.at = end + 2;
  }

  private symbol(code: number): void {
    const start = this.at;
    if (LONG_SYMBOL_STARTS.has(code)) {
      for (const symbol of LONG_SYMBOLS) {
        // `>>` also closes two nested types, so the parser joins two `>` itself where it wants a shift.
        if (this.source.startsWith(symbol, start)) {
          this.at = start + symbol.length;
          this.push(TokenKind.Symbol, start, symbol);
          return;
        }
      }
    }
    const text = code < 128 ? SYMBOLS[code] : undefined;
    if (text === undefined || !ALLOWED_SYMBOLS.includes(text)) {
      throw this.error(
        start,
        `the character ${JSON.stringify(this.source.charAt(start))} begins no word of SQL`,
        this.source.charAt(start),
      );
    }
    this.at = start + 1;
    this.push(TokenKind.Symbol, start, text);
  }

  private error(offset: number, reason: string, found: string): SqlSyntaxError {
    const at = positionAt(lineStarts(this.source), offset);
    return new SqlSyntaxError({
      source: this.source,
      at,
      expected: [],
      found,
      reason,
      ...(this.file === undefined ? {} : { file: this.file }),
    });
  }
}

const NEWLINE_ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0', b: '\b', Z: '\x1a' };

/** The value of a string literal. `\%` and `\_` keep their backslash, because LIKE needs it. */
export function unquoteString(literal: string): string {
  const quote = literal.charAt(0);
  const body = literal.slice(1, -1);
  const doubled = body.includes(quote) ? body.replaceAll(quote + quote, quote) : body;
  if (!body.includes('\\')) return doubled;
  return unescape(body, quote);
}

function unescape(body: string, quote: string): string {
  let value = '';
  for (let at = 0; at < body.length; at += 1) {
    const char = body.charAt(at);
    if (char === quote) {
      at += 1;
      value += quote;
    } else if (char !== '\\') value += char;
    else {
      at += 1;
      const escaped = body.charAt(at);
      if (escaped === '%' || escaped === '_') value += `\\${escaped}`;
      else value += NEWLINE_ESCAPES[escaped] ?? escaped;
    }
  }
  return value;
}

/** The name inside backticks. */
export function unquoteBacktick(literal: string): string {
  return literal.slice(1, -1).replaceAll('``', '`');
}
