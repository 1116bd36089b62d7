/** External catalogs. */

import { printStatement } from '@strata/starrocks-sql';

import { compareProperties, text } from '../compare-text';
import { idOf } from '../model';
import { propertiesOf } from '../normalise-text';
import type { Verdict } from '../plan-types';
import { textOf } from '../row';
import { NOWHERE, quoteName } from '../sql-text';
import type { PlainChange } from './common';
import { changedProperties, defineKind, refuse, removedProperties, splitProperties, step, verdict } from './common';
import type { CatalogDefinition } from './definition';
import type { Query, Read } from './kind';
import { dropObject, parsed, statementOf } from './statements';

const INTERNAL = 'default_catalog';

export const catalog = defineKind<CatalogDefinition>({
  kind: 'catalog',
  title: 'external catalog',
  inDatabase: false,
  // Materialized views on its tables become inactive for good when it is dropped.
  holdsData: true,
  normalise: (statements) => {
    const statement = statementOf(statements, 'create-catalog');
    if (statement === undefined) return undefined;
    return { kind: 'catalog', comment: statement.comment ?? '', properties: propertiesOf(statement.properties) };
  },
  create: ({ sql }) => [sql],
  drop: ({ name }) => [dropObject('CATALOG', name)],
  compare: (declared, live, managed) => [
    ...text('comment', declared.comment, live.comment),
    ...compareProperties(declared.properties, live.properties, managed),
  ],
  managedKeys: ({ properties }) => Object.keys(properties),
  alter,
  introspect: readCatalogs,
});

const ANEW =
  'declare what it has; making it anew would leave every materialized view on its tables inactive, so for a real change declare a second catalog under another name, move the views, then drop this one';

/** Every property but the type changes in place. */
function alter({ desired, differences }: PlainChange<CatalogDefinition>): Verdict {
  const { properties, rest } = splitProperties(differences);
  const open = properties.filter(({ path }) => path !== 'properties.type');
  const fixed = [...properties.filter((difference) => !open.includes(difference)), ...rest];
  const declared = statementOf([desired.statement], 'create-catalog')?.properties ?? [];
  const changed = changedProperties(declared, open);
  const refusals = [
    ...fixed.map((difference) => refuse(difference, 'StarRocks fixes this when a catalog is created', ANEW)),
    ...removedProperties(open),
  ];
  if (changed.length === 0) return verdict([], refusals);
  const sql = printStatement({ kind: 'alter-catalog', name: desired.name, properties: changed, at: NOWHERE });
  return verdict([step('alter-catalog', [sql], open, { repeatable: true })], refusals);
}

async function readCatalogs(query: Query): Promise<readonly Read[]> {
  const rows = await query('SHOW CATALOGS');
  const names = rows.map((row) => textOf(row, 'catalog')).filter((name) => name !== INTERNAL);
  return Promise.all(names.map((name) => readCatalog(query, name)));
}

async function readCatalog(query: Query, name: string): Promise<Read> {
  const [row] = await query(`SHOW CREATE CATALOG ${quoteName(name)}`);
  const printed = row === undefined ? '' : textOf(row, 'create catalog');
  return { id: idOf('catalog', '', name), database: '', name, ...parsed(printed) };
}
