/** Synchronous materialized views: rollups of one table, filled by its loads. */

import type { Statement } from '@strata/starrocks-sql';
import { printStatement, references } from '@strata/starrocks-sql';

import { text } from '../compare-text';
import { foldSql } from '../fold';
import type { ObjectId } from '../model';
import type { Verdict } from '../plan-types';
import { NOWHERE, nameOf } from '../sql-text';
import type { PlainChange } from './common';
import { defineKind, step, verdict } from './common';
import type { SyncMaterializedViewDefinition } from './definition';
import { statementOf } from './statements';

/** Without a refresh and a distribution the engine makes a rollup of the one table that the query reads. */
export function isSyncView(statement: Statement): boolean {
  return (
    statement.kind === 'create-materialized-view' &&
    statement.refresh === undefined &&
    statement.distribution === undefined &&
    statement.partitionBy === undefined
  );
}

export const syncView = defineKind<SyncMaterializedViewDefinition>({
  kind: 'sync-materialized-view',
  title: 'synchronous materialized view',
  inDatabase: true,
  // Its rows are those of its table.
  holdsData: false,
  normalise: (statements) => {
    const statement = statementOf(statements, 'create-materialized-view');
    if (statement === undefined || !isSyncView(statement)) return undefined;
    return { kind: 'sync-materialized-view', query: foldSql(statement.query.text) };
  },
  create: ({ sql }) => [oneLine(sql)],
  drop: ({ id }) => [dropSync(id)],
  compare: (declared, live) => text('query', declared.query, live.query),
  creationJob: 'rollup',
  alter,
  // It stands in the list of materialized views, which is read for all kinds at once.
  introspect: () => Promise.resolve([]),
});

/** The engine keeps the text without its line breaks, so that words at them would run together. */
function oneLine(sql: string): string {
  return /--|\/\*|'[^'\n]*\n[^']*'|"[^"\n]*\n[^"]*"/.test(sql) ? sql : sql.replace(/\s*\n\s*/g, ' ');
}

function dropSync(id: ObjectId, ifExists = false): string {
  return printStatement({
    kind: 'drop-materialized-view',
    name: nameOf(id),
    ifExists,
    force: false,
    at: NOWHERE,
  });
}

/** It has nothing of its own to lose: it is made anew from its table. */
function alter({ desired, differences }: PlainChange<SyncMaterializedViewDefinition>): Verdict {
  const statement = statementOf([desired.statement], 'create-materialized-view');
  const [table] = statement === undefined ? [] : references(statement.query.text);
  const target = table === undefined ? undefined : { target: table.parts.join('.') };
  const drop = step('alter-sync-materialized-view', [dropSync(desired.id, true)], differences, {
    risk: 'rewrites-data',
  });
  const create = step('alter-sync-materialized-view', [oneLine(desired.sql)], differences, { risk: 'rewrites-data' });
  return verdict([drop, { ...create, ...target, mechanism: 'async-job', awaits: 'rollup' }]);
}
