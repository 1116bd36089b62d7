/** A declaration that takes single attributes from what is live; the rest stays as it was written. Pure. */

import type {
  CreateMaterializedViewStatement,
  CreateTableStatement,
  CreateViewStatement,
  IndexDefinition,
  Property,
  Statement,
} from '@strata/starrocks-sql';

import type { Definition } from '../definition';
import { overlaidColumns } from './overlay-columns';

/** The statement with the attributes of some paths as they are live; undefined where one cannot be taken alone. */
export function overlaid(
  declared: Statement,
  live: Statement,
  definition: Definition,
  paths: readonly string[],
): Statement | undefined {
  let result: Statement | undefined = withNullability(declared, definition);
  for (const path of paths) result = result && overlaidOne(result, live, path);
  return result;
}

/** Whether a column may be NULL is said in each, as the files of an import do. */
function withNullability(statement: Statement, definition: Definition): Statement {
  if (statement.kind !== 'create-table' || definition.kind !== 'table') return statement;
  const nullable = new Map(definition.columns.map((column) => [column.name, column.nullable]));
  const columns = statement.columns.map((column) => ({ ...column, nullable: nullable.get(column.name) }));
  return { ...statement, columns };
}

function overlaidOne(declared: Statement, live: Statement, path: string): Statement | undefined {
  if (declared.kind === 'create-table' && live.kind === 'create-table') return overTable(declared, live, path);
  if (declared.kind === 'create-view' && live.kind === 'create-view') return overView(declared, live, path);
  if (declared.kind === 'create-materialized-view' && live.kind === 'create-materialized-view') {
    return overMaterializedView(declared, live, path);
  }
  return overOther(declared, live, path);
}

function overTable(
  declared: CreateTableStatement,
  live: CreateTableStatement,
  path: string,
): CreateTableStatement | undefined {
  const [group = ''] = path.split('.');
  switch (group) {
    case 'columns':
    case 'column order': {
      const columns = overlaidColumns(declared.columns, live.columns, path);
      return columns && { ...declared, columns };
    }
    case 'key':
      return { ...declared, key: live.key };
    case 'indexes':
      return { ...declared, indexes: overIndex(declared.indexes, live.indexes, path) };
    case 'partition':
      return { ...declared, partition: live.partition };
    case 'distribution':
    case 'buckets':
      return { ...declared, distribution: live.distribution };
    case 'order':
      return { ...declared, orderBy: live.orderBy };
    case 'comment':
      return { ...declared, comment: live.comment };
    case 'properties':
      return { ...declared, properties: overProperty(declared.properties, live.properties, keyOf(path)) };
    default:
      return undefined;
  }
}

function overView(
  declared: CreateViewStatement,
  live: CreateViewStatement,
  path: string,
): CreateViewStatement | undefined {
  switch (path) {
    case 'columns':
      return { ...declared, columns: live.columns };
    case 'comment':
      return { ...declared, comment: live.comment };
    case 'security':
      return { ...declared, security: live.security };
    case 'query':
      return { ...declared, query: live.query };
    default:
      return undefined;
  }
}

function overMaterializedView(
  declared: CreateMaterializedViewStatement,
  live: CreateMaterializedViewStatement,
  path: string,
): CreateMaterializedViewStatement | undefined {
  const [group = ''] = path.split('.');
  switch (group) {
    case 'columns':
      return { ...declared, columns: live.columns };
    case 'indexes':
      return { ...declared, indexes: overIndex(declared.indexes, live.indexes, path) };
    case 'comment':
      return { ...declared, comment: live.comment };
    case 'partition':
      return { ...declared, partitionBy: live.partitionBy };
    case 'distribution':
    case 'buckets':
      return { ...declared, distribution: live.distribution };
    case 'order':
      return { ...declared, orderBy: live.orderBy };
    case 'refresh':
      return { ...declared, refresh: live.refresh };
    case 'properties':
      return { ...declared, properties: overProperty(declared.properties, live.properties, keyOf(path)) };
    case 'query':
      return { ...declared, query: live.query };
    default:
      return undefined;
  }
}

/** What other statements have in common. */
function overOther(declared: Statement, live: Statement, path: string): Statement | undefined {
  if (
    path.startsWith('properties.') &&
    'properties' in declared &&
    'properties' in live &&
    declared.kind === live.kind
  ) {
    return { ...declared, properties: overProperty(declared.properties, live.properties, keyOf(path)) };
  }
  if (path.startsWith('source.') && declared.kind === 'create-routine-load' && live.kind === 'create-routine-load') {
    const sourceProperties = overProperty(declared.sourceProperties, live.sourceProperties, keyOf(path));
    return { ...declared, sourceProperties };
  }
  if (path === 'comment' && 'comment' in live && declared.kind === live.kind) {
    return { ...declared, comment: live.comment } as Statement;
  }
  return undefined;
}

function keyOf(path: string): string {
  return path.slice(path.indexOf('.') + 1);
}

function overProperty(declared: readonly Property[], live: readonly Property[], key: string): readonly Property[] {
  const found = live.find((property) => property.key === key);
  if (found === undefined) return declared.filter((property) => property.key !== key);
  return declared.some((property) => property.key === key)
    ? declared.map((property) => (property.key === key ? found : property))
    : [...declared, found];
}

function overIndex(
  declared: readonly IndexDefinition[],
  live: readonly IndexDefinition[],
  path: string,
): readonly IndexDefinition[] {
  const name = keyOf(path).toLowerCase();
  const found = live.find((index) => index.name.toLowerCase() === name);
  const rest = declared.filter((index) => index.name.toLowerCase() !== name);
  return found === undefined ? rest : [...rest, found];
}
