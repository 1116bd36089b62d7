import { isReference, resourcesOf } from './policy';
import type { Policy } from './policy';
import { isPrivateRange } from './private-range';

/** What RDS lets in where nobody is named: nobody. */
const NOBODY = '127.0.0.1';

/** @trap 2.4-4 */
export const databaseWhitelist: Policy = {
  id: 'database-whitelist',
  severity: 'error',
  rule: 'A database lets in private addresses alone, and names them all, because the list in the code is the whole list.',
  fix: 'Name the private ranges that connect, that of Flink too, in `security_ips`.',
  reference: 'alicloud provider: db_instance, security_ips',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_db_instance', 'alicloud_db_readonly_instance').flatMap(({ address, attributes }) => {
      const ips = attributes['security_ips'];
      const list: readonly unknown[] = Array.isArray(ips) ? ips : [];
      if (list.length === 0) return [{ address, message: 'has no `security_ips`: nothing could connect' }];
      return list
        .filter((ip) => typeof ip !== 'string' || !(ip === NOBODY || isReference(ip) || isPrivateRange(ip)))
        .map((ip) => ({ address, message: `lets in ${JSON.stringify(ip)}` }));
    }),
};
