/** Statements as the engine prints them without what it adds: defaults, masks, generated values. */

import type {
  CreateMaterializedViewStatement,
  CreateTableStatement,
  DataType,
  IntervalLiteral,
  Property,
  Statement,
} from '@strata/starrocks-sql';

import { isSyncView } from '../kinds/sync-view';
import type { LiveObject } from '../model';
import { commentOf } from '../normalise-text';
import { addedProperty, masked, secretFor } from './defaults';

export interface Tidied {
  readonly statement: Statement;
  /** `freshness: 10m` */
  readonly annotations: readonly string[];
  readonly notes: readonly string[];
}

/** The statement of a file; a text says why there can be none. */
export function tidied(statement: Statement, object: LiveObject, keep: ReadonlySet<string>): Tidied | string {
  const declared = (all: readonly Property[]): readonly Property[] =>
    all.filter((property) => keep.has(property.key) || !addedProperty(property));
  switch (statement.kind) {
    case 'create-table':
      return tidyTable(statement, declared);
    case 'create-view':
      return plain({
        ...statement,
        columns: statement.columns.map(withoutEmptyComment),
        comment: comment(statement.comment),
        security: statement.security === 'NONE' ? undefined : statement.security,
      });
    case 'create-materialized-view':
      return tidyMaterializedView(statement, declared);
    case 'create-pipe':
      return 'what a pipe inserts is not shown by the engine; write its file by hand.';
    case 'create-user':
      return secretUser(statement, object);
    case 'create-routine-load':
      return withSecrets({
        ...statement,
        properties: declared(statement.properties),
        sourceProperties: statement.sourceProperties.filter(({ key }) => key !== 'property.group.id'),
      });
    case 'create-catalog':
    case 'create-storage-volume':
    case 'create-warehouse':
      return withSecrets(statement);
    case 'submit-task':
      return plain({ ...statement, properties: declared(statement.properties) });
    default:
      return plain(statement);
  }
}

function plain(statement: Statement, annotations: readonly string[] = [], notes: readonly string[] = []): Tidied {
  return { statement, annotations, notes };
}

function comment(text: string | undefined): string | undefined {
  const clean = commentOf(text);
  return clean === '' ? undefined : clean;
}

function withoutEmptyComment<C extends { readonly comment?: string }>(column: C): C {
  return column.comment === '' ? { ...column, comment: undefined } : column;
}

type Declared = (properties: readonly Property[]) => readonly Property[];

// -------------------------------------------------------------------------------------------------------------- tables

const ENGINE_COLUMN = /^__generated_partition_column_\d+$/;

function tidyTable(statement: CreateTableStatement, declared: Declared): Tidied | string {
  if (statement.columns.some(({ name }) => ENGINE_COLUMN.test(name))) {
    return 'it is partitioned by several expressions, which this release prints as columns; write its file by hand.';
  }
  return withSecrets({
    ...statement,
    engine: statement.engine === 'OLAP' ? undefined : statement.engine,
    columns: statement.columns.map((column) => ({
      ...withoutEmptyComment(column),
      type: column.type && readable(column.type),
      nullable: column.nullable ?? true,
    })),
    comment: comment(statement.comment),
    properties: declared(statement.properties),
  });
}

/** `STRING` for its longest form. */
function readable(type: DataType): DataType {
  return type.kind === 'string' && type.name === 'VARCHAR' && type.length === 65_533
    ? { kind: 'simple', name: 'STRING' }
    : type;
}

function tidyMaterializedView(statement: CreateMaterializedViewStatement, declared: Declared): Tidied | string {
  if (isSyncView(statement)) return plain(statement);
  const { refresh } = statement;
  const every = refresh?.every;
  const freshness = every === undefined ? undefined : freshnessOf(every);
  if (every !== undefined && freshness === undefined) {
    return `it is refreshed every ${every.value.text} ${every.unit}, which \`freshness\` cannot say; write its file by hand.`;
  }
  const tidy: CreateMaterializedViewStatement = {
    ...statement,
    columns: statement.columns.map(withoutEmptyComment),
    comment: comment(statement.comment),
    refresh: refresh && { ...refresh, start: undefined, every: undefined },
    properties: declared(statement.properties),
  };
  const notes =
    refresh?.start === undefined
      ? []
      : ['its refresh begins at a fixed time; a file says how fresh it shall be instead.'];
  return plain(tidy, freshness === undefined ? [] : [`freshness: ${freshness}`], notes);
}

const UNITS: Readonly<Record<string, string>> = { SECOND: 's', MINUTE: 'm', HOUR: 'h', DAY: 'd' };

function freshnessOf({ value, unit }: IntervalLiteral): string | undefined {
  const count = Number(value.text.replace(/['"]/g, ''));
  const singular = unit.toUpperCase().replace(/S$/, '');
  if (singular === 'WEEK') return `${count * 7}d`;
  const suffix = UNITS[singular];
  return suffix === undefined ? undefined : `${count}${suffix}`;
}

// ------------------------------------------------------------------------------------------------------------- secrets

type WithProperties = Extract<Statement, { readonly properties: readonly Property[]; readonly name: unknown }>;

/** What the engine masks becomes a reference that is to be given a value. */
function withSecrets(statement: WithProperties): Tidied {
  const notes: string[] = [];
  const owner = typeof statement.name === 'string' ? statement.name : (statement.name?.parts.at(-1) ?? '');
  const clean = (properties: readonly Property[]): readonly Property[] =>
    properties.map((property) => {
      if (!masked(property)) return property;
      const value = secretFor(owner, property.key);
      notes.push(`the engine masks "${property.key}"; give ${value.replace('secret:', '')} its value.`);
      return { ...property, value };
    });
  const tidy: Statement =
    statement.kind === 'create-routine-load'
      ? { ...statement, properties: clean(statement.properties), sourceProperties: clean(statement.sourceProperties) }
      : { ...statement, properties: clean(statement.properties) };
  return plain(tidy, [], notes);
}

function secretUser(statement: Extract<Statement, { readonly kind: 'create-user' }>, object: LiveObject): Tidied {
  if (statement.authentication !== undefined) return plain(statement);
  const password = secretFor(statement.user.user, 'password');
  return plain(
    { ...statement, authentication: { kind: 'password', password } },
    [],
    [
      `the password of ${object.name} is not shown; give ${password.replace('secret:', '')} its value. Default roles are not shown either.`,
    ],
  );
}
