/** CREATE TABLE and its parts. */

import type {
  ColumnDefinition,
  CreateTableAsSelectStatement,
  CreateTableLikeStatement,
  CreateTableStatement,
  DefaultValue,
  Distribution,
  IndexDefinition,
  IntervalLiteral,
  KeyDefinition,
  ListPartition,
  MultiRangePartition,
  PartitionScheme,
  PartitionValue,
  RangeBound,
  RangePartition,
  RollupDefinition,
  SingleRangePartition,
  SortItem,
} from '../ast';
import {
  assertNever,
  printComment,
  printIdentifier,
  printIdentifierList,
  printName,
  printProperties,
  printPropertyLines,
  printPropertyList,
  printString,
  words,
} from './names';
import { printDataType, printNullable } from './types';

export function printCreateTable(statement: CreateTableStatement): string {
  const items = [...statement.columns.map(printColumn), ...statement.indexes.map(printIndex)];
  const head = words(
    'CREATE',
    statement.modifier,
    'TABLE',
    statement.ifNotExists && 'IF NOT EXISTS',
    printName(statement.name),
  );
  return [
    `${head} (\n${items.map((item) => `  ${item}`).join(',\n')}\n)`,
    ...(statement.engine === undefined ? [] : [`ENGINE = ${printIdentifier(statement.engine)}`]),
    ...(statement.charset === undefined ? [] : [`DEFAULT CHARSET = ${printString(statement.charset)}`]),
    ...printShape(statement),
    ...(statement.rollups.length === 0 ? [] : [`ROLLUP (${statement.rollups.map(printRollup).join(', ')})`]),
    ...printPropertyLines(statement.properties),
    ...printPropertyLines(statement.brokerProperties, 'BROKER PROPERTIES'),
  ].join('\n');
}

type Shape = Pick<CreateTableStatement, 'key' | 'comment' | 'partition' | 'distribution' | 'orderBy'>;

/** Key, comment, partitions, distribution and sort order, a line each. */
function printShape(shape: Shape): string[] {
  return [
    ...(shape.key === undefined ? [] : [printKey(shape.key)]),
    ...(shape.comment === undefined ? [] : [`COMMENT ${printString(shape.comment)}`]),
    ...(shape.partition === undefined ? [] : [`PARTITION BY ${printPartitionScheme(shape.partition)}`]),
    ...(shape.distribution === undefined ? [] : [printDistribution(shape.distribution)]),
    ...(shape.orderBy === undefined ? [] : [`ORDER BY (${shape.orderBy.map(printSortItem).join(', ')})`]),
  ];
}

export function printCreateTableLike(statement: CreateTableLikeStatement): string {
  return [
    words('CREATE', statement.modifier, 'TABLE', statement.ifNotExists && 'IF NOT EXISTS', printName(statement.name)),
    ...printShape(statement),
    ...printPropertyLines(statement.properties),
    `LIKE ${printName(statement.like)}`,
  ].join('\n');
}

export function printCreateTableAsSelect(statement: CreateTableAsSelectStatement): string {
  const items = [...statement.columns.map(printIdentifier), ...statement.indexes.map(printIndex)];
  const list = items.length === 0 ? '' : `(${items.join(', ')})`;
  const modifier = statement.temporary && 'TEMPORARY';
  return [
    words('CREATE', modifier, 'TABLE', statement.ifNotExists && 'IF NOT EXISTS', printName(statement.name), list),
    ...printShape(statement),
    ...printPropertyLines(statement.properties),
    'AS',
    statement.query.text,
  ].join('\n');
}

/** A column as it stands in CREATE TABLE and ALTER TABLE. */
export function printColumn(column: ColumnDefinition): string {
  return (
    words(
      printIdentifier(column.name),
      column.type === undefined ? undefined : printDataType(column.type),
      column.charset === undefined ? undefined : `CHARSET ${printIdentifier(column.charset)}`,
      column.key && 'KEY',
      column.aggregation,
    ) +
    printNullable(column.nullable) +
    printColumnValue(column) +
    printComment(column.comment)
  );
}

function printColumnValue(column: ColumnDefinition): string {
  if (column.autoIncrement) return ' AUTO_INCREMENT';
  if (column.generated !== undefined) return ` AS ${column.generated.text}`;
  return column.default === undefined ? '' : ` DEFAULT ${printDefault(column.default)}`;
}

function printDefault(value: DefaultValue): string {
  switch (value.kind) {
    case 'null':
      return 'NULL';
    case 'string':
      return printString(value.value);
    case 'current-timestamp':
      return `CURRENT_TIMESTAMP${value.precision === undefined ? '' : `(${value.precision})`}`;
    case 'expression':
      return value.expression.text;
    default:
      return assertNever(value);
  }
}

export function printIndex(index: IndexDefinition): string {
  return `INDEX ${printIdentifier(index.name)} ${printIndexBody(index)}`;
}

/** `(columns) USING …`, without the name. */
export function printIndexBody(index: IndexDefinition): string {
  const properties = index.properties.length === 0 ? '' : ` ${printPropertyList(index.properties)}`;
  const using = index.type === undefined ? '' : ` USING ${index.type}${properties}`;
  return `${printIdentifierList(index.columns)}${using}${printComment(index.comment)}`;
}

export function printKey(key: KeyDefinition): string {
  return `${key.model} KEY ${printIdentifierList(key.columns)}`;
}

export function printDistribution(distribution: Distribution, word: 'BUCKETS' | 'DEFAULT BUCKETS' = 'BUCKETS'): string {
  const buckets = distribution.buckets === undefined ? '' : ` ${word} ${distribution.buckets}`;
  const how = distribution.kind === 'hash' ? `HASH ${printIdentifierList(distribution.columns)}` : 'RANDOM';
  return `DISTRIBUTED BY ${how}${buckets}`;
}

export function printSortItem(item: SortItem): string {
  return words(item.expression.text, item.direction, item.nulls === undefined ? undefined : `NULLS ${item.nulls}`);
}

export function printRollup(rollup: RollupDefinition): string {
  return (
    words(
      printIdentifier(rollup.name),
      printIdentifierList(rollup.columns),
      rollup.duplicateKey === undefined ? undefined : `DUPLICATE KEY ${printIdentifierList(rollup.duplicateKey)}`,
      rollup.from === undefined ? undefined : `FROM ${printIdentifier(rollup.from)}`,
    ) + printProperties(rollup.properties)
  );
}

// ------------------------------------------------------------------------------------------------------- partitions

/** What follows PARTITION BY. */
export function printPartitionScheme(scheme: PartitionScheme): string {
  switch (scheme.kind) {
    case 'range':
      return `RANGE ${printIdentifierList(scheme.columns)} ${printEntries(scheme.partitions.map(printRangePartition))}`;
    case 'range-expression':
      return `RANGE ${scheme.expression.text} ${printEntries(scheme.partitions.map(printRangePartition))}`;
    case 'list':
      return `LIST ${printIdentifierList(scheme.columns)} ${printEntries(scheme.partitions.map(printListPartition))}`;
    case 'expression': {
      const texts = scheme.expressions.map((expression) => expression.text);
      if (scheme.partitions.length > 0)
        return `${texts.join(', ')} ${printEntries(scheme.partitions.map(printRangePartition))}`;
      // Calls stand without parentheses around them, names with: so the server itself prints them.
      return texts.every((text) => !text.endsWith(')')) ? `(${texts.join(', ')})` : texts.join(', ');
    }
    default:
      return assertNever(scheme);
  }
}

function printEntries(entries: readonly string[]): string {
  return entries.length === 0 ? '()' : `(\n${entries.map((entry) => `  ${entry}`).join(',\n')}\n)`;
}

function printRangePartition(partition: RangePartition): string {
  return partition.kind === 'range-partition' ? printSingleRange(partition) : printMultiRange(partition);
}

export function printSingleRange(partition: SingleRangePartition): string {
  const name = words('PARTITION', partition.ifNotExists && 'IF NOT EXISTS', printIdentifier(partition.name));
  return `${name} VALUES ${printBound(partition.bound)}${printTail(partition.properties)}`;
}

function printTail(properties: SingleRangePartition['properties']): string {
  return properties.length === 0 ? '' : ` ${printPropertyList(properties)}`;
}

function printBound(bound: RangeBound): string {
  switch (bound.kind) {
    case 'less-than':
      return `LESS THAN ${printValues(bound.values)}`;
    case 'less-than-maxvalue':
      return 'LESS THAN MAXVALUE';
    case 'between':
      return `[${printValues(bound.lower)}, ${printValues(bound.upper)})`;
    default:
      return assertNever(bound);
  }
}

function printValues(values: readonly PartitionValue[]): string {
  return `(${values.map(printPartitionValue).join(', ')})`;
}

function printPartitionValue(value: PartitionValue): string {
  switch (value.kind) {
    case 'string':
      return printString(value.value);
    case 'maxvalue':
      return 'MAXVALUE';
    case 'expression':
      return value.expression.text;
    default:
      return assertNever(value);
  }
}

export function printMultiRange(partition: MultiRangePartition): string {
  const every = partition.every.kind === 'number' ? String(partition.every.value) : printInterval(partition.every);
  return `START (${printString(partition.start)}) END (${printString(partition.end)}) EVERY (${every})`;
}

export function printInterval(interval: IntervalLiteral): string {
  return `INTERVAL ${interval.value.text} ${interval.unit}`;
}

export function printListPartition(partition: ListPartition): string {
  const name = words('PARTITION', partition.ifNotExists && 'IF NOT EXISTS', printIdentifier(partition.name));
  return `${name} VALUES IN ${printRows(partition.values, partition.tuples)}${printTail(partition.properties)}`;
}

/** Rows of values, parenthesised each if they are tuples. */
export function printRows(rows: readonly (readonly PartitionValue[])[], tuples: boolean): string {
  const printed = rows.map((row) => (tuples ? printValues(row) : row.map(printPartitionValue).join(', ')));
  return `(${printed.join(', ')})`;
}
