/** The declared model. */

import type { Statement } from '@strata/starrocks-sql';
import { printStatement } from '@strata/starrocks-sql';

import { hashOf } from './canonical';
import { declarationProblems } from './declaration-rules';
import type { Definition, ObjectKind } from './definition';
import { PlanError } from './errors';
import { functionName } from './kinds/function';
import { granteeName } from './kinds/grants';
import { isPlain, kindOf, referencesOf } from './kinds/registry';
import { userName } from './kinds/user';
import type { DeclaredObject, Model, ObjectId, RenamedColumn } from './model';
import { idOf, splitId } from './model';
import { definitionOf } from './normalise';
import { NOWHERE, nameOf } from './sql-text';

/** One declared object: a parsed statement and what the head of its file says. */
export interface DeclaredSource {
  readonly statement: Statement;
  /**
   * Further statements of the file: what the role or user of it was granted.
   *
   * @default - none
   */
  readonly grants?: readonly Statement[];
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
 * @throws PlanError (STR1411) when a statement declares no object, two declare the same, or one holds a secret; all at once.
 */
export function modelOf(sources: readonly DeclaredSource[]): Model {
  const problems: string[] = [];
  const objects = new Map<ObjectId, DeclaredObject>();
  for (const source of sources) {
    problems.push(...declarationProblems(source.statement, source.file));
    const found = declaredObjects(source);
    if (found.length === 0) {
      problems.push(
        `${source.file ?? 'a statement'} is a ${source.statement.kind} statement: a file declares an object (CREATE …, or SUBMIT TASK).`,
      );
    }
    for (const object of found) {
      const other = objects.get(object.id);
      if (other === undefined) objects.set(object.id, object);
      else {
        problems.push(
          `${object.id} is declared in ${other.file ?? 'one file'} and in ${object.file ?? 'another'}: an object has one file.`,
        );
      }
    }
  }
  if (problems.length > 0) throw new PlanError('STR1411', problems.join('\n'));
  for (const { database } of [...objects.values()]) {
    if (database !== '' && !objects.has(database)) objects.set(database, impliedDatabase(database));
  }
  const functions = [...objects.values()].filter(({ kind }) => kind === 'function').map(callOf);
  const linked = [...objects.values()].map((object) => withReferences(object, objects, functions));
  return { kind: 'declared', objects: linked.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** Names of the databases of a model. */
export function databasesOf(model: Model): readonly string[] {
  return [...new Set(model.objects.map((object) => splitId(object.id).database))].filter((name) => name !== '').sort();
}

function declaredObjects(source: DeclaredSource): readonly DeclaredObject[] {
  const object = declaredObject(source);
  if (object === undefined) return [];
  const granted = grantsObject(source, object);
  return granted === undefined ? [object] : [object, granted];
}

function declaredObject(source: DeclaredSource): DeclaredObject | undefined {
  const { statement } = source;
  const definition = definitionOf(statement);
  const place = definition && placeOf(statement, definition.kind, source.database);
  if (definition === undefined || place === undefined) return undefined;
  const { database, name, parts } = place;
  return {
    ...common(source),
    id: idOf(definition.kind, database, name),
    kind: definition.kind,
    database,
    name,
    definition,
    sql: printStatement(qualified(statement, parts)),
    statement: isPlain(definition.kind) ? qualified(statement, parts) : statement,
    renamedFrom: source.renamedFrom,
    hash: hashOf(definition),
  };
}

type Common = Pick<
  DeclaredObject,
  'file' | 'references' | 'allowDrop' | 'allowDropColumns' | 'renamedColumns' | 'ignore'
>;

function common(source: DeclaredSource): Common {
  return {
    file: source.file,
    references: source.references,
    allowDrop: source.allowDrop,
    allowDropColumns: source.allowDropColumns ?? [],
    renamedColumns: source.renamedColumns ?? [],
    ignore: source.ignore,
  };
}

/** What a role or user was granted is an object of its own, because it changes by itself. */
function grantsObject(source: DeclaredSource, owner: DeclaredObject): DeclaredObject | undefined {
  const [first, ...rest] = source.grants ?? [];
  if (first === undefined || (first.kind !== 'grant-role' && first.kind !== 'grant-privilege')) return undefined;
  const definition = definitionOf(first, ...rest);
  if (definition === undefined) return undefined;
  const name = granteeName(first.to);
  return {
    ...common(source),
    references: [...source.references, owner.id],
    id: idOf('grants', '', name),
    kind: 'grants',
    database: '',
    name,
    definition,
    sql: [first, ...rest].map(printStatement).join(';\n'),
    hash: hashOf(definition),
  };
}

interface Place {
  readonly database: string;
  readonly name: string;
  /** Of a qualified name; empty where the statement has another. */
  readonly parts: readonly string[];
}

function placeOf(statement: Statement, kind: ObjectKind, fallback: string): Place | undefined {
  if (statement.kind === 'create-user') return { database: '', name: userName(statement.user), parts: [] };
  if (statement.kind === 'create-role') {
    const [name = '', ...more] = statement.roles;
    return more.length > 0 ? undefined : { database: '', name, parts: [] };
  }
  if (!('name' in statement) || statement.name === undefined) return undefined;
  if (typeof statement.name === 'string') return { database: '', name: statement.name, parts: [] };
  const { parts } = statement.name;
  const last = parts.at(-1) ?? '';
  if (kind === 'database') return { database: last, name: last, parts: [] };
  if (statement.kind === 'create-function') {
    const database = statement.global ? '' : (parts.at(-2) ?? fallback);
    return { database, name: functionName(statement), parts: database === '' ? [last] : [database, last] };
  }
  const database = isPlain(kind) && !kindOf(kind).inDatabase ? '' : (parts.at(-2) ?? fallback);
  return { database, name: last, parts: [database, last] };
}

/** Without IF NOT EXISTS or OR REPLACE: what exists must be noticed, not passed over. */
function qualified(statement: Statement, parts: readonly string[]): Statement {
  const bare: Statement = {
    ...statement,
    ...('ifNotExists' in statement ? { ifNotExists: false } : {}),
    ...('orReplace' in statement ? { orReplace: false } : {}),
  };
  // The engine takes the table's database from the job's name, and knows no qualified one here.
  if (bare.kind === 'create-routine-load') {
    return withName({ ...bare, table: { parts: bare.table.parts.slice(-1), at: NOWHERE } }, parts);
  }
  if (parts.length === 0 || !('name' in bare) || typeof bare.name !== 'object') return bare;
  return withName(bare, parts);
}

function withName<S extends Statement & { readonly name?: unknown }>(statement: S, parts: readonly string[]): S {
  return { ...statement, name: { parts, at: NOWHERE } };
}

/** With what its definition needs, as far as that is declared. */
function withReferences(
  object: DeclaredObject,
  objects: ReadonlyMap<ObjectId, DeclaredObject>,
  functions: readonly Call[],
): DeclaredObject {
  const { definition, database } = object;
  const called = functions.filter(({ pattern }) => pattern.test(textOf(definition))).map(({ id }) => id);
  const implied = [...referencesOf(definition, database), ...placesOf(definition), ...called].filter(
    (id) => id !== object.id && objects.has(id),
  );
  return { ...object, references: [...new Set([...object.references, ...implied])] };
}

interface Call {
  readonly id: ObjectId;
  /** Finds calls of the function, with its database or without; rather one too many than too few. */
  readonly pattern: RegExp;
}

function callOf({ id, name }: DeclaredObject): Call {
  const bare = name.slice(0, name.indexOf('(')).replace(/[^\w]/g, '\\$&');
  return { id, pattern: new RegExp(`(^|[^\\w])${bare}\`?\\s*\\(`, 'i') };
}

/** The SQL of a definition, in which functions may be called. */
function textOf(definition: Definition): string {
  switch (definition.kind) {
    case 'view':
    case 'materialized-view':
    case 'sync-materialized-view':
      return definition.query;
    case 'task':
      return definition.body;
    case 'pipe':
      return definition.insert;
    case 'table':
      return definition.columns.map(({ generated = '' }) => generated).join(' ');
    default:
      return '';
  }
}

/** Volumes, warehouses and groups that properties name. */
function placesOf(definition: Definition): readonly ObjectId[] {
  const properties = 'properties' in definition ? definition.properties : {};
  const named = (key: string, kind: ObjectKind): readonly ObjectId[] =>
    properties[key] === undefined ? [] : [idOf(kind, '', properties[key])];
  return [
    ...named('storage_volume', 'storage-volume'),
    ...named('warehouse', 'warehouse'),
    ...named('resource_group', 'resource-group'),
  ];
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
