/** `--url` of `strata sql`: what is understood, and that a wrong one is never shown with its password. */

import { endpointOf } from '../../src/commands/sql/endpoint';

describe('the address of a warehouse', () => {
  test('is percent-decoded, and has the port of a frontend by default', () => {
    expect(endpointOf('mysql://an%40alyst:100%25@h')).toEqual({
      host: 'h',
      port: 9030,
      user: 'an@alyst',
      password: '100%',
    });
  });

  test.each([
    ['a password with a bare %', 'mysql://root:top%ZZsecret@h:1', /percent-encode the password .*STRATA_PASSWORD/i],
    ['a user with a bare %', 'mysql://ro%ot:top-secret@h:1', /percent-encode the user/i],
    ['a password with a bare /', 'mysql://root:top/secret@h:1', /got "mysql:\/\/\*\*\*@h:1"/],
    ['an address without its scheme', 'root:top-secret@h:1', /got "\*\*\*@h:1"/],
    ['a port out of range', 'mysql://root:top-secret@h:99999', /got "mysql:\/\/\*\*\*@h:99999"/],
  ])('fails for %s, and shows no secret', (_, url, message) => {
    const error = thrown(() => endpointOf(url));
    expect(error).toMatchObject({ code: 'STR1911', message: expect.stringMatching(message) as string });
    expect(String(error)).not.toMatch(/top|secret/);
  });
});

function thrown(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
