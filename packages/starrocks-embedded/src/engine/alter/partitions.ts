import type {
  AddPartitionClause,
  DropPartitionClause,
  ModifyPartitionClause,
  ReplacePartitionClause,
} from '@strata/starrocks-sql';

import { SqlError, unsupported } from '../../errors';
import type { PartitionRecord, TableRecord } from '../../storage/model';
import { duckTable, quoteName } from '../../storage/names';
import { queryScope } from '../context';
import { listPartitions, rangePartitions } from '../partition/declared';
import { parkPartition } from '../partition/recycle';
import { partitionCondition } from '../partition/rows';
import { translateScalar } from '../queries';
import { findColumn } from '../table/keys';
import { schemeColumns } from '../table/partition-scheme';
import { analysis, refuse, setTable } from './draft';
import type { Draft } from './draft';

export function addPartition(draft: Draft, clause: AddPartitionClause): void {
  const { table } = draft;
  const { partition: scheme } = table;
  const { partition } = clause;
  if (scheme === undefined) return analysis('Only support adding partition to range/list partitioned table');
  const { distribution } = clause;
  if (distribution?.kind === 'hash' && table.distribution.kind === 'hash') {
    const own = table.distribution.columns;
    if (distribution.columns.join() !== own.join())
      refuse(`Cannot assign hash distribution with different distribution cols. default is: [${own.join(', ')}]`);
  }
  const temporary = clause.temporary ? { temporary: true } : {};
  const same = table.partitions.filter((other) => (other.temporary === true) === clause.temporary);
  const others = table.partitions.filter((other) => (other.temporary === true) !== clause.temporary);
  const isRange = scheme.kind === 'range' || scheme.kind === 'range-expression' || isAutomaticRange(table);
  let next: readonly PartitionRecord[];
  if (partition.kind === 'list-partition') {
    if (isRange)
      refuse(
        'class com.starrocks.catalog.RangePartitionInfo cannot be cast to class com.starrocks.catalog.ListPartitionInfo',
      );
    next = listPartitions(same, scheme, table.columns, [partition], () => draft.nextId());
  } else {
    if (!isRange)
      throw new SqlError(5700, 'Cannot add a Range partition to a table that partition type is not of Range');
    if (partition.kind === 'range-partition' && isAutomaticRange(table))
      analysis(
        'Currently, you cannot manually add a single range partition to a table that is automatically partition',
      );
    next = rangePartitions(same, scheme, table.columns, [partition], () => draft.nextId());
  }
  setTable(draft, {
    partitions: [...others, ...next.map((record) => (same.includes(record) ? record : { ...record, ...temporary }))],
  });
}

/** Tables by date_trunc and time_slice have ranges that loads make. */
function isAutomaticRange({ partition }: TableRecord): boolean {
  const [only] = partition?.kind === 'expression' ? partition.expressions : [];
  return partition?.kind === 'expression' && partition.expressions.length === 1 && only?.text.includes('(') === true;
}

export function dropPartition(draft: Draft, clause: DropPartitionClause): void {
  const { table } = draft;
  const { target } = clause;
  if (target.kind === 'all-temporary') {
    setTable(draft, { partitions: table.partitions.filter((partition) => partition.temporary !== true) });
    return;
  }
  if (table.partition === undefined) refuse(`Alter table [${table.name}] failed. Not a partitioned table`);
  if (target.kind === 'where') return dropWhere(draft, target.condition.text);
  if (target.kind === 'range') throw unsupported('DROP PARTITIONS of a range');
  const names = target.kind === 'name' ? [target.name] : target.names;
  if (names.some((name) => name.startsWith('$shadow'))) analysis('Deletion of shadow partitions is not allowed');
  const found = names.flatMap((name) => {
    const partition = find(draft, name, clause.temporary);
    if (partition === undefined && !clause.ifExists)
      throw new SqlError(1507, `Error in list of partitions to [${name}]`);
    return partition ?? [];
  });
  if (!clause.force) parkRows(draft, found);
  removeRows(draft, found);
  setTable(draft, { partitions: table.partitions.filter((partition) => !found.includes(partition)) });
}

function find({ table }: Draft, name: string, temporary = false): PartitionRecord | undefined {
  return table.partitions.find(
    (partition) => partition.name.toLowerCase() === name.toLowerCase() && (partition.temporary === true) === temporary,
  );
}

/** DROP PARTITIONS WHERE: rows that fulfil a condition on the partition columns go. */
function dropWhere(draft: Draft, condition: string): void {
  const { table, context, session } = draft;
  const columns = schemeColumns(table.partition ?? { kind: 'list', columns: [], partitions: [] });
  const words = condition.match(/[A-Za-z_]\w*/g) ?? [];
  const other = words
    .map((word) => findColumn(table.columns, word))
    .find((column) => column !== undefined && !columns.includes(column.name));
  if (other !== undefined)
    analysis(
      `Column \`${other.name}\` in the partition condition is not a table's partition expression, please use table's partition expressions: \`${columns.join('`, `')}\``,
    );
  const sql = translateScalar(condition, queryScope(context, session), table);
  draft.work.push((change) =>
    change.run(`DELETE FROM ${duckTable(table.database, table.name)} AS ${quoteName(table.name)} WHERE ${sql}`),
  );
  setTable(draft, { partitions: table.partitions.filter((partition) => !isBelow(partition, condition)) });
}

/** Whether a whole partition lies in `column < 'x'` or in `column = 'x'`. */
function isBelow(partition: PartitionRecord, condition: string): boolean {
  const match = /^\s*`?(\w+)`?\s*(<=?|=)\s*['"]([^'"]*)['"]\s*$/.exec(condition);
  if (match === null) return false;
  const [, , operator, value = ''] = match;
  if (operator === '=') return partition.rows?.every((row) => row === value) === true;
  const upper = /, \("([^"]*)"\)\)$/.exec(partition.values)?.[1];
  return upper !== undefined && upper <= value;
}

/** Rows of partitions that may be recovered. */
function parkRows(draft: Draft, partitions: readonly PartitionRecord[]): void {
  const { context, session, table } = draft;
  const scope = queryScope(context, session);
  for (const partition of partitions) {
    if (partition.temporary !== true)
      draft.work.push((change) => parkPartition(context, change, scope, table, partition));
  }
}

/** Rows of partitions that go, or stay without rows. */
function removeRows(draft: Draft, partitions: readonly PartitionRecord[]): void {
  const { table } = draft;
  const scope = queryScope(draft.context, draft.session);
  const conditions = partitions.flatMap((partition) => {
    if (partition.temporary === true) return [];
    return [partitionCondition(scope, table, partition)];
  });
  if (conditions.length === 0) return;
  const where = conditions.map((condition) => `(${condition})`).join(' OR ');
  draft.work.push((change) =>
    change.run(`DELETE FROM ${duckTable(table.database, table.name)} AS ${quoteName(table.name)} WHERE ${where}`),
  );
}

export function truncatePartitions(draft: Draft, names: readonly string[]): void {
  const found = names.map((name) => {
    const partition = find(draft, name);
    if (partition === undefined) throw new SqlError(1064, `Partition ${name} does not exist`);
    return partition;
  });
  removeRows(draft, found);
}

export function renamePartition(draft: Draft, from: string, to: string): void {
  const { table } = draft;
  if (!/^[a-zA-Z_$\p{L}][\w$\p{L}]{0,63}$/u.test(to))
    throw new SqlError(1567, `Getting analyzing error. Detail message: Incorrect partition name '${to}'.`);
  const partition = find(draft, from);
  if (partition === undefined || table.partition === undefined) return refuse(`Partition[${from}] does not exists`);
  if (find(draft, to) !== undefined) refuse(`Partition name[${to}] is already used`);
  setTable(draft, {
    partitions: table.partitions.map((other) => (other === partition ? { ...other, name: to } : other)),
  });
}

export function modifyPartitions(draft: Draft, clause: ModifyPartitionClause): void {
  if (clause.partitions === '*') return;
  const missing = clause.partitions.find((name) => find(draft, name) === undefined);
  if (missing !== undefined) refuse(`Partition[${missing}] does not exist in table[${draft.table.name}]`);
}

/** The temporary partitions take the place of the others; here they hold no rows, so that the place is empty after it. */
export function replacePartitions(draft: Draft, clause: ReplacePartitionClause): void {
  const { table } = draft;
  const olds = clause.partitions.names.map((name) => find(draft, name) ?? refuse(`Partition[${name}] does not exist`));
  const news = clause.with.names.map(
    (name) => find(draft, name, true) ?? refuse(`Temp partition[${name}] does not exist`),
  );
  const option = (key: string): string | undefined => clause.properties.find((p) => p.key === key)?.value.toLowerCase();
  const isStrict = option('strict_range') !== 'false';
  const sorted = (list: readonly PartitionRecord[]): string =>
    list
      .map((partition) => partition.values)
      .sort()
      .join();
  if (sorted(olds) !== sorted(news)) {
    if (isStrict) refuse('2 range lists are not stricly matched');
    const kept = table.partitions.filter((other) => !olds.includes(other) && other.temporary !== true);
    if (news.some((partition) => kept.some((other) => other.values === partition.values)))
      refuse('Range conflicts with existing range');
  }
  removeRows(draft, olds);
  const keepsNames = option('use_temp_partition_name') !== 'true' && olds.length === news.length;
  const placed = news.map(({ temporary: _, ...partition }, index) => ({
    ...partition,
    name: keepsNames ? (olds[index]?.name ?? partition.name) : partition.name,
  }));
  const rest = table.partitions.filter((other) => !olds.includes(other) && !news.includes(other));
  setTable(draft, { partitions: [...rest, ...placed].sort((a, b) => (a.values < b.values ? -1 : 1)) });
}
