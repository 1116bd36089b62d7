import { createHash } from 'node:crypto';
import {
  lineageOf,
  parseStatement,
  printIdentifier,
  printStatement,
  printString,
  RELATION_KINDS,
} from '@strata/starrocks-sql';
import type { SchemaBundle, SchemaObject } from '@strata/starrocks-sql';

/**
 * Views in databases of one environment that show every table, view and materialized view of another one. Who may read
 * the views needs no right on what is behind them, and has none.
 *
 * @param shown the layers of the other environment, in its databases
 * @param databases layer -> database of the views
 */
export function sharedViews(shown: SchemaBundle, databases: Readonly<Record<string, string>>): readonly SchemaObject[] {
  const columns = new Map(lineageOf(shown).objects.map(({ id, columns: all }) => [id, all.map(({ name }) => name)]));
  return shown.objects.flatMap((object): SchemaObject[] => {
    const own = databases[object.layer ?? ''];
    if (own === undefined || !RELATION_KINDS.has(object.kind)) return [];
    return [viewOf(object, columns.get(object.id) ?? [], own)];
  });
}

function viewOf(object: SchemaObject, columns: readonly string[], own: string): SchemaObject {
  const { id, layer = '', database = '', name, file } = object;
  const sql = printStatement(
    parseStatement(
      `CREATE VIEW ${printIdentifier(own)}.${printIdentifier(name)} COMMENT ${printString(`${database}.${name}, to read`)}
AS SELECT ${columns.map((column) => printIdentifier(column)).join(', ')}
FROM ${printIdentifier(database)}.${printIdentifier(name)}`,
    ),
  );
  return {
    id,
    kind: 'view',
    layer,
    database: own,
    name,
    file,
    sql,
    statement: parseStatement(sql),
    grants: [],
    references: [],
    externalReferences: [`${database}.${name}`],
    annotations: { renamedColumns: [], allowDrop: [], ignore: [] },
    hash: createHash('sha256').update(sql).digest('hex'),
  };
}
