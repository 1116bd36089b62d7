import type { OptimizeClause } from '@strata/starrocks-sql';

import { SqlError } from '../../errors';
import { findColumn } from '../table/keys';
import { analysis, setTable } from './draft';
import type { Draft } from './draft';

const refuse64 = (detail: string): never => {
  throw new SqlError(5064, `Getting analyzing error. Detail message: ${detail}.`);
};

/** ALTER TABLE … DISTRIBUTED BY, PARTITION BY: an optimize job. */
export function optimize(draft: Draft, clause: OptimizeClause): void {
  const { table } = draft;
  if (clause.key !== undefined) analysis('not support change keys type when optimize table');
  const missing = clause.partitions?.names.find((name) => !table.partitions.some((other) => other.name === name));
  if (missing !== undefined) analysis(`partition ${missing} does not exist`);
  if (clause.partition !== undefined)
    refuse64(
      table.partition === undefined
        ? 'Unsupported partition type for merge partitions'
        : table.partition.kind === 'expression'
          ? 'Unsupported partition type for merge partitions'
          : 'Unsupported table partition type when merge partitions',
    );
  const { distribution } = clause;
  if (distribution?.kind === 'hash') {
    const unknown = distribution.columns.find((name) => findColumn(table.columns, name) === undefined);
    if (unknown !== undefined) analysis(`Distribution column(${unknown}) doesn't exist.`);
  }
  if (distribution?.kind === 'random' && distribution.buckets !== undefined && table.distribution.kind === 'random')
    refuse64('Random distribution table already supports automatic scaling and does not require optimization');
  if (distribution !== undefined && clause.partitions === undefined) setTable(draft, { distribution });
  if (clause.orderBy !== undefined) setTable(draft, { orderBy: clause.orderBy });
  draft.job = 'OPTIMIZE';
  if (distribution?.kind !== table.distribution.kind) draft.inactive = `base-table optimized:${table.name}`;
}
