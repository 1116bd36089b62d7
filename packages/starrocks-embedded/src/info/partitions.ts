import type { ServerContext } from '../engine/context';
import { formatTime } from '../engine/times';
import type { PartitionRecord, TableRecord } from '../storage/model';
import type { InfoRow } from './info-schema';

/** Rows of information_schema.partitions_meta: the partitions that are declared. */
export function partitionRows(context: ServerContext): readonly InfoRow[] {
  return context.catalog
    .objects()
    .flatMap((object) =>
      object.kind === 'table' ? object.partitions.map((partition) => partitionRow(context, object, partition)) : [],
    );
}

function partitionRow(context: ServerContext, table: TableRecord, partition: PartitionRecord): InfoRow {
  const changed = formatTime(table.updatedMs, context.timeZone);
  return {
    DB_NAME: table.database,
    TABLE_NAME: table.name,
    PARTITION_NAME: partition.name,
    PARTITION_ID: partition.id,
    COMPACT_VERSION: 0,
    VISIBLE_VERSION: 1,
    VISIBLE_VERSION_TIME: changed,
    NEXT_VERSION: 2,
    DATA_VERSION: 1,
    VERSION_TXN_TYPE: 'TXN_NORMAL',
    PARTITION_KEY: partitionKeyText(table),
    PARTITION_VALUE: partition.values,
    DISTRIBUTION_KEY: table.distribution.kind === 'hash' ? table.distribution.columns.join(', ') : 'ALL KEY',
    BUCKETS: table.distribution.buckets ?? 1,
    REPLICATION_NUM: Number(table.properties['replication_num'] ?? 1),
    STORAGE_MEDIUM: 'HDD',
    IS_IN_MEMORY: 0,
    IS_TEMP: 0,
    DATA_SIZE: 0,
    ROW_COUNT: 0,
    ENABLE_DATACACHE: 1,
    AVG_CS: 0,
    P50_CS: 0,
    MAX_CS: 0,
    STORAGE_SIZE: 0,
  };
}

/** Columns or expressions that a table is partitioned by. */
export function partitionKeyText(table: TableRecord): string {
  const { partition } = table;
  switch (partition?.kind) {
    case undefined:
      return '';
    case 'range':
    case 'list':
      return partition.columns.join(', ');
    case 'range-expression':
      return partition.expression.text;
    case 'expression':
      return partition.expressions.map((expression) => expression.text).join(', ');
  }
}
