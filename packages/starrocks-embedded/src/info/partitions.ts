import type { ServerContext } from '../engine/context';
import { readRange } from '../engine/partition/range';
import { comparedTypes } from '../engine/partition/declared';
import { columnText } from '../engine/show-create';
import { schemeColumns } from '../engine/table/partition-scheme';
import { findColumn } from '../engine/table/keys';
import { typeLabel } from '../engine/table/type-names';
import type { Amount, ObjectStatistics } from '../engine/table-statistics';
import { formatTime } from '../engine/times';
import type { MaterializedViewRecord, PartitionRecord, TableRecord } from '../storage/model';
import type { InfoRow } from './info-schema';

type Stored = TableRecord | MaterializedViewRecord;

/** Rows of information_schema.partitions_meta. */
export async function partitionRows(context: ServerContext): Promise<readonly InfoRow[]> {
  const statistics = await context.statistics.all();
  return context.catalog.objects().flatMap((object) => {
    if (object.kind === 'view') return [];
    return partitionsOf(object).map((partition) =>
      partitionRow(context, object, partition, amountOf(statistics.get(object.id), partition)),
    );
  });
}

/** Partitions of an object. A materialized view is refreshed as a whole here, so it is one. */
export function partitionsOf(object: Stored): readonly PartitionRecord[] {
  return object.kind === 'table' ? object.partitions : [{ id: object.id, name: object.name, values: '' }];
}

/** Rows and bytes of a partition; temporary ones hold none here. */
export function amountOf(statistics: ObjectStatistics | undefined, partition: PartitionRecord): Amount {
  return statistics?.partitions.get(partition.id) ?? { rows: 0, bytes: 0 };
}

function partitionRow(
  context: ServerContext,
  object: Stored,
  partition: PartitionRecord,
  { rows, bytes }: Amount,
): InfoRow {
  return {
    DB_NAME: object.database,
    TABLE_NAME: object.name,
    PARTITION_NAME: partition.name,
    PARTITION_ID: partition.id,
    COMPACT_VERSION: 0,
    VISIBLE_VERSION: 1,
    VISIBLE_VERSION_TIME: formatTime(object.updatedMs, context.timeZone),
    NEXT_VERSION: 2,
    DATA_VERSION: 1,
    VERSION_TXN_TYPE: 'TXN_NORMAL',
    PARTITION_KEY: object.kind === 'table' ? partitionColumnsText(object) : '',
    PARTITION_VALUE: object.kind === 'table' ? partitionValueText(object, partition) : '',
    DISTRIBUTION_KEY: distributionKey(object),
    BUCKETS: object.distribution.buckets ?? 1,
    REPLICATION_NUM: replicas(object),
    STORAGE_MEDIUM: 'HDD',
    IS_IN_MEMORY: 0,
    IS_TEMP: partition.temporary === true ? 1 : 0,
    DATA_SIZE: bytes,
    ROW_COUNT: rows,
    ENABLE_DATACACHE: 1,
    AVG_CS: 0,
    P50_CS: 0,
    MAX_CS: 0,
    STORAGE_SIZE: bytes,
    TABLET_BALANCED: 1,
    METADATA_SWITCH_VERSION: 0,
  };
}

export function replicas(object: Stored): number {
  return Number(object.properties['replication_num'] ?? 1);
}

export function distributionKey(object: Stored): string {
  return object.distribution.kind === 'hash' ? object.distribution.columns.join(', ') : 'ALL KEY';
}

/** Definitions of the columns that a table is partitioned by. */
function partitionColumnsText(table: TableRecord): string {
  return partitionColumns(table)
    .map((name) => findColumn(table.columns, name))
    .flatMap((column) => (column === undefined ? [] : [columnText(column)]))
    .join(', ');
}

/** Names of the columns that a table is partitioned by. */
export function partitionColumns(table: TableRecord): readonly string[] {
  return table.partition === undefined ? [] : schemeColumns(table.partition);
}

/** Range or list of a partition, as a frontend prints it. */
export function partitionValueText(table: TableRecord, partition: PartitionRecord): string {
  const range = readRange(partition.values);
  if (range === undefined || table.partition === undefined) return partition.values.replace(/^IN /, '');
  const types = comparedTypes(table.partition, table.columns).map(typeLabel).join(', ');
  const bound = (values: readonly string[]): string => `types: [${types}]; keys: [${values.join(', ')}]; `;
  return `[${bound(range.lower)}..${bound(range.upper)})`;
}
