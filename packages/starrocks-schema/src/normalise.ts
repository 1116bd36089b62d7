/** Parsed statements in normal form (`definition.ts`). */

import type {
  ColumnDefinition,
  CreateDatabaseStatement,
  CreateMaterializedViewStatement,
  CreateTableStatement,
  CreateViewStatement,
  DefaultValue,
  Distribution,
  IndexDefinition,
  PartitionScheme,
  RefreshScheme,
  SortItem,
  SqlText,
  Statement,
  ViewColumn,
} from '@strata/starrocks-sql';

import type {
  Column,
  DatabaseDefinition,
  Definition,
  DistributionDefinition,
  Index,
  MaterializedViewDefinition,
  OutputColumn,
  PartitionDefinition,
  Refresh,
  TableDefinition,
  ViewDefinition,
} from './definition';
import { foldExpression, foldSql } from './fold';
import { plainDefinition } from './kinds/registry';
import { isSyncView } from './kinds/sync-view';
import { commentOf, intervalText, propertiesOf } from './normalise-text';
import { typeText } from './normalise-type';

/** Columns that the engine adds for partitions by several expressions. */
const ENGINE_COLUMN = /^__generated_partition_column_\d+$/;

/**
 * Normal form of what statements create; undefined when they create nothing that this package manages. All kinds but
 * grants are one statement.
 */
export function definitionOf(statement: Statement, ...more: readonly Statement[]): Definition | undefined {
  switch (statement.kind) {
    case 'create-database':
      return databaseDefinition(statement);
    case 'create-table':
      return tableDefinition(statement);
    case 'create-view':
      return viewDefinition(statement);
    case 'create-materialized-view':
      return isSyncView(statement) ? plainDefinition([statement]) : materializedViewDefinition(statement);
    default:
      return plainDefinition([statement, ...more]);
  }
}

function databaseDefinition(statement: CreateDatabaseStatement): DatabaseDefinition {
  return { kind: 'database', properties: propertiesOf(statement.properties) };
}

function tableDefinition(statement: CreateTableStatement): TableDefinition {
  const primary = new Set(
    statement.key?.model === 'PRIMARY' ? statement.key.columns.map((name) => name.toLowerCase()) : [],
  );
  return {
    kind: 'table',
    columns: statement.columns
      .filter((column) => !ENGINE_COLUMN.test(column.name))
      .map((column) => columnOf(column, primary.has(column.name.toLowerCase()))),
    key: statement.key,
    indexes: statement.indexes.map(indexOf),
    partition: statement.partition && partitionOf(statement.partition),
    distribution: statement.distribution && distributionOf(statement.distribution),
    orderBy: sortKeyOf(statement.orderBy),
    comment: commentOf(statement.comment),
    properties: propertiesOf(statement.properties),
  };
}

function viewDefinition(statement: CreateViewStatement): ViewDefinition {
  return {
    kind: 'view',
    columns: statement.columns.map(outputColumn),
    comment: commentOf(statement.comment),
    security: statement.security ?? 'NONE',
    query: foldSql(statement.query.text),
  };
}

function materializedViewDefinition(statement: CreateMaterializedViewStatement): MaterializedViewDefinition {
  return {
    kind: 'materialized-view',
    columns: statement.columns.map(outputColumn),
    indexes: statement.indexes.map(indexOf),
    comment: commentOf(statement.comment),
    partitionBy: statement.partitionBy && partitionExpressions(statement.partitionBy),
    distribution: statement.distribution && distributionOf(statement.distribution),
    orderBy: sortKeyOf(statement.orderBy),
    refresh: refreshOf(statement.refresh),
    properties: propertiesOf(statement.properties),
    query: foldSql(statement.query.text),
  };
}

function columnOf(column: ColumnDefinition, primaryKey: boolean): Column {
  return {
    name: column.name,
    type: column.type === undefined ? '' : typeText(column.type),
    nullable: column.nullable ?? !(primaryKey || column.autoIncrement),
    aggregation: column.aggregation?.toUpperCase(),
    default: defaultOf(column.default),
    autoIncrement: column.autoIncrement,
    generated: column.generated && foldExpression(column.generated.text),
    comment: column.comment ?? '',
  };
}

function defaultOf(value: DefaultValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  switch (value.kind) {
    case 'null':
      return undefined;
    case 'string':
      return `string:${value.value}`;
    case 'current-timestamp':
      return value.precision === undefined || value.precision === 0
        ? 'current_timestamp'
        : `current_timestamp(${value.precision})`;
    case 'expression':
      return `expression:${foldExpression(value.expression.text)}`;
  }
}

function indexOf(index: IndexDefinition): Index {
  return {
    name: index.name,
    columns: index.columns,
    type: index.type ?? 'BITMAP',
    properties: propertiesOf(index.properties),
    comment: index.comment ?? '',
  };
}

function partitionOf(scheme: PartitionScheme): PartitionDefinition {
  switch (scheme.kind) {
    case 'range':
      return { kind: 'range', by: scheme.columns.map((name) => name.toLowerCase()) };
    case 'range-expression':
      return { kind: 'range', by: [foldExpression(scheme.expression.text)] };
    case 'list':
      return { kind: 'list', by: scheme.columns.map((name) => name.toLowerCase()) };
    case 'expression':
      return { kind: 'expression', by: partitionExpressions(scheme.expressions) };
  }
}

/** `PARTITION BY (a, b)` may come as one expression in parentheses. */
function partitionExpressions(expressions: readonly SqlText[]): readonly string[] {
  return expressions.map((expression) => foldExpression(expression.text));
}

function distributionOf(distribution: Distribution): DistributionDefinition {
  return {
    kind: distribution.kind,
    columns: distribution.kind === 'hash' ? distribution.columns.map((name) => name.toLowerCase()) : [],
    buckets: distribution.buckets,
  };
}

function sortKeyOf(items: readonly SortItem[] | undefined): readonly string[] | undefined {
  return items?.map((item) => `${foldExpression(item.expression.text)}${item.direction === 'DESC' ? ' desc' : ''}`);
}

function refreshOf(refresh: RefreshScheme | undefined): Refresh {
  if (refresh === undefined) return { mode: 'manual', deferred: false };
  return {
    mode: refresh.mode,
    deferred: refresh.moment === 'DEFERRED',
    start: refresh.start,
    every: refresh.every && intervalText(refresh.every),
  };
}

function outputColumn(column: ViewColumn): OutputColumn {
  return { name: column.name, comment: column.comment ?? '' };
}
