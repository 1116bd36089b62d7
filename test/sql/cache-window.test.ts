import { join } from 'node:path';
import { cacheDays, loadPlatform } from '@strata/environment';
import { windowDays } from '@strata/starrocks-sql';
import type { SchemaObject } from '@strata/starrocks-sql';
import { SqlLibrary } from '../../constructs/schema/sql-library';
import { CacheDiskPolicy } from '../../constructs/warehouse/cache-disk-policy';
import { root } from '../helpers/root';

const library = SqlLibrary.fromFolder(join(root, 'sql'));
const { environments } = loadPlatform(root);

function propertyOf({ statement }: SchemaObject, key: string): string | undefined {
  const properties = 'properties' in statement && Array.isArray(statement.properties) ? statement.properties : [];
  return (properties as readonly { key: string; value: string }[]).find((property) => property.key === key)?.value;
}

describe.each(environments.map((each) => [each.id, each] as const))(
  'SQL and the disks of %s agree',
  (_, environment) => {
    const days = cacheDays(environment.warehouses) ?? Infinity;
    const layers = environment.layers.map((layer) => library.layer(layer));
    const tables = library
      .bundle(layers, Number.isFinite(days) ? { cacheDays: days } : {})
      .bundle.objects.filter(({ kind }) => kind === 'table');
    const timed = tables.filter(
      ({ statement }) => statement.kind === 'create-table' && statement.partition !== undefined,
    );

    test('every table says whether it is cached', () => {
      const silent = tables.filter((table) => propertyOf(table, 'datacache.enable') === undefined);
      expect(silent.map(({ file }) => file)).toEqual([]);
    });

    test('every table with a time has a window that can be read and that the disks hold', () => {
      expect(timed.length).toBeGreaterThan(0);
      for (const table of timed) {
        const window = windowDays(propertyOf(table, 'datacache.partition_duration') ?? '');
        expect([table.file, window === undefined ? 'none' : window <= days]).toEqual([table.file, true]);
      }
    });
  },
);

test('what a policy tells a table is what its file wishes, cut to the disks', () => {
  const policy = CacheDiskPolicy.forData({ hotDays: 7, dailyGrowthGib: 2, totalGib: 200 });
  const { objects } = library.bundle([library.layer('ods')], { cacheDays: 7 }).bundle;
  const loan = objects.find(({ id }) => id === 'ods.loan');
  if (loan === undefined) throw new Error('no ods.loan');
  for (const [key, value] of Object.entries(policy.tableProperties())) expect(propertyOf(loan, key)).toBe(value);
});
