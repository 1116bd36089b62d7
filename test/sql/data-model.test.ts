import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { objectTables } from './data-model';

const DOCUMENT = join(__dirname, '../../docs/data-model.md');

/** Cells without the padding that prettier adds. */
function cells(text: string): readonly string[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.replace(/ *\| */g, '|').replace(/\|:?-+:?(?=\|)/g, '|---'));
}

describe('docs/data-model.md', () => {
  test('lists every object as sql/ declares it', () => {
    const text = readFileSync(DOCUMENT, 'utf8');
    const found = /<!-- objects -->\n([\s\S]*)\n<!-- end -->/.exec(text)?.[1] ?? '';
    expect(cells(found)).toEqual(cells(objectTables()));
  });
});
