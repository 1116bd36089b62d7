import type { ObjectRecord } from '../../storage/model';
import { duckTable, quoteName } from '../../storage/names';
import { deactivateReaders } from '../inactive';
import { analysis, refuse, setTable } from './draft';
import type { Draft } from './draft';

export function renameTable(draft: Draft, to: string): void {
  const { table, context } = draft;
  if (to === table.name) analysis(`Same table name ${to}`);
  if (context.catalog.object(table.database, to) !== undefined) refuse(`Table name[${to}] is already used`);
  const from = table.name;
  const partitions =
    table.partition === undefined
      ? table.partitions.map((partition) => ({ ...partition, name: to }))
      : table.partitions;
  draft.work.push(async (change) => {
    await change.run(`ALTER TABLE ${duckTable(table.database, from)} RENAME TO ${quoteName(to)}`);
    await change.removeObject(table);
    await change.putObject({ ...table, name: to, partitions, updatedMs: Date.now() });
  });
  setTable(draft, { name: to, partitions });
  draft.inactive = `base-table renamed: ${from}`;
}

/** Names change places; ids, rows, grants and loads stay with their tables. */
export function swapTables(draft: Draft, name: string): void {
  const { table, context } = draft;
  if (name === table.name) refuse(`New name conflicts with rollup index name: ${name}`);
  const other = context.catalog.object(table.database, name);
  if (other?.kind !== 'table') return refuse(`Table ${name} does not exist or is not OLAP/LAKE table`);
  context.jobs.refuseBusy(other);
  draft.work.push(async (change) => {
    await swapStored(change, table, other);
    await deactivateReaders(context, change, other, [], `base-table swapped: ${other.name}`);
  });
  setTable(draft, { name });
  draft.inactive = `base-table swapped: ${table.name}`;
}

interface Swapper {
  run(sql: string): Promise<void>;
  putObject(object: ObjectRecord): Promise<void>;
}

/** Swaps the names of two stored objects of one database. */
async function swapStored(change: Swapper, a: ObjectRecord, b: ObjectRecord): Promise<void> {
  const parked = `${a.name}__swapped`;
  const rename = (from: string, to: string): Promise<void> =>
    change.run(`ALTER TABLE ${duckTable(a.database, from)} RENAME TO ${quoteName(to)}`);
  await rename(a.name, parked);
  await rename(b.name, a.name);
  await rename(parked, b.name);
  await change.putObject(renamed(a, b.name));
  await change.putObject(renamed(b, a.name));
}

function renamed(object: ObjectRecord, name: string): ObjectRecord {
  if (object.kind !== 'table' || object.partition !== undefined) return { ...object, name };
  return { ...object, name, partitions: object.partitions.map((partition) => ({ ...partition, name })) };
}
