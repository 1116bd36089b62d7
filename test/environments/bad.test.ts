import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkNewEnvironment, EnvironmentError } from '@strata/environment';
import { root } from '../helpers/root';

const FOLDER = join(__dirname, 'bad');
const NAMES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace(/\.yaml$/, ''));

/** What is said of a wrong file when it comes to the environments of this checkout. */
function messagesOf(yaml: string): string {
  const stage = /^stage: (\w+)$/m.exec(yaml)?.[1] ?? 'dev';
  try {
    checkNewEnvironment(root, { file: `environments/bad-${stage}.yaml`, yaml });
  } catch (error) {
    if (error instanceof EnvironmentError) return `${error.message}\n`;
    throw error;
  }
  return 'nothing\n';
}

describe('a wrong environment file', () => {
  test('has at least forty kinds', () => {
    expect(NAMES.length).toBeGreaterThanOrEqual(40);
  });

  test.each(NAMES)('fails with what is written beside it (UPDATE_DOCS=1 writes it): %s', (name) => {
    const expected = join(FOLDER, `${name}.txt`);
    const messages = messagesOf(readFileSync(join(FOLDER, `${name}.yaml`), 'utf8'));
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(expected, messages);
    expect(existsSync(expected) ? readFileSync(expected, 'utf8') : '').toBe(messages);
  });

  test.each(NAMES)('fails with the place, the rule, and what to do: %s', (name) => {
    const [first = '', ...rest] = readFileSync(join(FOLDER, `${name}.txt`), 'utf8')
      .trimEnd()
      .split('\n');
    expect(first).toMatch(/^environments\/bad-\w+\.yaml:\d+:\d+( {2}\S+)?$/);
    // A sentence with the rule, and at least one more with the way out.
    expect(rest[0]).toMatch(/^ {2}\S.*[.?:].* \S.*[.?] \(STR11\d\d\)$/);
  });
});
