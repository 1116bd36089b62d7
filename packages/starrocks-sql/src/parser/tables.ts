/** CREATE TABLE in its three forms, and the statements around tables. */

import type {
  CreateTableAsSelectStatement,
  CreateTableLikeStatement,
  CreateTableStatement,
  IndexDefinition,
  Position,
  QualifiedName,
  RollupDefinition,
} from '../ast';
import { TokenKind } from '../lexer';
import { acceptCharacterSet, isIndex, parseColumn, parseIndex } from './columns';
import type { Cursor } from './cursor';
import {
  parseComment,
  parseIdentifierList,
  parseIfNotExists,
  parseProperties,
  parsePropertyList,
  parseQualifiedName,
} from './names';
import { parseDistribution, parseKey, parseOrderBy, parsePartitionScheme } from './partitions';
import { parseQueryText } from './queries';

type CreateTableForm = CreateTableStatement | CreateTableLikeStatement | CreateTableAsSelectStatement;

interface Head {
  readonly name: QualifiedName;
  readonly ifNotExists: boolean;
  readonly modifier?: 'TEMPORARY' | 'EXTERNAL';
  readonly at: Position;
}

/** What follows CREATE. */
export function parseCreateTable(cursor: Cursor, at: Position): CreateTableForm {
  const modifier = cursor.acceptAny(['TEMPORARY', 'EXTERNAL']);
  cursor.expect('TABLE');
  const ifNotExists = parseIfNotExists(cursor);
  const from = cursor.index;
  const name = parseQualifiedName(cursor, 'table name');
  cursor.recorder?.table(cursor, from, name.parts.length, 'write');
  const head: Head = { name, ifNotExists, ...(modifier === undefined ? {} : { modifier }), at };
  if (cursor.isSymbol('(') && !isNameList(cursor)) return parseColumnsForm(cursor, head);
  return parseOtherForm(cursor, head);
}

/** CTAS lists names only: `(a, b)`, or indexes only. */
function isNameList(cursor: Cursor): boolean {
  if (cursor.keywordAt(1) === 'INDEX') return true;
  return cursor.isIdentifier(1) && (cursor.isSymbol(',', 2) || cursor.isSymbol(')', 2));
}

function parseColumnsForm(cursor: Cursor, head: Head): CreateTableStatement {
  cursor.expectSymbol('(');
  const columns = [parseColumn(cursor)];
  const indexes: IndexDefinition[] = [];
  while (cursor.acceptSymbol(',')) {
    if (isIndex(cursor)) indexes.push(parseIndex(cursor));
    else if (indexes.length > 0) throw cursor.expected("'INDEX'");
    else columns.push(parseColumn(cursor));
  }
  if (!cursor.acceptSymbol(')')) throw cursor.expected("','", "')'");
  return {
    kind: 'create-table',
    ...head,
    columns,
    indexes,
    ...parseEngine(cursor),
    ...parseCharset(cursor),
    ...parseKey(cursor),
    ...parseComment(cursor),
    ...parsePartitionScheme(cursor),
    ...parseDistribution(cursor),
    ...parseOrderBy(cursor),
    rollups: parseRollups(cursor),
    properties: parseProperties(cursor),
    brokerProperties: parseBrokerProperties(cursor),
  };
}

function parseOtherForm(cursor: Cursor, head: Head): CreateTableForm {
  const list = parseNameList(cursor);
  const shape = { ...parseKey(cursor), ...parseComment(cursor) };
  const layout = { ...parsePartitionScheme(cursor), ...parseDistribution(cursor) };
  const order = parseOrderBy(cursor);
  const properties = parseProperties(cursor);
  const isPlain = list.columns.length + list.indexes.length + Object.keys({ ...shape, ...order }).length === 0;
  if (isPlain && cursor.accept('LIKE')) {
    return {
      kind: 'create-table-like',
      ...head,
      ...layout,
      properties,
      like: parseQualifiedName(cursor, 'table name'),
    };
  }
  if (!cursor.accept('AS')) throw cursor.expected("'('", "'LIKE'", "'AS'");
  const { name, ifNotExists, modifier, at } = head;
  if (modifier === 'EXTERNAL') throw cursor.fail('an EXTERNAL table cannot be made from a query');
  const temporary = modifier === 'TEMPORARY';
  const parts = { ...list, ...shape, ...layout, ...order, properties };
  return { kind: 'create-table-as-select', name, ifNotExists, temporary, ...parts, query: parseQueryText(cursor), at };
}

function parseNameList(cursor: Cursor): { readonly columns: string[]; readonly indexes: IndexDefinition[] } {
  const columns: string[] = [];
  const indexes: IndexDefinition[] = [];
  if (!cursor.isSymbol('(')) return { columns, indexes };
  cursor.parenthesized(() => {
    if (isIndex(cursor)) indexes.push(parseIndex(cursor));
    else columns.push(cursor.identifier('column name'));
  });
  return { columns, indexes };
}

function parseEngine(cursor: Cursor): { readonly engine?: string } {
  if (!cursor.accept('ENGINE')) return {};
  cursor.expectSymbol('=');
  return { engine: cursor.identifier('engine') };
}

/** `[DEFAULT] CHARSET [=] x` or nothing. */
export function parseCharset(cursor: Cursor): { readonly charset?: string } {
  const isDefault = cursor.accept('DEFAULT');
  if (!acceptCharacterSet(cursor)) {
    if (isDefault) throw cursor.expected("'CHARSET'", "'CHARACTER'");
    return {};
  }
  cursor.acceptSymbol('=');
  return { charset: cursor.identifierOrString('character set') };
}

function parseRollups(cursor: Cursor): RollupDefinition[] {
  return cursor.accept('ROLLUP') ? cursor.parenthesized(() => parseRollup(cursor)) : [];
}

/** `name (columns) [DUPLICATE KEY (…)] [FROM x] [PROPERTIES (…)]` */
export function parseRollup(cursor: Cursor): RollupDefinition {
  const name = cursor.identifier('rollup name');
  const columns = parseIdentifierList(cursor, 'column name');
  const duplicateKey = cursor.accept('DUPLICATE', 'KEY') ? { duplicateKey: parseIdentifierList(cursor) } : {};
  const from = cursor.accept('FROM') ? { from: cursor.identifier('rollup name') } : {};
  return { name, columns, ...duplicateKey, ...from, properties: parseProperties(cursor) };
}

function parseBrokerProperties(cursor: Cursor): CreateTableStatement['brokerProperties'] {
  if (cursor.kind !== TokenKind.Word || !cursor.accept('BROKER')) return [];
  cursor.expect('PROPERTIES');
  return parsePropertyList(cursor);
}
