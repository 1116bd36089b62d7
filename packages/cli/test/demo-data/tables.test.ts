import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStatement, printDataType } from '@strata/starrocks-sql';
import { columnsOf, TABLE_NAMES } from '../../src/demo-data/tables';
import type { ColumnKind } from '../../src/demo-data/tables';

const TYPES: Readonly<Record<string, RegExp>> = {
  int: /^(SMALLINT|INT|BIGINT)$/,
  text: /^VARCHAR/,
  json: /^JSON$/,
  day: /^DATE$/,
  moment: /^DATETIME$/,
  money: /^DECIMAL\(18, 2\)$/,
  cost: /^DECIMAL\(18, 4\)$/,
  rate: /^DECIMAL\(9, 6\)$/,
};

function typeOf(kind: ColumnKind): { readonly type: RegExp; readonly nullable: boolean } {
  return { type: TYPES[kind.replace('?', '')] ?? /^$/, nullable: kind.endsWith('?') };
}

describe('the tables of the story', () => {
  test.each(TABLE_NAMES)('%s has the columns of sql/ods', (table) => {
    const file = join(__dirname, `../../../../sql/ods/${table}.sql`);
    const statement = parseStatement(readFileSync(file, 'utf8'), { file });
    if (statement.kind !== 'create-table') throw new Error(`${file} is no table`);
    expect(columnsOf(table).map(([name]) => name)).toEqual(statement.columns.map(({ name }) => name));
    for (const [index, [name, kind]] of columnsOf(table).entries()) {
      const column = statement.columns[index];
      const { type, nullable } = typeOf(kind);
      expect([name, column?.type === undefined ? '' : printDataType(column.type)]).toEqual([
        name,
        expect.stringMatching(type),
      ]);
      expect([name, column?.nullable]).toEqual([name, nullable]);
    }
  });
});
