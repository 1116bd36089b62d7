/** What databases hold, listed by a few queries for all of them together. */

import type { Row } from './connection-types';
import type { ObjectKind } from './definition';
import type { Query } from './kinds/kind';
import type { ObjectId } from './model';
import { splitId } from './model';
import { textOf } from './row';
import { quoteValue } from './sql-text';

/** A table or view that is there. */
export interface Listed {
  readonly id: ObjectId;
  readonly database: string;
  readonly name: string;
  readonly kind: Extract<ObjectKind, 'table' | 'view' | 'materialized-view' | 'sync-materialized-view'>;
  /** What the engine printed, where the list has it. */
  readonly printed?: string;
  readonly inactive?: string;
}

/** Above so many names the whole databases are listed. */
const MAX_NAMES = 200;

export async function listObjects(
  query: Query,
  databases: readonly string[],
  ids: readonly ObjectId[] = [],
): Promise<readonly Listed[]> {
  const names = [...new Set(ids.map((id) => quoteValue(splitId(id).name)))];
  const where =
    `WHERE TABLE_SCHEMA IN (${databases.map(quoteValue).join(', ')})` +
    (names.length === 0 || names.length > MAX_NAMES ? '' : ` AND TABLE_NAME IN (${names.join(', ')})`);
  const [tables, views] = await Promise.all([
    query(`SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE FROM information_schema.tables ${where}`),
    query(
      `SELECT TABLE_SCHEMA, TABLE_NAME, IS_ACTIVE, INACTIVE_REASON, MATERIALIZED_VIEW_DEFINITION FROM information_schema.materialized_views ${where}`,
    ),
  ]);
  const materialized = new Map(views.map((row) => [idOfRow(row), row]));
  const listed = tables.map((row) => listedOf(row, materialized.get(idOfRow(row))));
  const present = new Set(listed.map(({ id }) => id));
  // A synchronous one is an index of its table: it is in no list of tables.
  const rollups = views.filter((row) => !present.has(idOfRow(row))).map(rollupOf);
  return [...listed, ...rollups];
}

function idOfRow(row: Row): ObjectId {
  return `${textOf(row, 'table_schema')}.${textOf(row, 'table_name')}`;
}

function placeOf(row: Row): Pick<Listed, 'id' | 'database' | 'name'> {
  return { id: idOfRow(row), database: textOf(row, 'table_schema'), name: textOf(row, 'table_name') };
}

function rollupOf(row: Row): Listed {
  return {
    ...placeOf(row),
    kind: 'sync-materialized-view',
    printed: textOf(row, 'materialized_view_definition'),
  };
}

/** The list calls a materialized view a view. */
function listedOf(row: Row, materialized: Row | undefined): Listed {
  if (materialized === undefined) {
    return { ...placeOf(row), kind: textOf(row, 'table_type') === 'VIEW' ? 'view' : 'table' };
  }
  const active = textOf(materialized, 'is_active').toLowerCase();
  return {
    ...placeOf(row),
    kind: 'materialized-view',
    printed: textOf(materialized, 'materialized_view_definition'),
    inactive: active === 'false' ? textOf(materialized, 'inactive_reason') : undefined,
  };
}
