/** Dropped partitions: their rows are kept beside the table until they are recovered, or the table goes. */

import { SqlError, unsupported } from '../../errors';
import type { QueryScope } from '../../query/contract';
import { namedKey } from '../../storage/catalog';
import type { CatalogChange } from '../../storage/catalog';
import type { NamedRecord, PartitionRecord, TableRecord } from '../../storage/model';
import { duckTable, quoteName } from '../../storage/names';
import type { ServerContext } from '../context';
import { comparedTypes } from './declared';
import { compareRows, readRange } from './range';
import { partitionCondition } from './rows';

const KIND = 'dropped-partition';

function parked(database: string, partition: PartitionRecord): string {
  return duckTable(database, `__dropped_partition_${partition.id}`);
}

/** Keeps the rows of a partition that is about to go. What was dropped under its name before is gone then. */
export async function parkPartition(
  context: ServerContext,
  change: CatalogChange,
  scope: QueryScope,
  table: TableRecord,
  partition: PartitionRecord,
): Promise<void> {
  const name = `${table.id}.${partition.name}`;
  const old = context.catalog.named(KIND, name);
  if (old !== undefined) await forget(change, table.database, old);
  const rows = `${duckTable(table.database, table.name)} AS ${quoteName(table.name)}`;
  await change.run(
    `CREATE TABLE ${parked(table.database, partition)} AS SELECT * FROM ${rows} WHERE ${partitionCondition(scope, table, partition)}`,
  );
  await change.put('named', namedKey(KIND, name), {
    kind: KIND,
    id: change.nextId(),
    name,
    createdMs: Date.now(),
    comment: '',
    properties: {},
    state: '',
    creator: '',
    details: { tableId: table.id, schemaVersion: table.schemaVersion, partition },
  });
}

async function forget(change: CatalogChange, database: string, record: NamedRecord): Promise<void> {
  await change.run(`DROP TABLE IF EXISTS ${parked(database, record.details['partition'] as PartitionRecord)}`);
  await change.remove('named', namedKey(KIND, record.name));
}

/** Nothing of a table that goes can be recovered. */
export async function forgetPartitions(
  context: ServerContext,
  change: CatalogChange,
  { id, database }: { readonly id: number; readonly database: string },
): Promise<void> {
  for (const record of context.catalog.namedOf(KIND))
    if (record.details['tableId'] === id) await forget(change, database, record);
}

/** RECOVER PARTITION. @throws SqlError when there is none, or when its place is taken. */
export async function recoverPartition(context: ServerContext, table: TableRecord, name: string): Promise<void> {
  const record = context.catalog.named(KIND, `${table.id}.${name}`);
  if (table.partitions.some((other) => other.name.toLowerCase() === name.toLowerCase()))
    throw new SqlError(1064, `partition[${name}] already exist in table[${table.name}]`);
  if (record === undefined)
    throw new SqlError(1064, `No partition named '${name}' in recycle bin that belongs to table '${table.name}'`);
  const partition = record.details['partition'] as PartitionRecord;
  if (table.partitions.some((other) => overlaps(table, other, partition)))
    throw new SqlError(1064, `Cannot recover partition '${name}': Range conflict.`);
  if (table.schemaVersion !== record.details['schemaVersion'])
    throw unsupported('RECOVER PARTITION of a table whose columns have changed');
  const columns = table.columns.map((column) => quoteName(column.name)).join(', ');
  await context.catalog.change(async (change) => {
    const kept = parked(table.database, partition);
    await change.run(
      `INSERT INTO ${duckTable(table.database, table.name)} (${columns}) SELECT ${columns} FROM ${kept}`,
    );
    const partitions = [...table.partitions, partition].sort((a, b) => (a.values < b.values ? -1 : 1));
    await change.putObject({ ...table, partitions });
    await forget(change, table.database, record);
  });
  context.dataChanged(table.database, table.name);
}

function overlaps(table: TableRecord, a: PartitionRecord, b: PartitionRecord): boolean {
  if (a.temporary === true || table.partition === undefined) return false;
  const [one, other] = [readRange(a.values), readRange(b.values)];
  if (one === undefined || other === undefined) return (a.rows ?? []).some((row) => b.rows?.includes(row) === true);
  const types = comparedTypes(table.partition, table.columns);
  return compareRows(one.lower, other.upper, types) < 0 && compareRows(other.lower, one.upper, types) < 0;
}
