/** Calls: arguments, lambdas, FILTER, windows. */

import { TokenKind } from '../lexer';
import type { Cursor } from './cursor';
import { skipBracketHint, skipExpression, skipOperand, skipPrefixes } from './expressions';
import { parseQuery } from './queries';

/** Functions whose first argument is a unit of time without quotes. */
const TAKES_UNIT: ReadonlySet<string> = new Set(['TIMESTAMPDIFF', 'TIMESTAMPADD', 'EXTRACT']);

/** `(argument, …)` with what may follow: FILTER, OVER. `name` is that of the function, in upper case. */
export function skipCall(cursor: Cursor, name: string | undefined): void {
  cursor.enter();
  cursor.expectSymbol('(');
  if (name !== undefined && TAKES_UNIT.has(name) && isUnit(cursor)) cursor.skip(2);
  if (!cursor.isSymbol(')')) skipArguments(cursor);
  if (!cursor.acceptSymbol(')')) throw cursor.expected("','", "')'");
  if (cursor.is('IGNORE') || cursor.is('RESPECT')) {
    cursor.skip();
    cursor.expect('NULLS');
  }
  if (cursor.is('FILTER') && cursor.isSymbol('(', 1)) {
    cursor.skip(2);
    cursor.expect('WHERE');
    skipExpression(cursor);
    cursor.expectSymbol(')');
  }
  if (cursor.accept('OVER')) skipWindow(cursor);
  cursor.leave();
}

function isUnit(cursor: Cursor): boolean {
  return cursor.kind === TokenKind.Word && (cursor.isSymbol(',', 1) || cursor.keywordAt(1) === 'FROM');
}

function skipArguments(cursor: Cursor): void {
  if (cursor.is('SELECT') || cursor.is('WITH') || (cursor.is('VALUES') && cursor.isSymbol('(', 1))) {
    parseQuery(cursor);
    return;
  }
  if (!cursor.accept('DISTINCT')) cursor.accept('ALL');
  cursor.list(() => {
    skipArgument(cursor);
  });
  if (cursor.accept('ORDER', 'BY'))
    cursor.list(() => {
      skipSortItem(cursor);
    });
  if (cursor.accept('SEPARATOR')) skipExpression(cursor);
}

function skipArgument(cursor: Cursor): void {
  if (cursor.isSymbol('*')) {
    cursor.outlined('rows', () => {
      cursor.skip();
    });
    return;
  }
  if (cursor.isIdentifier() && cursor.isSymbol('=>', 1)) cursor.skip(2);
  const parameters = lambdaLength(cursor);
  if (parameters > 0) skipLambda(cursor, parameters);
  else skipExpression(cursor);
  // extract(day FROM d), trim(x FROM y), and arguments with a name: struct(1 AS a).
  if (cursor.accept('FROM')) skipExpression(cursor);
  if (cursor.accept('AS')) cursor.identifier('name');
  if (cursor.is('IGNORE', 'NULLS') || cursor.is('RESPECT', 'NULLS')) cursor.skip(2);
}

/** Number of tokens of `x ->` or `(x, y) ->`, 0 when no lambda begins here. `x -> '$.a'` reads a field of JSON. */
function lambdaLength(cursor: Cursor): number {
  if (cursor.isIdentifier()) return cursor.isSymbol('->', 1) && cursor.kindAt(2) !== TokenKind.String ? 2 : 0;
  if (!cursor.isSymbol('(')) return 0;
  let ahead = 1;
  while (cursor.isIdentifier(ahead) && cursor.isSymbol(',', ahead + 1)) ahead += 2;
  const isLambda = cursor.isIdentifier(ahead) && cursor.isSymbol(')', ahead + 1) && cursor.isSymbol('->', ahead + 2);
  return isLambda ? ahead + 3 : 0;
}

function skipLambda(cursor: Cursor, length: number): void {
  const inParentheses = cursor.isSymbol('(');
  const names = cursor.partsFrom(cursor.index + (inParentheses ? 1 : 0), inParentheses ? (length - 2) / 2 : 1);
  cursor.outline?.open('lambda', cursor.start, undefined, names);
  cursor.skip(length);
  skipExpression(cursor);
  cursor.outline?.close(cursor.previousEnd);
}

/** `expression [ASC | DESC] [NULLS FIRST | LAST]` */
export function skipSortItem(cursor: Cursor): void {
  skipExpression(cursor);
  cursor.acceptAny(['ASC', 'DESC']);
  if (cursor.accept('NULLS')) cursor.expectAny(['FIRST', 'LAST']);
}

function skipWindow(cursor: Cursor): void {
  cursor.expectSymbol('(');
  skipBracketHint(cursor);
  if (cursor.accept('PARTITION')) {
    skipBracketHint(cursor);
    cursor.expect('BY');
    cursor.list(() => {
      skipExpression(cursor);
    });
  }
  if (cursor.accept('ORDER')) {
    cursor.expect('BY');
    cursor.list(() => {
      skipSortItem(cursor);
    });
  }
  if (cursor.acceptAny(['ROWS', 'RANGE']) !== undefined) {
    const hasTwoEnds = cursor.accept('BETWEEN');
    skipFrameBound(cursor);
    if (hasTwoEnds) {
      cursor.expect('AND');
      skipFrameBound(cursor);
    }
  }
  if (!cursor.acceptSymbol(')')) throw cursor.expected("'PARTITION'", "'ORDER'", "')'");
}

function skipFrameBound(cursor: Cursor): void {
  if (cursor.accept('CURRENT', 'ROW')) return;
  if (!cursor.accept('UNBOUNDED')) skipOperandOfFrame(cursor);
  cursor.expectAny(['PRECEDING', 'FOLLOWING']);
}

function skipOperandOfFrame(cursor: Cursor): void {
  skipPrefixes(cursor);
  skipOperand(cursor);
}
