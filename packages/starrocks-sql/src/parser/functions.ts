/** User-defined functions. */

import type { DataType, Position } from '../ast';
import type { CreateFunctionStatement, DropFunctionStatement } from '../ast-jobs';
import { TokenKind } from '../lexer';
import type { Cursor } from './cursor';
import { parseExpression } from './expressions';
import { parseIfExists, parseIfNotExists, parsePropertyList, parseQualifiedName } from './names';
import { isType, parseType } from './types';

interface TypeList {
  readonly arguments: readonly DataType[];
  readonly variadic: boolean;
}

/** `(INT, STRING, …)` or `(INT, ...)`. */
function parseTypeList(cursor: Cursor): TypeList {
  cursor.expectSymbol('(');
  const types: DataType[] = [];
  let variadic = false;
  while (!cursor.isSymbol(')') && !variadic) {
    if (types.length > 0) cursor.expectSymbol(',');
    if (cursor.acceptSymbol('...')) variadic = true;
    else types.push(parseType(cursor));
  }
  cursor.expectSymbol(')');
  return { arguments: types, variadic };
}

/** What follows CREATE [OR REPLACE]. */
export function parseCreateFunction(cursor: Cursor, at: Position, orReplace: boolean): CreateFunctionStatement {
  const global = cursor.accept('GLOBAL');
  const type = cursor.acceptAny(['TABLE', 'AGGREGATE']);
  cursor.expect('FUNCTION');
  const ifNotExists = parseIfNotExists(cursor);
  const name = parseQualifiedName(cursor, 'function name');
  const isExpression = type === undefined && isNamedArguments(cursor);
  const body = isExpression ? parseExpressionBody(cursor) : parseExternalBody(cursor, type);
  return { kind: 'create-function', name, orReplace, ifNotExists, global, body, at };
}

/** `(x INT)`: a name and a type. A list of types has a comma or a closing bracket behind its first type. */
function isNamedArguments(cursor: Cursor): boolean {
  if (cursor.isSymbol(')', 1)) return !isExternalReturn(cursor);
  const from = cursor.index;
  cursor.skip();
  const isName = cursor.isIdentifier();
  cursor.skip();
  const answer = isName && isType(cursor);
  cursor.index = from;
  return answer;
}

/** Without arguments the word after RETURNS decides: a type is external, anything else an expression. */
function isExternalReturn(cursor: Cursor): boolean {
  const from = cursor.index;
  cursor.skip(3);
  const answer = isType(cursor);
  cursor.index = from;
  return answer;
}

function parseExpressionBody(cursor: Cursor): CreateFunctionStatement['body'] {
  cursor.expectSymbol('(');
  const argument = (): { readonly name: string; readonly type: DataType } => {
    const name = cursor.identifier('name of an argument');
    return { name, type: parseType(cursor) };
  };
  const named = cursor.isSymbol(')') ? [] : cursor.list(argument);
  cursor.expectSymbol(')');
  cursor.expect('RETURNS');
  return { kind: 'expression', arguments: named, expression: parseExpression(cursor) };
}

function parseExternalBody(cursor: Cursor, type: 'TABLE' | 'AGGREGATE' | undefined): CreateFunctionStatement['body'] {
  const list = parseTypeList(cursor);
  cursor.expect('RETURNS');
  const returns = parseType(cursor);
  const properties = cursor.accept('PROPERTIES') || cursor.isSymbol('(') ? parsePropertyList(cursor) : [];
  const inline = cursor.accept('AS') ? { inline: parseInline(cursor) } : {};
  return { kind: 'external', ...(type === undefined ? {} : { type }), ...list, returns, properties, ...inline };
}

function parseInline(cursor: Cursor): string {
  if (cursor.kind !== TokenKind.Dollar) throw cursor.expected('$$ … $$ (the source of the function)');
  const source = cursor.textAt(0).slice(2, -2);
  cursor.skip();
  return source;
}

/** What follows DROP. */
export function parseDropFunction(cursor: Cursor, at: Position): DropFunctionStatement {
  const global = cursor.accept('GLOBAL');
  cursor.expect('FUNCTION');
  const ifExists = parseIfExists(cursor);
  const name = parseQualifiedName(cursor, 'function name');
  return { kind: 'drop-function', name, ifExists, global, ...parseTypeList(cursor), at };
}
