/** Compute warehouses. The open-source server has one; managed offerings and 4.x editions have several. */

import { printStatement } from '@strata/starrocks-sql';

import { compareProperties, text } from '../compare-text';
import { idOf } from '../model';
import { propertiesOf } from '../normalise-text';
import type { Verdict } from '../plan-types';
import { textOf } from '../row';
import { NOWHERE } from '../sql-text';
import type { PlainChange } from './common';
import { changedProperties, defineKind, refuse, removedProperties, splitProperties, step, verdict } from './common';
import type { WarehouseDefinition } from './definition';
import type { Query, Read } from './kind';
import { dropObject, printedProperties, statementOf } from './statements';

const BUILTIN = 'default_warehouse';

export const warehouse = defineKind<WarehouseDefinition>({
  kind: 'warehouse',
  title: 'warehouse',
  inDatabase: false,
  // What runs on it stops.
  holdsData: true,
  normalise: (statements) => {
    const statement = statementOf(statements, 'create-warehouse');
    if (statement === undefined) return undefined;
    return { kind: 'warehouse', comment: statement.comment ?? '', properties: propertiesOf(statement.properties) };
  },
  create: ({ sql }) => [sql],
  drop: ({ name }) => [dropObject('WAREHOUSE', name)],
  compare: (declared, live, managed) => [
    ...text('comment', declared.comment, live.comment),
    ...compareProperties(declared.properties, live.properties, managed),
  ],
  managedKeys: ({ properties }) => Object.keys(properties),
  alter,
  introspect: readWarehouses,
});

function alter({ desired, differences }: PlainChange<WarehouseDefinition>): Verdict {
  const { properties, rest } = splitProperties(differences);
  const declared = statementOf([desired.statement], 'create-warehouse')?.properties ?? [];
  const changed = changedProperties(declared, properties);
  const refusals = [
    ...rest.map((difference) =>
      refuse(difference, 'StarRocks fixes this when a warehouse is created', 'declare what it has'),
    ),
    ...removedProperties(properties),
  ];
  if (changed.length === 0) return verdict([], refusals);
  const sql = printStatement({ kind: 'alter-warehouse', name: desired.name, properties: changed, at: NOWHERE });
  return verdict([step('alter-warehouse', [sql], properties, { repeatable: true })], refusals);
}

async function readWarehouses(query: Query): Promise<readonly Read[]> {
  const rows = await query('SHOW WAREHOUSES');
  return rows
    .filter((row) => textOf(row, 'name') !== BUILTIN)
    .map((row) => {
      const name = textOf(row, 'name');
      const comment = textOf(row, 'comment');
      const properties = printedProperties(textOf(row, 'property'));
      return {
        id: idOf('warehouse', '', name),
        database: '',
        name,
        statements: [
          {
            kind: 'create-warehouse',
            name,
            ifNotExists: false,
            ...(comment === '' ? {} : { comment }),
            properties,
            at: NOWHERE,
          } as const,
        ],
      };
    });
}
