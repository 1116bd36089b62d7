import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentFiles } from '@strata/environment';
import { account } from '../helpers/environment';
import { root } from '../helpers/root';
import { environmentPage } from './environment-page';

const PAGE = join(root, 'docs/reference/environment.md');

describe('the page of environment files', () => {
  const page = environmentPage(account());

  test('is made of the schema that they are checked with (UPDATE_DOCS=1 writes it)', () => {
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PAGE, page);
    expect(readFileSync(PAGE, 'utf8')).toBe(page);
  });

  test('says what every key is', () => {
    expect(page).not.toMatch(/^\| `[^`]+` \| {2}\|/m);
  });
});

test('every environment file names its schema for editors', () => {
  for (const { file, yaml } of environmentFiles(root)) {
    expect({ file, first: yaml.split('\n')[0] }).toEqual({
      file,
      first: '# yaml-language-server: $schema=./schema.json',
    });
  }
});
