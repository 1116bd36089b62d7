import type { Endpoint } from '../../connection';
import { CliError } from '../../output';

/** Reads `mysql://user:password@host:port`; the password may come from STRATA_PASSWORD. @throws CliError STR1911 */
export function endpointOf(text: string): Endpoint {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'mysql:' || url.hostname === '') {
    throw new CliError('STR1911', `--url must be mysql://user@host:port, got "${text.replace(/:[^:@/]*@/, ':***@')}".`);
  }
  return {
    host: url.hostname,
    port: url.port === '' ? 9030 : Number(url.port),
    user: decodeURIComponent(url.username) || 'root',
    password: decodeURIComponent(url.password) || (process.env['STRATA_PASSWORD'] ?? ''),
  };
}
