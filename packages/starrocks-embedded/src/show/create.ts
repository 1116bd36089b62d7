import type { ServerContext, SessionState } from '../engine/context';
import { createCatalogText } from '../engine/named/catalogs';
import { readName } from '../engine/names';
import { createDatabaseText, createMaterializedViewText, createTableText, createViewText } from '../engine/show-create';
import { requireMaterializedView, requireObject, resolveName } from '../engine/targets';
import { createRoutineLoadText } from '../info/routine-load';
import { SqlError, analysisError, unsupported } from '../errors';
import { textResult } from '../protocol/result';
import type { StatementResult } from '../protocol/result';
import { isWord } from '../sql/scanner';
import type { Token } from '../sql/scanner';
import type { ObjectRecord } from '../storage/model';

/** SHOW CREATE DATABASE, TABLE, VIEW and MATERIALIZED VIEW. `tokens` start at CREATE. */
export function showCreate(context: ServerContext, session: SessionState, tokens: readonly Token[]): StatementResult {
  const kind = tokens[1]?.text.toUpperCase() ?? '';
  if (kind === 'DATABASE' || kind === 'SCHEMA') {
    const name = tokens[2]?.text ?? '';
    const database = context.catalog.database(name);
    if (database === undefined)
      throw new SqlError(5501, `Getting analyzing error. Detail message: Unknown database '${name}'.`);
    return textResult(['Database', 'Create Database'], [[name, createDatabaseText(database)]]);
  }
  if (kind === 'MATERIALIZED' && isWord(tokens[2], 'VIEW')) {
    const target = resolveName(session, readName(tokens, 3).name);
    return createOf(requireMaterializedView(context, target));
  }
  if (kind === 'CATALOG') return showCatalog(context, tokens[2]?.text ?? '');
  if (kind === 'ROUTINE' && isWord(tokens[2], 'LOAD')) {
    return showRoutineLoad(context, resolveName(session, readName(tokens, 3).name));
  }
  if (kind !== 'TABLE' && kind !== 'VIEW') throw unsupported(`SHOW CREATE ${kind}`);
  const target = resolveName(session, readName(tokens, 2).name);
  const object = requireObject(context, target);
  if (kind === 'VIEW' && object.kind !== 'view') throw analysisError(`${target.name} is not a view`);
  return createOf(object);
}

function createOf(object: ObjectRecord): StatementResult {
  switch (object.kind) {
    case 'table':
      return textResult(['Table', 'Create Table'], [[object.name, createTableText(object)]]);
    case 'view':
      return textResult(
        ['View', 'Create View', 'character_set_client', 'collation_connection'],
        [[object.name, createViewText(object), 'utf8', 'utf8_general_ci']],
      );
    case 'materialized-view':
      return textResult(
        ['Materialized View', 'Create Materialized View'],
        [[object.name, createMaterializedViewText(object)]],
      );
  }
}

function showCatalog(context: ServerContext, name: string): StatementResult {
  const columns = ['Catalog', 'Create Catalog'];
  if (name === 'default_catalog') return textResult(columns, [[name, '']]);
  const catalog = context.catalog.named('catalog', name);
  if (catalog === undefined) throw new SqlError(5078, `Unknown catalog '${name}'`);
  return textResult(columns, [[name, createCatalogText(name, catalog.comment, catalog.properties)]]);
}

function showRoutineLoad(
  context: ServerContext,
  target: { readonly database: string; readonly name: string },
): StatementResult {
  const job = context.catalog.named('routine-load', `${target.database}.${target.name}`);
  if (job === undefined) throw new SqlError(1064, `There is no routine load job with name ${target.name}`);
  const table = context.catalog.objects().find((object) => object.id === job.details['tableId']);
  return textResult(['Job', 'Create Job'], [[target.name, createRoutineLoadText(job, table?.name ?? '')]]);
}
