import { checkLifetime } from '../src';
import { account, environment, environmentYaml } from './helpers';

/** risk-dev may live 90 days; `expires` is 2027-01-31. */
const check = (changes: Readonly<Record<string, string>>, writtenOn: string) =>
  checkLifetime(environment(changes), writtenOn, account(), environmentYaml(changes));

describe('the lifetime of an environment', () => {
  test('may be as long as its stage allows', () => {
    expect(check({}, '2026-11-02')).toEqual([]);
  });

  test('fails when it is a day longer, and names the latest day', () => {
    expect(check({}, '2026-11-01')).toMatchObject([
      {
        code: 'STR1120',
        line: 5,
        column: 10,
        path: 'expires',
        message: expect.stringContaining('Write 2027-01-30 or earlier') as string,
      },
    ]);
  });

  test('is not limited in prod and without a day', () => {
    expect(check({ stage: 'prod', expires: '2036-01-01' }, '2026-11-01')).toEqual([]);
    expect(check({ target: 'sandbox', expires: '', secrets: '{ admin: env:X }' }, '2026-11-01')).toEqual([]);
  });
});
