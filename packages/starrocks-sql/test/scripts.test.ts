import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseScript, parseStatement } from '../src/parser/parse';
import { printStatement } from '../src/print';
import { withoutPositions } from './helpers/tree';

function lines(file: string): string[] {
  return readFileSync(join(__dirname, 'data', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

describe('one statement a line', () => {
  test.each(lines('accepted.sql'))('%s', (text) => {
    const { statements, errors } = parseScript(text);
    expect(errors.map((error) => error.message)).toEqual([]);
    const [statement] = statements;
    if (statement === undefined) throw new Error('no statement');
    expect(withoutPositions(parseStatement(printStatement(statement)))).toEqual(withoutPositions(statement));
  });

  test.each(lines('refused.sql'))('fails for %s', (text) => {
    expect(parseScript(text).errors).toHaveLength(1);
  });

  test('a whole script gives the same statements as its lines', () => {
    const text = lines('accepted.sql').join('\n');
    const { statements, errors } = parseScript(text);
    expect(errors).toEqual([]);
    expect(statements).toHaveLength(lines('accepted.sql').length);
    expect(statements.at(-1)?.at.line).toBe(lines('accepted.sql').length);
  });
});
