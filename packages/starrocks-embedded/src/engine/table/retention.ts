import type { PartitionScheme } from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../../errors';
import type { ColumnRecord } from '../../storage/model';
import { queryType } from '../../storage/types';
import { backgroundSession, queryScope } from '../context';
import type { ServerContext } from '../context';
import { translateScalar } from '../queries';
import type { ObjectName } from '../targets';
import { findColumn } from './keys';
import { schemeColumns } from './partition-scheme';

const UNSUPPORTED = 5001;

/** @throws SqlError for a condition on partitions that names something else than what the table is partitioned by. */
export function checkRetention(
  context: ServerContext,
  target: ObjectName,
  columns: readonly ColumnRecord[],
  scheme: PartitionScheme | undefined,
  condition: string | undefined,
): void {
  if (condition === undefined || condition === '' || scheme === undefined) return;
  const refuse = (reason: string): never => {
    throw analysisError(`Failed to validate retention condition: ${reason}`);
  };
  const scope = queryScope(context, backgroundSession(context, target.database, ''));
  const visible = columns.map((column) => ({ name: column.name, type: queryType(column.type) }));
  try {
    translateScalar(condition, { ...scope, columnsOf: () => visible }, target);
  } catch (error) {
    // What is only not known here may well be known to a frontend.
    if (error instanceof SqlError && error.errorNumber !== UNSUPPORTED) refuse(error.message);
    if (!(error instanceof SqlError)) throw error;
  }
  const keys = schemeColumns(scheme);
  const other = (condition.match(/[A-Za-z_]\w*/g) ?? [])
    .map((word) => findColumn(columns, word))
    .find((column) => column !== undefined && !keys.includes(column.name));
  if (other !== undefined)
    refuse(
      `Getting analyzing error. Detail message: Column \`${other.name}\` in the partition condition is not a table's partition expression, please use table's partition expressions: \`${keys.join('`, `')}\`.`,
    );
}
