import type { AlterViewStatement, CreateViewStatement, DropViewStatement, ViewColumn } from '@strata/starrocks-sql';

import { SqlError, analysisError, unsupported } from '../errors';
import { OK } from '../protocol/result';
import type { StatementResult } from '../protocol/result';
import type { ColumnRecord, ViewRecord } from '../storage/model';
import type { ServerContext, SessionState } from './context';
import { queryScope } from './context';
import { queryColumns } from './ddl-table';
import { deactivateReaders } from './inactive';
import { discard } from './recycle';
import { translate } from './queries';
import { isVirtualDatabase, requireDatabase, requireObject, resolveName } from './targets';
import type { ObjectName } from './targets';
import { defineView } from './views';

export async function createView(
  context: ServerContext,
  session: SessionState,
  statement: CreateViewStatement,
): Promise<StatementResult> {
  const target = resolveName(session, statement.name);
  requireDatabase(context, target.database);
  if (statement.properties.length > 0) throw analysisError('Setting properties is only supported for Iceberg views');
  const old = context.catalog.object(target.database, target.name);
  if (old !== undefined && statement.ifNotExists) return OK;
  if (old !== undefined && (!statement.orReplace || old.kind !== 'view')) {
    throw new SqlError(1050, `Table '${target.name}' already exists`);
  }
  const query = readViewQuery(context, session, statement.query.text, statement.columns);
  const now = Date.now();
  await context.catalog.change(async (change) => {
    // Of two that create a view at once exactly one wins, as in a real frontend: locks are built on that.
    const faster = context.catalog.object(target.database, target.name);
    if (old === undefined && faster !== undefined && !statement.orReplace) {
      if (statement.ifNotExists) return;
      throw new SqlError(1050, `Table '${target.name}' already exists`);
    }
    const view: ViewRecord = {
      kind: 'view',
      id: old?.id ?? change.nextId(),
      ...target,
      ...query,
      comment: statement.comment ?? '',
      createdMs: old?.createdMs ?? now,
      updatedMs: now,
      createdIn: session.database,
      security: statement.security ?? 'NONE',
    };
    await defineView(change, view);
    await change.putObject(view);
    if (old !== undefined) await deactivateReaders(context, change, target, [], `base-view changed: ${target.name}`);
  });
  return OK;
}

/** What a view or materialized view knows of its query. */
export function readViewQuery(
  context: ServerContext,
  session: SessionState,
  text: string,
  named: readonly ViewColumn[],
): {
  readonly query: string;
  readonly columns: readonly ColumnRecord[];
  readonly sources: readonly string[];
  readonly sql: string;
} {
  const query = text.trim().replace(/;$/, '');
  const translated = translate(query, { ...queryScope(context, session), stored: true });
  if (translated.tables.some((table) => isVirtualDatabase(table.database)))
    throw unsupported('views of information_schema and sys');
  if (named.length > 0 && named.length !== translated.columns.length)
    throw new SqlError(
      1353,
      "Getting analyzing error. Detail message: View's SELECT and view's field list have different column counts.",
    );
  const columns = queryColumns(
    translated,
    named.map((column) => column.name),
  );
  const sources = translated.tables.map(({ database, table }) => `${database}.${table}`);
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name.toLowerCase())) throw analysisError(`Duplicate column name '${name}'`);
    seen.add(name.toLowerCase());
  }
  const commented = columns.map((column, index) => ({ ...column, comment: named[index]?.comment ?? '' }));
  return { query, columns: commented, sources, sql: translated.sql };
}

export async function alterView(
  context: ServerContext,
  session: SessionState,
  statement: AlterViewStatement,
): Promise<StatementResult> {
  const target = resolveName(session, statement.name);
  const view = requireView(context, target);
  const { action } = statement;
  if (action.kind === 'set-security') {
    await context.catalog.change((change) => change.putObject({ ...view, security: action.security }));
    return OK;
  }
  if (action.kind !== 'redefine') throw unsupported(`ALTER VIEW … ${action.kind.replaceAll('-', ' ').toUpperCase()}`);
  const query = readViewQuery(context, session, action.query.text, action.columns);
  await context.catalog.change(async (change) => {
    const next = { ...view, ...query, createdIn: session.database, updatedMs: Date.now() };
    await defineView(change, next);
    await change.putObject(next);
    await deactivateReaders(context, change, target, [], `base-view changed: ${target.name}`);
  });
  return OK;
}

function requireView(context: ServerContext, target: ObjectName): ViewRecord {
  const object = requireObject(context, target);
  if (object.kind === 'view') return object;
  throw analysisError(`The specified table [${target.name}] is not a view`);
}

export async function dropView(
  context: ServerContext,
  session: SessionState,
  statement: DropViewStatement,
): Promise<StatementResult> {
  const target = resolveName(session, statement.name);
  requireDatabase(context, target.database);
  const object = context.catalog.object(target.database, target.name);
  if (object === undefined) {
    if (statement.ifExists) return OK;
    throw new SqlError(5502, `Getting analyzing error. Detail message: Unknown table '${target.name}'.`);
  }
  if (object.kind === 'materialized-view') {
    throw analysisError(
      `The data of '${target.name}' cannot be dropped because '${target.name}' is a materialized view,use 'drop materialized view ${target.name}' to drop it.`,
    );
  }
  if (object.kind !== 'view') {
    throw new SqlError(
      1347,
      `Getting analyzing error. Detail message: '${target.database}'.'${target.name}' is not 'VIEW'.`,
    );
  }
  await context.catalog.change(async (change) => {
    await discard(context, change, object, false);
    await deactivateReaders(context, change, target, [], `base-table dropped: ${target.name}`);
  });
  return OK;
}
