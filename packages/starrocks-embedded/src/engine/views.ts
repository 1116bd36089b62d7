import type { CatalogChange } from '../storage/catalog';
import type { MaterializedViewRecord, ViewRecord } from '../storage/model';
import { duckTable, quoteName } from '../storage/names';
import type { ServerContext, SessionState } from './context';
import { queryScope } from './context';
import { runDuck, translate } from './queries';

/** Makes the DuckDB view of a view. */
export async function defineView(
  context: ServerContext,
  session: SessionState,
  change: CatalogChange,
  view: ViewRecord,
): Promise<void> {
  const { sql } = translate(view.query, { ...queryScope(context, session, view.createdIn), stored: true });
  const columns = view.columns.map((column) => quoteName(column.name)).join(', ');
  const text = await context.info.prepare(sql);
  await runDuck(() =>
    change.run(`CREATE OR REPLACE VIEW ${duckTable(view.database, view.name)} (${columns}) AS ${text}`),
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
