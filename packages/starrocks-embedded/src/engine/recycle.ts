import type { RecoverStatement } from '@strata/starrocks-sql';

import { SqlError, unsupported } from '../errors';
import { OK } from '../protocol/result';
import type { StatementResult } from '../protocol/result';
import { namedKey } from '../storage/catalog';
import type { CatalogChange } from '../storage/catalog';
import type { DatabaseRecord, NamedRecord, ObjectRecord } from '../storage/model';
import { duckTable, quoteName } from '../storage/names';
import type { ServerContext, SessionState } from './context';
import { forgetPartitions, recoverPartition } from './partition/recycle';
import { requireTable, resolveName } from './targets';
import { defineView } from './views';

/** Drops an object: without FORCE it can be recovered. What was dropped under this name before is gone then. */
export async function discard(
  context: ServerContext,
  change: CatalogChange,
  object: ObjectRecord,
  force: boolean,
): Promise<void> {
  const name = `${object.database}.${object.name}`;
  const old = context.catalog.named('dropped', name);
  if (old !== undefined) await forget(change, old);
  if (object.kind === 'view') await change.run(`DROP VIEW IF EXISTS ${duckTable(object.database, object.name)}`);
  else if (force) await change.run(`DROP TABLE ${duckTable(object.database, object.name)}`);
  else
    await change.run(
      `ALTER TABLE ${duckTable(object.database, object.name)} RENAME TO ${quoteName(parkedName(object))}`,
    );
  await change.removeObject(object);
  await forgetPartitions(context, change, object);
  for (const grant of context.catalog.grants()) {
    if (grant.objectId === object.id) await change.remove('grants', String(grant.id));
  }
  if (!force || object.kind === 'view') await keep(change, name, { object });
}

function parkedName(object: ObjectRecord): string {
  return `__dropped_${object.id}`;
}

async function keep(change: CatalogChange, name: string, details: NamedRecord['details']): Promise<void> {
  await change.put('named', namedKey('dropped', name), {
    kind: 'dropped',
    id: change.nextId(),
    name,
    createdMs: Date.now(),
    comment: '',
    properties: {},
    state: '',
    creator: '',
    details,
  });
}

async function forget(change: CatalogChange, record: NamedRecord): Promise<void> {
  const object = record.details['object'] as ObjectRecord | undefined;
  if (object?.kind === 'table')
    await change.run(`DROP TABLE IF EXISTS ${duckTable(object.database, parkedName(object))}`);
  await change.remove('named', namedKey('dropped', record.name));
}

/** Notes a dropped database; only an empty one can come back. */
export async function keepDatabase(
  change: CatalogChange,
  database: DatabaseRecord,
  hadObjects: boolean,
): Promise<void> {
  await keep(change, database.name, { database, hadObjects });
}

/** RECOVER TABLE and DATABASE. */
export async function recover(
  context: ServerContext,
  session: SessionState,
  statement: RecoverStatement,
): Promise<StatementResult> {
  switch (statement.object) {
    case 'DATABASE':
      return recoverDatabase(context, statement.name.parts.at(-1) ?? '');
    case 'PARTITION':
      await recoverPartition(
        context,
        requireTable(context, resolveName(session, statement.name)),
        statement.partition ?? '',
      );
      return OK;
    case 'TABLE': {
      const target = resolveName(session, statement.name);
      const record = context.catalog.named('dropped', `${target.database}.${target.name}`);
      if (context.catalog.object(target.database, target.name) !== undefined)
        throw new SqlError(1050, `Table '${target.name}' already exists`);
      if (record === undefined) throw new SqlError(5502, `Unknown table '${target.name}'`);
      const object = record.details['object'] as ObjectRecord;
      await context.catalog.change(async (change) => {
        if (object.kind === 'view') await defineView(change, object);
        else
          await change.run(
            `ALTER TABLE ${duckTable(object.database, parkedName(object))} RENAME TO ${quoteName(object.name)}`,
          );
        await change.putObject(object);
        await change.remove('named', namedKey('dropped', record.name));
      });
      return OK;
    }
  }
}

async function recoverDatabase(context: ServerContext, name: string): Promise<StatementResult> {
  if (context.catalog.database(name) !== undefined) throw new SqlError(1064, `Database[${name}] already exist.`);
  const record = context.catalog.named('dropped', name);
  if (record === undefined) throw new SqlError(5501, `Unknown database '${name}'`);
  if (record.details['hadObjects'] === true) throw unsupported('RECOVER of a database that held tables');
  await context.catalog.change(async (change) => {
    await change.run(`CREATE SCHEMA ${quoteName(name)}`);
    await change.put('databases', name, record.details['database'] as DatabaseRecord);
    await change.remove('named', namedKey('dropped', name));
  });
  return OK;
}
