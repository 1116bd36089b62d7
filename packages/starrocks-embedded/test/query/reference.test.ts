import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { functionReference } from '../../src/query/reference';

const PAGE = join(__dirname, '../../../..', 'docs/reference/embedded-functions.md');

test('the page of functions is made from the table (UPDATE_DOCS=1 writes it)', () => {
  if (process.env['UPDATE_DOCS'] === '1') {
    mkdirSync(dirname(PAGE), { recursive: true });
    writeFileSync(PAGE, functionReference());
  }
  expect(readFileSync(PAGE, 'utf8')).toBe(functionReference());
});
