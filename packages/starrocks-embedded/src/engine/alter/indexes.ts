import type { IndexDefinition, RollupDefinition } from '@strata/starrocks-sql';

import { SqlError } from '../../errors';
import type { KeyModel } from '@strata/starrocks-sql';
import { checkIndex } from '../table/indexes';
import { needColumn, refuse, rewrites, setTable } from './draft';
import type { Draft } from './draft';

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export function addIndex(draft: Draft, index: IndexDefinition): void {
  const { table } = draft;
  checkIndex(table, index);
  if (table.indexes.some((other) => isSame(other.name, index.name))) refuse(`index \`${index.name}\` already exist.`);
  if (table.indexes.some((other) => other.columns.join() === index.columns.join()))
    refuse(`index for columns (${index.columns.join(',')} ) already exist.`);
  setTable(draft, { indexes: [...table.indexes, index] });
  rewrites(draft);
}

export function dropIndex(draft: Draft, name: string): void {
  const { table } = draft;
  if (!draft.before.indexes.some((other) => isSame(other.name, name))) refuse(`index ${name} does not exist`);
  setTable(draft, { indexes: table.indexes.filter((other) => !isSame(other.name, name)) });
  rewrites(draft);
}

export function addRollup(draft: Draft, rollup: RollupDefinition): void {
  const { table } = draft;
  const { name } = rollup;
  if (table.partitions.some((partition) => partition.temporary === true))
    refuse('Can not alter table when there are temp partitions in table');
  const seen = new Set<string>();
  for (const column of rollup.columns) {
    if (seen.has(column.toLowerCase()))
      throw new SqlError(1060, `Getting analyzing error. Detail message: Duplicate column name '${column}'.`);
    seen.add(column.toLowerCase());
  }
  if (table.model === 'PRIMARY') refuse(`Do not support add rollup on primary key table[${table.name}]`);
  if (isSame(name, table.name)) refuse(`Rollup name should be different with base table:${name}`);
  const existing = table.rollups ?? [];
  if (rollup.from !== undefined && rollup.from !== table.name && !existing.some((other) => other.name === rollup.from))
    refuse(`Base index[${rollup.from}] does not exist`);
  if (existing.some((other) => isSame(other.name, name))) refuse(`Rollup index[${name}] already exists`);
  const columns = rollup.columns.map((column) => needColumn(draft, column, `Column[${column}] does not exist`));
  if (table.model === 'UNIQUE' && table.keys.some((key) => !columns.some((column) => column.name === key)))
    refuse('Rollup should contains all unique keys in basetable');
  setTable(draft, {
    rollups: [
      ...existing,
      {
        id: draft.nextId(),
        name,
        columns: rollupKeys(table.model, columns),
        model: table.model,
        createdMs: Date.now(),
      },
    ],
  });
  draft.job = 'ROLLUP';
  draft.indexName = name;
}

type Columns = Draft['table']['columns'];

/** Columns of a rollup of a duplicate-key table: as many of the first as are keys stay keys. */
function rollupKeys(model: KeyModel, columns: Columns): Columns {
  return model === 'DUPLICATE' && !columns.some((column) => column.key)
    ? columns.map((column, index) => ({ ...column, key: index === 0 }))
    : columns;
}

export function dropRollup(draft: Draft, name: string): void {
  const { table } = draft;
  if (name === table.name) refuse('Cannot drop base index by using DROP ROLLUP or DROP MATERIALIZED VIEW.');
  const existing = table.rollups ?? [];
  if (!existing.some((rollup) => rollup.name === name))
    refuse(`Materialized view [${name}] does not exist in table [${table.name}]`);
  setTable(draft, { rollups: existing.filter((rollup) => rollup.name !== name) });
}

export function renameRollup(draft: Draft, from: string, to: string): void {
  const existing = draft.table.rollups ?? [];
  if (!existing.some((rollup) => rollup.name === from)) refuse(`Rollup index[${from}] does not exists`);
  if (existing.some((rollup) => rollup.name === to)) refuse(`Rollup name[${to}] is already used`);
  setTable(draft, { rollups: existing.map((rollup) => (rollup.name === from ? { ...rollup, name: to } : rollup)) });
}
