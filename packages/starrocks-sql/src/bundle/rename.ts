/** The same statement with other names for its databases. */

import type { Property, QualifiedName, SqlText, Statement } from '../ast';
import type { PrivilegeTarget } from '../ast-security';
import { tokenize } from '../lexer';
import { Cursor } from '../parser/cursor';
import { printIdentifier } from '../print/names';
import type { Rename } from '../references';
import { renameTables } from '../references';

/** Renames tables and databases of a statement. */
export interface StatementNames {
  /** For names of tables, views, loads and the like. */
  readonly object: Rename;
  /** For names of databases. */
  readonly database: (name: string) => string;
}

/** The statement with its own name and all tables that it uses renamed. */
export function renameStatement(statement: Statement, names: StatementNames): Statement {
  const name = (old: QualifiedName): QualifiedName => renamed(old, names.object);
  const text = (old: SqlText): SqlText => ({ ...old, text: renameTables(old.text, names.object) });
  switch (statement.kind) {
    case 'create-table':
      return {
        ...statement,
        name: name(statement.name),
        properties: renameInProperties(statement.properties, names.object),
      };
    case 'create-table-like':
      return { ...statement, name: name(statement.name), like: name(statement.like) };
    case 'create-view':
      return { ...statement, name: name(statement.name), query: text(statement.query) };
    case 'create-materialized-view': {
      const properties = renameInProperties(statement.properties, names.object);
      return { ...statement, name: name(statement.name), properties, query: text(statement.query) };
    }
    case 'create-routine-load':
      return { ...statement, name: name(statement.name), table: unqualified(statement.table) };
    case 'create-pipe':
      return { ...statement, name: name(statement.name), insert: text(statement.insert) };
    case 'submit-task': {
      const body = text(statement.body);
      return { ...statement, ...(statement.name === undefined ? {} : { name: name(statement.name) }), body };
    }
    case 'create-function':
      return { ...statement, name: name(statement.name) };
    case 'grant-privilege':
    case 'revoke-privilege':
      return { ...statement, on: renameTarget(statement.on, names) };
    default:
      return statement;
  }
}

function renamed(name: QualifiedName, rename: Rename): QualifiedName {
  return { ...name, parts: rename(name.parts) ?? name.parts };
}

/** The table of a routine load takes no database: it is the one of the load. */
function unqualified(name: QualifiedName): QualifiedName {
  return { ...name, parts: name.parts.slice(-1) };
}

/** Properties whose values name tables, with commas between them. */
const TABLE_LISTS: ReadonlySet<string> = new Set(['excluded_trigger_tables', 'excluded_refresh_tables']);

function renameInProperties(properties: readonly Property[], rename: Rename): Property[] {
  return properties.map((property) => {
    if (property.key === 'foreign_key_constraints')
      return { ...property, value: renameForeignKeys(property.value, rename) };
    if (property.key === 'unique_constraints') return property;
    if (!TABLE_LISTS.has(property.key)) return property;
    const tables = property.value.split(',').map((table) => {
      const parts = table.trim().split('.');
      return (rename(parts) ?? parts).join('.');
    });
    return { ...property, value: tables.join(',') };
  });
}

/** `(a) REFERENCES ods.t (b)`: the table behind REFERENCES. */
function renameForeignKeys(value: string, rename: Rename): string {
  const cursor = new Cursor(tokenize(value));
  let result = '';
  let copied = 0;
  while (!cursor.atEnd) {
    const isMark = cursor.textAt(0).toUpperCase() === 'REFERENCES';
    cursor.skip();
    if (!isMark || !cursor.isIdentifier()) continue;
    const start = cursor.start;
    const parts = [cursor.takeName()];
    while (cursor.acceptSymbol('.')) parts.push(cursor.takeName());
    const name = (rename(parts) ?? parts).map(printIdentifier).join('.');
    result += value.slice(copied, start) + name;
    copied = cursor.previousEnd;
  }
  return result + value.slice(copied);
}

function renameTarget(target: PrivilegeTarget, names: StatementNames): PrivilegeTarget {
  switch (target.kind) {
    case 'objects':
      return { ...target, names: target.names.map((name) => renameGranted(target.objectType, name, names)) };
    case 'functions':
      return {
        ...target,
        functions: target.functions.map((each) => ({
          ...each,
          name: target.global ? each.name : (names.object(each.name) ?? each.name),
        })),
      };
    case 'all':
      if (target.in?.kind !== 'database') return target;
      return { ...target, in: { kind: 'database', name: names.database(target.in.name) } };
    case 'system':
    case 'users':
      return target;
  }
}

const IN_DATABASES: ReadonlySet<string> = new Set(['TABLE', 'VIEW', 'MATERIALIZED VIEW', 'PIPE']);

function renameGranted(type: string | undefined, name: readonly string[], names: StatementNames): readonly string[] {
  if (type === 'DATABASE') return name.map((part) => (part === '*' ? part : names.database(part)));
  if (type !== undefined && !IN_DATABASES.has(type)) return name;
  const [database = '', object = ''] = name;
  if (name.length === 2 && object === '*') return [database === '*' ? database : names.database(database), object];
  return name.length === 2 ? (names.object(name) ?? name) : name;
}
