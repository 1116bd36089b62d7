/** INSERT, UPDATE and DELETE: recognised, with the tables that they use. */

import type { SqlText } from '../ast';
import { TokenKind } from '../lexer';
import type { Cursor } from './cursor';
import { skipExpression } from './expressions';
import { isPartitionNames, parsePartitionNames, parseProperties, parsePropertyList } from './names';
import { parseQuery, skipCteBody, skipRelations, startsQuery } from './queries';

/** An INSERT, UPDATE or DELETE as written. @throws SqlSyntaxError */
export function parseDmlText(cursor: Cursor): SqlText {
  const from = cursor.index;
  cursor.recorder?.openScope();
  if (cursor.is('WITH')) skipLeadingCtes(cursor);
  switch (cursor.expectAny(['INSERT', 'UPDATE', 'DELETE'])) {
    case 'INSERT':
      skipInsert(cursor);
      break;
    case 'UPDATE':
      skipUpdate(cursor);
      break;
    case 'DELETE':
      skipDelete(cursor);
      break;
  }
  cursor.recorder?.closeScope();
  return cursor.textSince(from);
}

/** Whether INSERT, UPDATE or DELETE is next, or WITH that leads to one of them. */
export function isDml(cursor: Cursor): boolean {
  if (cursor.isAny(['INSERT', 'UPDATE', 'DELETE'])) return true;
  if (!cursor.is('WITH')) return false;
  let depth = 0;
  for (let ahead = 1; cursor.kindAt(ahead) !== TokenKind.End && !cursor.isSymbol(';', ahead); ahead += 1) {
    if (cursor.isSymbol('(', ahead)) depth += 1;
    else if (cursor.isSymbol(')', ahead)) depth -= 1;
    else if (depth === 0) {
      const keyword = cursor.keywordAt(ahead);
      if (keyword === 'SELECT' || keyword === 'VALUES') return false;
      if (keyword === 'INSERT' || keyword === 'UPDATE' || keyword === 'DELETE') return true;
    }
  }
  return false;
}

function skipLeadingCtes(cursor: Cursor): void {
  cursor.expect('WITH');
  cursor.list(() => {
    const name = cursor.identifier('name of a common table expression');
    skipCteBody(cursor, name, false);
    cursor.recorder?.cte(name);
  });
}

function skipTarget(cursor: Cursor): void {
  const from = cursor.index;
  cursor.identifier('table name');
  let parts = 1;
  while (cursor.acceptSymbol('.')) {
    cursor.identifier('table name');
    parts += 1;
  }
  cursor.recorder?.table(cursor, from, parts, 'write');
  if (cursor.outline !== undefined) cursor.outlineName('table', from, parts);
}

function skipInsert(cursor: Cursor): void {
  cursor.outlined('insert', () => {
    cursor.expectAny(['INTO', 'OVERWRITE']);
    skipInsertTarget(cursor);
    skipInsertOptions(cursor);
    if (!startsQuery(cursor)) throw cursor.expected("'VALUES'", "'SELECT'", "'WITH'", "'('");
    parseQuery(cursor);
  });
}

function skipInsertTarget(cursor: Cursor): void {
  if (cursor.is('FILES') && cursor.isSymbol('(', 1)) {
    cursor.skip();
    parsePropertyList(cursor);
  } else if (cursor.textAt(0).toUpperCase() === 'BLACKHOLE' && cursor.isSymbol('(', 1)) {
    cursor.skip();
    cursor.expectSymbol('(');
    cursor.expectSymbol(')');
  } else {
    if (cursor.is('TABLE')) cursor.skip();
    skipTarget(cursor);
  }
}

function skipInsertOptions(cursor: Cursor): void {
  if (isPartitionNames(cursor)) skipInsertPartition(cursor);
  if (cursor.accept('WITH', 'LABEL')) cursor.identifierOrString('label');
  if (cursor.accept('BY')) {
    cursor.expect('NAME');
    cursor.outline?.alias('by name');
  } else if (cursor.isSymbol('(') && cursor.isIdentifier(1)) {
    const columns = cursor.parenthesized(() => cursor.identifierOrString('column name'));
    cursor.outline?.alias('by list', columns);
  }
  if (cursor.accept('WITH', 'LABEL')) cursor.identifierOrString('label');
  parseProperties(cursor);
}

/** Partitions by name, or `PARTITION (a = 1)` of a table in a data lake. */
function skipInsertPartition(cursor: Cursor): void {
  if (cursor.isSymbol('(', 1) && cursor.isSymbol('=', 3)) {
    cursor.skip();
    cursor.parenthesized(() => {
      skipExpression(cursor);
    });
  } else parsePartitionNames(cursor);
}

function skipUpdate(cursor: Cursor): void {
  skipTarget(cursor);
  cursor.expect('SET');
  cursor.list(() => {
    skipExpression(cursor);
  });
  if (cursor.accept('FROM')) skipRelations(cursor);
  if (cursor.accept('WHERE')) skipExpression(cursor);
}

function skipDelete(cursor: Cursor): void {
  cursor.expect('FROM');
  skipTarget(cursor);
  if (isPartitionNames(cursor)) parsePartitionNames(cursor);
  if (cursor.accept('USING')) skipRelations(cursor);
  if (cursor.accept('WHERE')) skipExpression(cursor);
}
