/** What makes an inactive materialized view active again. */

import { SqlError, analysisError } from '../errors';
import type { ColumnRecord, MaterializedViewRecord } from '../storage/model';
import { typeText } from '../storage/types';
import type { ServerContext, SessionState } from './context';
import { readViewQuery } from './ddl-view';

/** Reasons that only a person takes back. */
const LASTING = [
  'user use alter materialized view set status to inactive',
  'base-table optimized:',
  'mv consecutive failures:',
  'metadata backup/restore mv corrupted:',
];

/** Whether a frontend tries by itself to activate a view that is inactive for this reason. */
export function mayReactivate(reason: string): boolean {
  return !LASTING.some((start) => reason.startsWith(start));
}

/**
 * Binds the query of a view anew to the objects that its names mean now.
 *
 * @throws SqlError when it no longer means anything, has other columns, or reads a view that is inactive itself.
 */
export async function activate(
  context: ServerContext,
  session: SessionState,
  view: MaterializedViewRecord,
): Promise<void> {
  const { sources, sql, columns } = readViewQuery(
    context,
    { ...session, database: view.createdIn },
    view.query,
    view.columns,
  );
  requireActiveSources(context, sources);
  requireSameColumns(view, columns);
  await context.catalog.change(async (change) => {
    const current = change.object(view.database, view.name);
    if (current?.kind !== 'materialized-view' || current.id !== view.id) return;
    await change.putObject({ ...current, sources, sql, active: true, inactiveReason: '' });
  });
}

function requireActiveSources(context: ServerContext, sources: readonly string[]): void {
  for (const source of sources) {
    const [database = '', name = ''] = source.split('.');
    const object = context.catalog.object(database, name);
    if (object?.kind === 'materialized-view' && !object.active)
      throw analysisError(`Create/Rebuild materialized view from inactive materialized view: ${object.name}`);
  }
}

function requireSameColumns(view: MaterializedViewRecord, columns: readonly ColumnRecord[]): void {
  const [existing, now] = [view.columns, columns].map((list) =>
    list.map((column) => `${column.name} ${comparedType(column)}`).join(', '),
  );
  if (existing === now) return;
  throw new SqlError(1064, `column schema not compatible: (${existing ?? ''}) and (${now ?? ''})`);
}

/** Lengths of texts may differ. */
function comparedType({ type }: ColumnRecord): string {
  if (type.kind === 'string' || (type.kind === 'simple' && type.name === 'STRING')) return 'varchar';
  return typeText(type, 'full');
}
