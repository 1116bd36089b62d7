/** What a statement declares: kind, name, and the tables that it depends on. */

import type { Position, QualifiedName, SqlText, Statement } from '../ast';
import { tableReferences } from '../references';

export type ObjectKind =
  | 'table'
  | 'view'
  | 'materialized-view'
  | 'routine-load'
  | 'pipe'
  | 'task'
  | 'function'
  | 'catalog'
  | 'storage-volume'
  | 'warehouse'
  | 'resource-group'
  | 'user'
  | 'role';

/** Kinds that queries can read. */
export const RELATION_KINDS: ReadonlySet<ObjectKind> = new Set<ObjectKind>(['table', 'view', 'materialized-view']);

/** Kinds that belong to no database. */
export const GLOBAL_KINDS: ReadonlySet<ObjectKind> = new Set<ObjectKind>([
  ...(['catalog', 'storage-volume', 'warehouse', 'resource-group', 'user', 'role'] as const),
]);

export interface Declaration {
  readonly kind: ObjectKind;
  readonly name: QualifiedName;
}

/** The object that a statement declares; `undefined` for statements that declare none. */
export function declarationOf(statement: Statement): Declaration | undefined {
  switch (statement.kind) {
    case 'create-table':
    case 'create-table-like':
      return { kind: 'table', name: statement.name };
    case 'create-view':
      return { kind: 'view', name: statement.name };
    case 'create-materialized-view':
      return { kind: 'materialized-view', name: statement.name };
    case 'create-routine-load':
      return { kind: 'routine-load', name: statement.name };
    case 'create-pipe':
      return { kind: 'pipe', name: statement.name };
    case 'submit-task':
      return statement.name === undefined ? undefined : { kind: 'task', name: statement.name };
    case 'create-function':
      return { kind: 'function', name: statement.name };
    default:
      return globalDeclarationOf(statement);
  }
}

function globalDeclarationOf(statement: Statement): Declaration | undefined {
  const named = (kind: ObjectKind, name: string, at: Position): Declaration => ({ kind, name: { parts: [name], at } });
  switch (statement.kind) {
    case 'create-catalog':
      return named('catalog', statement.name, statement.at);
    case 'create-storage-volume':
      return named('storage-volume', statement.name, statement.at);
    case 'create-warehouse':
      return named('warehouse', statement.name, statement.at);
    case 'create-resource-group':
      return named('resource-group', statement.name, statement.at);
    case 'create-user':
      return named('user', statement.user.user, statement.at);
    case 'create-role':
      return statement.roles.length === 1 ? named('role', statement.roles[0] ?? '', statement.at) : undefined;
    default:
      return undefined;
  }
}

/** A table that a statement needs, with its place in the file. */
export interface Dependency {
  readonly parts: readonly string[];
  readonly at: Position;
}

/** The tables that a declaration reads or writes, each place of them. */
export function dependenciesOf(statement: Statement): readonly Dependency[] {
  switch (statement.kind) {
    case 'create-view':
    case 'create-materialized-view':
      return inText(statement.query);
    case 'create-table-like':
      return [statement.like];
    case 'create-routine-load':
      return [statement.table];
    case 'create-pipe':
      return inText(statement.insert);
    case 'submit-task':
      return inText(statement.body);
    default:
      return [];
  }
}

function inText(text: SqlText): Dependency[] {
  return tableReferences(text.text).map(({ parts, at }) => ({ parts, at: placeIn(text.at, at) }));
}

/** A place in a part of a file as a place in the file. */
function placeIn(start: Position, at: Position): Position {
  return {
    offset: start.offset + at.offset,
    line: start.line + at.line - 1,
    column: at.line === 1 ? start.column + at.column - 1 : at.column,
  };
}
