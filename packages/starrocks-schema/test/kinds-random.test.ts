/** What holds for any object of any kind. */

import type { Statement } from '@strata/starrocks-sql';
import { parseStatement, printStatement } from '@strata/starrocks-sql';
import fc from 'fast-check';

import { emptyModel } from '../src';
import { STATEMENTS } from '../../starrocks-sql/test/helpers/arbitrary/statements';
import { compare } from '../src/compare';
import type { Definition } from '../src/definition';
import { hiddenOf, managedKeysOf } from '../src/kinds/registry';
import { definitionOf } from '../src/normalise';
import { deserialiseModel, serialiseModel } from '../src/recorded';

/** The same objects in every run; another seed is as good. */
const SETTINGS = { seed: 20_261_125, numRuns: 60 };

const CREATING = [
  ...(['create-table', 'create-view', 'create-materialized-view', 'create-catalog', 'create-storage-volume'] as const),
  ...(['create-warehouse', 'create-resource-group', 'create-function', 'create-routine-load', 'create-pipe'] as const),
  ...(['submit-task', 'create-role', 'create-user', 'grant-role', 'grant-privilege'] as const),
];

/** No two columns, and no two indexes, of one name. */
function hasOwnNames(definition: Definition): boolean {
  if (definition.kind !== 'table') return true;
  const distinct = (all: readonly { readonly name: string }[]): boolean =>
    new Set(all.map(({ name }) => name.toLowerCase())).size === all.length;
  return distinct(definition.columns) && distinct(definition.indexes);
}

describe.each(CREATING)('any %s', (kind) => {
  const each = (check: (definition: Definition, statement: Statement) => void): void => {
    const statements: fc.Arbitrary<Statement> = STATEMENTS[kind];
    fc.assert(
      fc.property(statements, (statement) => {
        const definition = definitionOf(statement);
        if (definition === undefined) throw new Error(`no definition of ${printStatement(statement)}`);
        fc.pre(hasOwnNames(definition));
        check(definition, statement);
      }),
      SETTINGS,
    );
  };

  test('has the same normal form after it was printed and parsed', () => {
    each((definition, statement) => {
      expect(definitionOf(parseStatement(printStatement(statement)))).toEqual(definition);
    });
  });

  test('differs in nothing from itself', () => {
    each((definition) => {
      expect(compare(definition, definition, managedKeysOf(definition))).toEqual([]);
      expect(hiddenOf(definition)).toEqual(hiddenOf({ ...definition }));
    });
  });

  test('is recorded and read back as it is', () => {
    each((definition) => {
      const object = { id: 'x', kind: definition.kind, database: '', name: 'x', definition, liveHash: '' };
      const text = serialiseModel({ ...emptyModel('demo'), objects: [object] });
      expect(serialiseModel(deserialiseModel(text))).toBe(text);
    });
  });
});
