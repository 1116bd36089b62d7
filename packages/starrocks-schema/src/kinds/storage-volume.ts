/** Storage volumes. */

import type { Property } from '@strata/starrocks-sql';
import { printStatement } from '@strata/starrocks-sql';

import { compareProperties, list, text } from '../compare-text';
import type { Row } from '../connection-types';
import { idOf } from '../model';
import { propertiesOf } from '../normalise-text';
import type { Verdict } from '../plan-types';
import { textOf } from '../row';
import { NOWHERE, quoteName } from '../sql-text';
import type { PlainChange } from './common';
import { changedProperties, defineKind, refuse, removedProperties, splitProperties, step, verdict } from './common';
import type { StorageVolumeDefinition } from './definition';
import type { Query, Read } from './kind';
import { dropObject, printedProperties, statementOf } from './statements';

const BUILTIN = 'builtin_storage_volume';

export const storageVolume = defineKind<StorageVolumeDefinition>({
  kind: 'storage-volume',
  title: 'storage volume',
  inDatabase: false,
  holdsData: true,
  normalise: (statements) => {
    const statement = statementOf(statements, 'create-storage-volume');
    if (statement === undefined) return undefined;
    return {
      kind: 'storage-volume',
      type: statement.type.toUpperCase(),
      locations: statement.locations,
      comment: statement.comment ?? '',
      properties: propertiesOf(statement.properties),
    };
  },
  create: ({ sql }) => [sql],
  drop: ({ name }) => [dropObject('STORAGE VOLUME', name)],
  compare: (declared, live, managed) => [
    ...text('type', declared.type, live.type),
    ...text('locations', list(declared.locations), list(live.locations)),
    ...text('comment', declared.comment, live.comment),
    ...compareProperties(declared.properties, live.properties, managed),
  ],
  managedKeys: ({ properties }) => Object.keys(properties),
  alter,
  introspect: readVolumes,
});

/** Comment and properties change in place; type and locations are fixed. */
function alter({ desired, declared, differences }: PlainChange<StorageVolumeDefinition>): Verdict {
  const { properties, rest } = splitProperties(differences);
  const comment = rest.filter(({ path }) => path === 'comment');
  const fixed = rest.filter(({ path }) => path !== 'comment');
  const statement = statementOf([desired.statement], 'create-storage-volume');
  const changed = changedProperties(statement?.properties ?? [], properties);
  const refusals = [
    ...fixed.map((difference) =>
      refuse(
        difference,
        'StarRocks fixes this when a storage volume is created, and tables stay where they are',
        'declare what it has, or a second volume under another name for new tables',
      ),
    ),
    ...removedProperties(properties),
  ];
  if (changed.length === 0 && comment.length === 0) return verdict([], refusals);
  const sql = printStatement({
    kind: 'alter-storage-volume',
    name: desired.name,
    ifExists: false,
    ...(comment.length === 0 ? {} : { comment: declared.comment }),
    properties: changed,
    at: NOWHERE,
  });
  return verdict([step('alter-storage-volume', [sql], [...comment, ...properties], { repeatable: true })], refusals);
}

async function readVolumes(query: Query): Promise<readonly Read[]> {
  const rows = await query('SHOW STORAGE VOLUMES');
  const names = rows.map((row) => textOf(row, 'storage volume')).filter((name) => name !== BUILTIN);
  return Promise.all(
    names.map(async (name) => {
      const [row] = await query(`DESC STORAGE VOLUME ${quoteName(name)}`);
      return readOf(name, row ?? {});
    }),
  );
}

function readOf(name: string, row: Row): Read {
  const comment = textOf(row, 'comment');
  const enabled: Property = { key: 'enabled', value: textOf(row, 'enabled').toLowerCase() };
  return {
    id: idOf('storage-volume', '', name),
    database: '',
    name,
    statements: [
      {
        kind: 'create-storage-volume',
        name,
        ifNotExists: false,
        type: textOf(row, 'type'),
        locations: textOf(row, 'location')
          .split(',')
          .map((location) => location.trim()),
        ...(comment === '' ? {} : { comment }),
        properties: [enabled, ...printedProperties(textOf(row, 'params'))],
        at: NOWHERE,
      },
    ],
  };
}
