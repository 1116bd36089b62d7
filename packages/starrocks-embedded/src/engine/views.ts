import type { CatalogChange } from '../storage/catalog';
import type { MaterializedViewRecord, ViewRecord } from '../storage/model';
import { duckTable, quoteName } from '../storage/names';
import type { ServerContext } from './context';
import { runDuck } from './queries';

/** Makes the DuckDB view of a view. */
export async function defineView(change: CatalogChange, view: ViewRecord): Promise<void> {
  const columns = view.columns.map((column) => quoteName(column.name)).join(', ');
  await runDuck(() =>
    change.run(`CREATE OR REPLACE VIEW ${duckTable(view.database, view.name)} (${columns}) AS ${view.sql}`),
  );
}

/** Objects that read the given one directly. */
export function dependents(
  context: ServerContext,
  database: string,
  name: string,
): readonly (ViewRecord | MaterializedViewRecord)[] {
  const key = `${database}.${name}`;
  return context.catalog
    .objects()
    .flatMap((object) => (object.kind !== 'table' && object.sources.includes(key) ? [object] : []));
}
