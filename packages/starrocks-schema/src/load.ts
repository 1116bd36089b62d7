/** The declared model. */

import type { Statement } from '@strata/starrocks-sql';
import { printStatement } from '@strata/starrocks-sql';

import { hashOf } from './canonical';
import type { Definition } from './definition';
import { PlanError } from './errors';
import type { DeclaredObject, Model, ObjectId, RenamedColumn } from './model';
import { splitId } from './model';
import { definitionOf } from './normalise';
import { NOWHERE, nameOf } from './sql-text';

/** One declared object: a parsed statement and what the head of its file says. */
export interface DeclaredSource {
  readonly statement: Statement;
  readonly file?: string;
  /** Database of a name without one. */
  readonly database: string;
  /** `database.name` of what it refers to. */
  readonly references: readonly ObjectId[];
  readonly allowDrop: boolean;
  /** @default - none */
  readonly allowDropColumns?: readonly string[];
  /** @default - none */
  readonly renamedColumns?: readonly RenamedColumn[];
  /** `database.name`. */
  readonly renamedFrom?: ObjectId;
  readonly ignore: readonly string[];
}

/**
 * The model that statements declare. Databases that they are in are declared with them.
 *
 * @throws PlanError (STR1411) when a statement declares no object, or two declare the same; all at once.
 */
export function modelOf(sources: readonly DeclaredSource[]): Model {
  const problems: string[] = [];
  const objects = new Map<ObjectId, DeclaredObject>();
  for (const source of sources) {
    const object = declaredObject(source);
    const other = object && objects.get(object.id);
    if (object === undefined) {
      problems.push(
        `${source.file ?? 'a statement'} is a ${source.statement.kind} statement: a file declares a database, table, view or materialized view.`,
      );
    } else if (other !== undefined) {
      problems.push(
        `${object.id} is declared in ${other.file ?? 'one file'} and in ${object.file ?? 'another'}: an object has one file.`,
      );
    } else {
      objects.set(object.id, object);
    }
  }
  if (problems.length > 0) throw new PlanError('STR1411', problems.join('\n'));
  for (const { database } of [...objects.values()]) {
    if (!objects.has(database)) objects.set(database, impliedDatabase(database));
  }
  return { kind: 'declared', objects: [...objects.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** Names of the databases of a model. */
export function databasesOf(model: Model): readonly string[] {
  return [...new Set(model.objects.map((object) => splitId(object.id).database))].sort();
}

function declaredObject(source: DeclaredSource): DeclaredObject | undefined {
  const { statement } = source;
  const definition = definitionOf(statement);
  if (definition === undefined || !('name' in statement)) return undefined;
  const named = typeof statement.name === 'string' ? [statement.name] : (statement.name?.parts ?? []);
  const name = named.at(-1) ?? '';
  const database = definition.kind === 'database' ? name : (named.at(-2) ?? source.database);
  return {
    id: definition.kind === 'database' ? name : `${database}.${name}`,
    kind: definition.kind,
    database,
    name,
    file: source.file,
    definition,
    sql: createSql(statement, database, name),
    statement,
    references: source.references,
    allowDrop: source.allowDrop,
    allowDropColumns: source.allowDropColumns ?? [],
    renamedColumns: source.renamedColumns ?? [],
    renamedFrom: source.renamedFrom,
    ignore: source.ignore,
    hash: hashOf(definition),
  };
}

/** Without IF NOT EXISTS or OR REPLACE: what exists must be noticed, not passed over. */
function createSql(statement: Statement, database: string, name: string): string {
  switch (statement.kind) {
    case 'create-database':
      return printStatement({ ...statement, ifNotExists: false });
    case 'create-table':
    case 'create-materialized-view':
      return printStatement({ ...statement, name: { ...statement.name, parts: [database, name] }, ifNotExists: false });
    case 'create-view':
      return printStatement({
        ...statement,
        name: { ...statement.name, parts: [database, name] },
        ifNotExists: false,
        orReplace: false,
      });
    default:
      return printStatement(statement);
  }
}

function impliedDatabase(name: string): DeclaredObject {
  const definition: Definition = { kind: 'database', properties: {} };
  return {
    id: name,
    kind: 'database',
    database: name,
    name,
    definition,
    sql: printStatement({
      kind: 'create-database',
      name: nameOf(name),
      ifNotExists: false,
      properties: [],
      at: NOWHERE,
    }),
    references: [],
    allowDrop: false,
    allowDropColumns: [],
    renamedColumns: [],
    ignore: [],
    hash: hashOf(definition),
  };
}
