/** Pipes: loads that follow files. */

import type { Property } from '@strata/starrocks-sql';
import { printStatement } from '@strata/starrocks-sql';

import { compareProperties } from '../compare-text';
import { foldSql } from '../fold';
import { idOf } from '../model';
import { propertiesOf } from '../normalise-text';
import type { Verdict } from '../plan-types';
import { textOf } from '../row';
import { NOWHERE, quoteValue } from '../sql-text';
import type { PlainChange } from './common';
import {
  changedProperties,
  defineKind,
  mapValues,
  plainValue,
  refuse,
  removedProperties,
  splitProperties,
  step,
  verdict,
} from './common';
import type { PipeDefinition } from './definition';
import type { Query, Read, ReadScope } from './kind';
import { dropObject, printedProperties, statementOf } from './statements';

export const pipe = defineKind<PipeDefinition>({
  kind: 'pipe',
  title: 'pipe',
  inDatabase: true,
  // It forgets which files it has loaded.
  holdsData: true,
  normalise: (statements) => {
    const statement = statementOf(statements, 'create-pipe');
    if (statement === undefined) return undefined;
    return {
      kind: 'pipe',
      insert: foldSql(statement.insert.text),
      properties: mapValues(propertiesOf(lowerKeys(statement.properties)), plainValue),
    };
  },
  create: ({ sql }) => [sql],
  drop: ({ database, name }) => [dropObject('PIPE', database, name)],
  compare: (declared, live, managed) => compareProperties(declared.properties, live.properties, managed),
  managedKeys: ({ properties }) => Object.keys(properties),
  hidden: { path: 'insert', of: ({ insert }) => insert },
  alter,
  introspect: readPipes,
});

/** Keys are the same in any case. */
function lowerKeys(properties: readonly Property[]): readonly Property[] {
  return properties.map(({ key, value }) => ({ key: key.toLowerCase(), value }));
}

function alter({ desired, differences }: PlainChange<PipeDefinition>): Verdict {
  const { properties, rest } = splitProperties(differences);
  const declared = statementOf([desired.statement], 'create-pipe')?.properties ?? [];
  const changed = changedProperties(lowerKeys(declared), properties);
  const refusals = [
    ...rest.map((difference) =>
      refuse(
        difference,
        'what a pipe loads is fixed, and a new pipe loads all files again',
        'declare the new pipe under another name, with a path that holds only new files, and drop this one',
      ),
    ),
    ...removedProperties(properties),
  ];
  if (changed.length === 0) return verdict([], refusals);
  const sql = printStatement({
    kind: 'alter-pipe',
    name: { parts: [desired.database, desired.name], at: NOWHERE },
    action: { kind: 'set-properties', properties: changed },
    at: NOWHERE,
  });
  return verdict([step('alter-pipe', [sql], properties, { repeatable: true })], refusals);
}

async function readPipes(query: Query, scope: ReadScope): Promise<readonly Read[]> {
  if (scope.databases.length === 0) return [];
  const rows = await query(
    `SELECT DATABASE_NAME, PIPE_NAME, PROPERTIES, STATE, TABLE_NAME FROM information_schema.pipes WHERE DATABASE_NAME IN (${scope.databases.map(quoteValue).join(', ')})`,
  );
  return rows.map((row) => {
    const [database, name] = [textOf(row, 'database_name'), textOf(row, 'pipe_name')];
    // What it inserts is not shown; the table is.
    const insert = { text: `INSERT INTO ${textOf(row, 'table_name')} SELECT * FROM FILES()`, at: NOWHERE };
    return {
      id: idOf('pipe', database, name),
      database,
      name,
      statements: [
        {
          kind: 'create-pipe',
          name: { parts: [database, name], at: NOWHERE },
          orReplace: false,
          ifNotExists: false,
          properties: printedProperties(textOf(row, 'properties')),
          insert,
          at: NOWHERE,
        } as const,
      ],
    };
  });
}
