import type { Endpoint } from '../../connection';
import { CliError } from '../../output';

/** Reads `mysql://user:password@host:port`; the password may come from STRATA_PASSWORD. @throws CliError STR1911 */
export function endpointOf(text: string): Endpoint {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'mysql:' || url.hostname === '') {
    throw new CliError(
      'STR1911',
      `--url must be mysql://user@host:port, got "${text.replace(/^(\w+:\/\/)?.*@/s, '$1***@')}".`,
    );
  }
  return {
    host: url.hostname,
    port: url.port === '' ? 9030 : Number(url.port),
    user: decoded(url.username, 'user') || 'root',
    password: decoded(url.password, 'password') || (process.env['STRATA_PASSWORD'] ?? ''),
  };
}

/** Shows nothing of the address, since what is wrong may be the secret. */
function decoded(part: string, name: 'user' | 'password'): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new CliError(
      'STR1911',
      `--url: its ${name} is not percent-encoded: % begins the two hexadecimal digits of a byte. Percent-encode the ${name} (% is %25, @ is %40)${name === 'password' ? ', or give it as STRATA_PASSWORD' : ''}.`,
    );
  }
}
