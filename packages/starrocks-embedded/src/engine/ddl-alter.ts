import type { AlterTableClause, AlterTableStatement, ColumnPosition } from '@strata/starrocks-sql';

import { parseStatement, printStatement } from '@strata/starrocks-sql';

import { SqlError, analysisError, unsupported } from '../errors';
import { OK } from '../protocol/result';
import type { StatementResult } from '../protocol/result';
import type { CatalogChange } from '../storage/catalog';
import type { AlterJobRecord, ColumnRecord, TableRecord } from '../storage/model';
import { duckTable, quoteName } from '../storage/names';
import { duckType } from '../storage/types';
import type { QueryScope } from '../query/contract';
import type { ServerContext, SessionState } from './context';
import { backgroundSession, queryScope } from './context';
import { checkDefaults, createSql, deactivateDependents, exists, namedPartitions, readColumn } from './ddl-table';
import { listValues, rangePartitions } from './partitions';
import { runDuck } from './queries';
import { requireTable, resolveName } from './targets';
import { defineView, dependents } from './views';
import { defaultExpression } from './write';

/** What one clause works with and leaves behind. */
interface Step {
  readonly context: ServerContext;
  readonly session: SessionState;
  readonly scope: QueryScope;
  readonly change: CatalogChange;
  readonly table: TableRecord;
}

export async function alterTable(
  context: ServerContext,
  session: SessionState,
  statement: AlterTableStatement,
): Promise<StatementResult> {
  const before = requireTable(context, resolveName(session, statement.name));
  context.jobs.refuseBusy(before);
  const kind = jobKind(statement.clauses);
  const scope = queryScope(context, session);
  const job = await context.catalog.change(async (change) => {
    const record = jobRecord(change, before, kind, statement, session);
    if (kind !== undefined) return context.jobs.start(change, record);
    const after = await applyClauses({ context, session, scope, change, table: before }, statement.clauses);
    if (after.schemaVersion !== before.schemaVersion)
      await change.put('alter_jobs', String(record.id), finished(change, record));
    return undefined;
  });
  if (job !== undefined) context.jobs.follow(job);
  await redefineViews(context, before);
  return OK;
}

/** Kind of the job that the clauses need; undefined when they only touch metadata. */
function jobKind(clauses: readonly AlterTableClause[]): AlterJobRecord['kind'] | undefined {
  const kinds = clauses.map((clause) => clause.kind);
  if (kinds.includes('add-rollup')) return 'ROLLUP';
  if (kinds.includes('optimize')) return 'OPTIMIZE';
  return kinds.some((kind) => ['add-index', 'drop-index', 'order-columns', 'modify-column'].includes(kind))
    ? 'COLUMN'
    : undefined;
}

function jobRecord(
  change: CatalogChange,
  table: TableRecord,
  kind: AlterJobRecord['kind'] | undefined,
  statement: AlterTableStatement,
  session: SessionState,
): AlterJobRecord {
  const id = change.nextId();
  return {
    id,
    kind: kind ?? 'COLUMN',
    database: table.database,
    table: table.name,
    tableId: table.id,
    indexName: table.name,
    indexId: kind === undefined ? table.id : change.nextId(),
    originIndexId: table.id,
    schemaVersion: kind === undefined ? table.schemaVersion + 1 : 0,
    transactionId: -1,
    createMs: Date.now(),
    state: 'PENDING',
    msg: '',
    fast: kind === undefined,
    work: { sql: printStatement(statement), database: session.database },
  };
}

function finished(change: CatalogChange, { work: _, ...job }: AlterJobRecord): AlterJobRecord {
  return { ...job, state: 'FINISHED', finishMs: Date.now(), transactionId: change.nextId() };
}

/** Carries out the statement of a job on its table, under the name that the table has by now. */
export async function applyJob(context: ServerContext, change: CatalogChange, job: AlterJobRecord): Promise<void> {
  const table = context.catalog.objects().find((object) => object.id === job.tableId);
  if (table?.kind !== 'table') throw new SqlError(1064, `Table ${job.tableId} does not exist`);
  const statement = parseStatement(job.work?.sql ?? '');
  if (statement.kind !== 'alter-table') return;
  const session = backgroundSession(context, job.work?.database ?? '', context.administrator);
  await applyClauses({ context, session, scope: queryScope(context, session), change, table }, statement.clauses);
}

/** What is left to do after a job: views read the table as it is now. */
export async function jobFinished(context: ServerContext, job: AlterJobRecord): Promise<void> {
  const table = context.catalog.objects().find((object) => object.id === job.tableId);
  if (table?.kind === 'table') await redefineViews(context, table);
}

async function applyClauses(step: Step, clauses: readonly AlterTableClause[]): Promise<TableRecord> {
  const { change, table: before } = step;
  let table = before;
  for (const clause of clauses) table = await applyClause({ ...step, table }, clause);
  if (table.name !== before.name) await change.removeObject(before);
  await change.putObject({ ...table, updatedMs: Date.now() });
  return table;
}

function applyClause(step: Step, clause: AlterTableClause): Promise<TableRecord> {
  const { table } = step;
  switch (clause.kind) {
    case 'add-column':
      return addColumns(step, [readColumn(clause.column)], clause.position);
    case 'add-columns':
      return addColumns(step, clause.columns.map(readColumn), undefined);
    case 'drop-column':
      return dropColumn(step, clause.name);
    case 'modify-column':
      return modifyColumn(step, readColumn(clause.column), clause.position);
    case 'rename-column':
      return renameColumn(step, clause.from, clause.to);
    case 'modify-column-comment':
      return Promise.resolve(mapColumn(table, clause.name, (column) => ({ ...column, comment: clause.comment })));
    case 'rename':
      return renameTable(step, clause.to);
    case 'swap':
      return swapTable(step, clause.with);
    case 'set-properties':
      return Promise.resolve({
        ...table,
        properties: { ...table.properties, ...Object.fromEntries(clause.properties.map((p) => [p.key, p.value])) },
      });
    case 'comment':
      return Promise.resolve({ ...table, comment: clause.comment });
    case 'add-index':
      return Promise.resolve({
        ...table,
        indexes: [...table.indexes, clause.index],
        schemaVersion: table.schemaVersion + 1,
      });
    case 'drop-index':
      return Promise.resolve({
        ...table,
        indexes: table.indexes.filter((index) => index.name !== clause.name),
        schemaVersion: table.schemaVersion + 1,
      });
    case 'default-buckets':
      return Promise.resolve({ ...table, distribution: clause.distribution });
    case 'auto-increment':
      return Promise.resolve({ ...table, nextAutoIncrement: Math.max(table.nextAutoIncrement, clause.value) });
    default:
      return applyPartitionClause(step, clause);
  }
}

async function applyPartitionClause(step: Step, clause: AlterTableClause): Promise<TableRecord> {
  const { table, change } = step;
  switch (clause.kind) {
    case 'add-partition': {
      if (clause.temporary) throw unsupported('temporary partitions');
      if (table.partition === undefined) throw analysisError(`Table ${table.name} is not partitioned`);
      const { partition } = clause;
      if (partition.kind !== 'list-partition') {
        return { ...table, partitions: rangePartitions(table.partitions, [partition], () => change.nextId()) };
      }
      const values = listValues(partition.values, partition.tuples);
      return { ...table, partitions: [...table.partitions, { id: change.nextId(), name: partition.name, values }] };
    }
    case 'drop-partition': {
      const { target } = clause;
      const names = target.kind === 'name' ? [target.name] : target.kind === 'names' ? target.names : undefined;
      if (clause.temporary || names === undefined) throw unsupported(`DROP PARTITION by ${target.kind}`);
      const missing = names.find((name) => !table.partitions.some((partition) => partition.name === name));
      if (missing !== undefined && clause.ifExists) return table;
      await change.run(`DELETE FROM ${duckTable(table.database, table.name)} WHERE ${namedPartitions(table, names)}`);
      return { ...table, partitions: table.partitions.filter((partition) => !names.includes(partition.name)) };
    }
    case 'truncate-partition':
      await change.run(
        `DELETE FROM ${duckTable(table.database, table.name)} WHERE ${namedPartitions(table, clause.partitions.names)}`,
      );
      return table;
    case 'rename-partition':
      return {
        ...table,
        partitions: table.partitions.map((partition) =>
          partition.name === clause.from ? { ...partition, name: clause.to } : partition,
        ),
      };
    default:
      throw unsupported(`ALTER TABLE … ${clause.kind.replaceAll('-', ' ').toUpperCase()}`);
  }
}

function findColumn(table: TableRecord, name: string): ColumnRecord {
  const column = table.columns.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (column === undefined) throw new SqlError(1064, `Column does not exists: ${name}`);
  return column;
}

function mapColumn(table: TableRecord, name: string, map: (column: ColumnRecord) => ColumnRecord): TableRecord {
  const old = findColumn(table, name);
  return { ...table, columns: table.columns.map((column) => (column === old ? map(column) : column)) };
}

async function addColumns(
  step: Step,
  added: readonly ColumnRecord[],
  position: ColumnPosition | undefined,
): Promise<TableRecord> {
  const { table, change, scope } = step;
  for (const column of added) {
    if (table.columns.some((other) => other.name.toLowerCase() === column.name.toLowerCase())) {
      throw new SqlError(1064, `Can not add column which already exists in base table: ${column.name}`);
    }
    if (column.generated !== undefined) throw unsupported('adding generated columns');
    if (column.key) throw unsupported('adding key columns');
    if (column.autoIncrement) throw analysisError('Can not add an AUTO_INCREMENT column');
  }
  await checkDefaults(change, added);
  const name = duckTable(table.database, table.name);
  const columns = placed(table, added, position);
  const next = { ...table, columns, schemaVersion: table.schemaVersion + 1 };
  if (columns.at(-1) !== added.at(-1)) {
    await rebuild(step, next, (column) =>
      added.includes(column) ? defaultExpression(scope, column) : quoteName(column.name),
    );
    return next;
  }
  for (const column of added) {
    const value = defaultExpression(scope, column);
    await change.run(
      `ALTER TABLE ${name} ADD COLUMN ${quoteName(column.name)} ${duckType(column.type)} DEFAULT ${value}`,
    );
    await change.run(`ALTER TABLE ${name} ALTER COLUMN ${quoteName(column.name)} DROP DEFAULT`);
    if (!column.nullable) await change.run(`ALTER TABLE ${name} ALTER COLUMN ${quoteName(column.name)} SET NOT NULL`);
  }
  return next;
}

function placed(
  table: TableRecord,
  added: readonly ColumnRecord[],
  position: ColumnPosition | undefined,
): readonly ColumnRecord[] {
  if (position === undefined) return [...table.columns, ...added];
  if (position.kind === 'first') {
    if (table.keys.length > 0)
      throw new SqlError(1064, `Can not add value column ${added[0]?.name ?? ''} before key columns`);
    return [...added, ...table.columns];
  }
  const after = table.columns.indexOf(findColumn(table, position.column));
  if (after + 1 < table.keys.length)
    throw new SqlError(1064, `Can not add value column ${added[0]?.name ?? ''} between key columns`);
  return [...table.columns.slice(0, after + 1), ...added, ...table.columns.slice(after + 1)];
}

/** Writes the table anew with the columns in their order. */
async function rebuild(step: Step, next: TableRecord, value: (column: ColumnRecord) => string): Promise<void> {
  const { change, table } = step;
  const copy = { ...next, name: `${table.name}__rebuilt` };
  await change.run(createSql(copy));
  const cells = next.columns.map((column) => `CAST(${value(column)} AS ${duckType(column.type)})`).join(', ');
  await runDuck(() =>
    change.run(
      `INSERT INTO ${duckTable(copy.database, copy.name)} SELECT ${cells} FROM ${duckTable(table.database, table.name)}`,
    ),
  );
  await change.run(`DROP TABLE ${duckTable(table.database, table.name)}`);
  await change.run(`ALTER TABLE ${duckTable(copy.database, copy.name)} RENAME TO ${quoteName(next.name)}`);
}

async function dropColumn(step: Step, name: string): Promise<TableRecord> {
  const { table, change } = step;
  const column = findColumn(table, name);
  if (column.key) {
    const model = table.model === 'PRIMARY' ? 'primary data model table' : 'this table';
    throw new SqlError(1064, `Can not drop key column in ${model}`);
  }
  const generated = table.columns.find(
    (other) => other.generated !== undefined && mentions(other.generated, column.name),
  );
  if (generated !== undefined) {
    throw analysisError(
      `Column: ${column.name} can not be dropped, because expression of Generated Column: ${generated.name} will refer to it`,
    );
  }
  if (usedInLayout(table, column.name))
    throw new SqlError(1064, `Can not drop column ${column.name}: partitions or buckets are made by it`);
  await change.run(`ALTER TABLE ${duckTable(table.database, table.name)} DROP COLUMN ${quoteName(column.name)}`);
  return {
    ...table,
    columns: table.columns.filter((other) => other !== column),
    schemaVersion: table.schemaVersion + 1,
  };
}

function mentions(expression: string, name: string): boolean {
  return new RegExp(`(^|[^\\w$])${name.replace(/[^\w]/g, '\\$&')}($|[^\\w$])`, 'i').test(expression);
}

function usedInLayout(table: TableRecord, name: string): boolean {
  const { partition, distribution } = table;
  const hashed = distribution.kind === 'hash' && distribution.columns.includes(name);
  if (partition === undefined) return hashed;
  switch (partition.kind) {
    case 'range':
    case 'list':
      return hashed || partition.columns.includes(name);
    case 'range-expression':
      return hashed || mentions(partition.expression.text, name);
    case 'expression':
      return hashed || partition.expressions.some((expression) => mentions(expression.text, name));
  }
}

async function modifyColumn(
  step: Step,
  column: ColumnRecord,
  position: ColumnPosition | undefined,
): Promise<TableRecord> {
  const { table, change } = step;
  const old = findColumn(table, column.name);
  if (position !== undefined) throw unsupported('MODIFY COLUMN with a new position');
  if (old.key) throw unsupported('changing key columns');
  if (usedInLayout(table, old.name))
    throw new SqlError(1064, `Can not modify partition or distribution column ${old.name}`);
  if (old.nullable && !column.nullable) throw new SqlError(1064, 'Can not change from nullable to non-nullable');
  const name = `ALTER TABLE ${duckTable(table.database, table.name)} ALTER COLUMN ${quoteName(old.name)}`;
  if (!old.nullable && column.nullable) await change.run(`${name} DROP NOT NULL`);
  if (duckType(old.type) !== duckType(column.type))
    await runDuck(() => change.run(`${name} SET DATA TYPE ${duckType(column.type)}`));
  const next = mapColumn(table, old.name, () => ({
    ...column,
    name: old.name,
    key: old.key,
    comment: column.comment === '' ? old.comment : column.comment,
  }));
  return { ...next, schemaVersion: table.schemaVersion + 1 };
}

async function renameColumn(step: Step, from: string, to: string): Promise<TableRecord> {
  const { table, change } = step;
  const column = findColumn(table, from);
  if (table.columns.some((other) => other.name.toLowerCase() === to.toLowerCase()))
    throw new SqlError(1060, `Duplicate column name '${to}'`);
  if (usedInLayout(table, column.name)) throw unsupported('renaming a column that partitions or buckets are made by');
  await change.run(
    `ALTER TABLE ${duckTable(table.database, table.name)} RENAME COLUMN ${quoteName(column.name)} TO ${quoteName(to)}`,
  );
  const keys = table.keys.map((key) => (key === column.name ? to : key));
  return { ...mapColumn(table, from, (old) => ({ ...old, name: to })), keys, schemaVersion: table.schemaVersion + 1 };
}

async function renameTable(step: Step, to: string): Promise<TableRecord> {
  const { table, change, context } = step;
  if (to === table.name) throw new SqlError(1064, `Getting analyzing error. Detail message: Same table name ${to}.`);
  exists(context, { database: table.database, name: to }, false);
  await change.run(`ALTER TABLE ${duckTable(table.database, table.name)} RENAME TO ${quoteName(to)}`);
  await deactivateDependents(context, change, table, `base-table renamed: ${table.name}`);
  const partitions =
    table.partition === undefined
      ? table.partitions.map((partition) => ({ ...partition, name: to }))
      : table.partitions;
  return { ...table, name: to, partitions };
}

async function swapTable(step: Step, name: string): Promise<TableRecord> {
  const { table, change, context } = step;
  const other = requireTable(context, { database: table.database, name });
  const parked = `${table.name}__swapped`;
  const rename = (from: string, to: string): Promise<void> =>
    change.run(`ALTER TABLE ${duckTable(table.database, from)} RENAME TO ${quoteName(to)}`);
  await rename(table.name, parked);
  await rename(other.name, table.name);
  await rename(parked, other.name);
  await change.putObject({ ...table, name: other.name });
  return { ...other, name: table.name };
}

/** Views keep the columns they were made with; those that cannot be read any more fail when they are used, as in StarRocks. */
async function redefineViews(context: ServerContext, table: TableRecord): Promise<void> {
  for (const view of dependents(context, table.database, table.name)) {
    if (view.kind !== 'view') continue;
    await context.catalog.change((change) => defineView(change, view)).catch(() => undefined);
  }
}
