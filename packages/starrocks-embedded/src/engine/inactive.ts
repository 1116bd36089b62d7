import type { CatalogChange } from '../storage/catalog';
import type { MaterializedViewRecord } from '../storage/model';
import { scan } from '../sql/scanner';
import type { ServerContext } from './context';
import type { ObjectName } from './targets';
import { dependents } from './views';

/**
 * Materialized views that read a changed object stop being refreshed: all of them for `reason`, else those whose query names
 * one of the columns. What reads them in turn follows.
 */
export async function deactivateReaders(
  context: ServerContext,
  change: CatalogChange,
  target: ObjectName,
  columns: readonly string[],
  reason: string | undefined,
): Promise<void> {
  if (reason === undefined && columns.length === 0) return;
  for (const view of dependents(context, target.database, target.name)) {
    if (view.kind !== 'materialized-view' || !view.active) continue;
    const used = columns.filter((column) => reads(view, column));
    const why = reason ?? (used.length === 0 ? undefined : `base table schema changed for columns: ${used.join(',')}`);
    if (why === undefined) continue;
    await change.putObject({ ...view, active: false, inactiveReason: why });
    await deactivateReaders(context, change, view, [], `base-mv inactive: ${view.name}`);
  }
}

function reads(view: MaterializedViewRecord, column: string): boolean {
  return scan(view.query).some(
    (token) => (token.kind === 'word' || token.kind === 'name') && token.text.toLowerCase() === column.toLowerCase(),
  );
}
