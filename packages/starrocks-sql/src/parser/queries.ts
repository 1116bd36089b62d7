/** Queries: recognised, with the tables that they use reported to the recorder of the cursor. */

import type { SqlText } from '../ast';
import type { Keyword } from '../keywords';
import { TokenKind } from '../lexer';
import { skipSortItem } from './calls';
import type { Cursor } from './cursor';
import { skipBracketHint, skipExpression } from './expressions';
import { isPartitionNames, parsePartitionNames, parsePropertyList } from './names';
import type { OutlineKind } from './outline';

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
  cursor.outlined('query', () => {
    if (cursor.accept('WITH')) skipCtes(cursor);
    skipTerm(cursor);
    parseQueryTail(cursor);
  });
  cursor.recorder?.closeScope();
  cursor.leave();
}

function skipCtes(cursor: Cursor): void {
  const isRecursive = cursor.accept('RECURSIVE');
  cursor.list(() => {
    const name = cursor.identifier('name of a common table expression');
    if (isRecursive) cursor.recorder?.cte(name);
    skipCteBody(cursor, name, isRecursive);
    cursor.recorder?.cte(name);
  });
}

/** `[(column, …)] AS (query)`. */
export function skipCteBody(cursor: Cursor, name: string, isRecursive: boolean): void {
  cursor.outline?.open(isRecursive ? 'recursive-cte' : 'cte', cursor.start, name);
  const columns = cursor.isSymbol('(') ? parseNames(cursor) : [];
  cursor.outline?.alias(name, columns);
  cursor.expect('AS');
  cursor.expectSymbol('(');
  parseQuery(cursor);
  cursor.expectSymbol(')');
  cursor.outline?.close(cursor.previousEnd);
}

function parseNames(cursor: Cursor): string[] {
  return cursor.parenthesized(() => cursor.identifierOrString('column name'));
}

const SET_OPERATORS: readonly Keyword[] = ['UNION', 'INTERSECT', 'EXCEPT', 'MINUS'];

/** What may follow a term: set operators, ORDER BY, LIMIT. */
export function parseQueryTail(cursor: Cursor): void {
  for (;;) {
    const operator = cursor.acceptAny(SET_OPERATORS);
    if (operator === undefined) break;
    cursor.acceptAny(['ALL', 'DISTINCT']);
    cursor.outlined(
      'set-term',
      () => {
        skipTerm(cursor);
      },
      operator,
    );
  }
  skipOrderAndLimit(cursor);
}

function skipOrderAndLimit(cursor: Cursor): void {
  if (cursor.accept('ORDER')) {
    cursor.expect('BY');
    if (cursor.accept('ALL')) cursor.acceptAny(['ASC', 'DESC']);
    else
      cursor.outlined('order-by', () => {
        cursor.list(() => {
          outlineOrdinal(cursor);
          skipSortItem(cursor);
        });
      });
  }
  if (!cursor.is('LIMIT')) return;
  cursor.outlined('limit', () => {
    skipLimit(cursor);
  });
}

function skipLimit(cursor: Cursor): void {
  cursor.expect('LIMIT');
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

function skipValues(cursor: Cursor): void {
  cursor.expect('VALUES');
  cursor.list(() => {
    cursor.expectSymbol('(');
    cursor.outlined('values', () => {
      cursor.list(() => {
        skipOutlined(cursor, 'value');
      });
    });
    cursor.expectSymbol(')');
  });
}

function skipSelect(cursor: Cursor): void {
  cursor.outline?.open('select', cursor.start);
  cursor.expect('SELECT');
  cursor.acceptAny(['DISTINCT', 'ALL']);
  cursor.list(() => {
    skipSelectItem(cursor);
  });
  if (cursor.accept('FROM')) skipRelations(cursor);
  if (cursor.accept('WHERE')) skipOutlined(cursor, 'where');
  if (cursor.accept('GROUP')) {
    cursor.expect('BY');
    cursor.outlined('group-by', () => {
      skipGrouping(cursor);
    });
  }
  if (cursor.accept('HAVING')) skipOutlined(cursor, 'having');
  if (cursor.accept('QUALIFY')) skipOutlined(cursor, 'qualify');
  cursor.outline?.close(cursor.previousEnd);
}

/** An expression that is a node of the outline. */
function skipOutlined(cursor: Cursor, kind: OutlineKind): void {
  cursor.outlined(kind, () => {
    skipExpression(cursor);
  });
}

/** A number alone in GROUP BY or ORDER BY means a column of the result. */
function outlineOrdinal(cursor: Cursor): void {
  if (cursor.outline === undefined || cursor.kind !== TokenKind.Integer) return;
  cursor.outline.open('ordinal', cursor.start, cursor.textAt(0));
  cursor.outline.close(cursor.start);
}

function skipSelectItem(cursor: Cursor): void {
  if (skipStar(cursor)) {
    if (cursor.isAny(['EXCEPT']) && cursor.isSymbol('(', 1)) {
      cursor.skip();
      const names = parseNames(cursor);
      cursor.outline?.nameLast(names);
    }
    return;
  }
  cursor.outline?.open('item', cursor.start);
  skipExpression(cursor);
  const end = cursor.previousEnd;
  if (cursor.accept('AS') || cursor.isString || (cursor.isIdentifier() && !cursor.is('QUALIFY'))) {
    const alias = cursor.identifierOrString('alias');
    cursor.outline?.alias(alias);
  }
  cursor.outline?.close(end);
}

/** `*`, `t.*`, `d.t.*` */
function skipStar(cursor: Cursor): boolean {
  let ahead = 0;
  while (cursor.isIdentifier(ahead) && cursor.isSymbol('.', ahead + 1)) ahead += 2;
  if (!cursor.isSymbol('*', ahead)) return false;
  cursor.recorder?.column(cursor, cursor.index, ahead / 2);
  if (cursor.outline !== undefined) cursor.outlineName('star', cursor.index, ahead / 2);
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
      outlineOrdinal(cursor);
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
  cursor.outlined('from', () => {
    cursor.list(() => {
      cursor.accept('LATERAL');
      skipJoins(cursor);
    });
  });
}

function skipJoins(cursor: Cursor): void {
  skipRelation(cursor);
  for (let from = cursor.index; acceptJoin(cursor); from = cursor.index) {
    cursor.outline?.open('join', cursor.tokens.starts[from] ?? 0, joinWords(cursor, from));
    skipBracketHint(cursor);
    cursor.accept('LATERAL');
    skipRelation(cursor);
    if (cursor.accept('ON')) skipOutlined(cursor, 'on');
    else if (cursor.accept('USING')) {
      const columns = parseNames(cursor);
      cursor.outline?.alias(joinWords(cursor, from), columns);
    }
    cursor.outline?.close(cursor.previousEnd);
  }
}

/** The words from a token index up to JOIN, e.g. `LEFT SEMI`. */
function joinWords(cursor: Cursor, from: number): string {
  const words: string[] = [];
  for (let token = from; cursor.tokens.texts[token] !== 'JOIN'; token += 1)
    words.push(cursor.tokens.texts[token] ?? '');
  return words.join(' ');
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
  cursor.outline?.open('relation', cursor.start);
  if (cursor.isSymbol('(')) skipParenthesizedRelation(cursor);
  else if (cursor.is('TABLE') && cursor.isSymbol('(', 1)) {
    cursor.outline?.open('table-function', cursor.start, 'table');
    cursor.skip(2);
    skipOutlined(cursor, 'argument');
    cursor.expectSymbol(')');
    cursor.outline?.close(cursor.previousEnd);
  } else skipTable(cursor);
  skipTableSuffixes(cursor);
  cursor.outline?.close(cursor.previousEnd);
}

/** A subquery, VALUES, or relations in parentheses. */
function skipParenthesizedRelation(cursor: Cursor): void {
  cursor.enter();
  cursor.expectSymbol('(');
  if (cursor.is('SELECT') || cursor.is('WITH') || cursor.is('VALUES')) parseQuery(cursor);
  else
    cursor.outlined('group-of-relations', () => {
      skipRelations(cursor);
      parseQueryTail(cursor);
    });
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
    cursor.outline?.open('table-function', cursor.start, cursor.partsFrom(from, parts).join('.'));
    cursor.expectSymbol('(');
    if (!cursor.isSymbol(')'))
      cursor.list(() => {
        skipTableArgument(cursor);
      });
    cursor.expectSymbol(')');
    cursor.outline?.close(cursor.previousEnd);
  } else {
    cursor.recorder?.table(cursor, from, parts, 'read');
    if (cursor.outline !== undefined) cursor.outlineName('table', from, parts);
  }
}

function skipTableArgument(cursor: Cursor): void {
  if (cursor.isIdentifier() && cursor.isSymbol('=>', 1)) cursor.skip(2);
  skipOutlined(cursor, 'argument');
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
  const word = cursor.is('PIVOT') ? 'PIVOT' : 'UNPIVOT';
  cursor.skip(2);
  cursor.outline?.open('pivot', cursor.start);
  cursor.list(() => {
    cursor.outline?.open('item', cursor.start);
    skipExpression(cursor);
    const alias = cursor.accept('AS') ? cursor.identifierOrString('alias') : undefined;
    if (alias !== undefined) cursor.outline?.alias(alias);
    cursor.outline?.close(cursor.previousEnd);
  });
  cursor.expect('FOR');
  const columns = cursor.isSymbol('(') ? parseNames(cursor) : [cursor.identifier('column name')];
  cursor.outline?.alias(word, columns);
  cursor.expect('IN');
  cursor.parenthesized(() => skipPivotValue(cursor));
  cursor.outline?.close(cursor.previousEnd);
  cursor.expectSymbol(')');
}

/** A value that becomes a column, which its alias names, or an integer itself. */
function skipPivotValue(cursor: Cursor): void {
  const { start, kind } = cursor;
  const first = cursor.textAt(0);
  cursor.outline?.open('value', start);
  skipExpression(cursor);
  const isInteger = kind === TokenKind.Integer && cursor.previousEnd === start + first.length;
  const isAliased = cursor.accept('AS') || cursor.isIdentifier();
  const name = isAliased ? cursor.identifierOrString('alias') : isInteger ? first : undefined;
  if (name !== undefined) cursor.outline?.alias(name);
  cursor.outline?.close(cursor.previousEnd);
}

/** Free words that go on with the query after a table, so that they are no alias there. */
const NOT_ALIASES: readonly Keyword[] = ['QUALIFY', 'ASOF', 'SEMI', 'ANTI', 'TEMPORARY'];

function skipAlias(cursor: Cursor): boolean {
  const isAlias = (cursor.isIdentifier() && !cursor.isAny(NOT_ALIASES)) || cursor.kind === TokenKind.String;
  if (!cursor.accept('AS') && !isAlias) return false;
  const name = cursor.identifierOrString('alias');
  const columns = cursor.isSymbol('(') ? parseNames(cursor) : [];
  cursor.outline?.alias(name, columns);
  return true;
}
