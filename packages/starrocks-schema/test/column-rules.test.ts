import type { TableDefinition } from '../src';
import { modifyColumn } from '../src/rules-column';
import { keepsValues } from '../src/rules-type';

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

function table(type: string, rest = '', more = '', layout = '', key = 'DUPLICATE KEY (k)'): TableDefinition {
  const columns = [`k INT NOT NULL`, `v ${type} ${rest}`, more].filter((column) => column !== '').join(', ');
  const definition = declare(`CREATE TABLE ods.t (${columns}) ${key} ${layout}`).objects.find(
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
    ['a column that becomes a generated one', table('INT', 'AS k + 1'), table('INT')],
    ['what a generated column reads', table('BIGINT', '', 'g INT AS v + 1'), table('INT', '', 'g INT AS v + 1')],
    [
      'a column of the distribution',
      table('BIGINT', '', '', 'DISTRIBUTED BY HASH (v)'),
      table('INT', '', '', 'DISTRIBUTED BY HASH (v)'),
    ],
    [
      'a column of the partitioning',
      table('DATETIME', '', '', "PARTITION BY date_trunc('day', v)"),
      table('DATE', '', '', "PARTITION BY date_trunc('day', v)"),
    ],
  ])('fails for %s', (_what, declared, live) => {
    expect(modifyColumn('v', declared, live).kind).toBe('refused');
  });

  test('another expression writes the rows of a generated column anew', () => {
    const verdict = modifyColumn('v', table('INT', 'AS k + 1'), table('INT', 'AS k + 2'));
    expect(verdict).toEqual({ kind: 'allowed', risk: 'rewrites-data' });
  });

  test('fails for a column of a primary key', () => {
    const primary = (type: string): TableDefinition => table(type, 'NOT NULL', '', '', 'PRIMARY KEY (k, v)');
    expect(modifyColumn('v', primary('BIGINT'), primary('INT')).kind).toBe('refused');
  });
});

describe('a cast that keeps all values', () => {
  test.each([
    ['int', 'decimal(12,2)', true],
    ['int', 'decimal(11,2)', false],
    ['bigint', 'double', false],
    ['int', 'double', true],
    ['bigint', 'varchar(20)', true],
    ['bigint', 'varchar(19)', false],
    ['date', 'datetime', true],
    ['datetime', 'date', false],
    ['datetime', 'varchar(26)', true],
    ['boolean', 'int', true],
    ['int', 'boolean', false],
    ['varchar(20)', 'int', false],
    ['varchar(20)', 'varchar(21)', true],
    ['decimal(10,2)', 'decimal(10,3)', false],
    ['array<int>', 'array<bigint>', true],
    ['array<bigint>', 'array<int>', false],
    ['json', 'varchar(1048576)', false],
  ])('%s to %s: %s', (from, to, expected) => {
    expect(keepsValues(from, to)).toBe(expected);
  });
});
