import { SqlError } from '../../errors';
import type { Distribution } from '@strata/starrocks-sql';
import type { ColumnRecord } from '../../storage/model';
import type { ServerContext } from '../context';
import { findColumn } from './keys';
import { typeLabel } from './type-names';

interface Placed {
  readonly columns: readonly ColumnRecord[];
  readonly distribution: Distribution;
}

/** Types of the columns that rows are distributed by. */
function placedBy({ columns, distribution }: Placed): readonly string[] {
  if (distribution.kind !== 'hash') return [];
  return distribution.columns.map((name) => {
    const column = findColumn(columns, name);
    return column === undefined ? '' : typeLabel(column.type);
  });
}

/** @throws SqlError 5063 when a table is to be in a colocation group whose tables are distributed in another way. */
export function checkColocation(
  context: ServerContext,
  database: string,
  group: string | undefined,
  table: Placed,
): void {
  if (group === undefined || group === '') return;
  const member = context.catalog
    .objects(database)
    .find((object) => object.kind === 'table' && object.properties['colocate_with'] === group);
  if (member?.kind !== 'table') return;
  const [own, theirs] = [placedBy(table), placedBy(member)];
  const refuse = (rule: string): never => {
    throw new SqlError(5063, `Colocate tables ${rule} with group ${group}`);
  };
  if (own.length !== theirs.length) refuse(`distribution columns size must be the same : ${theirs.length},`);
  const wrong = own.findIndex((type, index) => type !== theirs[index]);
  const column = table.distribution.kind === 'hash' ? table.distribution.columns[wrong] : undefined;
  if (wrong !== -1)
    refuse(
      `distribution columns must have the same data type, current col: ${column ?? ''}, should be: ${theirs[wrong] ?? ''},`,
    );
  const [buckets, expected] = [table.distribution.buckets, member.distribution.buckets];
  if (buckets !== undefined && expected !== undefined && buckets !== expected)
    refuse(`must have same bucket num: ${expected}, current is ${buckets},`);
}
