/** SHOW PARTITIONS and SHOW DATA. */

import type { ServerContext, SessionState } from '../engine/context';
import { requireObject } from '../engine/targets';
import type { Amount } from '../engine/table-statistics';
import { analysisError } from '../errors';
import {
  amountOf,
  distributionKey,
  partitionColumns,
  partitionValueText,
  partitionsOf,
  replicas,
} from '../info/partitions';
import { textResult } from '../protocol/result';
import type { Row, StatementResult } from '../protocol/result';
import type { Token } from '../sql/scanner';
import type { MaterializedViewRecord, PartitionRecord, TableRecord } from '../storage/model';
import { applyTail, readTail } from './filter';
import type { ShowTail } from './filter';
import { databaseOf } from './show';
import { longSize, shortSize } from './sizes';

type Stored = TableRecord | MaterializedViewRecord;

const PARTITION_COLUMNS = (
  'PartitionId PartitionName CompactVersion VisibleVersion NextVersion State PartitionKey Range DistributionKey Buckets DataSize StorageSize RowCount EnableDataCache AsyncWrite AvgCS P50CS MaxCS ' +
  'DataVersion VersionEpoch VersionTxnType MetaSwitchVersion'
).split(' ');

/** The table or materialized view that FROM names. */
function storedObject(context: ServerContext, session: SessionState, { from }: ShowTail): Stored {
  const [first = '', second] = from;
  const target =
    second === undefined
      ? { database: databaseOf(context, session, []), name: first }
      : { database: first, name: second };
  const object = requireObject(context, target);
  if (object.kind === 'view') throw analysisError(`Table[${object.name}] is not a OLAP table`);
  return object;
}

/** SHOW [TEMPORARY] PARTITIONS FROM table; the clauses begin at token `at`. */
export async function showPartitions(
  context: ServerContext,
  session: SessionState,
  tokens: readonly Token[],
  at: number,
  temporary: boolean,
): Promise<StatementResult> {
  const tail = readTail(tokens, at);
  const object = storedObject(context, session, tail);
  const statistics = (await context.statistics.all()).get(object.id);
  const isList = object.kind === 'table' && object.partitions.some((partition) => partition.rows !== undefined);
  const names = PARTITION_COLUMNS.map((name) => (name === 'Range' && isList ? 'List' : name));
  const rows = partitionsOf(object)
    .filter((partition) => (partition.temporary === true) === temporary)
    .map((partition) => partitionRow(object, partition, amountOf(statistics, partition)));
  return textResult(names, applyTail(names, rows, tail, 1));
}

function partitionRow(object: Stored, partition: PartitionRecord, { rows, bytes }: Amount): Row {
  return [
    String(partition.id),
    partition.name,
    '0',
    '1',
    '2',
    'NORMAL',
    object.kind === 'table' ? partitionColumns(object).join(', ') : '',
    object.kind === 'table' ? partitionValueText(object, partition) : '',
    distributionKey(object),
    String(object.distribution.buckets ?? 1),
    shortSize(bytes),
    shortSize(bytes),
    String(rows),
    'true',
    'false',
    '0.00',
    '0.00',
    '0.00',
    '1',
    '0',
    'TXN_NORMAL',
    '0',
  ];
}

const NO_LIMIT = { size: '8388608.000 TB', replicas: '9223372036854775807' };

/** SHOW DATA: the objects of a database, or the indexes of one. */
export async function showData(
  context: ServerContext,
  session: SessionState,
  tokens: readonly Token[],
): Promise<StatementResult> {
  const tail = readTail(tokens, 1);
  const statistics = await context.statistics.all();
  const amount = (object: Stored): Amount => statistics.get(object.id) ?? { rows: 0, bytes: 0 };
  if (tail.from.length > 0) {
    const object = storedObject(context, session, tail);
    return indexSizes(object, amount(object));
  }
  const objects = context.catalog
    .objects(databaseOf(context, session, []))
    .flatMap((object): readonly Stored[] => (object.kind === 'view' ? [] : [object]))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const total = objects.reduce((sum, object) => sum + amount(object).bytes, 0);
  const copies = objects.reduce((sum, object) => sum + replicaCount(object) * (1 + rollupsOf(object).length), 0);
  return textResult(
    ['TableName', 'Size', 'ReplicaCount'],
    [
      ...objects.map((object) => [
        object.name,
        longSize(amount(object).bytes),
        String(replicaCount(object) * (1 + rollupsOf(object).length)),
      ]),
      ['Total', longSize(total), String(copies)],
      ['Quota', NO_LIMIT.size, NO_LIMIT.replicas],
      ['Left', NO_LIMIT.size, String(BigInt(NO_LIMIT.replicas) - BigInt(copies))],
    ],
  );
}

function indexSizes(object: Stored, { rows, bytes }: Amount): StatementResult {
  const indexes = [object.name, ...rollupsOf(object)];
  const copies = String(replicaCount(object));
  return textResult(
    ['TableName', 'IndexName', 'Size', 'ReplicaCount', 'RowCount'],
    [
      // Rollups hold no rows of their own here.
      ...indexes.map((index, at) => [
        at === 0 ? object.name : '',
        index,
        longSize(at === 0 ? bytes : 0),
        copies,
        String(at === 0 ? rows : 0),
      ]),
      ['', 'Total', longSize(bytes), String(replicaCount(object) * indexes.length), ''],
    ],
  );
}

function rollupsOf(object: Stored): readonly string[] {
  return object.kind === 'table' ? (object.rollups ?? []).map((rollup) => rollup.name) : [];
}

/** Tablets of one index with their copies. */
function replicaCount(object: Stored): number {
  return partitionsOf(object).length * (object.distribution.buckets ?? 1) * replicas(object);
}
