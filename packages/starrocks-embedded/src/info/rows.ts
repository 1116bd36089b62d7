import type { ServerContext, SessionState } from '../engine/context';
import { BUILTIN_ROLES } from '../engine/security/builtin';
import type { InfoDatabase } from './definitions';
import { historyRows } from './history';
import type { InfoRow } from './info-schema';
import { materializedViewRow, syncViewRows } from './materialized-views';
import { columnRow, configRow, tableRows, viewRow } from './objects';
import { partitionRows } from './partitions';
import { sysRows } from './sys';

/** Rows of a table of information_schema or sys as they are now; tables that this server has nothing for are empty. */
export async function infoRows(
  context: ServerContext,
  database: InfoDatabase,
  table: string,
): Promise<readonly InfoRow[]> {
  if (database === 'sys') return sysRows(context, table);
  switch (table) {
    case 'schemata':
      return databaseNames(context).map((name) => ({
        CATALOG_NAME: 'def',
        SCHEMA_NAME: name,
        DEFAULT_CHARACTER_SET_NAME: 'utf8',
        DEFAULT_COLLATION_NAME: 'utf8_general_ci',
      }));
    case 'tables':
      return tableRows(context);
    case 'columns':
      return [
        ...context.catalog
          .objects()
          .flatMap((object) => object.columns.map((column, index) => columnRow(object, column, index))),
      ];
    case 'tables_config':
      return context.catalog.objects().map(configRow);
    case 'views':
      return context.catalog.objects().flatMap((object) => (object.kind === 'view' ? [viewRow(object)] : []));
    case 'materialized_views': {
      const statistics = await context.statistics.all();
      return [
        ...context.catalog
          .materializedViews()
          .map((view) => materializedViewRow(context, view, statistics.get(view.id)?.rows ?? 0)),
        ...context.catalog.objects().flatMap((object) => (object.kind === 'table' ? syncViewRows(object) : [])),
      ];
    }
    case 'partitions_meta':
      return partitionRows(context);
    default:
      return historyRows(context, table);
  }
}

/** All databases in the order of SHOW DATABASES. */
export function databaseNames(context: ServerContext): readonly string[] {
  const own = context.catalog.databases().map((database) => database.name);
  return ['information_schema', ...own, 'sys'].sort();
}

/** Roles with their comments: those that every server has, then the others. */
export function roleList(
  context: ServerContext,
): readonly { readonly name: string; readonly builtin: boolean; readonly comment: string | null }[] {
  return [
    ...Object.entries(BUILTIN_ROLES).map(([name, comment]) => ({ name, builtin: true, comment })),
    ...context.catalog.roles().map((role) => ({ name: role.name, builtin: false, comment: role.comment })),
  ];
}

/** Sessions as SHOW PROCESSLIST lists them. */
export function sessionList(context: ServerContext): readonly SessionState[] {
  return [...context.sessions.values()];
}
