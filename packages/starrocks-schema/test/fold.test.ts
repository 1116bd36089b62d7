import { foldExpression, foldSql } from '../src/fold';

describe('folding of queries', () => {
  test.each([
    ['white space and line ends', 'SELECT  a,\n  b\nFROM t', 'SELECT a,b FROM t'],
    ['comments', 'SELECT a -- first\n, /* second */ b FROM t', 'SELECT a,b FROM t'],
    ['a closing semicolon', 'SELECT 1;\n', 'SELECT 1'],
    ['spaces around operators', 'SELECT a + 1 , f( b )', 'SELECT a+1,f(b)'],
  ])('takes %s for no change', (_what, text, folded) => {
    expect(foldSql(text)).toBe(folded);
  });

  test.each([
    ['text in quotes', "SELECT 'a  -- b'"],
    ['an escaped quote', "SELECT 'it\\'s  b'"],
    ['a doubled quote', "SELECT 'it''s  b'"],
    ['a name in back-ticks', 'SELECT `a  b`'],
    ['a hint', 'SELECT /*+ SET_VAR(query_timeout = 1) */ a'],
  ])('keeps %s', (_what, text) => {
    expect(foldSql(text)).toContain(text.slice('SELECT '.length).replace(/\*\/ /, '*/'));
  });

  test('a difference inside quotes is a change', () => {
    expect(foldSql("SELECT 'a b'")).not.toBe(foldSql("SELECT 'a  b'"));
  });

  test('expressions lose back-ticks, case, spaces and outer parentheses', () => {
    expect(foldExpression('(DATE_TRUNC("Month", `Paid_On`))')).toBe("date_trunc('month',paid_on)");
    expect(foldExpression('(a) + (b)')).toBe('(a)+(b)');
  });
});
