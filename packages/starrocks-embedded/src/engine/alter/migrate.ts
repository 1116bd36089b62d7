import type { QueryScope } from '../../query/contract';
import type { CatalogChange } from '../../storage/catalog';
import type { ColumnRecord, TableRecord } from '../../storage/model';
import { duckTable, quoteName } from '../../storage/names';
import { duckType } from '../../storage/types';
import { createSql } from '../ddl-table';
import { runDuck, translateScalar } from '../queries';
import { defaultExpression } from '../write';

const born = (column: ColumnRecord): string => (column.bornAs ?? column.name).toLowerCase();

/** Brings the stored rows of a table from one shape to another. Its name stays. */
export async function migrateRows(
  change: CatalogChange,
  scope: QueryScope,
  before: TableRecord,
  after: TableRecord,
): Promise<void> {
  const olds = new Map(before.columns.map((column) => [born(column), column]));
  const pairs = after.columns.map((column) => ({ column, old: olds.get(born(column)) }));
  const kept = pairs.flatMap(({ old }) => old ?? []);
  const isAppended = pairs.every(
    ({ old }, index) => old !== undefined || pairs.slice(index).every((p) => p.old === undefined),
  );
  const isOrdered = kept.every(
    (column, index) =>
      index === 0 || before.columns.indexOf(column) > before.columns.indexOf(kept[index - 1] ?? column),
  );
  const isStruct = pairs.some(
    ({ column, old }) =>
      old !== undefined && column.type.kind === 'struct' && duckType(column.type) !== duckType(old.type),
  );
  const isGenerated = pairs.some(
    ({ column, old }) => column.generated !== old?.generated && column.generated !== undefined,
  );
  if (isAppended && isOrdered && !isStruct && !isGenerated) await alterInPlace(change, scope, before, pairs);
  else await rebuild(change, scope, before, after, pairs);
}

interface Pair {
  readonly column: ColumnRecord;
  readonly old: ColumnRecord | undefined;
}

async function alterInPlace(
  change: CatalogChange,
  scope: QueryScope,
  before: TableRecord,
  pairs: readonly Pair[],
): Promise<void> {
  const alter = (sql: string): Promise<void> =>
    runDuck(() => change.run(`ALTER TABLE ${duckTable(before.database, before.name)} ${sql}`));
  for (const { column, old } of pairs) {
    if (old === undefined) continue;
    const name = quoteName(old.name);
    if (!old.nullable && column.nullable) await alter(`ALTER COLUMN ${name} DROP NOT NULL`);
    if (duckType(old.type) !== duckType(column.type))
      await alter(`ALTER COLUMN ${name} SET DATA TYPE ${duckType(column.type)}`);
    if (old.name !== column.name) await alter(`RENAME COLUMN ${name} TO ${quoteName(column.name)}`);
  }
  for (const { column, old } of pairs) {
    if (old !== undefined) continue;
    const name = quoteName(column.name);
    await alter(`ADD COLUMN ${name} ${duckType(column.type)} DEFAULT ${addedValue(scope, column)}`);
    await alter(`ALTER COLUMN ${name} DROP DEFAULT`);
    if (!column.nullable) await alter(`ALTER COLUMN ${name} SET NOT NULL`);
  }
  for (const gone of before.columns.filter((column) => !pairs.some(({ old }) => old === column)))
    await alter(`DROP COLUMN ${quoteName(gone.name)}`);
}

/** Value of a new column in old rows; a key column without a default starts at nothing. */
function addedValue(scope: QueryScope, column: ColumnRecord): string {
  return defaultExpression(scope, column.default === undefined ? { ...column, nullable: true } : column);
}

async function rebuild(
  change: CatalogChange,
  scope: QueryScope,
  before: TableRecord,
  after: TableRecord,
  pairs: readonly Pair[],
): Promise<void> {
  const copy = { ...after, name: `${before.name}__rebuilt` };
  await change.run(createSql(copy));
  const cells = pairs.map(({ column, old }) => {
    const type = duckType(column.type);
    if (column.generated !== undefined && column.generated !== old?.generated)
      return `CAST(${translateScalar(column.generated, scope, before)} AS ${type})`;
    if (old === undefined) return addedValue(scope, column);
    return `CAST(${quoteName(before.name)}.${quoteName(old.name)} AS ${type})`;
  });
  await runDuck(() =>
    change.run(
      `INSERT INTO ${duckTable(copy.database, copy.name)} SELECT ${cells.join(', ')} FROM ${duckTable(before.database, before.name)} AS ${quoteName(before.name)}`,
    ),
  );
  await change.run(`DROP TABLE ${duckTable(before.database, before.name)}`);
  await change.run(`ALTER TABLE ${duckTable(copy.database, copy.name)} RENAME TO ${quoteName(before.name)}`);
}
