/**
 * Expressions. They are recognised, not built: the warehouse is their judge, we need to know where they end and which
 * names they use. Operators are therefore one flat list, without precedence.
 */

import type { IntervalLiteral, SqlText } from '../ast';
import type { Keyword } from '../keywords';
import { isReserved } from '../keywords';
import { TokenKind } from '../lexer';
import { skipCall } from './calls';
import type { Cursor } from './cursor';
import { parseQuery, parseQueryTail } from './queries';
import { isType, parseType } from './types';

/** An expression as written. @throws SqlSyntaxError */
export function parseExpression(cursor: Cursor): SqlText {
  const from = cursor.index;
  skipExpression(cursor);
  return cursor.textSince(from);
}

/** A column, call, literal or parenthesised expression, without operators around it. */
export function parsePrimary(cursor: Cursor): SqlText {
  const from = cursor.index;
  skipOperand(cursor);
  return cursor.textSince(from);
}

export function skipExpression(cursor: Cursor): void {
  cursor.enter();
  // Every BETWEEN needs an AND of its own, before any other.
  let openBetweens = 0;
  for (;;) {
    skipPrefixes(cursor);
    skipOperand(cursor);
    skipIsPredicates(cursor);
    const ahead = cursor.is('NOT') ? 1 : 0;
    if (cursor.keywordAt(ahead) === 'BETWEEN') openBetweens += 1;
    else if (openBetweens > 0 && cursor.is('AND')) openBetweens -= 1;
    if (!acceptOperator(cursor)) break;
  }
  if (openBetweens > 0) throw cursor.expected("'AND'");
  cursor.leave();
}

export function skipPrefixes(cursor: Cursor): void {
  while (
    cursor.accept('NOT') ||
    cursor.acceptSymbol('-') ||
    cursor.acceptSymbol('+') ||
    cursor.acceptSymbol('!') ||
    cursor.acceptSymbol('~') ||
    (cursor.is('BINARY') && !cursor.isSymbol('(', 1) && cursor.accept('BINARY'))
  );
}

const TRUTH: readonly Keyword[] = ['NULL', 'TRUE', 'FALSE'];

function skipIsPredicates(cursor: Cursor): void {
  while (cursor.accept('IS')) {
    cursor.accept('NOT');
    cursor.expectAny(TRUTH);
  }
}

const OPERATOR_SYMBOLS: ReadonlySet<string> = new Set([
  ...['+', '-', '*', '/', '%', '&', '|', '^', '||', '&&', '<<', '=', '<=>', '<', '<=', '>', '>=', '<>', '!=', '->'],
]);

const OPERATOR_WORDS: ReadonlySet<string> = new Set([
  ...['AND', 'OR', 'XOR', 'DIV', 'MOD', 'LIKE', 'RLIKE', 'REGEXP', 'MATCH', 'MATCH_ANY', 'MATCH_ALL', 'BETWEEN', 'IN'],
]);

/** Takes an operator between two operands. */
function acceptOperator(cursor: Cursor): boolean {
  if (cursor.kind === TokenKind.Symbol) {
    if (!OPERATOR_SYMBOLS.has(cursor.textAt(0))) return false;
    const wasGreater = cursor.isSymbol('>');
    cursor.skip();
    if (wasGreater && cursor.isSymbol('>') && cursor.start === cursor.previousEnd) {
      cursor.skip();
      if (cursor.isSymbol('>') && cursor.start === cursor.previousEnd) cursor.skip();
    }
    return true;
  }
  const keyword = cursor.keywordAt(0);
  if (keyword === undefined) return acceptWordOperator(cursor);
  const negated = keyword === 'NOT' ? 1 : 0;
  if (!OPERATOR_WORDS.has(negated === 1 ? (cursor.keywordAt(1) ?? '') : keyword)) return false;
  cursor.skip(1 + negated);
  return true;
}

/** BIT shifts and DIV are words that no rule needs, so the lexer does not know them. */
function acceptWordOperator(cursor: Cursor): boolean {
  if (cursor.kind !== TokenKind.Word) return false;
  if (!WORD_OPERATORS.has(cursor.textAt(0).toUpperCase())) return false;
  cursor.skip();
  return true;
}

const WORD_OPERATORS: ReadonlySet<string> = new Set([
  'DIV',
  'XOR',
  'BITAND',
  'BITOR',
  'BITXOR',
  'BIT_SHIFT_LEFT',
  'BIT_SHIFT_RIGHT',
  'BIT_SHIFT_RIGHT_LOGICAL',
]);

export function skipOperand(cursor: Cursor): void {
  switch (cursor.kind) {
    case TokenKind.Integer:
    case TokenKind.String:
      cursor.skip();
      break;
    case TokenKind.Number:
    case TokenKind.HexString:
      skipCheckedLiteral(cursor);
      break;
    case TokenKind.Word:
      skipWord(cursor);
      break;
    case TokenKind.Backtick:
      skipNameOrCall(cursor);
      break;
    case TokenKind.Symbol:
      skipSymbolOperand(cursor);
      break;
    case TokenKind.Dollar:
    case TokenKind.End:
      throw cursor.expected('expression');
  }
  skipSuffixes(cursor);
}

const HEX = /^x["']([0-9a-f]{2})*["']$/i;

/** Literals that the server checks while it parses. */
function skipCheckedLiteral(cursor: Cursor): void {
  const text = cursor.textAt(0);
  if (cursor.kind === TokenKind.Number && !Number.isFinite(Number(text)))
    throw cursor.fail(`the number ${text} is too large`);
  if (cursor.kind === TokenKind.HexString && !HEX.test(text)) {
    throw cursor.fail('a binary literal holds an even number of hexadecimal digits');
  }
  cursor.skip();
}

/** `[index]`, `[from:to]`, `.field`, `COLLATE x`. */
function skipSuffixes(cursor: Cursor): void {
  for (;;) {
    if (cursor.acceptSymbol('[')) {
      if (!cursor.isSymbol(':')) skipExpression(cursor);
      if (cursor.acceptSymbol(':') && !cursor.isSymbol(']')) skipExpression(cursor);
      cursor.expectSymbol(']');
    } else if (cursor.acceptSymbol('.')) {
      if (cursor.kind !== TokenKind.Word && cursor.kind !== TokenKind.Backtick) throw cursor.expected('field name');
      cursor.skip();
    } else if (cursor.accept('COLLATE')) cursor.identifierOrString('collation');
    else return;
  }
}

function skipSymbolOperand(cursor: Cursor): void {
  if (cursor.isSymbol('(')) skipParenthesized(cursor);
  else if (cursor.isSymbol('[')) skipArray(cursor);
  else if (cursor.acceptSymbol('{')) skipEscape(cursor);
  else if (cursor.acceptSymbol('@') || cursor.acceptSymbol('@@')) skipVariable(cursor);
  else if (!cursor.acceptSymbol('?')) throw cursor.expected('expression');
}

function skipVariable(cursor: Cursor): void {
  cursor.takeVariableName();
  while (cursor.acceptSymbol('.')) cursor.takeVariableName();
}

/** `{fn call()}` of ODBC. */
function skipEscape(cursor: Cursor): void {
  cursor.identifier('fn');
  skipOperand(cursor);
  cursor.expectSymbol('}');
}

/** A subquery, an expression, a tuple, or the parameters of a lambda. */
function skipParenthesized(cursor: Cursor): void {
  cursor.enter();
  cursor.expectSymbol('(');
  if (startsQuery(cursor)) parseQuery(cursor);
  else if (!cursor.isSymbol(')') || !cursor.isSymbol('->', 1)) {
    cursor.list(() => {
      skipExpression(cursor);
    });
    parseQueryTail(cursor);
  }
  if (!cursor.acceptSymbol(')')) throw cursor.expected("')'");
  cursor.leave();
}

function startsQuery(cursor: Cursor): boolean {
  return cursor.is('SELECT') || cursor.is('WITH') || (cursor.is('VALUES') && cursor.isSymbol('(', 1));
}

function skipArray(cursor: Cursor): void {
  cursor.expectSymbol('[');
  if (cursor.acceptSymbol(']')) return;
  cursor.list(() => {
    skipExpression(cursor);
  });
  cursor.expectSymbol(']');
}

/** `MAP {k: v, …}` */
function skipMap(cursor: Cursor): void {
  cursor.expectSymbol('{');
  if (cursor.acceptSymbol('}')) return;
  cursor.list(() => {
    skipExpression(cursor);
    cursor.expectSymbol(':');
    skipExpression(cursor);
  });
  cursor.expectSymbol('}');
}

function skipWord(cursor: Cursor): void {
  const keyword = cursor.keywordAt(0);
  switch (keyword) {
    case 'NULL':
    case 'TRUE':
    case 'FALSE':
    case 'DEFAULT':
    case 'MAXVALUE':
      cursor.skip();
      return;
    case 'CASE':
      skipCase(cursor);
      return;
    case 'EXISTS':
      cursor.skip();
      cursor.outlined('rows', () => {
        skipParenthesized(cursor);
      });
      return;
    case 'CAST':
    case 'TRY_CAST':
    case 'CONVERT':
      if (cursor.isSymbol('(', 1)) skipCast(cursor);
      else skipNameOrCall(cursor);
      return;
    case 'ARRAY':
    case 'MAP':
      skipCollection(cursor, keyword);
      return;
    case 'INTERVAL':
      skipIntervalOrName(cursor);
      return;
    case 'DATE':
    case 'DATETIME':
      if (cursor.kindAt(1) === TokenKind.String) skipDateLiteral(cursor);
      else skipNameOrCall(cursor);
      return;
    default:
      skipNameOrCall(cursor);
  }
}

/** `DATE '2024-02-29'`: a day that exists. */
function skipDateLiteral(cursor: Cursor): void {
  const at = cursor.position;
  cursor.skip();
  const text = cursor.string();
  const [, year = '', month = '', day = ''] = /^\s*(\d{1,4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?$/.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const isCompact = /^\s*\d{6,14}\s*$/.test(text);
  if (!isCompact && date.getUTCDate() !== Number(day)) throw cursor.fail(`'${text}' is no date`, [], at);
}

function skipCase(cursor: Cursor): void {
  cursor.expect('CASE');
  if (!cursor.is('WHEN')) skipExpression(cursor);
  do {
    cursor.expect('WHEN');
    skipExpression(cursor);
    cursor.expect('THEN');
    skipExpression(cursor);
  } while (cursor.is('WHEN'));
  if (cursor.accept('ELSE')) skipExpression(cursor);
  cursor.expect('END');
}

function skipCast(cursor: Cursor): void {
  const isConvert = cursor.is('CONVERT');
  cursor.skip();
  cursor.expectSymbol('(');
  skipExpression(cursor);
  if (isConvert) cursor.expectSymbol(',');
  else cursor.expect('AS');
  parseType(cursor);
  cursor.expectSymbol(')');
}

/** `ARRAY<INT>[1]`, `MAP{1: 2}`, or the functions `array(…)` and `map(…)`. */
function skipCollection(cursor: Cursor, keyword: 'ARRAY' | 'MAP'): void {
  if (cursor.isSymbol('<', 1) && isTypeAhead(cursor)) parseType(cursor);
  else if (keyword === 'MAP' && !cursor.isSymbol('{', 1)) {
    skipNameOrCall(cursor);
    return;
  } else if (keyword === 'ARRAY' && cursor.isSymbol('(', 1)) {
    skipNameOrCall(cursor);
    return;
  } else cursor.skip();
  if (keyword === 'ARRAY') skipArray(cursor);
  else skipMap(cursor);
}

/** Tells `map<INT, INT>{…}` from the comparison `map < x`. */
function isTypeAhead(cursor: Cursor): boolean {
  const from = cursor.index;
  cursor.skip(2);
  const answer = isType(cursor);
  cursor.index = from;
  return answer;
}

const UNITS: readonly Keyword[] = [
  ...(['YEAR', 'QUARTER', 'MONTH', 'WEEK', 'DAY', 'HOUR', 'MINUTE', 'SECOND', 'MILLISECOND', 'MICROSECOND'] as const),
];

/** `INTERVAL value unit`. @throws SqlSyntaxError */
export function parseInterval(cursor: Cursor): IntervalLiteral {
  cursor.expect('INTERVAL');
  const value = parseExpression(cursor);
  return { kind: 'interval', value, unit: cursor.expectAny(UNITS) };
}

/** INTERVAL is free to be a name too. */
function skipIntervalOrName(cursor: Cursor): void {
  const next = cursor.kindAt(1);
  const isLiteral =
    next === TokenKind.Integer ||
    next === TokenKind.Number ||
    next === TokenKind.String ||
    ((next === TokenKind.Word || next === TokenKind.Backtick) && cursor.isIdentifier(1)) ||
    cursor.isSymbol('(', 1) ||
    (cursor.isSymbol('-', 1) && cursor.kindAt(2) === TokenKind.Integer);
  if (isLiteral) parseInterval(cursor);
  else skipNameOrCall(cursor);
}

/** Reserved words that are also functions. */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set([
  ...['IF', 'LEFT', 'RIGHT', 'REPLACE', 'MOD', 'CHAR', 'DATABASE', 'SCHEMA', 'DENSE_RANK', 'FIRST_VALUE', 'LAST_VALUE'],
  ...['LAG', 'LEAD', 'NTILE', 'ROW_NUMBER', 'GROUPING', 'GROUPING_ID', 'LIKE', 'REGEXP', 'RLIKE', 'CURRENT_DATE'],
  ...[
    'CURRENT_TIME',
    'CURRENT_TIMESTAMP',
    'CURRENT_USER',
    'CURRENT_ROLE',
    'LOCALTIME',
    'LOCALTIMESTAMP',
    'ARRAY',
    'MAP',
  ],
  ...['CUBE', 'ALL', 'VALUES', 'TRUNCATE', 'BITMAP', 'HLL', 'PERCENTILE', 'JSON', 'CONVERT', 'INSERT', 'RANGE', 'TEXT'],
]);

/** Functions of the standard that stand without parentheses. */
const BARE_FUNCTIONS: ReadonlySet<string> = new Set([
  ...[
    'CURRENT_DATE',
    'CURRENT_TIME',
    'CURRENT_TIMESTAMP',
    'CURRENT_USER',
    'CURRENT_ROLE',
    'LOCALTIME',
    'LOCALTIMESTAMP',
  ],
]);

function skipNameOrCall(cursor: Cursor): void {
  const from = cursor.index;
  const keyword = cursor.keywordAt(0);
  if (keyword !== undefined && isReserved(keyword)) {
    const isCall = FUNCTION_WORDS.has(keyword) && cursor.isSymbol('(', 1);
    if (!isCall && !BARE_FUNCTIONS.has(keyword)) throw cursor.expected('expression');
  }
  cursor.skip();
  let parts = 1;
  while (cursor.isSymbol('.') && (cursor.kindAt(1) === TokenKind.Word || cursor.kindAt(1) === TokenKind.Backtick)) {
    cursor.skip(2);
    parts += 1;
  }
  if (cursor.isSymbol('(')) skipCall(cursor, parts === 1 ? cursor.tokens.texts[from] : undefined);
  else {
    cursor.recorder?.column(cursor, from, parts - 1);
    const isColumn = keyword === undefined || !BARE_FUNCTIONS.has(keyword);
    if (isColumn && cursor.outline !== undefined) cursor.outlineName('column', from, parts);
  }
}

/** `[broadcast]` and other hints in brackets, any content. */
export function skipBracketHint(cursor: Cursor): boolean {
  if (!cursor.isSymbol('[')) return false;
  let depth = 0;
  do {
    if (cursor.atEnd) throw cursor.expected("']'");
    if (cursor.isSymbol('[')) depth += 1;
    else if (cursor.isSymbol(']')) depth -= 1;
    cursor.skip();
  } while (depth > 0);
  return true;
}
