import { SqlSyntaxError } from '../src/errors';
import { parseScript, parseStatement } from '../src/parser/parse';

function errorOf(text: string): SqlSyntaxError {
  try {
    parseStatement(text, { file: 'ods/t.sql' });
  } catch (error) {
    if (error instanceof SqlSyntaxError) return error;
    throw error;
  }
  throw new Error(`parses: ${text}`);
}

describe('a syntax error', () => {
  test('names file, line, column, what was expected and found, and shows the place', () => {
    const error = errorOf('CREATE TABLE t (\n  id BIGINT NOT NUL\n)');
    expect(error).toMatchObject({ code: 'STR1301', line: 2, column: 17, expected: ["'NULL'"], found: "'NUL'" });
    expect(error.message).toBe(
      "ods/t.sql:2:17  expected 'NULL', found 'NUL'\n      id BIGINT NOT NUL\n                    ^",
    );
  });

  test.each<[string, string, number, RegExp]>([
    ['a reserved word as a name', 'create table group (a int)', 14, /the reserved word GROUP; write `group`/],
    ['a missing bracket', 'create table t (a int', 22, /expected ',' or '\)', found end of input/],
    ['an unknown statement', 'craete table t (a int)', 1, /expected statement, found 'craete'/],
    ['an unknown kind', 'create tabel t (a int)', 8, /another kind of object, found 'tabel'/],
    [
      'a clause in the wrong place',
      'create table t (a int) distributed by hash(a) partition by (a)',
      47,
      /expected ';' or end of input/,
    ],
    ['a property without quotes', 'create table t (a int) properties (a = "b")', 36, /the key of a property/],
    ['an unclosed string', 'select "a', 8, /the string is not closed/],
    ['an unclosed name', 'select `a', 8, /the name is not closed/],
    ['an unclosed comment', 'select 1 /* a', 10, /the comment is not closed/],
    ['a strange character', 'select 1 \\ 2', 10, /begins no word of SQL/],
    ['two statements', 'select 1; select 2', 11, /expected end of input/],
    ['nothing', ' -- only a comment', 19, /expected statement, found end of input/],
    ['precision of a datetime', 'create table t (a datetime(3))', 27, /keeps microseconds/],
    ['four parts of a name', 'drop table a.b.c.d', 12, /more than catalog, database and object/],
    [
      'a clause twice',
      'create materialized view m refresh manual refresh async as select 1',
      43,
      /REFRESH stands twice/,
    ],
    ['START without EVERY', 'create materialized view m refresh async start("2024-01-01") as select 1', 62, /'EVERY'/],
    [
      'an unknown unit',
      'create materialized view m refresh async every(interval 1 fortnight) as select 1',
      59,
      /'YEAR'/,
    ],
  ])('is thrown for %s', (_, text, column, message) => {
    const error = errorOf(text);
    expect(error.message).toMatch(message);
    expect(error.column).toBe(column);
  });

  test('of a long line shows the part around the place', () => {
    const lines = errorOf(`select ${'a + '.repeat(100)}) from t`).message.split('\n');
    expect(lines[1]?.length).toBeLessThan(120);
    expect(lines[1]?.charAt((lines[2] ?? '').indexOf('^'))).toBe(')');
  });

  test('does not hide those of later statements', () => {
    const { statements, errors } = parseScript('create tabel a; select 1;\n;drop;select from t; use c');
    expect(statements.map((statement) => statement.kind)).toEqual(['query', 'use']);
    expect(errors.map((error) => [error.line, error.column])).toEqual([
      [1, 8],
      [2, 6],
      [2, 14],
    ]);
  });
});
