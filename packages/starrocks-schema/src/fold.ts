/** Folds SQL text for comparison: what a reader of the query would not call a change is gone. Never executed. */

const QUOTES = new Set(["'", '"', '`']);
/** Beside these a space carries no meaning. */
const PUNCTUATION = /[(),.;=<>!+\-*/%|&^[\]{}:]/;

/** Text without comments and closing semicolon; one space where words would run together. Quoted parts are kept. */
export function foldSql(text: string): string {
  let folded = '';
  let gap = false;
  let at = 0;
  while (at < text.length) {
    const end = skipBlank(text, at);
    if (end > at) {
      gap = true;
      at = end;
      continue;
    }
    const next = tokenEnd(text, at);
    const token = text.slice(at, next);
    if (
      gap &&
      folded !== '' &&
      !PUNCTUATION.test(token.charAt(0)) &&
      !PUNCTUATION.test(folded.charAt(folded.length - 1))
    ) {
      folded += ' ';
    }
    folded += token;
    gap = false;
    at = next;
  }
  return folded.replace(/;+$/, '');
}

/** Folds an expression that the engine prints in its own way: lower case, no back-ticks, no spaces, single quotes. */
export function foldExpression(text: string): string {
  const folded = foldSql(text).replaceAll('`', '').replaceAll('"', "'").toLowerCase();
  return stripParentheses(folded.replace(/\s+/g, ''));
}

/** End of the white space or comment that begins at a place; the place itself when there is none. */
function skipBlank(text: string, at: number): number {
  const char = text.charAt(at);
  if (/\s/.test(char)) return at + 1;
  const pair = text.slice(at, at + 2);
  if (pair === '--') return endOr(text, '\n', at, 1);
  // A hint (`/*+ … */`) changes the query, so it stays.
  if (pair === '/*' && text.charAt(at + 2) !== '+') return endOr(text, '*/', at + 2, 2);
  return at;
}

function endOr(text: string, mark: string, from: number, length: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + length;
}

function tokenEnd(text: string, at: number): number {
  const char = text.charAt(at);
  if (text.startsWith('/*+', at)) return endOr(text, '*/', at, 2);
  if (!QUOTES.has(char)) {
    if (!/[\w$]/.test(char)) return at + 1;
    let end = at + 1;
    while (end < text.length && /[\w$]/.test(text.charAt(end))) end += 1;
    return end;
  }
  let end = at + 1;
  while (end < text.length) {
    if (text.charAt(end) === '\\' && char !== '`') end += 2;
    else if (text.charAt(end) === char) {
      if (text.charAt(end + 1) !== char) return end + 1;
      end += 2;
    } else end += 1;
  }
  return text.length;
}

/** `(a*2)` and `a*2` are the same expression. */
function stripParentheses(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text.charAt(at) === '(') depth += 1;
    if (text.charAt(at) === ')') depth -= 1;
    if (depth === 0 && at < text.length - 1) return text;
  }
  return stripParentheses(text.slice(1, -1));
}
