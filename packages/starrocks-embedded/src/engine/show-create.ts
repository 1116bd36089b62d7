import type { DefaultValue, Distribution, IndexDefinition, PartitionScheme, SortItem } from '@strata/starrocks-sql';

import type {
  ColumnRecord,
  DatabaseRecord,
  MaterializedViewRecord,
  RefreshSchedule,
  TableRecord,
  ViewRecord,
} from '../storage/model';
import { typeText } from '../storage/types';

/** Statement that makes the table, as SHOW CREATE TABLE prints it. */
export function createTableText(table: TableRecord): string {
  const lines = [...table.columns.map(columnText), ...table.indexes.map(indexText)];
  const parts = [
    `CREATE TABLE \`${table.name}\` (\n  ${lines.join(',\n  ')}\n) ENGINE=OLAP `,
    `${table.model} KEY(${nameList(table.keys)})`,
    `COMMENT "${escape(table.comment === '' ? 'OLAP' : table.comment)}"`,
    ...(table.partition === undefined ? [] : [partitionText(table.partition, table)]),
    distributionText(table.distribution),
    ...orderText(table.orderBy),
    propertiesText(Object.entries(table.properties).sort(([a], [b]) => (a < b ? -1 : 1))),
  ];
  return `${parts.join('\n')};`;
}

/** Definition of a column. */
export function columnText(column: ColumnRecord): string {
  const words = [
    `\`${column.name}\``,
    typeText(column.type, 'full'),
    ...(column.aggregation === undefined ? [] : [column.aggregation]),
    column.nullable ? 'NULL' : 'NOT NULL',
  ];
  if (column.autoIncrement) words.push('AUTO_INCREMENT');
  const value = defaultText(column.default);
  if (value !== undefined) words.push(`DEFAULT ${value}`);
  if (column.generated !== undefined) words.push(`AS ${column.generated.replace(/^\((.*)\)$/s, '$1')}`);
  return `${words.join(' ')} COMMENT "${escape(column.comment)}"`;
}

function defaultText(value: DefaultValue | undefined): string | undefined {
  switch (value?.kind) {
    case undefined:
    case 'null':
      return undefined;
    case 'string':
      return `"${escape(value.value)}"`;
    case 'current-timestamp':
      return value.precision === undefined ? 'CURRENT_TIMESTAMP' : `CURRENT_TIMESTAMP(${value.precision})`;
    case 'expression':
      return `(${value.expression.text.replace(/^\((.*)\)$/s, '$1')})`;
  }
}

/** Value of a column's default as DESC shows it. */
export function plainDefault(value: DefaultValue | undefined): string | null {
  switch (value?.kind) {
    case undefined:
    case 'null':
      return null;
    case 'string':
      return value.value;
    case 'current-timestamp':
      return 'CURRENT_TIMESTAMP';
    case 'expression':
      return value.expression.text;
  }
}

function indexText(index: IndexDefinition): string {
  const type = index.type === undefined ? '' : ` USING ${index.type}`;
  const properties =
    index.properties.length === 0 ? '' : `(${index.properties.map((p) => `"${p.key}" = "${p.value}"`).join(', ')})`;
  return `INDEX ${index.name} (${nameList(index.columns)})${type}${properties} COMMENT '${index.comment ?? ''}'`;
}

function partitionText(scheme: PartitionScheme, table: TableRecord): string {
  switch (scheme.kind) {
    case 'range': {
      const list = table.partitions.map((partition) => `PARTITION ${partition.name} VALUES ${partition.values}`);
      return `PARTITION BY RANGE(${nameList(scheme.columns)})\n(${list.join(',\n')})`;
    }
    case 'range-expression': {
      const list = table.partitions.map((partition) => `PARTITION ${partition.name} VALUES ${partition.values}`);
      return `PARTITION BY RANGE(${scheme.expression.text})\n(${list.join(',\n')})`;
    }
    case 'list': {
      const list = table.partitions.map((partition) => `  PARTITION ${partition.name} VALUES ${partition.values}`);
      return `PARTITION BY LIST(${scheme.columns.map((name) => `\`${name}\``).join(',')})(\n${list.join(',\n')}\n)`;
    }
    case 'expression': {
      const expressions = scheme.expressions.map((expression) => expression.text.replaceAll('`', ''));
      const [only = ''] = expressions;
      if (expressions.length === 1 && /^\w+\s*\(/.test(only)) return `PARTITION BY ${only}`;
      const items = expressions.map((expression) => (/\(/.test(expression) ? expression : `\`${expression}\``));
      return `PARTITION BY (${items.join(',')})`;
    }
  }
}

function distributionText(distribution: Distribution): string {
  const buckets = distribution.buckets === undefined ? '' : ` BUCKETS ${distribution.buckets} `;
  if (distribution.kind === 'random') return `DISTRIBUTED BY RANDOM${buckets}`;
  return `DISTRIBUTED BY HASH(${nameList(distribution.columns)})${buckets}`;
}

function orderText(items: readonly SortItem[]): readonly string[] {
  if (items.length === 0) return [];
  return [`ORDER BY(${items.map((item) => `\`${item.expression.text.replaceAll('`', '')}\``).join(', ')})`];
}

function propertiesText(entries: readonly (readonly [string, string])[]): string {
  return `PROPERTIES (\n${entries.map(([key, value]) => `"${key}" = "${escape(value)}"`).join(',\n')}\n)`;
}

export function nameList(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

export function createViewText(view: ViewRecord): string {
  const columns = view.columns.map(
    (column) => `\`${column.name}\`${column.comment === '' ? '' : ` COMMENT "${escape(column.comment)}"`}`,
  );
  const comment = view.comment === '' ? '' : `\nCOMMENT "${escape(view.comment)}"`;
  return `CREATE VIEW \`${view.name}\` (${columns.join(', ')})${comment} SECURITY ${view.security} AS ${view.query};`;
}

const FIRST_PROPERTIES = { replicated_storage: 'true' };
const LAST_PROPERTIES: Readonly<Record<string, string>> = {
  replication_num: '1',
  'datacache.enable': 'true',
  enable_async_write_back: 'false',
  storage_volume: 'builtin_storage_volume',
  warehouse: 'default_warehouse',
};

export function createMaterializedViewText(view: MaterializedViewRecord): string {
  const columns = view.columns.map(
    (column) => `\`${column.name}\`${column.comment === '' ? '' : ` COMMENT "${escape(column.comment)}"`}`,
  );
  const own = Object.entries(view.properties).filter(([key]) => !(key in LAST_PROPERTIES));
  const last = Object.entries(LAST_PROPERTIES).map(([key, value]) => [key, view.properties[key] ?? value] as const);
  const indexes = view.indexes.map((index) => `,\n  ${indexText(index)}`).join('');
  const parts = [
    `CREATE MATERIALIZED VIEW \`${view.name}\` (${columns.join(', ')}${indexes})`,
    `COMMENT "${escape(view.comment === '' ? 'MATERIALIZED_VIEW' : view.comment)}"`,
    ...(view.partitionBy.length === 0 ? [] : [`PARTITION BY (${view.partitionBy.map(partitionItem).join(', ')})`]),
    view.distribution.kind === 'random'
      ? distributionText(view.distribution).trimEnd()
      : distributionText(view.distribution),
    ...(view.orderBy.length === 0
      ? []
      : [`ORDER BY (${view.orderBy.map((item) => item.expression.text.replaceAll('`', '')).join(', ')})`]),
    `REFRESH ${refreshText(view.refresh)}`,
    propertiesText([...Object.entries(FIRST_PROPERTIES), ...own, ...last]),
    `AS ${view.query};`,
  ];
  return parts.join('\n');
}

function partitionItem(expression: string): string {
  const plain = expression.replaceAll('`', '').replace(/^\((.*)\)$/s, '$1');
  return /^\w+$/.test(plain) ? `\`${plain}\`` : plain;
}

function refreshText(refresh: RefreshSchedule): string {
  const moment = refresh.moment === 'DEFERRED' ? 'DEFERRED ' : '';
  const start = refresh.start === undefined ? '' : ` START("${refresh.start}")`;
  const every = refresh.every === undefined ? '' : ` EVERY(INTERVAL ${refresh.every.value.text} ${refresh.every.unit})`;
  return `${moment}${refresh.mode}${start}${every}`;
}

export function createDatabaseText(database: DatabaseRecord): string {
  const volume = database.properties['storage_volume'] ?? 'builtin_storage_volume';
  return `CREATE DATABASE \`${database.name}\`\nPROPERTIES ("storage_volume" = "${volume}")`;
}
