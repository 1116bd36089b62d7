import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../helpers/root';
import { readSources, readTests } from './sources';
import { handledTraps, trapPage, unknownMarks } from './traps/page';

const PAGE = join(root, 'docs/traps.md');
const limits = readFileSync(join(root, 'docs/limits.md'), 'utf8');

describe('traps', () => {
  const [sources, tests] = [readSources(), readTests()];
  const handled = handledTraps(sources, tests, limits);
  const numbers = (wanted: (each: (typeof handled)[number]) => boolean): readonly string[] =>
    handled.filter(wanted).map(({ id }) => id);

  test('are each made impossible, reported, or a limit that says why neither is possible', () => {
    expect(numbers(({ places, isLimit }) => places.length === 0 && !isLimit)).toEqual([]);
  });

  test('have a test wherever code deals with them', () => {
    expect(numbers(({ places, tests: tried }) => places.length > 0 && tried.length === 0)).toEqual([]);
  });

  test('are marked by numbers that there are', () => {
    expect(unknownMarks([...sources, ...tests])).toEqual([]);
  });

  test('are the page of the documentation (UPDATE_DOCS=1 writes it)', () => {
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PAGE, trapPage(handled));
    expect(readFileSync(PAGE, 'utf8')).toBe(trapPage(handled));
  });
});
