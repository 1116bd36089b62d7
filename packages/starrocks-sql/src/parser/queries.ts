/** Queries: recognised, with the tables that they use reported to the recorder of the cursor. */

import type { SqlText } from '../ast';
import type { Keyword } from '../keywords';
import { TokenKind } from '../lexer';
import type { Cursor } from './cursor';
import { skipBracketHint, skipExpression, skipSortItem } from './expressions';
import { isPartitionNames, parsePartitionNames, parsePropertyList } from './names';

/** A query as written. @throws SqlSyntaxError */
export function parseQueryText(cursor: Cursor): SqlText {
  const from = cursor.index;
  parseQuery(cursor);
  return cursor.textSince(from);
}

export function startsQuery(cursor: Cursor): boolean {
  return cursor.is('SELECT') || cursor.is('WITH') || cursor.isSymbol('(') || cursor.is('VALUES');
}

/** `[WITH …] term [UNION term …] [ORDER BY …] [LIMIT …]` */
export function parseQuery(cursor: Cursor): void {
  cursor.enter();
  cursor.recorder?.openScope();
  if (cursor.accept('WITH')) skipCtes(cursor);
  skipTerm(cursor);
  parseQueryTail(cursor);
  cursor.recorder?.closeScope();
  cursor.leave();
}

function skipCtes(cursor: Cursor): void {
  const isRecursive = cursor.accept('RECURSIVE');
  cursor.list(() => {
    const name = cursor.identifier('name of a common table expression');
    if (isRecursive) cursor.recorder?.cte(name);
    if (cursor.isSymbol('(')) skipNames(cursor);
    cursor.expect('AS');
    cursor.expectSymbol('(');
    parseQuery(cursor);
    cursor.expectSymbol(')');
    cursor.recorder?.cte(name);
  });
}

function skipNames(cursor: Cursor): void {
  cursor.parenthesized(() => cursor.identifierOrString('column name'));
}

const SET_OPERATORS: readonly Keyword[] = ['UNION', 'INTERSECT', 'EXCEPT', 'MINUS'];

/** What may follow a term: set operators, ORDER BY, LIMIT. */
export function parseQueryTail(cursor: Cursor): void {
  while (cursor.acceptAny(SET_OPERATORS) !== undefined) {
    cursor.acceptAny(['ALL', 'DISTINCT']);
    skipTerm(cursor);
  }
  skipOrderAndLimit(cursor);
}

function skipOrderAndLimit(cursor: Cursor): void {
  if (cursor.accept('ORDER')) {
    cursor.expect('BY');
    if (!cursor.accept('ALL'))
      cursor.list(() => {
        skipSortItem(cursor);
      });
    else cursor.acceptAny(['ASC', 'DESC']);
  }
  if (!cursor.accept('LIMIT')) return;
  skipLimitNumber(cursor);
  if (cursor.acceptSymbol(',') || cursor.accept('OFFSET')) skipLimitNumber(cursor);
}

function skipLimitNumber(cursor: Cursor): void {
  if (cursor.acceptSymbol('?')) return;
  if (cursor.acceptSymbol('@')) cursor.takeVariableName();
  else cursor.integer('number of rows');
}

function skipTerm(cursor: Cursor): void {
  if (cursor.acceptSymbol('(')) {
    parseQuery(cursor);
    cursor.expectSymbol(')');
  } else if (cursor.is('VALUES')) skipValues(cursor);
  else if (cursor.is('SELECT')) skipSelect(cursor);
  else throw cursor.expected("'SELECT'", "'WITH'", "'VALUES'", "'('");
}

export function skipValues(cursor: Cursor): void {
  cursor.expect('VALUES');
  cursor.list(() => {
    cursor.expectSymbol('(');
    cursor.list(() => {
      skipExpression(cursor);
    });
    cursor.expectSymbol(')');
  });
}

function skipSelect(cursor: Cursor): void {
  cursor.expect('SELECT');
  cursor.acceptAny(['DISTINCT', 'ALL']);
  cursor.list(() => {
    skipSelectItem(cursor);
  });
  if (cursor.accept('FROM')) skipRelations(cursor);
  if (cursor.accept('WHERE')) skipExpression(cursor);
  if (cursor.accept('GROUP')) {
    cursor.expect('BY');
    skipGrouping(cursor);
  }
  if (cursor.accept('HAVING')) skipExpression(cursor);
  if (cursor.accept('QUALIFY')) skipExpression(cursor);
}

function skipSelectItem(cursor: Cursor): void {
  if (skipStar(cursor)) {
    if (cursor.isAny(['EXCEPT']) && cursor.isSymbol('(', 1)) {
      cursor.skip();
      skipNames(cursor);
    }
    return;
  }
  skipExpression(cursor);
  if (cursor.accept('AS')) cursor.identifierOrString('alias');
  else if (cursor.isString || (cursor.isIdentifier() && !cursor.is('QUALIFY'))) cursor.skip();
}

/** `*`, `t.*`, `d.t.*` */
function skipStar(cursor: Cursor): boolean {
  let ahead = 0;
  while (cursor.isIdentifier(ahead) && cursor.isSymbol('.', ahead + 1)) ahead += 2;
  if (!cursor.isSymbol('*', ahead)) return false;
  cursor.recorder?.column(cursor, cursor.index, ahead / 2);
  cursor.skip(ahead + 1);
  return true;
}

function skipGrouping(cursor: Cursor): void {
  if (cursor.accept('ALL')) return;
  if (cursor.accept('GROUPING')) {
    cursor.expect('SETS');
    cursor.parenthesized(() => {
      skipGroupingSet(cursor);
    });
  } else
    cursor.list(() => {
      skipExpression(cursor);
    });
  if (cursor.accept('WITH')) cursor.expectAny(['ROLLUP', 'CUBE']);
}

function skipGroupingSet(cursor: Cursor): void {
  if (!cursor.isSymbol('(')) {
    skipExpression(cursor);
    return;
  }
  cursor.expectSymbol('(');
  if (!cursor.isSymbol(')'))
    cursor.list(() => {
      skipExpression(cursor);
    });
  cursor.expectSymbol(')');
}

// ------------------------------------------------------------------------------------------------------------ FROM

export function skipRelations(cursor: Cursor): void {
  cursor.list(() => {
    cursor.accept('LATERAL');
    skipJoins(cursor);
  });
}

function skipJoins(cursor: Cursor): void {
  skipRelation(cursor);
  while (acceptJoin(cursor)) {
    skipBracketHint(cursor);
    cursor.accept('LATERAL');
    skipRelation(cursor);
    if (cursor.accept('ON')) skipExpression(cursor);
    else if (cursor.accept('USING')) skipNames(cursor);
  }
}

/** INNER, CROSS, LEFT OUTER, LEFT SEMI, LEFT ANTI, ASOF … JOIN. */
function acceptJoin(cursor: Cursor): boolean {
  let ahead = 0;
  while (JOIN_WORDS.has(cursor.keywordAt(ahead) ?? '')) ahead += 1;
  if (cursor.keywordAt(ahead) !== 'JOIN') {
    if (ahead > 0 && !cursor.isIdentifier()) {
      cursor.skip(ahead);
      throw cursor.expected("'JOIN'");
    }
    return false;
  }
  cursor.skip(ahead + 1);
  return true;
}

const JOIN_WORDS: ReadonlySet<string> = new Set([
  'INNER',
  'CROSS',
  'LEFT',
  'RIGHT',
  'FULL',
  'OUTER',
  'SEMI',
  'ANTI',
  'ASOF',
]);

function skipRelation(cursor: Cursor): void {
  if (cursor.isSymbol('(')) skipParenthesizedRelation(cursor);
  else if (cursor.is('TABLE') && cursor.isSymbol('(', 1)) {
    cursor.skip(2);
    skipExpression(cursor);
    cursor.expectSymbol(')');
  } else skipTable(cursor);
  skipTableSuffixes(cursor);
}

/** A subquery, VALUES, or relations in parentheses. */
function skipParenthesizedRelation(cursor: Cursor): void {
  cursor.enter();
  cursor.expectSymbol('(');
  if (cursor.is('SELECT') || cursor.is('WITH') || cursor.is('VALUES')) parseQuery(cursor);
  else {
    skipRelations(cursor);
    parseQueryTail(cursor);
  }
  cursor.expectSymbol(')');
  cursor.leave();
}

function skipTable(cursor: Cursor): void {
  const from = cursor.index;
  cursor.identifier('table, function or subquery');
  let parts = 1;
  while (cursor.acceptSymbol('.')) {
    cursor.identifier('table name');
    parts += 1;
  }
  if (cursor.isSymbol('(')) {
    // A table function such as unnest(…), generate_series(…) or FILES("k" = "v").
    cursor.expectSymbol('(');
    if (!cursor.isSymbol(')'))
      cursor.list(() => {
        skipTableArgument(cursor);
      });
    cursor.expectSymbol(')');
  } else cursor.recorder?.table(cursor, from, parts, 'read');
}

function skipTableArgument(cursor: Cursor): void {
  if (cursor.isIdentifier() && cursor.isSymbol('=>', 1)) cursor.skip(2);
  skipExpression(cursor);
}

function skipTableSuffixes(cursor: Cursor): void {
  let hasAlias = false;
  for (;;) {
    if (isPartitionNames(cursor)) parsePartitionNames(cursor);
    else if (cursor.is('TABLET') && cursor.isSymbol('(', 1)) {
      cursor.skip();
      cursor.parenthesized(() => cursor.integer('tablet id'));
    } else if (cursor.is('FOR')) skipVersion(cursor);
    else if (cursor.is('SAMPLE') && cursor.isSymbol('(', 1)) {
      cursor.skip();
      parsePropertyList(cursor);
    } else if ((cursor.is('PIVOT') || cursor.is('UNPIVOT')) && cursor.isSymbol('(', 1)) skipPivot(cursor);
    else if (cursor.isSymbol('[')) skipBracketHint(cursor);
    else if (hasAlias || !skipAlias(cursor)) return;
    else hasAlias = true;
  }
}

/** `FOR VERSION AS OF x`, `FOR TIMESTAMP BETWEEN a AND b`, … */
function skipVersion(cursor: Cursor): void {
  cursor.expect('FOR');
  cursor.expectAny(['VERSION', 'TIMESTAMP', 'SYSTEM_TIME']);
  if (cursor.accept('AS')) cursor.expect('OF');
  else if (cursor.accept('FROM')) {
    skipExpression(cursor);
    cursor.expect('TO');
  } else if (cursor.accept('ALL')) return;
  else cursor.expect('BETWEEN');
  skipExpression(cursor);
}

/** `PIVOT (sum(a) FOR b IN (1, 2))`. */
function skipPivot(cursor: Cursor): void {
  cursor.skip(2);
  cursor.list(() => {
    skipExpression(cursor);
    if (cursor.accept('AS')) cursor.identifierOrString('alias');
  });
  cursor.expect('FOR');
  if (cursor.isSymbol('(')) skipNames(cursor);
  else cursor.identifier('column name');
  cursor.expect('IN');
  cursor.parenthesized(() => {
    skipExpression(cursor);
    if (cursor.accept('AS') || cursor.isIdentifier()) cursor.identifierOrString('alias');
  });
  cursor.expectSymbol(')');
}

/** Free words that go on with the query after a table, so that they are no alias there. */
const NOT_ALIASES: readonly Keyword[] = ['QUALIFY', 'ASOF', 'SEMI', 'ANTI', 'TEMPORARY'];

function skipAlias(cursor: Cursor): boolean {
  if (cursor.accept('AS')) cursor.identifierOrString('alias');
  else if ((cursor.isIdentifier() && !cursor.isAny(NOT_ALIASES)) || cursor.kind === TokenKind.String) cursor.skip();
  else return false;
  if (cursor.isSymbol('(')) skipNames(cursor);
  return true;
}
