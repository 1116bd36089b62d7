/** Views and materialized views. */

import type {
  AlterMaterializedViewAction,
  AlterMaterializedViewStatement,
  AlterViewStatement,
  CreateMaterializedViewStatement,
  CreateViewStatement,
  RefreshMaterializedViewStatement,
  RefreshScheme,
  ViewColumn,
} from '../ast';
import {
  assertNever,
  printComment,
  printIdentifier,
  printName,
  printPropertyLines,
  printPropertyList,
  printString,
  words,
} from './names';
import { printDistribution, printIndex, printInterval, printRows, printSortItem } from './tables';

function printViewColumn(column: ViewColumn): string {
  return `${printIdentifier(column.name)}${printComment(column.comment)}`;
}

/** ` (\n  a COMMENT "…",\n  b\n)` or nothing. */
function printViewList(items: readonly string[]): string {
  return items.length === 0 ? '' : ` (\n${items.map((item) => `  ${item}`).join(',\n')}\n)`;
}

export function printCreateView(statement: CreateViewStatement): string {
  const head = words(
    'CREATE',
    statement.orReplace && 'OR REPLACE',
    'VIEW',
    statement.ifNotExists && 'IF NOT EXISTS',
    printName(statement.name),
  );
  return [
    `${head}${printViewList(statement.columns.map(printViewColumn))}`,
    ...(statement.comment === undefined ? [] : [`COMMENT ${printString(statement.comment)}`]),
    ...(statement.security === undefined ? [] : [`SECURITY ${statement.security}`]),
    ...printPropertyLines(statement.properties),
    'AS',
    statement.query.text,
  ].join('\n');
}

export function printAlterView(statement: AlterViewStatement): string {
  const head = `ALTER VIEW ${printName(statement.name)}`;
  const { action } = statement;
  switch (action.kind) {
    case 'redefine':
      return `${head}${printViewList(action.columns.map(printViewColumn))}\nAS\n${action.query.text}`;
    case 'set-security':
      return `${head} SET SECURITY ${action.security}`;
    case 'set-properties':
      return `${head} SET PROPERTIES ${printPropertyList(action.properties)}`;
    case 'dialect':
      return `${head} ${action.verb} DIALECT STARROCKS\n${action.query.text}`;
    default:
      return assertNever(action);
  }
}

export function printCreateMaterializedView(statement: CreateMaterializedViewStatement): string {
  const name = words('CREATE MATERIALIZED VIEW', statement.ifNotExists && 'IF NOT EXISTS', printName(statement.name));
  const { partitionBy, distribution, refresh, orderBy } = statement;
  return [
    `${name}${printViewList([...statement.columns.map(printViewColumn), ...statement.indexes.map(printIndex)])}`,
    ...(statement.comment === undefined ? [] : [`COMMENT ${printString(statement.comment)}`]),
    ...(partitionBy === undefined ? [] : [`PARTITION BY (${partitionBy.map((each) => each.text).join(', ')})`]),
    ...(distribution === undefined ? [] : [printDistribution(distribution)]),
    ...(orderBy === undefined ? [] : [`ORDER BY (${orderBy.map(printSortItem).join(', ')})`]),
    ...(refresh === undefined ? [] : [printRefreshScheme(refresh)]),
    ...printPropertyLines(statement.properties),
    'AS',
    statement.query.text,
  ].join('\n');
}

/** `REFRESH ASYNC EVERY (INTERVAL 1 HOUR)` */
function printRefreshScheme(refresh: RefreshScheme): string {
  return words(
    'REFRESH',
    refresh.moment,
    refresh.mode.toUpperCase(),
    refresh.start === undefined ? undefined : `START (${printString(refresh.start)})`,
    refresh.every === undefined ? undefined : `EVERY (${printInterval(refresh.every)})`,
  );
}

export function printAlterMaterializedView(statement: AlterMaterializedViewStatement): string {
  return `ALTER MATERIALIZED VIEW ${printName(statement.name)} ${printAction(statement.action)}`;
}

function printAction(action: AlterMaterializedViewAction): string {
  switch (action.kind) {
    case 'rename':
      return `RENAME ${printIdentifier(action.to)}`;
    case 'refresh':
      return printRefreshScheme(action.refresh);
    case 'set-properties':
      return `SET ${printPropertyList(action.properties)}`;
    case 'set-status':
      return action.status;
    case 'swap':
      return `SWAP WITH ${printIdentifier(action.with)}`;
    case 'add-column':
      return `ADD COLUMN ${printIdentifier(action.name)} AS ${action.expression.text}`;
    case 'drop-column':
      return `DROP COLUMN ${printIdentifier(action.name)}`;
    default:
      return assertNever(action);
  }
}

export function printRefreshMaterializedView(statement: RefreshMaterializedViewStatement): string {
  const { partition } = statement;
  return words(
    `REFRESH MATERIALIZED VIEW ${printName(statement.name)}`,
    partition?.kind === 'range' &&
      `PARTITION START (${printString(partition.start)}) END (${printString(partition.end)})`,
    partition?.kind === 'list' && `PARTITION ${printRows(partition.values, partition.tuples)}`,
    statement.force && 'FORCE',
    statement.mode === undefined ? undefined : `WITH ${statement.mode} MODE`,
    statement.priority === undefined ? undefined : `WITH PRIORITY ${statement.priority}`,
  );
}
