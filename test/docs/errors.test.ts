import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../helpers/root';
import { errorCodes, errorPage } from './error-page';
import { readSources } from './sources';

const PAGE = join(root, 'docs/reference/errors.md');

function problemsOf(text: string, file = 'packages/cli/src/error-codes.ts'): readonly string[] {
  return errorCodes([{ file, text }]).problems;
}

describe('error codes', () => {
  const { described, problems } = errorCodes(readSources());

  test('have one description each, and one use at least', () => {
    expect(problems).toEqual([]);
    expect(described.length).toBeGreaterThan(100);
  });

  test('are the page of the documentation (UPDATE_DOCS=1 writes it)', () => {
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PAGE, errorPage(described));
    expect(readFileSync(PAGE, 'utf8')).toBe(errorPage(described));
  });

  test('take their meaning from the comment before them', () => {
    const text = "type Code =\n  /** One\n   * and a half. */\n  | 'STR1901'\n  /** Two. */\n  'STR1902';";
    expect(errorCodes([{ file: 'a.ts', text }]).described).toEqual([
      { code: 'STR1901', file: 'a.ts', meaning: 'One and a half.' },
      { code: 'STR1902', file: 'a.ts', meaning: 'Two.' },
    ]);
  });
});

describe('a code', () => {
  const described = "type Code = /** One. */ 'STR1901';\n";
  const used = "throw new CliError('STR1901', '');\n";

  test('is right when it is described and used', () => {
    expect(problemsOf(described + used)).toEqual([]);
  });

  test.each([
    ['nothing describes', used, /^STR1901 in .* has no description$/],
    ['only a comment mentions, without a description', '// STR1901\n', /^STR1901 in .* has no description$/],
    ['nothing uses', described, /^STR1901 of .* is never used$/],
    ['only comments use', `${described}/** @throws STR1901 */\n  // STR1901\n`, /^STR1901 of .* is never used$/],
    ['two comments describe', described + described + used, /^STR1901 is described a second time in /],
  ])('fails that %s', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(problem)]);
  });

  test('fails in another layer', () => {
    expect(problemsOf(described + used, 'constructs/core/errors.ts')).toEqual([
      'STR1901 is not a code of the layer of constructs/core/errors.ts',
    ]);
  });
});
