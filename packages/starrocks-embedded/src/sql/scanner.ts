/** A token of a StarRocks statement, enough to find the parts of INSERT, UPDATE, DELETE and SHOW. */
export interface Token {
  /** `word` is a bare name or keyword, `name` a name in backticks (unquoted), `string` a literal (unquoted). */
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'symbol';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const WORD_START = /[\p{L}_$]/u;
const WORD_PART = /[\p{L}\p{N}_$]/u;
const DIGIT = /[0-9]/;

/** Tokens of a text; comments and blanks are left out. An unclosed quote runs to the end of the text. */
export function scan(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < text.length) {
    const skipped = skipBlank(text, offset);
    if (skipped > offset) {
      offset = skipped;
      continue;
    }
    const token = next(text, offset);
    tokens.push(token);
    offset = token.end;
  }
  return tokens;
}

function skipBlank(text: string, offset: number): number {
  const char = text.charAt(offset);
  if (/\s/.test(char)) return offset + 1;
  if (char === '#' || text.startsWith('--', offset)) {
    const end = text.indexOf('\n', offset);
    return end === -1 ? text.length : end + 1;
  }
  if (text.startsWith('/*', offset) && !text.startsWith('/*+', offset)) {
    const end = text.indexOf('*/', offset + 2);
    return end === -1 ? text.length : end + 2;
  }
  return offset;
}

function next(text: string, start: number): Token {
  const char = text.charAt(start);
  if (char === "'" || char === '"' || char === '`') return quoted(text, start, char);
  if (WORD_START.test(char)) {
    let end = start + 1;
    while (end < text.length && WORD_PART.test(text.charAt(end))) end += 1;
    return { kind: 'word', text: text.slice(start, end), start, end };
  }
  if (DIGIT.test(char) || (char === '.' && DIGIT.test(text.charAt(start + 1)))) {
    const match = /^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/.exec(text.slice(start, start + 400));
    const end = start + (match?.[0].length ?? 1);
    return { kind: 'number', text: text.slice(start, end), start, end };
  }
  return { kind: 'symbol', text: char, start, end: start + 1 };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0', b: '\b', Z: '\x1a' };

function quoted(text: string, start: number, quote: string): Token {
  const kind = quote === '`' ? 'name' : 'string';
  let value = '';
  let offset = start + 1;
  while (offset < text.length) {
    const char = text.charAt(offset);
    if (char === quote) {
      if (text.charAt(offset + 1) !== quote) return { kind, text: value, start, end: offset + 1 };
      value += quote;
      offset += 2;
    } else if (char === '\\' && quote !== '`') {
      const escaped = text.charAt(offset + 1);
      // LIKE patterns keep the backslash before % and _.
      value += escaped === '%' || escaped === '_' ? `\\${escaped}` : (ESCAPES[escaped] ?? escaped);
      offset += 2;
    } else {
      value += char;
      offset += 1;
    }
  }
  return { kind, text: value, start, end: text.length };
}

export function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toUpperCase() === word;
}

export function isSymbol(token: Token | undefined, symbol: string): boolean {
  return token?.kind === 'symbol' && token.text === symbol;
}

/** Index of the token that closes the parenthesis at `open`, or -1. */
export function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token?.kind !== 'symbol') continue;
    if (token.text === '(' || token.text === '[' || token.text === '{') depth += 1;
    if (token.text === ')' || token.text === ']' || token.text === '}') depth -= 1;
    if (depth === 0) return index;
  }
  return -1;
}

/** Index of the first token from `from` on, outside parentheses, for which `test` holds, or -1. */
export function findTop(tokens: readonly Token[], from: number, test: (token: Token) => boolean): number {
  let depth = 0;
  for (let index = from; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) continue;
    if (depth === 0 && test(token)) return index;
    if (token.kind !== 'symbol') continue;
    if (token.text === '(' || token.text === '[' || token.text === '{') depth += 1;
    if (token.text === ')' || token.text === ']' || token.text === '}') depth -= 1;
  }
  return -1;
}

/** Splits tokens [from, to) at commas outside parentheses. */
export function splitCommas(tokens: readonly Token[], from: number, to: number): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(from, to)) {
    if (token.kind === 'symbol') {
      if (token.text === '(' || token.text === '[' || token.text === '{') depth += 1;
      if (token.text === ')' || token.text === ']' || token.text === '}') depth -= 1;
      if (depth === 0 && token.text === ',') {
        parts.push([]);
        continue;
      }
    }
    parts.at(-1)?.push(token);
  }
  return parts;
}

/** Text that a run of tokens covers. */
export function sourceOf(text: string, tokens: readonly Token[]): string {
  const first = tokens[0];
  const last = tokens.at(-1);
  return first === undefined || last === undefined ? '' : text.slice(first.start, last.end);
}
