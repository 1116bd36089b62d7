import { ErrorNumber, UnsupportedQueryError, unsupported } from './errors';

/**
 * StarRocks text made ready for the parser of another dialect: string literals are taken out (only their number stays), so that no escape rule but StarRocks' applies; function names get a
 * prefix, so that the parser gives every call back as written instead of as what it believes the function to be; comments and join hints are dropped.
 */
export interface PreparedSource {
  readonly text: string;
  readonly strings: readonly string[];
}

export const FUNCTION_PREFIX = 'sr_fn_';

/** Before the number of a string literal, because the parser writes some numbers (of intervals) as strings. */
export const STRING_MARK = 's';

/** Words before a parenthesis that are grammar, not functions. */
const GRAMMAR_WORDS: ReadonlySet<string> = new Set(
  (
    'all and any as array_agg between by case cast convert cross cube distinct div else escape except exists extract filter from full group_concat having in inner intersect interval is join lateral left_join like limit map ' +
    'minus not on or order outer over partition qualify regexp right_join rlike rollup row select semi sets some then try_cast union unnest using values varchar char decimal decimal32 decimal64 decimal128 numeric when where with'
  ).split(' '),
);

/** What an operand ends with: `mod` after it is the operator, not the function. */
const OPERAND_ENDS = /^[a-z0-9_)`'\]]+$/;
const BEFORE_OPERAND: ReadonlySet<string> = new Set(
  'select distinct where and or not on having by when then else between in case qualify interval like'.split(' '),
);

const BRACKET_HINT = /^\[\s*(broadcast|shuffle|bucket|colocate|skew[^\]]*)\s*\]/i;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', '0': '\0', Z: '\x1a' };
const WORD = /[A-Za-z0-9_$\u0080-\uffff]+/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const WHITESPACE = /[ \t\r\n\f\u3000]+/y;

/** @throws UnsupportedQueryError 1064 when a literal, name or comment does not end. */
export function prepareSource(source: string): PreparedSource {
  const preparation = new Preparation(source);
  return preparation.run();
}

class Preparation {
  private readonly out: string[] = [];
  private readonly strings: string[] = [];
  private position = 0;
  private lastWord = '';
  /** Words after which a name starts a table or alias list, e.g. `WITH x (a, b) AS`. */
  private previous = '';

  constructor(private readonly source: string) {}

  public run(): PreparedSource {
    while (this.position < this.source.length) this.step();
    return { text: this.out.join(''), strings: this.strings };
  }

  private step(): void {
    const rest = this.source;
    const char = rest[this.position] ?? '';
    const next = rest[this.position + 1] ?? '';
    if (this.match(WHITESPACE) !== undefined) this.out.push(' ');
    else if (char === '-' && next === '-') this.skipTo('\n', this.source.length);
    else if (char === '/' && next === '*') this.comment();
    else if (char === "'" || char === '"') this.string(char);
    else if (char === '`') this.quotedName();
    else if (/[0-9]/.test(char) || (char === '.' && /[0-9]/.test(next) && !this.afterName())) this.number();
    else if (/[A-Za-z_$\u0080-\uffff]/.test(char)) this.word();
    else this.symbol(char);
  }

  private afterName(): boolean {
    return /[A-Za-z0-9_`)\]]$/.test(this.out[this.out.length - 1] ?? '');
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.source);
    if (found === null) return undefined;
    this.position += found[0].length;
    return found[0];
  }

  private skipTo(end: string, otherwise: number): void {
    const at = this.source.indexOf(end, this.position);
    this.position = at < 0 ? otherwise : at;
    this.out.push(' ');
  }

  private comment(): void {
    const end = this.source.indexOf('*/', this.position);
    if (end < 0) throw this.syntaxError('a comment that does not end');
    this.position = end + 2;
    this.out.push(' ');
  }

  private string(quote: string): void {
    let value = '';
    let at = this.position + 1;
    for (;;) {
      const char = this.source[at];
      if (char === undefined) throw this.syntaxError('a string that does not end');
      if (char === quote) {
        if (this.source[at + 1] !== quote) break;
        value += quote;
        at += 2;
      } else if (char === '\\') {
        value += this.escape(this.source[at + 1]);
        at += 2;
      } else {
        value += char;
        at += 1;
      }
    }
    this.position = at + 1;
    // `AS 'name'` is an alias, which the parser takes as a quoted name only.
    if (this.lastWord === 'as' && value !== '' && !value.includes('`')) {
      this.emit(`\`${value}\``, '`');
      return;
    }
    this.strings.push(value);
    this.emit(`'${STRING_MARK}${this.strings.length - 1}'`, "'");
  }

  private escape(char: string | undefined): string {
    if (char === undefined) throw this.syntaxError('a string that does not end');
    if (char === '%' || char === '_') return `\\${char}`;
    return ESCAPES[char] ?? char;
  }

  private quotedName(): void {
    const end = this.source.indexOf('`', this.position + 1);
    if (end < 0) throw this.syntaxError('a quoted name that does not end');
    if (this.source[end + 1] === '`') throw unsupported('names that contain a back quote');
    this.emit(this.source.slice(this.position, end + 1), '`');
    this.position = end + 1;
  }

  private number(): void {
    const start = this.position;
    const number = this.match(NUMBER) ?? '';
    if (!/[A-Za-z_$\u0080-\uffff]/.test(this.source[this.position] ?? '')) {
      this.emit(number, '0');
      return;
    }
    // A name may begin with digits: `1as` is one, and so is `0xFF`.
    if (!/^\d+$/.test(number)) throw this.syntaxError(`'${number}'`);
    this.position = start;
    this.emit(`\`${this.match(WORD) ?? ''}\``, '`');
  }

  private word(): void {
    const word = this.match(WORD) ?? '';
    const lower = word.toLowerCase();
    // The parser has another meaning for dollars.
    if (word.startsWith('$')) {
      this.emit(`\`${word}\``, '`');
      return;
    }
    this.emit(this.isCall(lower) ? `${FUNCTION_PREFIX}${lower}` : word, lower);
  }

  private isCall(lower: string): boolean {
    if (this.lastWord === '.' || this.lastWord === '@' || GRAMMAR_WORDS.has(lower)) return false;
    if (lower === 'mod' && OPERAND_ENDS.test(this.previous) && !BEFORE_OPERAND.has(this.previous)) return false;
    let at = this.position;
    while (/\s/.test(this.source[at] ?? '')) at += 1;
    if (this.source[at] !== '(') return false;
    return !this.isNameWithColumns();
  }

  /** `AS t (a, b)`, `) t (a, b)`, `WITH t (a, b) AS`, `WINDOW w AS (`: a name with a list, not a call. */
  private isNameWithColumns(): boolean {
    if (this.lastWord === 'as' && this.previous !== '(') return true;
    return this.lastWord === ')' || this.lastWord === 'with' || this.lastWord === 'recursive';
  }

  private symbol(char: string): void {
    if (char === '[') {
      const hint = BRACKET_HINT.exec(this.source.slice(this.position, this.position + 80));
      if (hint !== null && this.lastWord === 'join') {
        this.position += hint[0].length;
        this.out.push(' ');
        return;
      }
    }
    if (char === '#' || char === '?' || char === '{' || char === '}' || char === ':')
      throw this.syntaxError(`'${char}'`);
    this.position += 1;
    this.emit(char, char);
  }

  private emit(text: string, kind: string): void {
    this.out.push(text);
    this.previous = this.lastWord;
    this.lastWord = kind;
  }

  private syntaxError(what: string): UnsupportedQueryError {
    const before = this.source.slice(0, this.position).split('\n');
    const column = (before[before.length - 1] ?? '').length;
    return new UnsupportedQueryError(
      `Getting syntax error at line ${before.length}, column ${column}. Detail message: Unexpected input: ${what}.`,
      ErrorNumber.syntax,
    );
  }
}
