import type { TableDefinition } from '../src';
import { modifyColumn } from '../src/rules-column';

import { declare } from './helpers/declare';

/** What a real frontend in shared-data mode does with `MODIFY COLUMN v <to>`, recorded. */
const RECORDED: readonly (readonly [from: string, to: string, verdict: 'safe' | 'rewrites-data' | 'refused'])[] = [
  ['boolean', 'int', 'refused'],
  ['tinyint', 'decimal(10,2)', 'refused'],
  ['tinyint', 'varchar(20)', 'rewrites-data'],
  ['int', 'bigint', 'safe'],
  ['int', 'largeint', 'safe'],
  ['int', 'float', 'refused'],
  ['int', 'double', 'safe'],
  ['int', 'decimal(10,2)', 'refused'],
  ['int', 'date', 'rewrites-data'],
  ['int', 'datetime', 'refused'],
  ['int', 'string', 'rewrites-data'],
  ['int', 'json', 'refused'],
  ['int', 'boolean', 'refused'],
  ['bigint', 'int', 'refused'],
  ['bigint', 'largeint', 'safe'],
  ['bigint', 'datetime', 'refused'],
  ['largeint', 'bigint', 'refused'],
  ['largeint', 'double', 'refused'],
  ['largeint', 'varchar(50)', 'rewrites-data'],
  ['largeint', 'decimal(38,0)', 'refused'],
  ['float', 'double', 'safe'],
  ['float', 'varchar(20)', 'rewrites-data'],
  ['double', 'float', 'refused'],
  ['double', 'int', 'refused'],
  ['decimal(10,2)', 'decimal(12,2)', 'rewrites-data'],
  ['decimal(10,2)', 'decimal(19,2)', 'rewrites-data'],
  ['decimal(10,2)', 'decimal(38,2)', 'rewrites-data'],
  ['decimal(10,2)', 'decimal(40,2)', 'rewrites-data'],
  ['decimal(10,2)', 'decimal(8,2)', 'refused'],
  ['decimal(10,2)', 'int', 'refused'],
  ['decimal(10,2)', 'varchar(30)', 'rewrites-data'],
  ['date', 'int', 'refused'],
  ['datetime', 'varchar(30)', 'refused'],
  ['varchar(20)', 'varchar(10)', 'refused'],
  ['varchar(20)', 'varchar(1048576)', 'safe'],
  ['varchar(20)', 'int', 'rewrites-data'],
  ['varchar(20)', 'bigint', 'rewrites-data'],
  ['varchar(20)', 'double', 'rewrites-data'],
  ['varchar(20)', 'datetime', 'refused'],
  ['varchar(20)', 'json', 'rewrites-data'],
  ['varchar(20)', 'decimal(10,2)', 'rewrites-data'],
  ['char(10)', 'char(20)', 'safe'],
  ['char(10)', 'varchar(20)', 'safe'],
  ['json', 'varchar(100)', 'refused'],
  ['array<int>', 'array<bigint>', 'refused'],
  ['array<int>', 'string', 'refused'],
  ['map<int,int>', 'map<int,bigint>', 'refused'],
  ['struct<a int>', 'struct<a int,b int>', 'refused'],
  ['struct<a int>', 'struct<a bigint>', 'refused'],
  ['varbinary(10)', 'varchar(20)', 'refused'],
];

function table(type: string, rest = ''): TableDefinition {
  const definition = declare(`CREATE TABLE ods.t (k INT NOT NULL, v ${type} ${rest}) DUPLICATE KEY (k)`).objects.find(
    ({ kind }) => kind === 'table',
  )?.definition;
  if (definition?.kind !== 'table') throw new Error('It is a table.');
  return definition;
}

describe('changing the type of a column', () => {
  test.each(RECORDED)('%s to %s: %s', (from, to, expected) => {
    const verdict = modifyColumn('v', table(to), table(from));
    expect(verdict.kind === 'allowed' ? verdict.risk : 'refused').toBe(expected);
  });
});

describe('changing attributes of a column', () => {
  test('NOT NULL may become NULL', () => {
    expect(modifyColumn('v', table('INT', 'NULL'), table('INT', 'NOT NULL'))).toEqual({
      kind: 'allowed',
      risk: 'safe',
    });
  });

  test.each([
    ['NULL to NOT NULL', table('INT', 'NOT NULL'), table('INT', 'NULL')],
    ['a default', table('INT', 'DEFAULT "1"'), table('INT', 'DEFAULT "2"')],
    ['a generated column', table('INT', 'AS k + 1'), table('INT', 'AS k + 2')],
  ])('fails for %s', (_what, declared, live) => {
    expect(modifyColumn('v', declared, live).kind).toBe('refused');
  });

  test('fails for a column of the key', () => {
    const verdict = modifyColumn('k', table('INT'), table('INT'));
    expect(verdict.kind).toBe('refused');
  });
});
