import { parseStatement, printStatement } from '@strata/starrocks-sql';
import type { AlterTableClause, AlterTableStatement, CancelAlterStatement } from '@strata/starrocks-sql';

import { SqlError, analysisError, unsupported } from '../errors';
import { OK } from '../protocol/result';
import type { StatementResult } from '../protocol/result';
import type { CatalogChange } from '../storage/catalog';
import type { AlterJobRecord, TableRecord } from '../storage/model';
import { changeField, addColumn, dropColumn, modifyColumn, orderColumns, renameColumn } from './alter/columns';
import { replaceColumn, refuse, setTable } from './alter/draft';
import type { Draft } from './alter/draft';
import { addIndex, addRollup, dropIndex, dropRollup, renameRollup } from './alter/indexes';
import { migrateRows } from './alter/migrate';
import { renameTable, swapTables } from './alter/names';
import { optimize } from './alter/optimize';
import {
  addPartition,
  dropPartition,
  modifyPartitions,
  renamePartition,
  replacePartitions,
  truncatePartitions,
} from './alter/partitions';
import { setProperties } from './alter/properties';
import { alterViewIndexes, areViewIndexes } from './alter/view-indexes';
import { backgroundSession, queryScope } from './context';
import type { ServerContext, SessionState } from './context';
import { deactivateReaders } from './inactive';
import { resolveName } from './targets';
import type { ObjectName } from './targets';
import { defineView, dependents } from './views';

export async function alterTable(
  context: ServerContext,
  session: SessionState,
  statement: AlterTableStatement,
): Promise<StatementResult> {
  const target = resolveName(session, statement.name);
  const view = context.catalog.object(target.database, target.name);
  if (view?.kind === 'materialized-view' && areViewIndexes(statement.clauses)) {
    await context.catalog.change((change) => alterViewIndexes(change, view, statement.clauses));
    return OK;
  }
  requireAlterable(context, target);
  checkOperations(statement.clauses);
  const job = await context.catalog.change(async (change) => {
    const before = requireAlterable(context, target);
    context.jobs.refuseBusy(before);
    const draft = draftOf(context, session, change, before, statement.clauses);
    if (draft.job === undefined) {
      await applyDraft(change, draft);
      if (draft.fast) await noteFast(change, draft.table);
      return undefined;
    }
    return context.jobs.start(change, jobRecord(change, draft, statement));
  });
  if (job !== undefined) context.jobs.follow(job);
  const renamed = statement.clauses.find((clause) => clause.kind === 'rename' || clause.kind === 'swap');
  await redefineViews(context, target.database, target.name);
  if (renamed?.kind === 'rename') await redefineViews(context, target.database, renamed.to);
  if (renamed?.kind === 'swap') await redefineViews(context, target.database, renamed.with);
  return OK;
}

function requireAlterable(context: ServerContext, target: ObjectName): TableRecord {
  if (context.catalog.database(target.database) === undefined)
    throw analysisError(`Database default_catalog.${target.database} is not found`);
  const object = context.catalog.object(target.database, target.name);
  if (object === undefined) throw analysisError(`Table ${target.name} is not found`);
  if (object.kind === 'table') return object;
  throw analysisError(`Do not support alter non-native table/materialized-view[${target.database}.${target.name}]`);
}

/** Kinds of operations: only schema changes, and only drops, may stand together in one statement. */
function operation(clause: AlterTableClause): string {
  switch (clause.kind) {
    case 'add-column':
    case 'add-columns':
    case 'drop-column':
    case 'modify-column':
    case 'order-columns':
    case 'add-field':
    case 'drop-field':
    case 'add-index':
    case 'drop-index':
    case 'set-properties':
      return 'SCHEMA_CHANGE';
    case 'add-rollup':
    case 'drop-rollup':
      return 'ADD_ROLLUP';
    case 'add-partition':
      return 'ADD_PARTITION';
    default:
      return 'ALTER_OTHER';
  }
}

function checkOperations(clauses: readonly AlterTableClause[]): void {
  const [first, ...rest] = clauses.map(operation);
  for (const other of rest) {
    if (other === first && (first === 'SCHEMA_CHANGE' || first === 'ADD_ROLLUP')) continue;
    const [held, asked] = other === 'SCHEMA_CHANGE' || first === 'ALTER_OTHER' ? [other, first] : [other, first];
    throw analysisError(`Alter operation ${held} conflicts with operation ${asked}`);
  }
  const modified = clauses.flatMap((clause) =>
    clause.kind === 'modify-column' ? [clause.column.name.toLowerCase()] : [],
  );
  const twice = modified.find((name, index) => modified.indexOf(name) !== index);
  if (twice !== undefined) throw new SqlError(1064, `Column[${twice}] does not exists`);
}

function draftOf(
  context: ServerContext,
  session: SessionState,
  change: CatalogChange,
  before: TableRecord,
  clauses: readonly AlterTableClause[],
): Draft {
  const draft: Draft = {
    context,
    session,
    before,
    table: before,
    job: undefined,
    indexName: undefined,
    fast: false,
    touched: new Set(),
    inactive: undefined,
    work: [],
    nextId: () => change.nextId(),
  };
  for (const clause of clauses) applyClause(draft, clause);
  return draft;
}

function applyClause(draft: Draft, clause: AlterTableClause): void {
  switch (clause.kind) {
    case 'add-column':
      return addColumn(draft, clause.column, clause.position);
    case 'add-columns':
      for (const column of clause.columns) addColumn(draft, column, undefined);
      return;
    case 'drop-column':
      return clause.rollup === undefined
        ? dropColumn(draft, clause.name)
        : dropRollupColumn(draft, clause.rollup, clause.name);
    case 'modify-column':
      if (clause.rollup !== undefined) refuse('Do not need to specify index name when just modifying column type');
      return modifyColumn(draft, clause.column, clause.position);
    case 'modify-column-comment':
      return setComment(draft, clause.name, clause.comment);
    case 'rename-column':
      return renameColumn(draft, clause.from, clause.to);
    case 'order-columns':
      return orderColumns(draft, clause.columns);
    case 'add-field':
      return changeField(draft, clause.column, clause.path, clause.type, clause.position);
    case 'drop-field':
      return changeField(draft, clause.column, clause.path, undefined, undefined);
    case 'rename':
      return renameTable(draft, clause.to);
    case 'swap':
      return swapTables(draft, clause.with);
    case 'set-properties':
      return setProperties(draft, clause.properties);
    case 'comment':
      return setTable(draft, { comment: clause.comment });
    case 'optimize':
      return optimize(draft, clause);
    default:
      return applyOther(draft, clause);
  }
}

function applyOther(draft: Draft, clause: AlterTableClause): void {
  switch (clause.kind) {
    case 'add-index':
      return addIndex(draft, clause.index);
    case 'drop-index':
      return dropIndex(draft, clause.name);
    case 'add-rollup':
      return addRollup(draft, clause.rollup);
    case 'drop-rollup':
      return dropRollup(draft, clause.name);
    case 'rename-rollup':
      return renameRollup(draft, clause.from, clause.to);
    case 'default-buckets':
      return setTable(draft, { distribution: clause.distribution });
    case 'auto-increment':
      return setTable(draft, { nextAutoIncrement: Math.max(draft.table.nextAutoIncrement, clause.value) });
    case 'add-partition':
      return addPartition(draft, clause);
    case 'drop-partition':
      return dropPartition(draft, clause);
    case 'truncate-partition':
      return truncatePartitions(draft, clause.partitions.names);
    case 'rename-partition':
      return renamePartition(draft, clause.from, clause.to);
    case 'modify-partition':
      return modifyPartitions(draft, clause);
    case 'replace-partition':
      return replacePartitions(draft, clause);
    case 'compact': {
      const missing = clause.partitions.find((name) => !draft.table.partitions.some((other) => other.name === name));
      if (missing !== undefined) refuse(`Partition not found: ${missing}`);
      return;
    }
    default:
      throw unsupported(`ALTER TABLE … ${clause.kind.replaceAll('-', ' ').toUpperCase()}`);
  }
}

function setComment(draft: Draft, name: string, comment: string): void {
  const column = draft.table.columns.find((other) => other.name.toLowerCase() === name.toLowerCase());
  if (column === undefined) return refuse(`Column[${name}] does not exists`);
  replaceColumn(draft, column, { ...column, comment });
}

function dropRollupColumn(draft: Draft, rollup: string, name: string): void {
  const rollups = draft.table.rollups ?? [];
  if (!rollups.some((other) => other.name === rollup))
    refuse(`Index[${rollup}] does not exist in table[${draft.table.name}]`);
  setTable(draft, {
    rollups: rollups.map((other) =>
      other.name === rollup ? { ...other, columns: other.columns.filter((column) => column.name !== name) } : other,
    ),
  });
  draft.job ??= 'COLUMN';
}

async function applyDraft(change: CatalogChange, draft: Draft): Promise<void> {
  const { context, session, before } = draft;
  for (const work of draft.work) await work(change);
  const current = context.catalog.object(before.database, before.name);
  if (draft.table.columns !== before.columns)
    await migrateRows(change, queryScope(context, session), before, draft.table);
  const touched = draft.fast || draft.job !== undefined;
  const after = {
    ...draft.table,
    schemaVersion: before.schemaVersion + (touched ? 1 : 0),
    updatedMs: Date.now(),
  };
  if (current?.kind === 'table' && draft.table.name === before.name) await change.putObject(after);
  await deactivateReaders(context, change, before, [...draft.touched], draft.inactive);
}

async function noteFast(change: CatalogChange, table: TableRecord): Promise<void> {
  const id = change.nextId();
  await change.put('alter_jobs', String(id), {
    id,
    kind: 'COLUMN',
    database: table.database,
    table: table.name,
    tableId: table.id,
    indexName: table.name,
    indexId: table.id,
    originIndexId: table.id,
    schemaVersion: table.schemaVersion + 1,
    transactionId: change.nextId(),
    createMs: Date.now(),
    finishMs: Date.now(),
    state: 'FINISHED',
    msg: '',
    fast: true,
  });
}

function jobRecord(change: CatalogChange, draft: Draft, statement: AlterTableStatement): AlterJobRecord {
  const { before, session } = draft;
  return {
    id: change.nextId(),
    kind: draft.job ?? 'COLUMN',
    database: before.database,
    table: before.name,
    tableId: before.id,
    indexName: draft.indexName ?? before.name,
    indexId: change.nextId(),
    originIndexId: before.id,
    schemaVersion: 0,
    transactionId: -1,
    createMs: Date.now(),
    state: 'PENDING',
    msg: '',
    fast: false,
    ...(draft.job === 'OPTIMIZE' ? { operation: 'ALTER' } : {}),
    work: { sql: printStatement(statement), database: session.database },
  };
}

/** Carries out the statement of a job on its table, under the name that the table has by now. */
export async function applyJob(context: ServerContext, change: CatalogChange, job: AlterJobRecord): Promise<void> {
  const table = context.catalog.objects().find((object) => object.id === job.tableId);
  if (table?.kind !== 'table') throw new SqlError(1064, `table does not exist, tableId:${job.tableId}`);
  // A synchronous view is with its table from the start: the job only shows that it is built.
  if (job.work === undefined) return;
  const statement = parseStatement(job.work.sql);
  if (statement.kind !== 'alter-table') return;
  const session = backgroundSession(context, job.work.database, context.administrator);
  await applyDraft(change, draftOf(context, session, change, table, statement.clauses));
}

/** What is left to do after a job: views read the table as it is now. */
export async function jobFinished(context: ServerContext, job: AlterJobRecord): Promise<void> {
  const table = context.catalog.objects().find((object) => object.id === job.tableId);
  if (table !== undefined) await redefineViews(context, table.database, table.name);
}

/** Views keep the columns they were made with; those that cannot be read any more fail when they are used, as in StarRocks. */
async function redefineViews(context: ServerContext, database: string, name: string): Promise<void> {
  for (const view of dependents(context, database, name)) {
    if (view.kind !== 'view') continue;
    await context.catalog.change((change) => defineView(change, view)).catch(() => undefined);
  }
}

/** CANCEL ALTER TABLE … FROM t. */
export async function cancelAlter(
  context: ServerContext,
  session: SessionState,
  statement: CancelAlterStatement,
): Promise<StatementResult> {
  const target = resolveName(session, statement.name);
  const table = context.catalog.object(target.database, target.name);
  if (table === undefined) throw new SqlError(5502, `Unknown table '${target.name}'`);
  const kind = statement.object === 'MATERIALIZED VIEW' ? 'ROLLUP' : (statement.job ?? 'COLUMN');
  await context.jobs.cancel(table, kind, 'user cancelled');
  return OK;
}
