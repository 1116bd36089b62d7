import { parseAnnotations } from '../src/annotations';

describe('annotations', () => {
  test('are read from the head of a file', () => {
    const text = `
-- A comment.
--@ source: mysql loans.repayment
--@ freshness: 5m
/* another */
--@ renamed-from: payment
--@ renamed-from: paid_on = day
--@ allow-drop: a, b
--@ ignore: buckets, property.compression
CREATE TABLE t (a INT)`;
    expect(parseAnnotations(text)).toEqual({
      annotations: {
        source: 'mysql loans.repayment',
        freshness: { text: '5m', seconds: 300 },
        renamedFrom: 'payment',
        renamedColumns: [{ column: 'paid_on', from: 'day' }],
        allowDrop: ['a', 'b'],
        ignore: ['buckets', 'property.compression'],
      },
      errors: [],
    });
  });

  test('may be absent', () => {
    expect(parseAnnotations('create table t (a int)')).toEqual({
      annotations: { renamedColumns: [], allowDrop: [], ignore: [] },
      errors: [],
    });
  });

  test.each([
    ['30s', 30],
    ['15m', 900],
    ['2h', 7200],
    ['1d', 86_400],
  ])('freshness %s is %d seconds', (value, seconds) => {
    expect(parseAnnotations(`--@ freshness: ${value}`).annotations.freshness?.seconds).toBe(seconds);
  });

  test('a line that looks like one inside of a string is none', () => {
    expect(parseAnnotations('create table t (a int comment "\n--@ nonsense: 1\n")').errors).toEqual([]);
  });

  test.each<[string, string, number, number, RegExp]>([
    [
      'an unknown key',
      '--@ source: x\n--@ freshnes: 5m',
      2,
      5,
      /unknown annotation 'freshnes'.*Did you mean freshness\?/,
    ],
    ['a key without value', '--@ source:', 1, 12, /needs a value: --@ source: mysql/],
    ['a bad duration', '--@ freshness: 5 min', 1, 16, /number and one of s, m, h, d.*'5 min'/],
    ['freshness 0', '--@ freshness: 0m', 1, 16, /'0m'/],
    ['a key twice', '--@ source: a\n--@ source: b', 2, 5, /stands twice/],
    ['a bad name', '--@ renamed-from: a b', 1, 19, /renamed-from is a name/],
    ['two former names', '--@ renamed-from: a\n--@ renamed-from: b', 2, 19, /one former name only/],
    ['an unknown attribute', '--@ ignore: bucket', 1, 13, /cannot ignore 'bucket'.*Did you mean buckets\?/],
    ['a line behind the statement', 'create table t (a int)\n  --@ source: x', 2, 3, /move the line up/],
  ])('fails for %s', (_, text, line, column, message) => {
    const [error, ...others] = parseAnnotations(text, { file: 'ods/t.sql' }).errors;
    expect(others).toEqual([]);
    expect(error).toMatchObject({ code: 'STR1302', file: 'ods/t.sql', line, column });
    expect(error?.message).toMatch(message);
  });

  test('all errors come at once', () => {
    expect(parseAnnotations('--@ a: 1\n--@ freshness: x\n--@ b: 2').errors).toHaveLength(3);
  });
});
