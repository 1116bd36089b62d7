import type { Catalog } from '../../storage/catalog';
import type { UserRecord } from '../../storage/model';

/** User that a client from an address logs in as: the exact host is preferred to a pattern. */
export function findLogin(catalog: Catalog, name: string, address: string): UserRecord | undefined {
  const candidates = catalog
    .users()
    .filter((user) => user.name === name && user.plugin === undefined && hostMatches(user.host, address));
  return candidates.find((user) => user.host !== '%') ?? candidates[0];
}

function hostMatches(pattern: string, address: string): boolean {
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${source}$`).test(address.replace(/^::ffff:/, ''));
}
