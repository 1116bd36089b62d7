/** In what a declared object and a live one differ. Only what is declared is compared. */

import type {
  Column,
  Definition,
  DistributionDefinition,
  Index,
  MaterializedViewDefinition,
  OutputColumn,
  PartitionDefinition,
  TableDefinition,
  ViewDefinition,
} from './definition';
import { ABSENT, compareProperties, difference, list, maskedText, text } from './compare-text';
import { comparePlain } from './kinds/registry';
import type { Difference } from './plan-types';

export { ABSENT };

const ENGINE_PARTITION = /__generated_partition_column_/;

/**
 * Compares two definitions of one object.
 *
 * @param managedProperties keys that were declared when the object was last applied: one that is declared no more is a difference
 */
export function compare(
  declared: Definition,
  live: Definition,
  managedProperties: readonly string[] = [],
): readonly Difference[] {
  if (declared.kind === 'table' && live.kind === 'table') return compareTable(declared, live, managedProperties);
  if (declared.kind === 'view' && live.kind === 'view') return compareView(declared, live);
  if (declared.kind === 'materialized-view' && live.kind === 'materialized-view') {
    return compareMaterializedView(declared, live, managedProperties);
  }
  if (declared.kind === 'database' && live.kind === 'database') return [];
  if (declared.kind === live.kind) return comparePlain(declared, live, managedProperties);
  return [{ path: 'kind', declared: declared.kind, live: live.kind }];
}

function compareTable(declared: TableDefinition, live: TableDefinition, managed: readonly string[]): Difference[] {
  return [
    ...compareColumns(declared.columns, live.columns),
    ...(declared.key === undefined ? [] : text('key', keyText(declared), keyText(live))),
    ...compareIndexes(declared.indexes, live.indexes),
    ...comparePartition(declared.partition, live.partition),
    ...compareDistribution(declared.distribution, live.distribution),
    ...compareSortKey(declared, live),
    ...text('comment', declared.comment, live.comment),
    ...compareProperties(declared.properties, live.properties, managed),
  ];
}

function compareView(declared: ViewDefinition, live: ViewDefinition): Difference[] {
  return [
    ...compareOutput(declared.columns, live.columns),
    ...text('comment', declared.comment, live.comment),
    ...text('security', declared.security, live.security),
    ...maskedText('query', declared.query, live.query),
  ];
}

function compareMaterializedView(
  declared: MaterializedViewDefinition,
  live: MaterializedViewDefinition,
  managed: readonly string[],
): Difference[] {
  return [
    ...compareOutput(declared.columns, live.columns),
    ...compareIndexes(declared.indexes, live.indexes),
    ...text('comment', declared.comment, live.comment),
    ...text('partition', list(declared.partitionBy), list(live.partitionBy)),
    ...compareDistribution(declared.distribution, live.distribution),
    ...(declared.orderBy === undefined ? [] : text('order', list(declared.orderBy), list(live.orderBy))),
    ...text('refresh', refreshText(declared), refreshText(live, declared.refresh.start !== undefined)),
    ...compareProperties(declared.properties, live.properties, managed),
    ...maskedText('query', declared.query, live.query),
  ];
}

function compareColumns(declared: readonly Column[], live: readonly Column[]): Difference[] {
  const liveByName = new Map(live.map((column) => [column.name.toLowerCase(), column]));
  const declaredNames = new Set(declared.map((column) => column.name.toLowerCase()));
  const differences = declared.flatMap((column) => {
    const other = liveByName.get(column.name.toLowerCase());
    if (other === undefined) return [difference(`columns.${column.name}`, columnText(column), ABSENT)];
    return compareColumn(column, other);
  });
  const extra = live.filter((column) => !declaredNames.has(column.name.toLowerCase()));
  differences.push(...extra.map((column) => difference(`columns.${column.name}`, ABSENT, columnText(column))));
  return [...differences, ...compareOrder(declared, live)];
}

function compareColumn(declared: Column, live: Column): Difference[] {
  const path = `columns.${declared.name}`;
  return [
    ...(declared.type === '' ? [] : text(`${path}.type`, declared.type, live.type)),
    ...text(`${path}.nullable`, String(declared.nullable), String(live.nullable)),
    ...text(`${path}.aggregation`, declared.aggregation ?? '', live.aggregation ?? ''),
    ...text(`${path}.default`, declared.default ?? '', live.default ?? ''),
    ...text(`${path}.auto_increment`, String(declared.autoIncrement), String(live.autoIncrement)),
    ...text(`${path}.generated`, declared.generated ?? '', live.generated ?? ''),
    ...text(`${path}.comment`, declared.comment, live.comment),
  ];
}

/** Order of the columns that both have. */
function compareOrder(declared: readonly Column[], live: readonly Column[]): Difference[] {
  const names = (columns: readonly Column[]): string[] => columns.map((column) => column.name.toLowerCase());
  const [declaredNames, liveNames] = [names(declared), names(live)];
  const common = new Set(declaredNames.filter((name) => liveNames.includes(name)));
  const order = (all: readonly string[]): string => all.filter((name) => common.has(name)).join(', ');
  return text('column order', order(declaredNames), order(liveNames));
}

function compareOutput(declared: readonly OutputColumn[], live: readonly OutputColumn[]): Difference[] {
  if (declared.length === 0) return [];
  const show = (columns: readonly OutputColumn[]): string =>
    columns.map(({ name, comment }) => (comment === '' ? name : `${name} "${comment}"`)).join(', ');
  return text('columns', show(declared), show(live));
}

function compareIndexes(declared: readonly Index[], live: readonly Index[]): Difference[] {
  const liveByName = new Map(live.map((index) => [index.name.toLowerCase(), index]));
  const names = new Set(declared.map((index) => index.name.toLowerCase()));
  const found = declared.flatMap((index) => {
    const other = liveByName.get(index.name.toLowerCase());
    return text(`indexes.${index.name}`, indexText(index), other === undefined ? ABSENT : indexText(other));
  });
  const extra = live.filter((index) => !names.has(index.name.toLowerCase()));
  return [...found, ...extra.map((index) => difference(`indexes.${index.name}`, ABSENT, indexText(index)))];
}

function comparePartition(
  declared: PartitionDefinition | undefined,
  live: PartitionDefinition | undefined,
): Difference[] {
  const show = (partition: PartitionDefinition | undefined): string =>
    partition === undefined ? ABSENT : `${partition.kind} (${partition.by.join(', ')})`;
  // Several expressions come back as columns that the engine made: only the ledger can tell whether they changed.
  if (declared !== undefined && live?.by.some((part) => ENGINE_PARTITION.test(part)) === true) return [];
  return text('partition', show(declared), show(live));
}

function compareDistribution(
  declared: DistributionDefinition | undefined,
  live: DistributionDefinition | undefined,
): Difference[] {
  if (declared === undefined) return [];
  const show = (distribution: DistributionDefinition | undefined): string =>
    distribution === undefined
      ? ABSENT
      : distribution.kind === 'random'
        ? 'random'
        : `hash (${distribution.columns.join(', ')})`;
  const buckets =
    declared.buckets === undefined
      ? []
      : text('buckets', String(declared.buckets), String(live?.buckets ?? 'automatic'));
  return [...text('distribution', show(declared), show(live)), ...buckets];
}

/** Without ORDER BY a table is sorted by its key. */
function compareSortKey(declared: TableDefinition, live: TableDefinition): Difference[] {
  const key = (table: TableDefinition): string =>
    list((table.key ?? live.key)?.columns.map((name) => name.toLowerCase()));
  const order = (table: TableDefinition): string => (table.orderBy === undefined ? key(table) : list(table.orderBy));
  return text('order', order(declared), order(live));
}

function keyText(table: TableDefinition): string {
  return table.key === undefined
    ? ABSENT
    : `${table.key.model} (${table.key.columns.map((name) => name.toLowerCase()).join(', ')})`;
}

function indexText(index: Index): string {
  return `${index.type} (${index.columns.map((name) => name.toLowerCase()).join(', ')})`;
}

function columnText(column: Column): string {
  return `${column.type}${column.nullable ? '' : ' not null'}`;
}

function refreshText({ refresh }: MaterializedViewDefinition, withStart = true): string {
  const start = refresh.start !== undefined && withStart ? ` start ${refresh.start}` : '';
  return `${refresh.mode}${start}${refresh.every === undefined ? '' : ` every ${refresh.every}`}`;
}
